"""Servers that number anew, lose count, list what is not there, or number in their own way."""

from __future__ import annotations

import pytest

from sellwright.capture.imap_folder import NOT_GIVEN
from sellwright.store.models import Item, Message, Sighting
from tests.capture.hostile.desk import Desk, letter, letters
from tests.capture.hostile.server import Connection, Letter, Server


def rows() -> tuple[set[tuple[int, str, int | None]], set[tuple[int, int]]]:
    """Messages with their threads, and sightings: what links hang on."""
    messages = set(Message.objects.values_list("pk", "mid", "thread_id"))
    return messages, set(Sighting.objects.values_list("message_id", "mailbox_id"))


def test_left_in_peace(desk: Desk) -> None:
    assert desk.sync() == 20
    desk.agrees()
    desk.holds(letters(20))
    assert not desk.failures


def test_a_second_look_asks_once_and_writes_nothing(desk: Desk, server: Server) -> None:
    desk.sync()
    desk.again()
    before, items = rows(), list(Item.objects.values_list())
    server.commands.clear()
    assert desk.sync() == 0
    assert (rows(), list(Item.objects.values_list())) == (before, items)
    asked = [line.split(b" ", 1)[1].split(b" ")[0] for line in server.commands]
    assert asked == [b"CAPABILITY", b"AUTHENTICATE", b"CAPABILITY", b"LIST", b"STATUS"]
    desk.agrees()


def test_numbered_anew(desk: Desk, server: Server) -> None:
    desk.sync()
    before = rows()
    server.inbox.renumber()
    desk.again()
    assert desk.sync() == 0
    assert rows() == before
    desk.agrees()
    assert desk.outcomes() == {"stored": 20}


def test_numbered_anew_with_a_line_the_server_adds(desk: Desk, server: Server) -> None:
    desk.sync()
    before = rows()
    for one in server.inbox.letters.values():
        one.data = b"X-Restored: yes\r\n" + one.data
    server.inbox.renumber()
    desk.again()
    assert desk.sync() == 0
    assert rows() == before
    desk.agrees()
    assert desk.outcomes() == {"stored": 20}


def test_numbered_anew_in_the_middle_of_a_sync(desk: Desk, server: Server) -> None:
    def renumbered(connection: Connection, line: bytes) -> bytes | None:
        if b"BODY" in line and server.inbox.validity == 7:
            server.inbox.renumber()
            server.inbox.validity = 99
            connection.hang_up()
        return None

    server.answer = renumbered
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.folder().validity == 99


def test_expunged_and_put_back_in_mid_fetch(desk: Desk, server: Server) -> None:
    def moved(connection: Connection, line: bytes) -> bytes | None:
        if b"BODY" in line and 5 in server.inbox.letters:
            server.inbox.put(server.inbox.letters.pop(5).data)
        return None

    server.answer = moved
    desk.sync()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.outcomes() == {"stored": 20}


def test_expunged_ones_stay_here_and_are_marked(desk: Desk, server: Server) -> None:
    desk.sync()
    for uid in (1, 2, 20):
        del server.inbox.letters[uid]
    assert desk.look() == 0
    desk.agrees()
    desk.holds(letters(20))
    assert Item.objects.filter(intake__folder=desk.folder(), is_gone=True).count() == 3


def test_one_goes_while_another_comes(desk: Desk, server: Server) -> None:
    desk.sync()
    del server.inbox.letters[7]
    server.inbox.put(letter(50))
    assert desk.look() == 1
    desk.agrees()
    desk.holds([*letters(20), letter(50)])


def test_exists_shrinks_without_a_word(desk: Desk, server: Server) -> None:
    desk.sync()
    desk.reader.idle()
    server.connections[0].say(b"* 3 EXISTS")
    for uid in range(1, 18):
        del server.inbox.letters[uid]
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_the_same_number_twice(desk: Desk, server: Server) -> None:
    def doubled(response: bytes) -> bytes:
        return response + response.replace(b"quote", b"other") if b"FETCH" in response else response

    server.alter = doubled
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_numbers_out_of_order(desk: Desk, server: Server) -> None:
    server.offers = server.offers.replace(b"ESEARCH ", b"")
    shuffled = sorted(server.inbox.letters.items(), key=lambda pair: pair[0] * 7 % 20)
    server.inbox.letters = dict(shuffled)

    def backwards(connection: Connection, line: bytes) -> bytes | None:
        if b"SEARCH" not in line or b"ALL" not in line:
            return None
        return b"* SEARCH 9 3 3 20 1 2 19 18 17 16\r\n* SEARCH 15 14 13 12 11 10 8 7 6 5 4 4\r\nTAG OK\r\n"

    server.answer = backwards
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


