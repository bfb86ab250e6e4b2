"""Servers whose lines break, lie, flood, stall or say what nobody asked."""

from __future__ import annotations

import base64
import time
import tracemalloc

import pytest

from sellwright.capture import imap_answers as answers
from sellwright.capture import imap_wire
from sellwright.capture.failures import AskAdministrator, SignInAgain, TryLater
from sellwright.capture.imap_folder import BREAKS_OFF
from sellwright.protocols.files import TOO_LARGE
from sellwright.store.models import Item, Message
from tests.capture.hostile.desk import Desk, letter, letters
from tests.capture.hostile.server import Connection, Cut, Letter, Server


def cut_each(desk: Desk, server: Server, points: range) -> None:
    """A sync of twenty messages, its connection cut after so many bytes: each time the same is here in the end."""
    mails = letters(20)
    for at in points:
        one = Desk(server)
        server.sent, server.cut_at = 0, at
        one.sync()
        one.agrees()
        one.holds(mails)
        assert one.outcomes() == {"stored": 20}
        one.reader.close()


def bytes_of_a_sync(desk: Desk, server: Server) -> int:
    server.sent = 0
    desk.sync()
    return server.sent


def test_cut_anywhere(desk: Desk, server: Server) -> None:
    whole = bytes_of_a_sync(desk, server)
    assert whole > 6_000
    cut_each(desk, server, range(5, whole, 430))


@pytest.mark.long
def test_cut_at_every_tenth_byte(desk: Desk, server: Server) -> None:
    cut_each(desk, server, range(0, bytes_of_a_sync(desk, server), 10))


def test_stall_in_the_middle_of_a_letter(desk: Desk, server: Server) -> None:
    stalls = iter([True, True])

    def stalled(response: bytes) -> bytes:
        if b"BODY[]" in response and next(stalls, False):
            server.connections[-1].send(response[:80])
            time.sleep(0.3)
            raise Cut
        return response

    server.alter = stalled
    desk.sync()
    assert len(desk.failures) == 2
    desk.agrees()
    desk.holds(letters(20))


def test_a_drip_is_not_waited_for_for_ever(desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap_wire, "PATIENCE", 0.5)

    def drips(connection: Connection, line: bytes) -> bytes | None:
        if line.startswith(b"CAPABILITY"):
            for _ in range(200):
                connection.send(b"*")
                time.sleep(0.02)
        return None

    server.answer = drips
    begun = time.monotonic()
    with pytest.raises(TryLater):
        desk.reader.turn(0.0)
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize("size", [0, 1, 4_000_000_000_000_000, 49_000_000])
def test_sizes_are_lies(desk: Desk, server: Server, size: int) -> None:
    server.inbox.letters[11].size = size
    desk.sync()
    desk.agrees()
    if size > 50 * 1024 * 1024:
        assert desk.outcomes() == {"stored": 19, "skipped": 1}
        assert Item.objects.get(outcome="skipped").reason == TOO_LARGE
    else:
        desk.holds(letters(20))


def test_two_gigabytes_announced(desk: Desk, server: Server) -> None:
    def announced(response: bytes) -> bytes:
        if b"UID 11 BODY" in response:
            return b"* 11 FETCH (UID 11 BODY[] {2147483648}\r\n" + b"x" * 100
        return response

    server.alter = announced
    tracemalloc.start()
    desk.sync()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 60_000_000
    desk.agrees()
    desk.holds(one for at, one in enumerate(letters(20), start=1) if at != 11)
    assert Item.objects.get(outcome="failed").reason == BREAKS_OFF
    server.alter = lambda response: response
    desk.wait()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))


def test_one_message_kills_the_server(desk: Desk, server: Server) -> None:
    def dies(connection: Connection, line: bytes) -> bytes | None:
        if b"BODY" in line and connection._set(line.split(b" ")[2]) & {6, 13}:
            raise Cut
        return None

    server.answer = dies
    desk.sync()
    desk.agrees()
    desk.holds(one for at, one in enumerate(letters(20), start=1) if at not in (6, 13))
    assert desk.outcomes() == {"stored": 18, "failed": 2}
    assert set(Item.objects.filter(outcome="failed").values_list("reason", flat=True)) == {BREAKS_OFF}


def test_a_line_without_end(desk: Desk, server: Server) -> None:
    def endless(connection: Connection, line: bytes) -> bytes | None:
        if line.startswith(b"LIST"):
            connection.socket.settimeout(5)
            for _ in range(300):
                connection.send(b"* LIST (" + b"x" * 65_536)
        return None

    server.answer = endless
    tracemalloc.start()
    with pytest.raises(TryLater):
        desk.reader.turn(0.0)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000
    server.answer = lambda connection, line: None
    desk.sync()
    desk.agrees()


