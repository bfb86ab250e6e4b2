"""The wording of sent letters: who else got a sentence, for whom it counts, and that folding changes no answer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings as house

from sellwright import access
from sellwright.settings import Settings
from sellwright.store import folding, wording_files, wordings
from sellwright.store.models import Message, Person, User, WordingGone, WordingLetter, WordingSegment
from tests.firm_rows import DAY, NOW, colleague, person, share, workspace
from tests.screens.mails import written

pytestmark = pytest.mark.django_db
MASS = "The small repeaters are finally half the size they used to be in the workshop."
OWN = "Your lamp over the third bench in the drying hall still flickers on humid mornings."
NUMBERS = Settings()


@pytest.fixture
def mira() -> User:
    workspace()
    return colleague("Mira")


def sent(by: User, to: Person, text: str, at: float = NOW - DAY) -> Message:
    row = written(by, to, at, f"Dear {to.name},\n\n{text}\n\nBest regards\n{by.name}", side="us")
    wordings.add([row.pk])
    return row


def many(by: User, count: int, text: str = MASS) -> list[Message]:
    readers = [person(f"r{number}@firm{number}.example", f"Reader{number}", known_to=by) for number in range(count)]
    return [sent(by, reader, text, NOW - DAY - number) for number, reader in enumerate(readers)]


def fold_all(settings: Settings = NUMBERS) -> None:
    while folding.fold(settings):
        pass


def others(viewer: User, text: str, reader: Person | None = None, settings: Settings = NUMBERS) -> list[int]:
    found = wordings.look(text, reader, access.scope_of(viewer), settings, NOW)
    return [mark.readers for mark in found.sentences]


@pytest.mark.parametrize("folded", [False, True])
def test_a_sentence_that_31_others_got_is_counted_exactly_and_own_words_are_not(mira: User, folded: bool) -> None:
    many(mira, 31)
    if folded:
        fold_all()
        assert WordingSegment.objects.filter(is_ready=True).count() == 1
        assert not WordingLetter.objects.filter(is_folded=False).exists()
    assert others(mira, f"Hello Ana,\n\n{OWN} {MASS}\n\nMira") == [0, 31]


def test_the_reader_is_no_other_and_a_near_twin_counts(mira: User) -> None:
    rows = many(mira, 4)
    fold_all()
    reader = Person.objects.get(touches__message=rows[0])
    twin = MASS.replace("finally", "now")
    assert others(mira, f"Hello,\n\n{twin}\n\nMira", reader) == [3]


def test_share_counts_wording_that_went_to_three_or_more(mira: User) -> None:
    many(mira, 3)
    ana = person("ana@lab.example", "Ana", known_to=mira)
    found = wordings.look(f"Hello,\n\n{MASS}\n\nMira", ana, access.scope_of(mira), NUMBERS, NOW)
    assert found.share == 0.0
    found = wordings.look(f"Hello,\n\n{OWN}\n\nMira", ana, access.scope_of(mira), NUMBERS, NOW)
    assert found.share == 1.0


def test_letters_that_wait_count_with_those_folded(mira: User) -> None:
    many(mira, 5)
    fold_all()
    sent(mira, person("late@x.example", "Late", known_to=mira), MASS)
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [6]


@pytest.mark.parametrize("folded", [False, True])
def test_wording_of_mail_one_may_not_read_leaks_nowhere(mira: User, folded: bool) -> None:
    many(mira, 7)
    jonas = colleague("Jonas")
    sent(jonas, person("j@x.example", "Jo", known_to=jonas), OWN)
    if folded:
        fold_all()
    assert others(jonas, f"Hello,\n\n{MASS} {OWN}\n\nJonas") == [0, 1]
    share(mira)
    assert others(User.objects.get(pk=jonas.pk), f"Hello,\n\n{MASS} {OWN}\n\nJonas") == [7, 1]
    share_gone = mira.mailboxes.get().shares.all()
    share_gone.delete()
    assert others(User.objects.get(pk=jonas.pk), f"Hello,\n\n{MASS} {OWN}\n\nJonas") == [0, 1]


@pytest.mark.parametrize("folded", [False, True])
def test_a_letter_taken_back_counts_no_longer_at_once(mira: User, folded: bool) -> None:
    rows = many(mira, 6)
    if folded:
        fold_all()
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [6]
    gone = rows[:2]
    for row in gone:
        row.sightings.all().delete()
    wordings.forget([row.pk for row in gone])
    Message.objects.filter(pk__in=[row.pk for row in gone]).update(subject="")
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [4]


def test_a_worn_segment_is_made_anew_without_what_is_gone(mira: User) -> None:
    rows = many(mira, 6)
    fold_all()
    before = WordingSegment.objects.get().key
    rows[0].sightings.all().delete()
    wordings.forget([rows[0].pk])
    fold_all()
    assert not WordingGone.objects.exists()
    kept = WordingSegment.objects.get()
    assert (kept.key != before, kept.letters) == (True, 5)
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [5]


def test_filing_a_letter_again_changes_nothing(mira: User) -> None:
    rows = many(mira, 3)
    fold_all()
    wordings.add([row.pk for row in rows])
    assert not WordingLetter.objects.filter(is_folded=False).exists()


def test_small_segments_are_merged_and_answer_alike(mira: User) -> None:
    rows = many(mira, 12)
    WordingLetter.objects.all().delete()
    for begin in range(0, 12, 3):
        wordings.add([row.pk for row in rows[begin : begin + 3]])
        fold_all()
    assert WordingSegment.objects.filter(is_ready=True).count() <= 2
    assert sum(WordingSegment.objects.values_list("letters", flat=True)) == 12
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [12]


def test_other_numbers_make_the_index_anew(mira: User) -> None:
    many(mira, 3)
    fold_all()
    other = replace(NUMBERS, shingle_words=4)
    fold_all(other)
    assert WordingSegment.objects.get().rules == wordings.rules(other)
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira", settings=other) == [3]


def test_a_copy_on_this_machine_cut_short_is_fetched_again(mira: User) -> None:
    many(mira, 3)
    fold_all()
    row = WordingSegment.objects.get()
    others(mira, MASS)
    file = Path(house.HOME) / "wording" / f"{row.key}.segment"
    file.write_bytes(file.read_bytes()[:100])
    wording_files._open.pop(row.key)
    assert others(mira, f"Hello,\n\n{MASS}\n\nMira") == [3]
    assert file.stat().st_mode & 0o077 == 0


def test_a_letter_of_two_mailboxes_counts_its_readers_once(mira: User) -> None:
    rows = many(mira, 3)
    jonas = colleague("Jonas")
    share(jonas)
    box = jonas.mailboxes.get()
    intake = box.intakes.create(name="test", path="", state="done")
    rows[0].sightings.create(mailbox=box, intake=intake)
    wordings.add([rows[0].pk])
    fold_all()
    assert others(User.objects.get(pk=mira.pk), f"Hello,\n\n{MASS}\n\nMira") == [3]
    assert others(jonas, f"Hello,\n\n{MASS}\n\nJonas") == [1]


def test_the_margin_asks_three_queries_whatever_was_sent(mira: User, django_assert_num_queries: object) -> None:
    many(mira, 5)
    fold_all()
    scope = access.scope_of(mira)
    wordings.look(MASS, None, scope, NUMBERS, NOW)
    with django_assert_num_queries(3):  # type: ignore[operator]
        wordings.look(MASS + " " + OWN, None, scope, NUMBERS, NOW)