@pytest.mark.parametrize("told", [b"* OK [UIDNEXT 3] low", b"* OK [UIDNEXT 4000000000] high", b"* OK nothing", b""])
def test_the_next_number_is_a_lie(desk: Desk, server: Server, told: bytes) -> None:
    server.alter = lambda response: response if b"[UIDNEXT" not in response else told + b"\r\n" if told else b""
    desk.sync()
    server.inbox.put(letter(30))
    desk.look()
    desk.look()
    desk.agrees()
    desk.holds([*letters(20), letter(30)])


def test_more_are_counted_than_listed(desk: Desk, server: Server) -> None:
    server.alter = lambda response: response.replace(b"* 20 EXISTS", b"* 23 EXISTS").replace(
        b"MESSAGES 20", b"MESSAGES 23"
    )
    desk.sync()
    desk.agrees()
    server.commands.clear()
    desk.look()
    desk.look()
    assert sum(b"SEARCH" in line for line in server.commands) <= 1  # the same surplus does not ask for comparing again
    desk.agrees()


def test_listed_and_not_given(desk: Desk, server: Server) -> None:
    server.alter = lambda response: b"" if b"FETCH (UID 4 " in response else response
    desk.sync()
    desk.agrees()
    assert desk.outcomes() == {"stored": 19, "failed": 1}
    assert Item.objects.get(outcome="failed").reason == NOT_GIVEN
    server.alter = lambda response: response
    desk.wait()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.outcomes() == {"stored": 20}


def test_a_count_that_is_refused(desk: Desk, server: Server) -> None:
    server.answer = lambda connection, line: b"TAG NO [SERVERBUG] not today\r\n" if line.startswith(b"STATUS") else None
    desk.sync()
    server.inbox.put(letter(40))
    desk.look()
    desk.agrees()
    desk.holds([*letters(20), letter(40)])


def test_clocks_that_are_wrong(desk: Desk, server: Server) -> None:
    days = (b"31-Dec-2099 23:59:59 +1400", b"01-Jan-1970 00:00:00 +0000", b"99-Foo-0000 99:99:99", b"")
    for uid, one in server.inbox.letters.items():
        one.day = days[uid % 4]
    desk.sync()
    desk.agrees()
    desk.holds(letters(20))


def test_only_from_the_day_chosen(db: None, server: Server) -> None:
    from datetime import date

    for uid, one in server.inbox.letters.items():
        one.day = b"%d-May-2026 09:00:00 +0000" % uid
    desk = Desk(server, since=date(2026, 5, 11))
    desk.sync()
    desk.agrees()
    desk.holds(letters(20)[10:])
    assert desk.outcomes() == {"stored": 10, "skipped": 10}
    server.inbox.letters[21] = Letter(letter(60), b"01-May-2026 09:00:00 +0000")
    server.inbox.next_uid = 22
    desk.look()
    desk.agrees()
    assert desk.outcomes() == {"stored": 10, "skipped": 11}
    desk.wait(1)
    desk.account.since, desk.account.asked_at = date(2026, 5, 6), desk.now
    desk.account.save()
    desk.again()
    desk.sync()
    desk.agrees()
    desk.holds(letters(20)[5:])


def test_asked_to_compare_it_finds_what_was_lost_here(desk: Desk, server: Server) -> None:
    desk.sync()
    lost = Item.objects.filter(intake__folder=desk.folder()).order_by("pk")[:3]
    Sighting.objects.filter(message__mid__in=[one.detail for one in lost]).delete()
    Item.objects.filter(pk__in=[one.pk for one in lost]).delete()
    desk.again()
    desk.sync()
    desk.wait(1)
    desk.account.asked_at = desk.now
    desk.account.save()
    desk.look()
    desk.agrees()
    desk.holds(letters(20))
    assert desk.folder().compared_at == desk.now
