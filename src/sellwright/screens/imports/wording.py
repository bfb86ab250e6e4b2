"""Words of Import: where a column can go, how its cells can be read, what state an import is in."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sellwright.store.models import Field, Import

State = Import.State


def state(value: str) -> str:
    """How an import stands."""
    return {
        State.LOOKING: _("The files are being read."),
        State.READY: _("Read. Say where each column goes."),
        State.TRYING: _("Every row is gone through. Nothing is written."),
        State.TRIED: _("Gone through. Nothing is written yet."),
        State.WRITING: _("It is being written."),
        State.DONE: _("It is in."),
        State.FAILED: _("It stopped."),
        State.UNDOING: _("It is being taken back."),
        State.UNDONE: _("It was taken back."),
    }[State(value)]


def nouns() -> dict[str, str]:
    """What rows may be about."""
    return {
        "person": _("People"), "firm": _("Firms"), "deal": _("Deals"),
        "list": _("A list that other files look into"), "skip": _("Nothing: leave this file out"),
    }  # fmt: skip


def targets(noun: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Where a column of rows about a noun can go: groups of (target, name). Fields of the workspace among them."""
    person = [
        ("person.name", _("Name")), ("person.given", _("Given name")), ("person.middle", _("Middle name")),
        ("person.surname", _("Surname")), ("person.email", _("E-mail")), ("person.telephone", _("Telephone")),
        ("person.title", _("Job title")), ("person.street", _("Street")), ("person.postcode", _("Postcode")),
        ("person.city", _("Town")), ("person.region", _("State or region")), ("person.country", _("Country")),
        ("person.link", _("Page")), ("person.about", _("About")), ("person.owner", _("Looked after by")),
        ("person.id", _("Their number in the other system")),
    ]  # fmt: skip
    firm = [
        ("firm.name", _("Name of the firm")), ("firm.link", _("Website")), ("firm.industry", _("Industry")),
        ("firm.headcount", _("How many work there")), ("firm.telephone", _("Telephone of the firm")),
        ("firm.street", _("Street of the firm")), ("firm.postcode", _("Postcode of the firm")),
        ("firm.city", _("Town of the firm")), ("firm.region", _("State or region of the firm")),
        ("firm.country", _("Country of the firm")), ("firm.about", _("About the firm")),
        ("firm.owner", _("Who looks after the firm")), ("firm.id", _("Its number in the other system")),
    ]  # fmt: skip
    deal = [
        ("deal.name", _("Name of the deal")), ("deal.amount", _("Amount")), ("deal.currency", _("Currency")),
        ("deal.stage", _("Stage")), ("deal.pipeline", _("Pipeline")), ("deal.outcome", _("Won or lost")),
        ("deal.opened", _("Opened on")), ("deal.closed", _("Closed on")), ("deal.expected", _("Expected on")),
        ("deal.stage_since", _("In this stage since")),
        ("deal.owner", _("Whose deal")), ("deal.next_step", _("Next step")), ("deal.about", _("About the deal")),
        ("deal.outcome_reason", _("Why won or lost")), ("deal.id", _("Its number in the other system")),
    ]  # fmt: skip
    beside = [one for one in person if one[0] in ("person.name", "person.email", "person.telephone", "person.title")]
    groups = {
        "person": [(_("Person"), person), (_("Firm"), firm)],
        "firm": [(_("Firm"), firm), (_("Person there"), beside)],
        "deal": [(_("Deal"), deal), (_("Firm"), firm), (_("Person there"), beside)],
    }.get(noun, [])
    own = Field.objects.filter(noun=noun, retired_at=None)
    if groups and own:
        groups.append((_("Own fields"), [(f"extra.{noun}.{row.key}", row.name) for row in own]))
    return groups


