"""What an account says of itself, in words: how it is, what to do next, and the account of every message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from sellwright.capture.accounting import FAILED, SKIPPED, STORED, FolderAccount, Whole
from sellwright.screens import spoken, words
from sellwright.store.models import Account

SILENT = timedelta(minutes=40)  # a server that offers nothing better is asked more often than this
UNTRIED = timedelta(minutes=2)
KINDS = {
    Account.Kind.IMAP: later("Mail (IMAP)"),
    Account.Kind.GOOGLE: later("Mail (Google)"),
    Account.Kind.MICROSOFT: later("Mail (Microsoft)"),
    Account.Kind.CALDAV: later("Calendar (CalDAV)"),
    Account.Kind.ICS: later("Calendar (link)"),
    Account.Kind.GOOGLE_CALENDAR: later("Calendar (Google)"),
    Account.Kind.MICROSOFT_CALENDAR: later("Calendar (Microsoft)"),
}
BY_OAUTH = {
    Account.Kind.GOOGLE: "google",
    Account.Kind.GOOGLE_CALENDAR: "google",
    Account.Kind.MICROSOFT: "microsoft",
    Account.Kind.MICROSOFT_CALENDAR: "microsoft",
}


@dataclass(frozen=True)
class Button:
    """The next step. `post`: it does something; else it leads on."""

    label: str
    url: str
    post: bool = False


@dataclass(frozen=True)
class Health:
    """How an account is. `tone`: good, waits, late (somebody has to do something)."""

    tone: str
    sentence: str
    more: str = ""
    button: Button | None = None


def health(row: Account, now: datetime, *, is_begun: bool, left: int = 0) -> Health:
    """What the times and the last failure of an account say. `left`: messages to be read yet."""
    if not is_begun:
        return Health("waits", _("Nothing of it is read yet."), _("Say first which folders, and since when."),
                      Button(_("Go on"), _to("account_choose", row)))  # fmt: skip
    if row.paused_at is not None:
        said = _("Paused since %(when)s. Nothing is read.") % {"when": _clock(row.paused_at, now)}
        return Health("waits", said, "", Button(_("Read on"), _to("account_resume", row), True))
    if row.trouble:
        return _troubled(row, now)
    if row.heard_at is None:
        if row.tried_at is None and now - (row.asked_at or row.made_at) > UNTRIED:  # starting asks too
            return _nobody_reads()
        return Health("waits", _("It is being connected."))
    if now - row.heard_at > SILENT:
        return _nobody_reads(row.heard_at, now)
    return Health("good", _("Heard %(ago)s.") % {"ago": ago(row.heard_at, now)}, _left(left))


def _troubled(row: Account, now: datetime) -> Health:
    error = spoken.failure(row.error) if row.error else _("Something is wrong with it.")
    if row.trouble == Account.Trouble.SIGN_IN:
        return Health("late", error, _("Nothing new is read until you sign in again. What was read stays."),
                      Button(_("Sign in again"), _to("account_sign_in", row)))  # fmt: skip
    again = Button(_("Try now"), _to("account_again", row), True)
    if row.trouble == Account.Trouble.ASK:
        return Health(
            "late", error, _("Somebody who runs that server or this house has to allow it. Then try again."), again
        )
    if row.trouble == Account.Trouble.LOOK:
        return Health("waits", error, _("The rest is read. Which ones, and why, stands below."), again)
    more = _("There is nothing to do: it is tried again by itself.")
    if row.again_at is not None:
        more = _("There is nothing to do: it is tried again %(when)s.") % {"when": ahead(row.again_at, now)}
    return Health("waits", error, more, again)


def _nobody_reads(heard: datetime | None = None, now: datetime | None = None) -> Health:
    said = _("Nobody has read it yet.") if heard is None or now is None else _("Not heard since %(when)s.") % {
        "when": _clock(heard, now)}  # fmt: skip
    return Health(
        "late",
        said,
        _("The listener may not be running: `sellwright serve` starts it, `sellwright listen` is it alone."),
    )


def ago(at: datetime, now: datetime) -> str:
    """ "12 s ago", "4 min ago", and from an hour on the time."""
    seconds = max(0, round((now - at).total_seconds()))
    if seconds < 60:
        return _("%(n)d s ago") % {"n": seconds}
    if seconds < 3600:
        return _("%(n)d min ago") % {"n": seconds // 60}
    return _clock(at, now)


def ahead(at: datetime, now: datetime) -> str:
    """ "in a moment", "in 4 min", and from an hour on the time."""
    seconds = (at - now).total_seconds()
    if seconds < 60:
        return _("in a moment")
    if seconds < 3600:
        return _("in %(n)d min") % {"n": round(seconds / 60)}
    return _("at %(when)s") % {"when": _clock(at, now)}


def title(name: str) -> str:
    """A folder's name for people."""
    return _("Inbox") if name.upper() == "INBOX" else name


