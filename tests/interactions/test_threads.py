"""Which messages belong together: by headers, by subject, and never in circles."""

from __future__ import annotations

import random
import re
import tarfile
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from sellwright.interactions import addresses, dates, mime
from sellwright.interactions.threads import Threader, Threads, bare_subject, conversations, is_generic, nearest_first

DAY = 86400.0
US, THEM, OTHER = "joe@kestrel.example", "anna@nordlab.example", "bo@kelvin.example"


def threads(*messages: tuple[str, str, str, float, str]) -> Threads:
    """Messages as (id, ids named nearest first, subject, day, people), the last in one string each."""
    threader = Threader()
    for own, named, subject, day, people in messages:
        threader.add(own, named.split(), subject, (day * DAY, people.split()))
    return threader.finish()


def groups(found: Threads) -> list[int]:
    return found.first.tolist()


@pytest.mark.parametrize(
    ("subject", "bare", "reply"),
    [
        ("Freezer alarms", "freezer alarms", False),
        ("Re: Freezer alarms", "freezer alarms", True),
        ("RE: re: AW: Freezer alarms", "freezer alarms", True),
        ("Re[2]: Freezer alarms", "freezer alarms", True),
        ("Re (3): Freezer alarms", "freezer alarms", True),
        ("RE : Alarmes", "alarmes", True),
        ("Antw: WG: Angebot", "angebot", True),
        ("SV: Fryser", "fryser", True),
        ("回复：报价", "报价", True),
        ("Fwd: Freezer", "freezer", False),
        ("WG: Re: Freezer", "freezer", True),
        ("[sales] Re: Freezer", "freezer", True),
        ("Re: [sales] Freezer", "freezer", True),
        ("[SR-1204] Freezer", "[sr-1204] freezer", False),
        ("Reading: a list", "reading: a list", False),
        ("Response: yes", "response: yes", False),
        ("  Freezer \t alarms ", "freezer alarms", False),
        ("", "", False),
        ("Re:", "", True),
    ],
)
def test_bare_subject(subject: str, bare: str, reply: bool) -> None:
    assert bare_subject(subject) == (bare, reply)


def test_a_subject_of_marks_alone_is_read_in_bounded_time() -> None:
    assert bare_subject("Re: " * 5000 + "x")[1]
    assert bare_subject("[" * 50_000) == ("[" * 50_000, False)


@pytest.mark.parametrize(
    "bare",
    ["", "meeting", "our meeting tomorrow", "(no subject)", "rechnung", "quick question", "follow-up call", "!!"],
)  # fmt: skip
def test_everyday_subjects_are_generic(bare: str) -> None:
    assert is_generic(bare)


@pytest.mark.parametrize("bare", ["invoice 20441", "freezer alarms", "meeting in tromsø", "angebot kühlzelle"])
def test_telling_subjects_are_not_generic(bare: str) -> None:
    assert not is_generic(bare)


def test_headers_bind_and_name_the_parent() -> None:
    found = threads(
        ("a", "", "Freezer", 0, f"{US} {THEM}"),
        ("b", "a", "Re: Freezer", 1, f"{THEM} {US}"),
        ("c", "b a", "Re: Freezer", 2, f"{US} {THEM}"),
        ("x", "", "Freezer", 2, f"{US} {THEM}"),
    )
    assert groups(found) == [0, 0, 0, 3]
    assert [found.parent(row) for row in range(4)] == [-1, 0, 1, -1]
    assert found.thread(0) == found.thread(2) != found.thread(3)
    assert found.count() == 2
    assert not found.by_subject.any()


def test_an_ancestor_we_do_not_have_binds_too() -> None:
    found = threads(
        ("b", "lost", "Re: Freezer", 1, f"{THEM} {US}"),
        ("c", "gone lost", "Re: Freezer", 2, f"{OTHER} {US}"),
    )
    assert groups(found) == [0, 0]
    assert found.parents.tolist() == [-1, -1]


def test_the_nearest_known_id_is_the_parent() -> None:
    found = threads(
        ("a", "", "Freezer", 0, US), ("b", "a", "Re: Freezer", 1, THEM), ("d", "lost b a", "Re: Freezer", 3, US)
    )
    assert found.parent(2) == 1
    assert nearest_first(["b"], ["a", "b"]) == ("b", "b", "a")


def test_order_of_coming_does_not_matter() -> None:
    rng = random.Random(3)
    messages = [
        (f"m{i}", f"m{i - 1} m{i // 2}" if i % 5 else "", f"Re: Freezer {i // 5}", float(i), US) for i in range(1, 60)
    ]
    straight = threads(*messages)
    names = {message[0]: straight.thread(row) for row, message in enumerate(messages)}
    for _ in range(5):
        rng.shuffle(messages)
        mixed = threads(*messages)
        assert {message[0]: mixed.thread(row) for row, message in enumerate(messages)} == names


