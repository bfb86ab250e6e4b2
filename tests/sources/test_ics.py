"""Calendars: each occurrence once, whatever the file's zones and rules are like."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sellwright.interactions.values import Address, Attendee, Meeting, Refused
from sellwright.protocols.calendars import Window, series_in
from tests.sources.samples import read, write

HEAD = "BEGIN:VCALENDAR\nVERSION:2.0\n"


def calendar(tmp_path: Path, *events: str, head: str = "", name: str = "c.ics") -> list[Meeting | Refused]:
    """Reads a calendar of events, each given by the lines inside it."""
    inside = "".join(f"BEGIN:VEVENT\nDTSTAMP:20240501T080000Z\n{event.strip()}\nEND:VEVENT\n" for event in events)
    text = f"{HEAD}{head}{inside}END:VCALENDAR\n".replace("\n", "\r\n")
    values = read(write(tmp_path / name, text))
    assert all(isinstance(value, (Meeting, Refused)) for value in values)
    return values  # type: ignore[return-value]


def starts(values: list[Meeting | Refused]) -> list[str]:
    return [f"{value.start_at:%Y-%m-%d %H:%M}" for value in values if isinstance(value, Meeting)]


def test_a_meeting_with_its_people(tmp_path: Path) -> None:
    (meeting,) = calendar(tmp_path, """
UID:m1@x
DTSTART;TZID=Europe/Berlin:20240514T100000
DTEND;TZID=Europe/Berlin:20240514T113000
SUMMARY:Visit\\, first
ORGANIZER;CN="Anna Berg":MAILTO:Anna@Berg.example
ATTENDEE;CN=Us;PARTSTAT=ACCEPTED:mailto:us@kestrel.example
ATTENDEE;CN=bo@berg.example;PARTSTAT=NEEDS-ACTION:mailto:bo@berg.example
ATTENDEE;PARTSTAT=DECLINED;CN=Cy
 Long:mailto:cy@berg.example
