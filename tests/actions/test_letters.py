"""Deeds about drafts: nothing is lost, nothing is sent, nobody else looks in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from sellwright import access
from sellwright.actions import letters
from sellwright.actions.letters import Stale, Start, Written
from sellwright.actions.refusing import Refused
from sellwright.store.models import Dirty, Draft, DraftVersion, LogEntry, User, Want
from tests.firm_rows import NOW, colleague, letter, person, workspace

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


@pytest.fixture
def draft(mira: User) -> Draft:
    return letters.begin(by=mira, start=Start(to="ana@lab.example", subject="Hello", text="Dear Ana,\n\n"))


def written(draft: Draft, text: str, edition: int | None = None) -> Written:
    return Written(draft.edition if edition is None else edition, text, "Hello", "ana@lab.example")


def pause(draft: Draft, seconds: int = 60) -> None:
    Draft.objects.filter(pk=draft.pk).update(changed_at=timezone.now() - timedelta(seconds=seconds))


def texts(draft: Draft) -> list[str]:
    return list(draft.versions.order_by("pk").values_list("text", flat=True))


def test_a_version_is_kept_at_each_pause_and_only_there(mira: User, draft: Draft) -> None:
    first = letters.save(by=mira, draft=draft, written=written(draft, "one"))
    second = letters.save(by=mira, draft=draft, written=written(first, "one two"))
    assert texts(draft) == []
    pause(draft)
    third = letters.save(by=mira, draft=draft, written=written(second, "one two three"))
    assert texts(draft) == ["one two"]
    letters.save(by=mira, draft=draft, written=written(third, "one two three"), keep=True)
    assert texts(draft) == ["one two", "one two three"]


def test_saving_over_a_newer_edition_is_refused_and_loses_nothing(mira: User, draft: Draft) -> None:
    letters.save(by=mira, draft=draft, written=written(draft, "from the first window"))
    with pytest.raises(Stale):
        letters.save(by=mira, draft=draft, written=written(draft, "from the second window", edition=0))
    draft.refresh_from_db()
    assert draft.text == "from the first window"
    kept = draft.versions.get(is_aside=True)
    assert kept.text == "from the second window"
    letters.restore(by=mira, draft=draft, version=kept.pk)
    draft.refresh_from_db()
    assert draft.text == "from the second window"
    assert "from the first window" in texts(draft)


def test_the_same_words_from_two_windows_are_no_quarrel(mira: User, draft: Draft) -> None:
    letters.save(by=mira, draft=draft, written=written(draft, "the same"))
    saved = letters.save(by=mira, draft=draft, written=written(draft, "the same", edition=0))
    assert saved.edition == 1


def test_restoring_can_be_undone(mira: User, draft: Draft) -> None:
    saved = letters.save(by=mira, draft=draft, written=written(draft, "old"), keep=True)
    letters.save(by=mira, draft=draft, written=written(saved, "new"))
    entry = letters.restore(by=mira, draft=draft, version=draft.versions.get(text="old").pk)
    letters.undo(by=mira, entry=entry)
    draft.refresh_from_db()
    assert draft.text == "new"


def test_the_bin_and_back(mira: User, draft: Draft) -> None:
    entry = letters.put_in_bin(by=mira, draft=draft, reason="  too \n long ")
    assert Draft.objects.get().binned.reason == "too long"
    with pytest.raises(Refused):
        letters.hand_over(by=mira, draft=draft, how="copy", now=NOW)
    letters.undo(by=mira, entry=entry)
    assert not hasattr(Draft.objects.get(), "binned")


def test_taking_out_keeps_what_was_taken_and_settles_the_wish(mira: User) -> None:
    ana = person("ana@lab.example", "Ana", known_to=mira)
    wish = Want.objects.create(person=ana, text="a comma", asked_at=NOW, shipped_at=NOW)
    row = letters.begin(by=mira, start=Start(person=ana, to=ana.key, text="It is there.", want=wish))
    made = letters.hand_over(by=mira, draft=row, how="eml", now=NOW)
    wish.refresh_from_db()
    assert (made.text, wish.told_at) == ("It is there.", NOW)
    assert texts(row) == ["It is there."]
    assert Dirty.objects.filter(kind="person", ref=ana.pk).exists()
    with pytest.raises(Refused):
        letters.hand_over(by=mira, draft=row, how="smtp", now=NOW)


def test_one_letter_at_a_time_to_one_person_about_one_mail(mira: User) -> None:
    ana = person("ana@lab.example", "Ana", known_to=mira)
    asked = letter(mira, ana, NOW)
    row = letters.begin(by=mira, start=Start(person=ana, answers=asked))
    assert letters.begun(mira, ana, asked) == row
    assert letters.begun(mira, ana, None) is None
    letters.put_in_bin(by=mira, draft=row)
    assert letters.begun(mira, ana, asked) is None


def test_nobody_else_reaches_a_draft(mira: User, draft: Draft) -> None:
    owner = colleague("Olga", role="owner")
    for deed in (letters.put_in_bin, letters.take_from_bin):
        with pytest.raises(Draft.DoesNotExist):
            deed(by=owner, draft=draft)
    with pytest.raises(Draft.DoesNotExist):
        letters.save(by=owner, draft=draft, written=written(draft, "mine now"))
    reader = colleague("Rea", role="reader")
    with pytest.raises(access.NotAllowed):
        letters.begin(by=reader, start=Start())


def test_the_log_shows_nobody_else_what_became_of_a_draft(mira: User, draft: Draft) -> None:
    owner = colleague("Olga", role="owner")
    letters.put_in_bin(by=mira, draft=draft, reason="secret reason")
    assert access.log(mira).filter(thing="draft").count() == 2
    assert not access.log(owner).filter(thing="draft").exists()
    assert not LogEntry.objects.filter(after__icontains="secret").exists()


def test_a_letter_too_long_is_refused(mira: User, draft: Draft) -> None:
    with pytest.raises(Refused):
        letters.save(by=mira, draft=draft, written=written(draft, "x" * (letters.LONGEST + 1)))
    assert not DraftVersion.objects.exists()


def test_whom_one_may_not_know_gets_no_letter(mira: User) -> None:
    jonas = colleague("Jonas")
    hidden = person("h@x.example", "Hidden", known_to=jonas)
    with pytest.raises(type(hidden).DoesNotExist):
        letters.begin(by=mira, start=Start(person=hidden))
