"""The workbench tells the same as the command line: the same mail, calendar and calls, taken in by the jobs and read by
the mailroom, give the same people, threads, sides, kinds, parents and touches."""

from __future__ import annotations

import mailbox
from dataclasses import replace
from pathlib import Path

import pytest

from sellwright.demo import kestrel
from sellwright.interactions.values import Touch as TouchValue
from sellwright.jobs import taking_in
from sellwright.mailroom.book import Book, open_book
from sellwright.settings import Settings
from sellwright.store import values
from sellwright.store.models import Mailbox, Message, Scope, Standing, User
from tests.derive import posts

pytestmark = pytest.mark.django_db(transaction=True)
NOT_YET_ALIKE = {"dev@cooperage-lane.example", "tel:+441632960049"}  # a shared desk with one caller's name
LETTERS = 700  # the newest; all of them in the long suite


def files(folder: Path, letters: int) -> tuple[list[Path], tuple[str, ...], float]:
    """The demo firm's mail (its newest letters), calendar and calls; its seller's addresses; its day."""
    (folder / "firm").mkdir()
    firm = kestrel.write(folder / "firm")
    cut = folder / "mail.mbox"
    held = [one.get_bytes(key) for one in [mailbox.mbox(firm.mailbox, create=False)] for key in one.keys()]  # noqa: SIM118
    posts.mbox(cut, [one.replace(b"\nFrom ", b"\n>From ") + b"\n" for one in held[-letters:]])
    return [cut, firm.calendar, firm.calls], firm.me, firm.now.timestamp()


def taken_in(paths: list[Path], me: tuple[str, ...]) -> Scope:
    posts.workspace()
    user = User.objects.create_user(me[0], name="", role="seller")
    for path in reversed(paths):  # mail last, the hardest order: whoever called is met before their letters
        box = Mailbox.objects.create(owner=user, title=path.name, addresses=list(me))
        row = posts.begun(path, box)
        taking_in.take_in(intake=row.public_id)
        row.refresh_from_db()
        assert row.state == "done"
    user.refresh_from_db()
    assert user.scope is not None
    return user.scope


def plain(touch: TouchValue) -> TouchValue:
    return replace(touch, person="", thread="", id=touch.id if touch.channel == "mail" else "")


def same_mail(book: Book) -> None:
    read = {filed.message.id: filed for filed in book.messages()}
    kept = {row.mid: row for row in Message.objects.all()}
    assert set(read) == set(kept)
    threads: tuple[dict[object, set[str]], dict[object, set[str]]] = {}, {}
    for mid, row in kept.items():
        told = read[mid].direction, read[mid].message.verdict.kind, read[mid].parent
        assert told == (row.direction, row.kind, row.parent_mid), mid
        threads[0].setdefault(read[mid].thread, set()).add(mid)
        threads[1].setdefault(row.thread_id, set()).add(mid)
    assert sorted(map(sorted, threads[0].values())) == sorted(map(sorted, threads[1].values()))


def same_people(book: Book, scope: Scope, now: float) -> None:
    """By their addresses: which of them names a person depends on what was met first."""
    known = {frozenset(one.person.addresses): one.touches for one in book.relationships(now)}
    rows = Standing.objects.filter(scope=scope).select_related("person").prefetch_related("person__addresses")
    standing = {frozenset(a.email for a in row.person.addresses.all()): row.person for row in rows}
    one, other = ({who for who in held if who.isdisjoint(NOT_YET_ALIKE)} for held in (known, standing))
    assert (one - other, other - one) == (set(), set())
    for who in one:
        told = [plain(touch) for touch in values.touches(standing[who], scope, now)]
        assert [plain(touch) for touch in known[who] if touch.at <= now] == told, sorted(who)


def test_the_newest_letters_are_told_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELLWRIGHT_CACHE", str(tmp_path / "cache"))
    paths, me, _now = files(tmp_path, LETTERS)
    taken_in(paths, me)
    same_mail(open_book(paths, list(me), Settings()))


@pytest.mark.long
def test_all_letters_and_people_are_told_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a part of the mail people may differ: the workbench asks who is who as mail comes, the command line once, at
    the end, of all of it. Of the whole they are the same."""
    monkeypatch.setenv("SELLWRIGHT_CACHE", str(tmp_path / "cache"))
    paths, me, now = files(tmp_path, 1_000_000)
    scope = taken_in(paths, me)
    book = open_book(paths, list(me), Settings())
    same_mail(book)
    same_people(book, scope, now)