ATTENDEE;CUTYPE=ROOM;CN=Room 1:mailto:room1@berg.example
""")  # fmt: skip
    assert isinstance(meeting, Meeting)
    assert meeting.start_at.isoformat() == "2024-05-14T10:00:00+02:00"
    assert meeting.end_at - meeting.start_at == timedelta(minutes=90)
    assert (meeting.title, meeting.uid, meeting.path) == ("Visit, first", "m1@x", "c.ics#m1@x@20240514T0800")
    assert meeting.organiser == Address("anna@berg.example", "Anna Berg")
    assert meeting.attendees == (
        Attendee(Address("us@kestrel.example", "Us"), "accepted"),
        Attendee(Address("bo@berg.example"), "none"),
        Attendee(Address("cy@berg.example", "CyLong"), "declined"),
    )
    assert (meeting.cancelled, meeting.all_day, meeting.problems) == (False, False, ())


def test_a_weekly_meeting_with_one_moved_one_left_out_and_one_called_off(tmp_path: Path) -> None:
    values = calendar(
        tmp_path,
        "UID:w\nDTSTART;TZID=Europe/Berlin:20240301T100000\nDTEND;TZID=Europe/Berlin:20240301T103000\n"
        "RRULE:FREQ=WEEKLY;COUNT=6\nEXDATE;TZID=Europe/Berlin:20240315T100000\nSUMMARY:Call",
        "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20240322T100000\nDTSTART;TZID=Europe/Berlin:20240323T140000\n"
        "DTEND;TZID=Europe/Berlin:20240323T143000\nSUMMARY:Moved",
        "UID:w\nRECURRENCE-ID;TZID=Europe/Berlin:20240329T100000\nDTSTART;TZID=Europe/Berlin:20240329T100000\n"
        "DTEND;TZID=Europe/Berlin:20240329T103000\nSTATUS:CANCELLED\nSUMMARY:Call",
    )
    meetings = [value for value in values if isinstance(value, Meeting)]
    assert starts(values) == [
        "2024-03-01 10:00", "2024-03-08 10:00", "2024-03-23 14:00", "2024-03-29 10:00", "2024-04-05 10:00",
    ]  # fmt: skip
    assert [m.title for m in meetings] == ["Call", "Call", "Moved", "Call", "Call"]
    assert [m.cancelled for m in meetings] == [False, False, False, True, False]
    # The clocks went forward on 31 March: ten o'clock stays ten o'clock.
    assert [m.start_at.utcoffset() for m in meetings][-1] == timedelta(hours=2)
    assert len({m.id for m in meetings}) == 5


def test_a_whole_day_is_a_day(tmp_path: Path) -> None:
    (meeting,) = calendar(tmp_path, "UID:d\nDTSTART;VALUE=DATE:20240514\nSUMMARY:Fair")
    assert isinstance(meeting, Meeting)
    assert meeting.all_day
    assert (meeting.start_at, meeting.end_at) == (datetime(2024, 5, 14, tzinfo=UTC), datetime(2024, 5, 15, tzinfo=UTC))


def test_length_by_duration_and_an_end_before_the_start(tmp_path: Path) -> None:
    first, second = calendar(
        tmp_path,
        "UID:a\nDTSTART:20240514T080000Z\nDURATION:PT45M",
        "UID:b\nDTSTART:20240514T080000Z\nDTEND:20240513T080000Z",
    )
    assert isinstance(first, Meeting)
    assert isinstance(second, Meeting)
    assert first.end_at - first.start_at == timedelta(minutes=45)
    assert second.end_at == second.start_at
    assert second.problems == ("ends before it begins: taken as no length",)


def test_a_zone_nobody_knows_falls_back_with_a_note(tmp_path: Path) -> None:
    (meeting,) = calendar(tmp_path, "UID:a\nDTSTART;TZID=Mars/Olympus:20240514T080000")
    assert isinstance(meeting, Meeting)
    assert meeting.start_at == datetime(2024, 5, 14, 8, tzinfo=UTC)
    assert meeting.problems == ('unknown time zone "Mars/Olympus" read as UTC',)


def test_the_files_own_zone_serves_times_without_one(tmp_path: Path) -> None:
    (meeting,) = calendar(tmp_path, "UID:a\nDTSTART:20240514T080000", head="X-WR-TIMEZONE:America/New_York\n")
    assert isinstance(meeting, Meeting)
    assert meeting.start_at.isoformat() == "2024-05-14T08:00:00-04:00"
    assert meeting.problems == ()


def test_a_zone_that_the_file_defines_itself(tmp_path: Path) -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Own: +3\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0300\n"
        "TZOFFSETTO:+0300\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    (meeting,) = calendar(tmp_path, 'UID:a\nDTSTART;TZID="Own: +3":20240514T080000', head=zone)
    assert isinstance(meeting, Meeting)
    assert meeting.start_at.astimezone(UTC) == datetime(2024, 5, 14, 5, tzinfo=UTC)
    repeats = calendar(tmp_path, 'UID:a\nDTSTART;TZID="Own: +3":20240514T080000\nRRULE:FREQ=DAILY;COUNT=2', head=zone)
    assert [value.problems for value in repeats if isinstance(value, Meeting)] == [(), ()]
    # Another file that uses the same name without defining it does not get this one's.
    (other,) = calendar(tmp_path, 'UID:a\nDTSTART;TZID="Own: +3":20240514T080000', name="other.ics")
    assert isinstance(other, Meeting)
    assert other.start_at == datetime(2024, 5, 14, 8, tzinfo=UTC)


def test_endless_repeats_end_a_year_after_the_files_own_day(tmp_path: Path) -> None:
    values = calendar(tmp_path, "UID:a\nDTSTART:20100105T080000Z\nRRULE:FREQ=WEEKLY")
    # The file was written on 1 May 2024: Tuesdays from five years of 366 days before it to one after.
    assert starts(values)[0] == "2019-04-30 08:00"
    assert starts(values)[-1] == "2025-04-29 08:00"
    assert len(values) == 314


def test_repeats_that_ended_long_ago_are_counted_as_such(tmp_path: Path) -> None:
    (value,) = calendar(tmp_path, "UID:a\nDTSTART:20100105T080000Z\nRRULE:FREQ=WEEKLY;COUNT=3")
    assert isinstance(value, Refused)
    assert value.reason == "repeats only outside the years read"


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=9", "FREQ=HOURLY", "FREQ=DAILY;BYHOUR=1,2,3",
                                  "FREQ=DAILY;BYMINUTE=1,2", "FREQ=DAILY;BYSECOND=1"])  # fmt: skip
def test_rules_no_meeting_follows_are_refused(tmp_path: Path, rule: str) -> None:
    (value,) = calendar(tmp_path, f"UID:a\nDTSTART:20240514T080000Z\nRRULE:{rule}")
    assert isinstance(value, Refused)
    assert value.reason == "repeats too often to be a meeting"


@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=WEEKLY;BYSETPOS=300", "FREQ=NEVER",
                                  "FREQ=DAILY;INTERVAL=0", "INTERVAL=2", "FREQ=WEEKLY;BYDAY=XX"])  # fmt: skip
def test_rules_that_fit_no_day_leave_one_meeting_and_a_note(tmp_path: Path, rule: str) -> None:
    (meeting,) = calendar(tmp_path, f"UID:a\nDTSTART:20240514T080000Z\nRRULE:{rule}")
    assert isinstance(meeting, Meeting)
    assert meeting.start_at == datetime(2024, 5, 14, 8, tzinfo=UTC)
    assert meeting.problems


def test_a_repeating_meeting_of_seventy_years_is_one_moment(tmp_path: Path) -> None:
    (meeting,) = calendar(
        tmp_path, "UID:a\nDTSTART:19390416T020000Z\nDTEND:20130907T170000Z\nRRULE:FREQ=WEEKLY;BYDAY=FR,SA"
    )
    assert isinstance(meeting, Meeting)
    assert meeting.end_at == meeting.start_at
    assert meeting.problems == ("parts of it cannot be read: taken as one moment",)


def test_outlooks_blanks_in_rules_are_forgiven(tmp_path: Path) -> None:
    values = calendar(tmp_path, "UID:a\nDTSTART:20240513T080000Z\nRRULE:FREQ=DAILY;COUNT=3;BYDAY=MO, WE,\n  FR")
    assert starts(values) == ["2024-05-13 08:00", "2024-05-15 08:00", "2024-05-17 08:00"]


def test_a_broken_event_does_not_cost_the_others(tmp_path: Path) -> None:
    values = calendar(
        tmp_path,
        "UID:a\nDTSTART:never",
        "UID:b\nSUMMARY:no start",
        "UID:c\nDTSTART:20240514T080000Z\nDURATION:soon",
        "UID:d\nDTSTART:20240514T080000Z",
    )
    assert [getattr(value, "reason", "") for value in values] == ["no readable date", "no readable date", "", ""]
    assert [getattr(value, "problems", ()) for value in values][2:] == [
        ("parts of it cannot be read: taken as one moment",), (),
    ]  # fmt: skip


def test_what_is_no_meeting_is_named(tmp_path: Path) -> None:
    text = HEAD + "BEGIN:VTODO\nUID:t\nSUMMARY:do\nEND:VTODO\nBEGIN:VJOURNAL\nUID:j\nEND:VJOURNAL\nEND:VCALENDAR\n"
    values = read(write(tmp_path / "c.ics", text))
    assert [getattr(value, "reason", "") for value in values] == ["a task or note, not a meeting"] * 2
    assert len({value.path for value in values}) == 2


def test_a_called_off_meeting_by_the_files_method(tmp_path: Path) -> None:
    (meeting,) = calendar(tmp_path, "UID:a\nDTSTART:20240514T080000Z", head="METHOD:CANCEL\n")
    assert isinstance(meeting, Meeting)
    assert meeting.cancelled


@pytest.mark.parametrize(("text", "reason"), [(HEAD + "END:VCALENDAR\n", "a calendar without meetings"),
                                              ("no calendar", "damaged"), (HEAD, "damaged")])  # fmt: skip
def test_files_without_meetings(tmp_path: Path, text: str, reason: str) -> None:
    (value,) = read(write(tmp_path / "c.ics", text))
    assert getattr(value, "reason", "") == reason


def test_alarms_and_pictures_inside_an_event_are_not_its_own(tmp_path: Path) -> None:
    (meeting,) = calendar(
        tmp_path,
        "UID:a\nDTSTART:20240514T080000Z\nSUMMARY:Real\nATTACH;ENCODING=BASE64;VALUE=BINARY:" + "QUJD" * 5000
        + "\nBEGIN:VALARM\nSUMMARY:Alarm\nDURATION:PT5M\nEND:VALARM",
    )  # fmt: skip
    assert isinstance(meeting, Meeting)
    assert (meeting.title, meeting.end_at - meeting.start_at) == ("Real", timedelta(0))


def test_the_same_meeting_has_the_same_id_wherever_it_is_found(tmp_path: Path) -> None:
    event = "UID:a\nDTSTART:20240514T080000Z"
    (one,) = calendar(tmp_path, event, name="one.ics")
    (two,) = calendar(tmp_path, event, name="two.ics")
    assert isinstance(one, Meeting)
    assert isinstance(two, Meeting)
    assert one.id == two.id
    assert one.path != two.path


def test_the_same_meeting_twice_in_a_file_is_two_rows_with_one_id(tmp_path: Path) -> None:
    event = "UID:a\nDTSTART:20240514T080000Z"
    one, two = calendar(tmp_path, event, event)
    assert isinstance(one, Meeting)
    assert isinstance(two, Meeting)
    assert one.id == two.id
    assert [one.path, two.path] == ["c.ics#a@20240514T0800", "c.ics#a@20240514T0800~2"]


def ids(values: list[Meeting | Refused]) -> list[str]:
    return [value.id for value in values if isinstance(value, Meeting)]


def test_a_meeting_that_is_moved_renamed_and_answered_stays_the_same_one(tmp_path: Path) -> None:
    before = calendar(tmp_path, "UID:a@x\nDTSTART:20240514T080000Z\nSUMMARY:Visit")
    after = calendar(
        tmp_path, "UID:a@x\nDTSTART:20240516T090000Z\nSEQUENCE:2\nSUMMARY:Long visit\nTRANSP:TRANSPARENT\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:us@kestrel.example", name="d.ics",
    )  # fmt: skip
    assert ids(before) == ids(after) != ids(calendar(tmp_path, "UID:b@x\nDTSTART:20240514T080000Z", name="e.ics"))
    assert isinstance(after[0], Meeting)
    assert (after[0].edition, after[0].is_free, starts(after)) == (2, True, ["2024-05-16 09:00"])


SERIES = (
    "UID:w\nDTSTART;TZID=Europe/Berlin:20240301T100000\nDTEND;TZID=Europe/Berlin:20240301T103000\n"
    "RRULE:FREQ=WEEKLY;COUNT=4"
)


def test_an_occurrence_that_is_moved_stays_the_same_one(tmp_path: Path) -> None:
    before = calendar(tmp_path, SERIES)
    moved = "UID:w\nRECURRENCE-ID:20240308T090000Z\nDTSTART:20240401T160000Z\nDTEND:20240401T170000Z"
    after = calendar(tmp_path, SERIES, moved, name="d.ics")
    assert starts(after) == ["2024-03-01 10:00", "2024-03-15 10:00", "2024-03-22 10:00", "2024-04-01 16:00"]
    one, two, three, four = ids(before)
    assert ids(after) == [one, three, four, two]
    alone = calendar(tmp_path, moved, name="e.ics")  # who was invited to this one only has no series
    assert ids(alone) == [two]


def test_from_this_one_on_moves_the_rest_and_keeps_who_they_are(tmp_path: Path) -> None:
    """RFC 5545, 3.2.13. The clocks go forward on 31 March; ten by the clock stays what the rest is told apart by."""
    six = SERIES.replace("COUNT=4", "COUNT=6")
    moved = (
        "UID:w\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20240315T100000\n"
        "DTSTART;TZID=Europe/Berlin:20240315T153000\nDTEND;TZID=Europe/Berlin:20240315T160000"
    )
    after = calendar(tmp_path, six, moved, name="d.ics")
    assert starts(after) == [
        "2024-03-01 10:00", "2024-03-08 10:00", "2024-03-15 15:30", "2024-03-22 15:30", "2024-03-29 15:30",
        "2024-04-05 15:30",
    ]  # fmt: skip
    assert ids(after) == ids(calendar(tmp_path, six))


def test_of_two_editions_the_later_is_the_meeting_and_the_other_is_said(tmp_path: Path) -> None:
    values = calendar(
        tmp_path, "UID:a\nDTSTART:20240514T080000Z\nSEQUENCE:1", "UID:a\nDTSTART:20240515T080000Z\nSEQUENCE:3"
    )
    assert starts(values) == ["2024-05-15 08:00"]
    assert [value.reason for value in values if isinstance(value, Refused)] == [
        "an earlier edition of a meeting that stands in it too"
    ]


def test_one_uid_for_all_meetings_of_a_careless_program_hides_none(tmp_path: Path) -> None:
    values = calendar(tmp_path, "UID:x\nDTSTART:20240514T080000Z", "UID:x\nDTSTART:20240515T080000Z")
    assert starts(values) == ["2024-05-14 08:00", "2024-05-15 08:00"]
    assert len(set(ids(values))) == 2


def test_a_window_shows_the_occurrences_of_its_days_and_rolls_on(tmp_path: Path) -> None:
    text = HEAD + "BEGIN:VEVENT\nUID:d\nDTSTART:20240101T080000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nEND:VCALENDAR\n"

    def seen(first: date, last: date) -> list[Meeting]:
        (series,) = series_in(text.encode(), "c", Window(first, last))
        assert series.repeats
        return [entry.load() for entry in series.entries]  # type: ignore[misc]

    today = seen(date(2024, 5, 1), date(2024, 5, 4))
    tomorrow = seen(date(2024, 5, 2), date(2024, 5, 5))
    assert [f"{one.start_at:%d}" for one in today] == ["01", "02", "03", "04"]
    assert [one.id for one in tomorrow[:3]] == [one.id for one in today[1:]]
    (beyond,) = seen(date(2020, 5, 1), date(2020, 5, 4))
    assert isinstance(beyond, Refused) and beyond.reason == "repeats only outside the years read"
