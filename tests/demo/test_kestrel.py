"""The demo firm is whole, the same everywhere, well-formed, and invented from end to end."""

from __future__ import annotations

import csv
import email
import hashlib
import mailbox
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path

import icalendar

from sellwright.demo import kestrel

from .conftest import Written

FREE_MAIL = {"gmail.com", "gmx.de", "web.de", "outlook.com", "yahoo.com"}
KINDS = {
    "human", "out_of_office", "bounce", "delayed", "complaint", "receipt", "calendar", "list", "newsletter", "robot",
    "form",
}  # fmt: skip
RELATIONS = {
    "prospect", "customer", "partner", "supplier", "pitching_us", "candidate", "press", "colleague", "private",
    "list_or_robot", "unknown",
}  # fmt: skip


def _digest(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_the_same_seed_gives_the_same_bytes_in_a_process_with_other_hashing(demo: Written, tmp_path: Path) -> None:
    program = f"from pathlib import Path\nfrom sellwright.demo import kestrel\nkestrel.write(Path({str(tmp_path)!r}))"
    away = {"PYTHONHASHSEED": "77", "TZ": "Pacific/Auckland", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-c", program], check=True, env={**os.environ, **away})
    assert _digest(tmp_path) == _digest(demo.firm.truth.parent)


def test_another_seed_gives_another_history(demo: Written, tmp_path: Path) -> None:
    kestrel.write(tmp_path, seed=2)
    assert (tmp_path / "kestrel.mbox").read_bytes() != demo.firm.mailbox.read_bytes()


def test_what_was_written_is_found_again_and_half_of_it_is_not(demo: Written, tmp_path: Path) -> None:
    assert kestrel.read(demo.firm.truth.parent) == demo.firm
    (tmp_path / "kestrel.mbox").write_bytes(b"")
    assert kestrel.read(tmp_path) is None


def test_the_firm_has_its_size(demo: Written) -> None:
    messages, people = demo.truth["messages"], demo.truth["people"]
    assert 4000 <= len(messages) <= 6000
    buying = {who["firm"] for who in people.values() if who["relation"] in ("prospect", "customer")}
    with demo.firm.deals.open(encoding="utf-8") as file:
        deals = list(csv.DictReader(file))
    assert len({deal["domain"] for deal in deals} & buying) >= 60
    ours = {a for a, who in people.items() if who["relation"] == "colleague" and "same_as" not in who}
    senders = {message["from"] for message in messages.values()}
    assert len(ours) == 5
    assert ours <= senders
    assert {deal["outcome"] for deal in deals} == {"won", "lost", "no decision", "open"}
    assert all(deal["reason"] for deal in deals if deal["outcome"] in ("lost", "no decision"))


def test_eighteen_months_up_to_the_demo_day(demo: Written) -> None:
    assert demo.firm.now.isoformat() == "2026-05-12T08:40:00+02:00"
    assert demo.firm.now.strftime("%A") == "Tuesday"
    times = [datetime.fromisoformat(message["date"]) for message in demo.truth["messages"].values()]
    assert max(times) < demo.firm.now
    assert (demo.firm.now - min(times)).days >= 540
    assert len({(time.year, time.month) for time in times}) == 19


def test_every_kind_of_message_and_of_person_is_there(demo: Written) -> None:
    messages, people = demo.truth["messages"], demo.truth["people"]
    assert {message["kind"] for message in messages.values()} == KINDS
    assert {who["relation"] for who in people.values()} == RELATIONS
    absences = [message["absence"] for message in messages.values() if message["kind"] == "out_of_office"]
    assert len({absence["language"] for absence in absences}) >= 10
    assert any(absence["stand_in"] for absence in absences)
    deliveries = [message["deliveries"] for message in messages.values() if message["kind"] == "bounce"]
    assert {one["hardness"] for found in deliveries for one in found} == {"hard", "soft"}
    assert any(len(found) > 1 for found in deliveries)
    methods = {message["method"] for message in messages.values() if message["kind"] == "calendar"}
    assert methods == {"REQUEST", "REPLY", "CANCEL"}


def test_the_mailbox_is_a_well_formed_mbox(demo: Written) -> None:
    box = mailbox.mbox(demo.firm.mailbox, create=False)
    assert len(box) == len(demo.mails) == len(demo.truth["messages"])
    assert b"\n>From " in demo.firm.mailbox.read_bytes()  # a line that must not be taken for a message
    found = {str(box[key]["Message-ID"]).strip("<>") for key in box.keys()}  # noqa: SIM118 - mailbox has no iter of keys
    box.close()
    assert found == set(demo.truth["messages"])


def _texts(mail: Message) -> list[str]:
    """Every text part as the standard library reads it (to it, the groups of a delivery status are parts too)."""
    found = []
    for part in mail.walk():
        if part.get_content_maintype() == "text" and "Content-Type" in part:
            payload = part.get_payload(decode=True)
            assert isinstance(payload, bytes)
            found.append(payload.decode(part.get_content_charset() or "ascii").replace("\r\n", "\n"))
    return found


def test_every_mail_reads_the_same_with_the_standard_library_and_with_ours(demo: Written) -> None:
    for data, ours in zip(demo.mails, demo.parsed, strict=True):
        standard = email.message_from_bytes(data)
        assert not [problem for part in ours.walk() for problem in part.problems]
        assert [part.text() for part in ours.walk() if part.content_type.startswith("text/")] == _texts(standard)
        assert not standard.defects
        assert parsedate_to_datetime(str(standard["Date"])).tzinfo is not None


def test_headers_say_what_the_truth_says(demo: Written) -> None:
    for mail in demo.parsed:
        headers = mail.headers
        known = demo.truth["messages"][headers.get("message-id").strip("<>")]
        assert getaddresses([headers.get("from")])[0][1].lower() == known["from"]
        assert parsedate_to_datetime(headers.get("date")) == datetime.fromisoformat(known["date"])
        if known["kind"] != "list":
            assert [email for _, email in getaddresses([headers.get("to")])] == known["to"]


def test_what_a_person_wrote_stands_in_the_body_before_all_that_is_quoted(demo: Written) -> None:
    looked = 0
    for mail in demo.parsed:
        known = demo.truth["messages"][mail.headers.get("message-id").strip("<>")]
        plain = [part for part in mail.walk() if part.content_type == "text/plain" and part.disposition != "attachment"]
        if known["kind"] == "human" and plain:
            assert plain[0].text().startswith(known["text"])
            looked += 1
    assert looked > 1000


def test_threads_hang_together(demo: Written) -> None:
    messages = demo.truth["messages"]
    answers = 0
    for mail in demo.parsed:
        headers = mail.headers
        known = messages[headers.get("message-id").strip("<>")]
        above = headers.get("in-reply-to").strip("<>")
        assert above == known["parent"]
        if above:
            answers += 1
            assert messages[above]["date"] < known["date"] or datetime.fromisoformat(
                messages[above]["date"]
            ) < datetime.fromisoformat(known["date"])
            chain = headers.get("references").replace("<", " ").replace(">", " ").split()
            assert chain[-1] == above
            assert all(one in messages for one in chain)
            assert messages[chain[0]]["thread"] == known["thread"]
    assert answers > 1000


_HOST = re.compile(r"(?:@|https?://|www\.)((?:[\w-]+\.)+[a-z]{2,})\b", re.I)


def _unfolded(file: Path) -> str:
    return file.read_text("utf-8").replace("\n ", "")


def test_no_address_or_site_of_anybody_real(demo: Written) -> None:
    hosts: Counter[str] = Counter()
    for mail in demo.parsed:
        texts = [value.decode("utf-8") for _, value in mail.headers.pairs]
        texts += [part.text() for part in mail.walk() if part.content_type.startswith(("text/", "message/"))]
        hosts.update(found.lower() for text in texts for found in _HOST.findall(text.replace("\n ", "")))
    for file in (demo.firm.calendar, demo.firm.deals, demo.firm.calls):
        hosts.update(found.lower() for found in _HOST.findall(_unfolded(file)))
    assert hosts["kestrel-instruments.example"] > 1000
    real = {host for host in hosts if not host.endswith(".example")}
    assert {".".join(host.split(".")[-2:]) for host in real} <= FREE_MAIL


def test_the_calendar_holds_meetings_with_answers(demo: Written) -> None:
    calendar = icalendar.Calendar.from_ical(demo.firm.calendar.read_bytes())
    events = calendar.walk("VEVENT")
    answers = Counter()
    for event in events:
        attendees = event.get("ATTENDEE", [])
        for one in attendees if isinstance(attendees, list) else [attendees]:
            answers[one.params["PARTSTAT"]] += 1
    assert len(events) >= 50
    assert {"ACCEPTED", "DECLINED", "TENTATIVE", "NEEDS-ACTION"} <= set(answers)
    assert any(event.get("STATUS") == "CANCELLED" for event in events)
    assert any("RRULE" in event for event in events)
    times = [event["DTSTART"].dt for event in events if isinstance(event["DTSTART"].dt, datetime)]
    assert any(time > demo.firm.now for time in times)


def test_the_call_of_the_story_is_in_the_log(demo: Written) -> None:
    with demo.firm.calls.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    promised = [row for row in rows if row["date"] == "2026-05-05T14:32:00+02:00"]
    assert [row["name"] for row in promised] == ["Marcus Oyelaran"]
    assert {row["direction"] for row in rows} == {"incoming", "outgoing"}
    assert {row["status"] for row in rows} == {"answered", "no answer"}
