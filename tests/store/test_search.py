"""Where answers given before are looked for: letters on the same matter, in whatever words it was put then."""

from __future__ import annotations

import pytest

from sellwright import access
from sellwright.store import search
from sellwright.store.models import Message
from tests.firm_rows import DAY, NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db

QUESTION = "Where, physically, are our readings kept, and does any copy of them leave the EU?"


def test_letters_on_the_same_matter_are_found_in_other_words_and_by_what_they_answered() -> None:
    workspace()
    mira, other = colleague("Mira"), colleague("Jan")
    priya, piet = person("priya@lab.example", known_to=mira), person("piet@lab.example", known_to=other)

    def sent(of: object, to: object, text: str, days: float, *, answers: Message | None = None) -> int:
        row = letter(of, to, NOW - days * DAY, side="us")  # type: ignore[arg-type]
        row.direction, row.parent_mid = "out", answers.mid if answers else ""
        row.save()
        search.index_mail([(row.pk, "", text)])
        return row.pk

    asked = letter(mira, priya, NOW - 9 * DAY)
    search.index_mail([(asked.pk, "", "Our auditors ask on which servers in which country it lies.")])
    by_words = sent(mira, priya, "They lie on servers in Saxony; nothing crosses a border of the Union.", 3)
    by_asking = sent(mira, priya, "In two halls, one in Saxony, one further south.", 8, answers=asked)
    elsewhere = sent(mira, priya, "Have they told you when they come for lunch, does Friday do?", 2)
    hidden = sent(other, piet, "The servers stand in Ireland, within the European Union.", 3)
    later = sent(mira, priya, "The servers have moved.", -1)

    scope = access.scope_of(mira)
    found = search.letters_alike(scope, [QUESTION, "Will you come to lunch?"], NOW, 50)
    assert {by_words, by_asking} <= set(found)
    assert not {elsewhere, hidden, later, asked.pk} & set(found)
    assert search.letters_alike(scope, ["Did they have it?"], NOW, 50) == []
