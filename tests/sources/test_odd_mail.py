"""The shared sets of odd mail, odd calendars, bounces and public corpora: nothing raises, nothing goes missing."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from sellwright.interactions.values import Meeting, RawMail, Refused
from sellwright.protocols.finding import source_of
from tests.sources.samples import read


def counted(path: Path) -> Counter[str]:
    return Counter(value.reason if isinstance(value, Refused) else type(value).__name__ for value in read(path))


def test_every_odd_mail_is_stored_or_refused_with_a_reason(shared_data: Path) -> None:
    for folder in ("mikel-mail", "stalwart"):
        path = shared_data / "odd-mail" / folder
        files = [file for file in path.rglob("*") if file.is_file()]
        values = read(path)
        assert len(values) == len(files)
        mails = [value for value in values if isinstance(value, RawMail)]
        assert len(mails) == sum(file.suffix == ".eml" and file.stat().st_size > 0 for file in files)


def test_every_odd_calendar_becomes_meetings_or_reasons(shared_data: Path) -> None:
    files = sorted((shared_data / "odd-mail" / "icalendar").rglob("*.ics"))
    assert len(files) == 163
    for file in files:
        if file.stat().st_size:
            values = read(file)
            assert values, file.name
            assert all(isinstance(value, (Meeting, Refused)) for value in values), file.name
            assert len({value.path for value in values}) == len(values), file.name


def test_known_files_among_the_calendars(shared_data: Path) -> None:
    folder = shared_data / "odd-mail" / "icalendar" / "src" / "icalendar" / "tests"
    # Daily until 22 July 2015 on weekdays from 3 July: counted on a paper calendar, 14 days.
    assert counted(folder / "calendars" / "issue_165_missing_event.ics") == {"Meeting": 14}
    assert counted(folder / "todos" / "example.ics") == {"a task or note, not a meeting": 1}


def test_the_bounces_mailbox_has_as_many_mails_as_from_lines(shared_data: Path) -> None:
    folder = shared_data / "bounces" / "sisimai" / "mailbox"
    for name in ("mbox-0", "mbox-1"):
        lines = (folder / name).read_bytes().split(b"\n")
        assert counted(folder / name) == {"RawMail": sum(line.startswith(b"From ") for line in lines)}


def test_the_public_corpus_is_read_where_it_stands_packed(shared_data: Path) -> None:
    path = shared_data / "mail" / "spamassassin.tar.gz"
    found = Counter(
        "mail" if not isinstance(entry.load(), Refused) else entry.path.rpartition("/")[2]
        for entry in source_of(path).entries(path)
    )
    assert found == {"mail": 6046, "cmds": 5}