def field(noun: str, name: str) -> str:
    """A field of a record by what people call it, with the noun where its name does not say it."""
    named = {
        "place": _("Address"), "domain": _("Website"),
        "firm_id": _("Firm"), "owner_id": _("Looked after by"), "stage_id": _("Stage"),
        "person_id": _("Person there"), "email": _("E-mail"), "opened_at": _("Opened on"), "closed_at": _("Closed on"),
        "expected_date": _("Expected on"), "next_step_date": _("Day of the next step"),
    }  # fmt: skip
    labels = {target: label for _group, of in targets(noun) for target, label in of}
    kept = f"extra.{noun}.{name[6:]}" if name.startswith("extra.") else f"{noun}.{name}"
    label = labels.get(kept) or named.get(name) or name.removeprefix("extra.")
    return f"{nouns()[noun]}: {label}"


def held(name: str, value: Any) -> str:
    """A value of a record as it is shown: a moment as its day."""
    if name.endswith("_at") and str(value).replace(".", "", 1).lstrip("-").isdigit():
        return date_format(datetime.fromtimestamp(float(value), UTC), "DATE_FORMAT")
    return "" if value in (None, "None") else str(value)


def readings() -> dict[str, str]:
    """How cells can be read: "kind" or "kind:order" or "kind:mark" to words."""
    return {
        "text": _("Text"), "long": _("Long text"), "choice": _("One of a few words"), "choices": _("Several words (;)"),
        "number:.": _("Number, 1,234.50"), "number:,": _("Number, 1.234,50"),
        "money:.": _("Money, 1,234.50"), "money:,": _("Money, 1.234,50"),
        "date:ymd": _("Day, 2026-12-31"), "date:dmy": _("Day, 31/12/2026"), "date:mdy": _("Day, 12/31/2026"),
        "date:serial": _("Day, counted by a spreadsheet"),
        "moment:ymd": _("Day and time, 2026-12-31"), "moment:dmy": _("Day and time, 31/12/2026"),
        "moment:mdy": _("Day and time, 12/31/2026"), "moment:serial": _("Day and time, counted by a spreadsheet"),
        "moment:epoch": _("Day and time, milliseconds since 1970"),
        "yes_no": _("Yes or no"), "link": _("Link"), "email": _("E-mail address"), "phone": _("Telephone number"),
    }  # fmt: skip


def reading_of(kind: str, order: str, mark: str) -> str:
    """The key of a reading."""
    if kind in ("date", "moment"):
        return f"{kind}:{order or 'ymd'}"
    return f"{kind}:{mark or '.'}" if kind in ("number", "money") else kind


def encodings() -> dict[str, str]:
    """Character sets by name."""
    return {
        "utf-8": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252",
        "cp1250": "Windows-1250", "cp1251": "Windows-1251", "iso8859-15": "ISO 8859-15", "mac-roman": "Mac Roman",
        "shift_jis": "Shift JIS", "gb18030": "GB 18030",
    }  # fmt: skip


def separators() -> dict[str, str]:
    """What parts cells."""
    return {",": _("comma"), ";": _("semicolon"), "\t": _("tab"), "|": _("bar")}


def aside(what: str, name: str, why: str) -> str:
    """A file none of whose rows are written, and why not."""
    if what == "looked into":
        return _("looked into: %(file)s") % {"file": name}
    reason = {
        "a description of columns": _("a description of columns"),
        "nothing names its rows": _("nothing in the other files names its rows"),
    }.get(why)
    said = _("left out: %(file)s") % {"file": name}
    return f"{said} ({reason})" if reason else said


def taken(reason: str) -> str:
    """Why something stays after an import was taken back."""
    return {
        "changed here since": _("changed here since"),
        "something was kept with it since": _("something was kept with it since"),
        "partly: some of it was changed here since": _("partly: some of it was changed here since"),
    }.get(reason, reason)


def steps(here: int) -> list[dict[str, Any]]:
    """The way through: columns, values, check."""
    return [{"name": name, "here": at == here} for at, name in enumerate((_("Columns"), _("Words"), _("Check")))]
