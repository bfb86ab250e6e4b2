"""Folders with odd names, folders that are renamed, go and come back, and too many of them."""

from __future__ import annotations

import pytest

from sellwright.capture import imap_answers as answers
from sellwright.capture.imap_names import MOST_FOLDERS
from sellwright.store.models import Folder, Item, Sighting
from tests.capture.hostile.desk import Desk, letter, letters
from tests.capture.hostile.server import Box, Connection, Server


def box(*mails: bytes, flags: bytes = b"\\HasNoChildren") -> Box:
    """A folder with these."""
    made = Box(flags=flags)
    made.put(*mails)
    return made


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        (b"Gr\xfc\xdfe", "Grüße"),  # Latin-1
        ("Entwürfe 2".encode(), "Entwürfe 2"),  # UTF-8
        (b"Entw&APw-rfe 2", "Entwürfe 2"),  # modified UTF-7
        (b"Tom &- Jerry", "Tom & Jerry"),
        (b"&Jjo-!", "☺!"),
        (b"&broken", None),
        (b"&&&---", None),
        (b"12345", "12345"),
        (b"NIL", "NIL"),
        (b'say \\"hi\\"', 'say "hi"'),
    ],
)
def test_names(desk: Desk, server: Server, wire: bytes, name: str | None) -> None:
    server.folders[wire.replace(b"\\", b"")] = box(letter(30))
    if b"\\" in wire:  # on the wire as a quoted string
        server.alter = lambda response: response.replace(b'"say "hi""', b'"say \\"hi\\""')
    desk.sync()
    desk.holds([*letters(20), letter(30)])
    there = desk.account.folders.exclude(name="INBOX").get()
    assert name is None or there.name == name
    desk.agrees(there.name, wire.replace(b"\\", b""))


def test_two_names_that_read_alike(desk: Desk, server: Server) -> None:
    server.folders[b"Entw&APw-rfe 2"] = box(letter(31))
    server.folders["Entwürfe 2".encode()] = box(letter(32))
    desk.sync()
    desk.holds([*letters(20), letter(31), letter(32)])


def test_a_folder_with_the_name_in_a_literal(desk: Desk, server: Server) -> None:
    server.folders[b"lit"] = box(letter(33))
    server.alter = lambda response: (
        response.replace(b'"lit"\r\n', b"{3}\r\nlit\r\n") if b"LIST" in response else response
    )
    desk.sync()
    desk.holds([*letters(20), letter(33)])


def test_a_name_that_would_be_a_command(desk: Desk, server: Server) -> None:
    row = b'* LIST () "/" {23}\r\nx"\r\nS9 DELETE "INBOX"\r\n\r\n'
    server.alter = lambda response: row + response if response.startswith(b"* LIST") else response
    desk.sync()
    desk.agrees()
    assert not any(b"DELETE" in line for line in server.commands)


def test_renamed(desk: Desk, server: Server) -> None:
    server.folders[b"Deals"] = box(*[letter(at) for at in range(40, 45)])
    desk.sync()
    before = set(Sighting.objects.values_list("message_id", "mailbox_id"))
    server.folders[b"Won"] = server.folders.pop(b"Deals")
    assert desk.look() == 0
    assert set(Sighting.objects.values_list("message_id", "mailbox_id")) == before
    desk.agrees("Won")
    assert desk.outcomes("Won") == {"stored": 5}
    gone = desk.folder("Deals")
    assert gone.gone_at is not None
    assert (gone.on_server, desk.outcomes("Deals")) == (0, {})


def test_gone_and_back(desk: Desk, server: Server) -> None:
    server.folders[b"Deals"] = box(*[letter(at) for at in range(40, 45)])
    desk.sync()
    away = server.folders.pop(b"Deals")
    desk.look()
    desk.holds([*letters(20), *(letter(at) for at in range(40, 45))])
    assert desk.outcomes("Deals") == {}
    server.folders[b"Deals"] = away
    away.put(letter(45))
    assert desk.look() == 1
    desk.agrees("Deals")
    assert desk.folder("Deals").gone_at is None


def test_gone_while_it_is_read(desk: Desk, server: Server) -> None:
    server.folders[b"Deals"] = box(*[letter(at) for at in range(40, 45)])

    def taken(response: bytes) -> bytes:
        if b"STATUS" in response:
            server.folders.pop(b"Deals", None)
        return response

    server.alter = taken
    desk.sync()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.folder("Deals").gone_at is not None