def test_a_thread_keeps_its_name_when_it_grows_and_in_another_process() -> None:
    one = threads(("a@x", "", "Freezer", 0, US))
    two = threads(("a@x", "", "Freezer", 0, US), ("b@x", "a@x", "Re: Freezer", 1, THEM))
    # printf a@x | b2sum -l 64, its bytes turned round
    assert one.thread(0) == two.thread(1) == "9386dd5019dea52a"


def test_circles_and_naming_oneself_do_no_harm() -> None:
    found = threads(
        ("a", "a", "Freezer", 0, US),
        ("b", "c", "Freezer", 2, US),
        ("c", "d", "Freezer", 1, US),
        ("d", "b", "Freezer", 3, US),
        ("e", "d", "Freezer", 4, US),
    )
    assert groups(found) == [0, 2, 2, 2, 2]
    assert found.parents.tolist() == [-1, 2, -1, 1, 3]


def test_one_id_with_two_bodies_is_two_rows_of_one_thread() -> None:
    found = threads(
        ("a", "", "Freezer", 0, f"{US} {THEM}"),
        ("a", "", "Freezer, again", 1, f"{US} {THEM}"),
        ("b", "a", "Re: Freezer", 2, f"{THEM} {US}"),
        ("c", "a", "Re: Freezer", 0.5, f"{THEM} {US}"),
    )
    assert groups(found) == [0, 0, 0, 0]
    assert found.same_id(0) == [1]
    assert found.same_id(2) == []
    assert found.parents.tolist() == [-1, -1, 1, 0]


def test_messages_without_an_id_are_not_one_another() -> None:
    found = threads(("", "", "Freezer", 0, US), ("", "", "Freezer", 0, US), ("a", "", "", 0, US))
    assert groups(found) == [0, 1, 2]


def joined(subject: str, reply: str, days: float, people: str, then: str = f"{US} {THEM}") -> bool:
    found = threads(("a", "", subject, 0, then), ("b", "", reply, days, people))
    assert bool(found.by_subject[1]) == (found.parent(1) == 0)
    return groups(found) == [0, 0]


def test_a_reply_without_headers_is_joined_by_its_subject() -> None:
    assert joined("Freezer alarms", "Re: Freezer alarms", 3, f"{THEM} {US}")
    assert joined("Freezer alarms", "AW: Freezer  Alarms", 30, f"{THEM} {US} {OTHER}")


@pytest.mark.parametrize(
    ("subject", "reply", "days", "people"),
    [
        ("Freezer alarms", "Freezer alarms", 3, f"{THEM} {US}"),  # not a reply
        ("Freezer alarms", "Fwd: Freezer alarms", 3, f"{THEM} {US}"),  # passed on
        ("Freezer alarms", "Re: Freezer alarm", 3, f"{THEM} {US}"),  # another subject
        ("Freezer alarms", "Re: Freezer alarms", 31, f"{THEM} {US}"),  # too long ago
        ("Freezer alarms", "Re: Freezer alarms", -1, f"{THEM} {US}"),  # before what it answers
        ("Freezer alarms", "Re: Freezer alarms", 3, f"{OTHER} {US}"),  # somebody else
        ("Freezer alarms", "Re: Freezer alarms", 3, f"{THEM} {OTHER}"),  # to somebody else
        ("Freezer alarms", "Re: Freezer alarms", 3, f"{US} {THEM}"),  # nobody answered yet
        ("Meeting", "Re: Meeting", 3, f"{THEM} {US}"),  # says too little
    ],
)
def test_what_is_not_joined_by_subject(subject: str, reply: str, days: float, people: str) -> None:
    assert not joined(subject, reply, days, people)


def test_a_second_answer_joins_the_first() -> None:
    assert joined("Re: Freezer alarms", "Re: Freezer alarms", 1, f"{US} {THEM}")


def test_headers_outrank_the_subject() -> None:
    found = threads(
        ("a", "", "Freezer alarms", 0, f"{US} {THEM}"),
        ("b", "", "Freezer alarms", 1, f"{US} {THEM}"),
        ("c", "a", "Re: Freezer alarms", 2, f"{THEM} {US}"),
    )
    assert groups(found) == [0, 1, 0]


def test_a_new_subject_in_an_old_thread_stays_and_is_said() -> None:
    found = threads(
        ("a", "", "Freezer alarms", 0, f"{US} {THEM}"),
        ("b", "a", "Re: Freezer alarms", 1, f"{THEM} {US}"),
        ("c", "b a", "Contract for 2026", 50, f"{US} {THEM}"),
    )
    assert groups(found) == [0, 0, 0]
    assert found.changed.tolist() == [False, False, True]


