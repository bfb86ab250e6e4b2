"""Which module reads which kind of account. Loaded when first asked for: most people have one kind."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sellwright.capture.reading import Reader
from sellwright.store.models import Account

# Kind of account to the module in this room whose `reader(account)` makes its Reader.
MODULES: dict[str, str] = {
    Account.Kind.IMAP: "imap_sync",
    Account.Kind.GOOGLE: "imap_sync",
    Account.Kind.CALDAV: "caldav_reader",
    Account.Kind.ICS: "ics_link",
    Account.Kind.GOOGLE_CALENDAR: "google_calendar",
    Account.Kind.MICROSOFT: "microsoft_mail",
    Account.Kind.MICROSOFT_CALENDAR: "microsoft_calendar",
}


def reader_of(account: Account) -> Reader:
    """A Reader of the account, not connected yet. Raises LookupError for a kind that nobody reads."""
    module = import_module(f"sellwright.capture.{MODULES[account.kind]}")
    made: Callable[[Account], Reader] = module.reader
    return made(account)