def test_nil_and_empty_bodies(desk: Desk, server: Server) -> None:
    server.inbox.letters[3].data = b""
    server.alter = lambda response: b"* 9 FETCH (UID 9 BODY[] NIL)\r\n" if b"UID 9 BODY[]" in response else response
    desk.sync()
    desk.agrees()
    assert desk.outcomes()["failed"] == 1
    server.alter = lambda response: response
    desk.wait()
    desk.look()
    desk.agrees()
    assert desk.outcomes() == {"stored": 20}


def test_words_nobody_asked_for(desk: Desk, server: Server) -> None:
    noise = (
        b"* OK [ALERT] Mind the gap {5}\r\n* 4 FETCH (FLAGS (\\Seen))\r\n* 20 EXISTS\r\n* FLAGS (\\Seen)\r\n"
        b"* 1 RECENT\r\n* OK Still here\r\n* NO [SERVERBUG] careful\r\n"
    )
    server.alter = lambda response: noise + response
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_garbage_between_the_lines(desk: Desk, server: Server) -> None:
    garbage = iter(
        [b"\xff\xfe\x00\r\n", b"* \r\n", b"\r\n", b"* 99999999999999999999999 EXISTS\r\n", b"HTTP/1.1 400\r\n"]
    )
    server.alter = lambda response: next(garbage, b"") + response
    desk.sync()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))


def test_a_response_that_is_no_imap(desk: Desk, server: Server) -> None:
    broken = iter([b"* 1 FETCH (UID 1 BODY[] {3}\r\nabc\r\n", b"* 1 FETCH (((((\r\n", b"* 1 FETCH (UID (UID) 4)\r\n"])
    server.alter = lambda response: next(broken, response) if b"BODY[]" in response else response
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_bye_in_the_middle(desk: Desk, server: Server) -> None:
    byes = iter([b"* BYE Server shutting down\r\n"] * 3)
    server.answer = lambda connection, line: next(byes, None) if b"FETCH" in line else None
    desk.sync()
    assert [one.message for one in desk.failures] == [answers.BUSY] * 3
    desk.agrees()
    desk.holds(letters(20))


@pytest.mark.parametrize(
    ("greeting", "kind", "message"),
    [
        (b"* BYE Too many connections for this user", TryLater, answers.TOO_MANY),
        (b"* BYE [UNAVAILABLE] down for maintenance", TryLater, answers.BUSY),
        (b"HTTP/1.1 400 Bad Request", AskAdministrator, answers.NOT_IMAP),
        (b"", AskAdministrator, answers.NOT_IMAP),
    ],
)
def test_greetings(desk: Desk, server: Server, greeting: bytes, kind: type[Exception], message: str) -> None:
    server.greeting = greeting
    with pytest.raises(kind, match=message[:20]):
        desk.reader.turn(0.0)


def test_password_revoked_in_mid_sync(desk: Desk, server: Server) -> None:
    def revoked(connection: Connection, line: bytes) -> bytes | None:
        if b"BODY" in line and server.password == b"right":
            server.password = b"new"
            raise Cut
        return None

    server.answer = revoked
    with pytest.raises(SignInAgain):
        desk.sync()
    desk.secret("new")
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_a_token_that_is_refused_is_made_anew_once(desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bool] = []

    def token(again: bool) -> str:
        given.append(again)
        return "second-token" if again else "first-token"

    def judged(connection: Connection, line: bytes) -> bytes | None:
        if not line.startswith(b"AUTHENTICATE XOAUTH2"):
            return None
        words = base64.b64decode(line.split(b" ")[2])
        assert words.startswith(b"user=mira\x01auth=Bearer ")
        if b"second-token" in words and server.password != b"none":
            return b"TAG OK in\r\n"
        connection.send(b"+ " + base64.b64encode(b'{"status":"400","schemes":"Bearer"}') + b"\r\n")
        connection.file.readline()
        return b"TAG NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)\r\n"

    server.offers, server.answer = b"IDLE SASL-IR AUTH=XOAUTH2", judged
    monkeypatch.setattr("sellwright.capture.oauth.giving", lambda account: token)
    desk.account.secret = ""
    desk.account.save()
    desk.again()
    desk.sync()
    desk.agrees()
    assert given == [False, True]
    desk.again()
    server.password = b"none"
    with pytest.raises(SignInAgain):
        desk.reader.turn(0.0)