def number(count: int) -> str:
    """A count for people: "12,431"."""
    return number_format(count, use_l10n=True, force_grouping=True)


def _clock(at: datetime, now: datetime) -> str:
    return words.when(at.timestamp(), now)


def _left(left: int) -> str:
    if not left:
        return ""
    said = ngettext("%(n)s is to be read yet, newest first.", "%(n)s are to be read yet, newest first.", left)
    return said % {"n": number(left)}


def _to(route: str, row: Account) -> str:
    return reverse(route, args=[row.public_id])


def ledger(row: Account, whole: Whole, now: datetime) -> dict[str, Any]:
    """Context of accounts/_ledger.html: a line a folder, the sum, and every reason with where its items stand."""
    return {
        "folders": [_folder(row, one, now) for one in whole.folders],
        "sum": _sum_line(whole),
        "agrees": whole.agrees,
        "is_counted": whole.is_counted,
        "total": {name: number(whole.sum(name)) for name in ("on_server", "stored", "skipped", "failed", "left")},
        "several": len([one for one in whole.folders if one.is_read]) > 1,
        "any_failed": whole.sum("failed") > 0,
    }


def _sum_line(whole: Whole) -> str:
    numbers = {name: number(whole.sum(name)) for name in ("stored", "skipped", "failed", "left")}
    numbers["total"] = number(sum(whole.sum(name) for name in ("stored", "skipped", "failed", "left")))
    return _("%(stored)s stored + %(skipped)s skipped + %(failed)s failed + %(left)s to be read = %(total)s") % numbers


def _folder(row: Account, one: FolderAccount, now: datetime) -> dict[str, Any]:
    compared = _("compared %(when)s") % {"when": _clock(one.compared_at, now)} if one.compared_at else ""
    checked = _("counted %(when)s") % {"when": _clock(one.checked_at, now)} if one.checked_at else ""
    note = _("not read any more") if not one.is_read else ""
    if one.gone_at is not None:
        note = _("not on the server any more")
    return {
        "title": title(one.title),
        "note": note,
        "times": ", ".join(filter(None, (checked, compared))),
        "error": spoken.failure(one.error),
        "cells": [
            {"label": _("On the server"), "text": "–" if one.on_server is None else number(one.on_server)},
            {"label": _("Stored"), "text": number(one.stored)},
            {"label": _("Skipped"), "text": number(one.skipped)},
            {"label": _("Failed"), "text": number(one.failed), "late": one.failed > 0},
            {"label": _("To be read"), "text": number(one.left)},
        ],
        "gone": ngettext(
            "%(n)s that was there once is on the server no more; what was stored of it stays.",
            "%(n)s that were there once are on the server no more; what was stored of them stays.", one.gone,
        ) % {"n": number(one.gone)} if one.gone else "",
        "differs": "" if one.agrees else _("The server counts fewer than stand here: compare it."),
        "groups": [group for group in (_reasons(row, one, outcome) for outcome in (FAILED, SKIPPED)) if group],
    }  # fmt: skip


def _reasons(row: Account, one: FolderAccount, outcome: str) -> dict[str, Any] | None:
    found = [reason for reason in one.reasons if reason.outcome == outcome]
    if not found:
        return None
    title = _("Failed because") if outcome == FAILED else _("Skipped because")
    return {
        "title": title,
        "reasons": [
            {"label": spoken.failure(reason.words), "number": number(reason.number),
             "url": items_url(row, one.id, outcome, reason.words)} for reason in found
        ],
    }  # fmt: skip


def items_url(row: Account, folder: int, outcome: str, reason: str, before: int = 0) -> str:
    """Where the items of one reason are listed."""
    asked = {"folder": folder, "outcome": outcome, "reason": reason} | ({"before": before} if before else {})
    return f"{_to('account_items', row)}?{urlencode(asked)}"


def where(row: Account) -> str:
    """The server of an account in one line: "imap.firm.com, port 993, TLS"."""
    held = row.where
    if held.get("host"):
        security = {"tls": "TLS", "starttls": "STARTTLS"}.get(str(held.get("security", "")), _("no encryption"))
        return _("%(host)s, port %(port)s, %(security)s") % {
            "host": held["host"], "port": held.get("port", ""), "security": security}  # fmt: skip
    return urlsplit(str(held.get("url", ""))).hostname or ""


def outcome_words(outcome: str) -> str:
    """Stored, skipped or failed, as it is said."""
    return {STORED: _("Stored"), SKIPPED: _("Skipped"), FAILED: _("Failed")}.get(outcome, outcome)
