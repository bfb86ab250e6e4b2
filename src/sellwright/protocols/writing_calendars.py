"""A meeting as an iCalendar file (RFC 5545) that any calendar program takes in."""

from __future__ import annotations

from datetime import UTC, datetime

from sellwright.interactions.values import Meeting


def calendar_file(meeting: Meeting, written_at: datetime, *, note: str = "", url: str = "") -> bytes:
    """The file. Nothing in it asks anybody for an answer: METHOD is PUBLISH."""
    from icalendar import Calendar, Event, vCalAddress, vText

    calendar, event = Calendar(), Event()
    calendar.add("prodid", "-//Sellwright//Sellwright//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    event.add("uid", meeting.uid)
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", meeting.start_at.astimezone(UTC))
    event.add("dtend", meeting.end_at.astimezone(UTC))
    event.add("summary", meeting.title)
    event.add("sequence", meeting.edition)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    if note or url:
        event.add("description", "\n".join(one for one in (note, url) if one))
    if meeting.organiser is not None:
        organiser = vCalAddress(f"mailto:{meeting.organiser.email}")
        organiser.params["CN"] = vText(meeting.organiser.name or meeting.organiser.email)
        event.add("organizer", organiser)
    for one in meeting.attendees:
        guest = vCalAddress(f"mailto:{one.address.email}")
        guest.params["CN"] = vText(one.address.name or one.address.email)
        guest.params["PARTSTAT"] = vText({"none": "NEEDS-ACTION"}.get(one.answer, one.answer.upper()))
        event.add("attendee", guest)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
