"""Three free times as a passage of a letter: in its language, by the reader's clock where their mails show it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sellwright import access
from sellwright.interactions.free_times import likely_zone, well_spread
from sellwright.interactions.zones import ZONES
from sellwright.store import busy, clock, values
from sellwright.store.models import BookingPage, Draft, User
from sellwright.store.scopes import addresses_of
from sellwright.today import offering, skeleton

LOOKED_AT = 8  # of their newest letters, for the clock they were written by


def with_times(user: User, row: Draft, moment: datetime) -> str:
    """The letter's text with three times of `user` in it; '' when none is free."""
    page = BookingPage.objects.filter(user=user).first()
    times = well_spread(busy.times(user, page, moment.astimezone(UTC)))
    if not times:
        return ""
    language, closing, theirs = user.language[:2] or "en", "", list[datetime]()
    if row.person is not None:
        letters = values.letters_with(row.person, access.scope_of(user), moment.timestamp())
        reached = {address.email for address in row.person.addresses.all()}
        held = skeleton.manner(
            values.person(row.person), letters, addresses_of(user), name=user.name, fallback=language
        )
        language, closing = held.language, held.closing
        theirs = [one.at for one in letters if one.at is not None and one.sender.email in reached][-LOOKED_AT:]
    zone, known = clock.zone(user), [ZoneInfo(name) for name in ZONES]
    offsets = [likely_zone(theirs, zone, known, one.start_at) for one in times]
    return offering.put_in(row.text, offering.passage(times, language, zone.key, offsets), closing)
