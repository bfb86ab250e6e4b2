"""Meetings as iCalendar (RFC 5545), such that reading them gives the same meetings."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from icalendar import Event, vCalAddress, vText

from sellwright.interactions.values import Address, Call, Chat, Meeting
from sellwright.protocols.meetings import meeting_id

HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sellwright//export//EN\r\nCALSCALE:GREGORIAN\r\n"
TAIL = b"END:VCALENDAR\r\n"
_ANSWERS = {"none": "NEEDS-ACTION", "accepted": "ACCEPTED", "declined": "DECLINED", "tentative": "TENTATIVE"}


def written(value: Meeting | Call | Chat) -> bytes:
    """A meeting as a VEVENT; nothing for calls and chats. An occurrence of a series says which one it is."""
    if not isinstance(value, Meeting):
        return b""
    event = Event()
    event.add("uid", value.uid or value.id)
    event.add("dtstamp", value.start_at.astimezone(UTC))
    if value.all_day:
        days = max((value.end_at - value.start_at).days, 1)
        event.add("dtstart", value.start_at.date())
        event.add("dtend", value.start_at.date() + timedelta(days=days))
    else:
        event.add("dtstart", value.start_at.astimezone(UTC))
        event.add("dtend", value.end_at.astimezone(UTC))
    if value.uid and value.id != meeting_id(value.uid, None):
        event.add("recurrence-id", _moment(value))
    event.add("summary", value.title)
    event.add("sequence", value.edition)
    if value.cancelled:
        event.add("status", "CANCELLED")
    if value.is_free:
        event.add("transp", "TRANSPARENT")
    if value.organiser:
        event.add("organizer", _person(value.organiser))
    for attendee in value.attendees:
        event.add("attendee", _person(attendee.address, _ANSWERS[attendee.answer]))
    return bytes(event.to_ical())


def _moment(value: Meeting) -> datetime:
    """When this occurrence stood at first. Of one that was moved only its start is known."""
    return value.start_at.astimezone(UTC)


def _person(address: Address, answer: str = "") -> vCalAddress:
    found = vCalAddress(f"mailto:{address.email}")
    if address.name:
        found.params["CN"] = vText(address.name)
    if answer:
        found.params["PARTSTAT"] = vText(answer)
    return found
