"""Parts of a buying group known without a name. Once the name is known, it is a person of the deal."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import kept_rows
from sellwright.actions.kept_rows import Noun
from sellwright.actions.refusing import Refused
from sellwright.store.models import Deal, LogEntry, OpenRole, User

NOUN = Noun(OpenRole, "open_role", ("deal_id", "title", "part"), kept_rows.of_a_deal)
DEEDS = NOUN.deeds


def know_of(*, by: User, deal: Deal, title: str, part: str, now: float) -> LogEntry:
    """Somebody takes part whose name we do not know: "their security officer"."""
    access.check(by, "deal")
    title = kept_rows.line(title, "title", 120)
    if not title:
        raise Refused(_("Say who it is as far as you know: “their security officer”."), "title")
    row = OpenRole(
        deal=access.deals(by).get(pk=deal.pk), title=title, part=kept_rows.line(part, "part", 60), made_at=now
    )
    return kept_rows.add(by, NOUN, row)


def drop(*, by: User, role: OpenRole) -> LogEntry:
    """There is no such part, or its name is known by now."""
    return kept_rows.drop(by, NOUN, role)


def undo(*, by: User, entry: LogEntry) -> LogEntry:
    """Takes one of these deeds back."""
    return kept_rows.undo(by, NOUN, entry)
