"""Whose findings on a sender are believed."""

from __future__ import annotations

import pytest

from sellwright.capture.proving import CHECKER, ENOUGH, findings
from sellwright.store.models import Account, Message
from tests.capture.hostile.desk import Desk, letter
from tests.capture.hostile.server import Server

OURS = b"Authentication-Results: mx.kestrel.example;\r\n\tdmarc=%s header.from=lab.example; spf=%s\r\n"
FORGED = b"Authentication-Results: mx.other.example; dmarc=%s\r\n"


def checked(number: int, word: bytes = b"pass", forged: bytes = b"") -> bytes:
    return OURS % (word, word) + forged + letter(number)


def test_who_found_what() -> None:
    both = (
        OURS % (b"fail", b"pass") + b"X: y\r\nAUTHENTICATION-RESULTS: (a note) mx.other.example 1; none\r\n\r\nBody\r\n"
    )
    body = b"\r\nAuthentication-Results: mx.third.example; dmarc=fail\r\n"
    assert [name for name, _ in findings(both + body)] == ["mx.kestrel.example", "mx.other.example"]
    assert "dmarc=fail" in findings(both)[0][1] and "spf=pass" in findings(both)[0][1]
    assert findings(letter(1)) == []
    odd = findings(b"Authentication-Results:" + b" (" * 30_000)
    assert [name for name, _ in odd] == [""]


@pytest.mark.django_db
def test_the_own_server_is_learned_and_alone_believed() -> None:
    server = Server()
    server.inbox.put(*(checked(number) for number in range(ENOUGH)))
    desk = Desk(server)
    desk.sync()
    assert Account.objects.get(pk=desk.account.pk).where[CHECKER] == "mx.kestrel.example"
    server.inbox.put(
        checked(100, b"fail"),
        checked(101, b"pass", FORGED % b"fail"),  # below, from the sender's side
        checked(102, b"fail", FORGED % b"pass"),
        FORGED % b"fail" + checked(103, b"pass"),  # above, from a filter on the way
        FORGED % b"pass" + checked(104, b"fail"),
        FORGED % b"fail" + letter(105),  # ours said nothing
        letter(106),
    )
    desk.look()
    marked = {subject for subject, marks in Message.objects.values_list("subject", "marks") if "unproven" in marks}
    assert marked == {"Sensors 100", "Sensors 102", "Sensors 104"}
    desk.reader.close()
    server.close()


@pytest.mark.django_db
def test_nobody_is_learned_from_a_crowd_of_names() -> None:
    server = Server()
    server.inbox.put(*(b"Authentication-Results: mx%d.example; none\r\n" % at + letter(at) for at in range(40)))
    desk = Desk(server)
    desk.sync()
    assert CHECKER not in Account.objects.get(pk=desk.account.pk).where
    desk.reader.close()
    server.close()