def test_a_hundred_thousand_flags_change(desk: Desk, server: Server) -> None:
    desk.sync()
    sockets = desk.reader.idle()
    assert sockets is not None
    desk.reader.woken()
    before = list(Item.objects.values_list())
    flood = b"".join(b"* %d FETCH (FLAGS (\\Seen \\Flagged))\r\n" % (1 + at % 20) for at in range(100_000))
    server.connections[0].socket.settimeout(30)
    tracemalloc.start()
    import threading

    sender = threading.Thread(target=server.connections[0].send, args=(flood,))
    sender.start()
    while sender.is_alive():
        assert not desk.reader.woken()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000
    assert desk.look() == 0
    assert list(Item.objects.values_list()) == before
    desk.agrees()


def test_without_idle_it_is_asked_often(desk: Desk, server: Server) -> None:
    server.offers = b"AUTH=PLAIN"
    desk.sync()
    assert desk.reader.idle() is None
    assert desk.reader.turn(0.0).again_after <= 5
    server.inbox.put(letter(70))
    assert desk.reader.turn(0.0).stored == 1
    desk.agrees()


def test_half_a_line_wakes_nobody_and_its_end_does(desk: Desk, server: Server) -> None:
    desk.sync()
    assert desk.reader.idle()
    desk.reader.woken()
    line = server.connections[0]
    line.send(b"* 2")
    time.sleep(0.05)
    assert not desk.reader.woken()
    server.inbox.put(letter(80))
    line.send(b"1 EXISTS\r\n* OK still")
    time.sleep(0.05)
    assert desk.reader.woken()
    line.send(b" here\r\n")
    assert desk.reader.turn(0.0).stored == 1
    desk.agrees()


def test_the_end_of_the_connection_wakes(desk: Desk, server: Server) -> None:
    desk.sync()
    assert desk.reader.idle()
    server.connections[0].hang_up()
    time.sleep(0.05)
    assert desk.reader.woken()
    server.inbox.put(letter(81))
    assert desk.sync() == 1
    desk.agrees()


def test_one_id_for_two_letters(desk: Desk, server: Server) -> None:
    two = [letter(1, "The first of two.", id="same@lab.example"), letter(2, "Another text.", id="same@lab.example")]
    server.inbox.put(*two)
    desk.sync()
    desk.agrees()
    desk.holds([*letters(20), *two])
    found = Message.objects.filter(message_id="same@lab.example")
    assert found.count() == 2
    assert len(set(found.values_list("thread_id", flat=True))) == 1


def test_without_an_id(desk: Desk, server: Server) -> None:
    bare = [letter(1, "No id at all.", id=""), letter(2, "Nor here.", id="")]
    server.inbox.put(*bare)
    desk.sync()
    server.inbox.renumber()
    desk.again()
    assert desk.sync() == 0
    desk.agrees()
    desk.holds([*letters(20), *bare])


def test_letters_of_any_bytes(desk: Desk, server: Server) -> None:
    odd = [
        b"\x00\xff\xfe not a mail",
        b"\r\n\r\n",
        b"Subject: =?x?Q?=80?=\r\n\r\n\x80",
        b"From: " + b"a" * 70_000 + b"\r\n\r\nx",
    ]
    server.inbox.put(*odd)
    desk.sync()
    desk.agrees()
    assert sum(desk.outcomes().values()) == 24


def test_the_same_letter_twice_in_a_folder(desk: Desk, server: Server) -> None:
    server.inbox.put(letter(3), letter(4), b"X-Twice: yes\r\n" + letter(5))
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.outcomes() == {"stored": 20, "skipped": 3}


def test_drafts_are_left_out(desk: Desk, server: Server) -> None:
    server.inbox.letters[2].flags = b"\\Draft \\Seen"
    desk.sync()
    desk.agrees()
    assert desk.outcomes() == {"stored": 19, "skipped": 1}


def test_nothing_is_kept_of_whom_the_owner_keeps_out(desk: Desk, server: Server) -> None:
    desk.mailbox.never = ["home.example"]
    desk.mailbox.save()
    private = letter(7, "A marked private word.").replace(b"ana2@lab.example", b"kim@home.example")
    server.inbox.put(private)
    server.inbox.letters[99] = Letter(private.replace(b"word", b"place"))
    server.inbox.next_uid = 100
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.outcomes() == {"stored": 20, "skipped": 2}
    assert set(Item.objects.filter(outcome="skipped").values_list("detail", "print")) == {("", "")}