def test_a_thousand_named_ids_keep_the_nearest_and_the_first() -> None:
    named = " ".join(f"r{i}" for i in range(1000))
    found = threads(
        ("r0", "", "S", 0, US), ("r999", "", "S", 0, US), ("r500", "", "S", 0, US), ("m", named, "S", 1, US)
    )
    assert groups(found) == [0, 0, 2, 0]


def test_nothing() -> None:
    assert threads().count() == 0


def test_components_equal_those_of_a_plain_search() -> None:
    rng = random.Random(5)
    for _ in range(20):
        count = rng.randint(1, 80)
        edges = {i: [rng.randrange(count + 10) for _ in range(rng.choice([0, 0, 1, 2]))] for i in range(count)}
        found = threads(*((f"m{i}", " ".join(f"m{j}" for j in edges[i]), "S", float(i), US) for i in range(count)))
        near: dict[int, set[int]] = {}
        for i, others in edges.items():
            for j in others:
                near.setdefault(i, set()).add(j)
                near.setdefault(j, set()).add(i)
        for i in range(count):
            reach, new = {i}, [i]
            while new:
                new = [k for j in new for k in near.get(j, ()) if k not in reach]
                reach.update(new)
            assert found.first[i] == min(reach)
        for i in range(count):
            steps, row = 0, i
            while row >= 0:
                row, steps = found.parent(row), steps + 1
                assert steps <= count


def test_conversations_end_after_seven_days_of_silence() -> None:
    # domain.md section 4: ours d0, theirs d1, ours d2, silence, theirs d20, ours d21: two conversations
    days = [0, 1, 2, 20, 21]
    numbers = conversations([day * DAY for day in days])
    assert numbers == [0, 0, 0, 1, 1]
    sides = ["us", "them", "us", "them", "us"]
    opened = [side for i, side in enumerate(sides) if i == 0 or numbers[i] != numbers[i - 1]]
    assert opened.count("them") / len(opened) == 0.5
    assert conversations([0.0, 7 * DAY - 1, 14 * DAY - 1]) == [0, 0, 1]
    assert conversations([]) == []


class Row(NamedTuple):
    subject: str
    at: float
    people: list[str]
    own: str
    named: tuple[str, ...]


@pytest.fixture(scope="module")
def real(shared_data: Path) -> tuple[Threads, list[Row]]:
    """The public mails of 1999-2003, threaded, with subject, time and people of each."""
    threader, rows = Threader(), []
    bracketed = re.compile(r"<([^<>\s]+)>")
    with tarfile.open(shared_data / "mail" / "spamassassin.tar.gz") as archive:
        for member in archive:
            opened = archive.extractfile(member)
            if opened is None or member.name.endswith("cmds"):
                continue
            head = mime.parse(opened.read(20_000).split(b"\n\n", 1)[0] + b"\n\n").headers
            at = dates.read_date(head.get("date"))
            people = [one.email for name in ("from", "to", "cc") for one in addresses.parse(head.get(name))]
            named = nearest_first(bracketed.findall(head.get("in-reply-to")), bracketed.findall(head.get("references")))
            own = (bracketed.findall(head.get("message-id")) or [""])[0]
            seconds = at.timestamp() if at else 0.0
            threader.add(own, named, head.get("subject"), (seconds, people))
            rows.append(Row(head.get("subject"), seconds, people, own, named))
    return threader.finish(), rows


def test_real_mail_is_threaded_by_headers_and_seldom_by_subject(
    real: tuple[Threads, list[Row]],
) -> None:
    found, rows = real
    assert len(rows) == 6046
    have = {row.own for row in rows if row.own}
    by_headers = sum(any(one in have and one != row.own for one in row.named) for row in rows)
    assert int((found.parents >= 0).sum()) - int(found.by_subject.sum()) == by_headers
    assert 100 <= int(found.by_subject.sum()) <= 200
    for row in np.flatnonzero(found.by_subject).tolist():
        parent = found.parent(row)
        later, older = rows[row], rows[parent]
        assert bare_subject(later.subject)[0] == bare_subject(older.subject)[0]
        assert 0 <= later.at - older.at <= 30 * DAY
        assert later.people[0] in older.people
        assert older.people[0] in later.people


def test_no_real_thread_gathers_strangers(real: tuple[Threads, list[Row]]) -> None:
    found, _ = real
    assert int(np.bincount(found.first).max()) < 60  # the longest discussion in the lists has 44