def test_one_that_does_not_open_stops_no_other(desk: Desk, server: Server) -> None:
    server.folders[b"Deals"] = box(*[letter(at) for at in range(40, 45)])
    opened: list[bytes] = []

    def shut(connection: Connection, line: bytes) -> bytes | None:
        if line.startswith(b'EXAMINE "Deals"'):
            opened.append(line)
            return b"TAG NO [NOPERM] not this one\r\n" if len(opened) > 1 else None  # from the second time on
        return None

    server.answer = shut
    desk.sync()
    desk.agrees()
    server.folders[b"Deals"].put(letter(45))
    server.inbox.put(letter(46))
    desk.look()
    desk.agrees()
    assert desk.folder("Deals").error == answers.NOT_ALLOWED
    assert not desk.failures
    server.answer = lambda connection, line: None
    desk.look()
    desk.agrees("Deals")
    desk.holds([*letters(20), *(letter(at) for at in range(40, 47))])
    assert desk.folder("Deals").error == ""


def test_moved_to_another_folder(desk: Desk, server: Server) -> None:
    server.folders[b"Archive"] = box(flags=b"\\Archive")
    desk.sync()
    moved = server.inbox.letters.pop(9)
    server.folders[b"Archive"].put(moved.data)
    assert desk.look() == 0
    desk.agrees()
    desk.agrees("Archive")
    desk.holds(letters(20))


def test_copied_first_and_then_gone_from_where_it_was(desk: Desk, server: Server) -> None:
    server.folders[b"Archive"] = box(flags=b"\\Archive")
    desk.sync()
    server.folders[b"Archive"].put(server.inbox.letters[9].data)
    desk.look()
    archive = Item.objects.filter(intake__folder__account=desk.account, intake__folder__name="Archive")
    assert archive.get().reason == "the same message again"
    del server.inbox.letters[9]
    desk.look()
    row = archive.get()
    assert (row.outcome, row.reason, row.is_gone) == ("stored", "", False)
    assert row.intake.sightings.count() == 1
    desk.agrees()
    desk.agrees("Archive")
    desk.holds(letters(20))


def test_one_letter_in_three_folders(desk: Desk, server: Server) -> None:
    server.folders[b"A"], server.folders[b"B"] = box(letter(3)), box(letter(3))
    desk.sync()
    for name in ("INBOX", "A", "B"):
        desk.agrees(name)
    desk.holds(letters(20))
    assert Item.objects.filter(intake__folder__account=desk.account, outcome="stored").count() == 20


def test_what_is_left_out_at_first(desk: Desk, server: Server) -> None:
    server.folders[b"Gesendet"] = box(letter(50))
    server.folders[b"Papierkorb"] = box(letter(51))
    server.folders[b"x1"] = box(letter(52), flags=b"\\Junk")
    server.folders[b"x2"] = box(letter(53), flags=b"\\Drafts")
    server.folders[b"x3"] = box(letter(54), flags=b"\\Flagged")
    server.folders[b"x4"] = box(letter(55), flags=b"\\Noselect")
    desk.sync()
    desk.holds([*letters(20), letter(50)])
    roles = dict(desk.account.folders.values_list("name", "role"))
    assert roles == {"INBOX": "inbox", "Gesendet": "sent", "Papierkorb": "trash", "x1": "junk", "x2": "drafts"}


def test_who_chose_folders_gets_no_others(desk: Desk, server: Server) -> None:
    server.folders[b"Deals"], server.folders[b"Club"] = box(letter(40)), box(letter(41))
    desk.sync()
    server.folders[b"Later"] = box(letter(42))
    desk.look()
    desk.holds([*letters(20), letter(40), letter(41), letter(42)])  # nothing was left out, so nothing is
    desk.account.folders.filter(name="Club").update(is_read=False)
    server.folders[b"Private"] = box(letter(43))
    desk.look()
    server.folders[b"Won"] = server.folders.pop(b"Deals")
    server.folders[b"Won"].put(letter(44))
    desk.look()
    assert dict(desk.account.folders.values_list("name", "is_read")) == {
        "INBOX": True, "Deals": True, "Club": False, "Later": True, "Private": False, "Won": True,
    }  # fmt: skip
    desk.holds([*letters(20), letter(40), letter(41), letter(42), letter(44)])


def test_gmail_is_read_once(desk: Desk, server: Server) -> None:
    server.folders[b"[Gmail]/All Mail"] = box(*letters(20), letter(60), letter(61), flags=b"\\All")
    server.folders[b"Customers"] = box(letter(60))
    desk.sync()
    desk.holds([*letters(20), letter(60), letter(61)])
    desk.agrees("[Gmail]/All Mail")
    fetched = sum(line.count(b"BODY.PEEK") for line in server.commands)
    assert fetched == 1
    assert list(desk.account.folders.filter(is_read=True).values_list("name", flat=True)) == ["[Gmail]/All Mail"]


def test_more_folders_than_anybody_has(desk: Desk, server: Server) -> None:
    rows = b"".join(b'* LIST (\\Noselect) "/" "f%d"\r\n' % at for at in range(20_000))
    server.alter = lambda response: rows + response if response.startswith(b"* LIST") else response
    desk.sync()
    desk.agrees()
    assert Folder.objects.filter(account=desk.account).count() <= MOST_FOLDERS
