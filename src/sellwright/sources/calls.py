"""Call logs (.csv) of telephones and exchanges. The headings are matched loosely, in several languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sellwright.interactions.values import Address, Call
from sellwright.protocols.dates import DateOrder
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import BAD_DATE, DAMAGED, NO_NUMBER, Blob, Entry, Reader, ready, refusal
from sellwright.protocols.tables import columns, heading_of, identity, plain, rows_of

_COLUMNS = {
    "date": ("datetime", "calldate", "timestamp", "date", "starttime", "start", "callstart", "startedat", "datum",
             "datumzeit", "dateheure", "fecha", "data", "when", "time"),
    "time": ("time", "calltime", "uhrzeit", "zeit", "heure", "hora", "ora"),
    "number": ("number", "phonenumber", "phone", "telephone", "callednumber", "othernumber", "contactnumber",
               "rufnummer", "nummer", "telefon", "telefonnummer", "numero", "numéro", "telefono", "teléfono",
               "telefone", "remotenumber"),
    "name": ("name", "contact", "contactname", "calleridname", "kontakt", "nom", "nombre", "nome"),
    "source": ("src", "from", "caller", "callerid", "fromnumber", "callingnumber", "anrufer", "source", "von"),
    "target": ("dst", "to", "callee", "called", "tonumber", "destination", "angerufener", "an"),
    "direction": ("direction", "type", "calltype", "callcategory", "richtung", "typ", "art", "sens", "tipo", "kind"),
    "duration": ("billsec", "talktime", "duration", "durationseconds", "durations", "durationsec", "durationinseconds",
                 "seconds", "callduration", "length", "dauer", "gesprächsdauer", "durée", "duree", "duración",
                 "duracion", "durata", "duração", "durationminutes", "durationmin", "minutes"),
    "state": ("disposition", "status", "result", "answered", "outcome", "state", "ergebnis", "action"),
    "note": ("note", "notes", "comment", "comments", "notiz", "remark", "description"),
}  # fmt: skip
_IN = ("in", "incoming", "inbound", "received", "eingehend", "eingang", "ankommend", "entrant", "entrante", "entrata",
       "missed", "rejected", "blocked", "voicemail", "verpasst", "manqué", "perdida", "1", "3", "5")  # fmt: skip
_OUT = ("out", "outgoing", "outbound", "dialed", "dialled", "made", "ausgehend", "ausgang", "abgehend", "gewählt",
        "sortant", "saliente", "uscita", "placed", "2")  # fmt: skip
_MISSED = ("missed", "noanswer", "no", "false", "busy", "failed", "rejected", "declined", "voicemail", "blocked",
           "unanswered", "cancelled", "canceled", "abandoned", "verpasst", "besetzt", "nichtangenommen", "manqué",
           "perdida", "congestion", "0", "3", "5")  # fmt: skip
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2})(?:[.,]\d+)?$")
_SPOKEN = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?$", re.I)
_SAMPLE = 2000  # rows looked at to learn which number is the owner's


def _recognises(name: str, head: bytes) -> bool:
    if not name.lower().endswith((".csv", ".tsv")):
        return False
    return _is_log(columns(heading_of(head), _COLUMNS))


def _is_log(found: dict[str, int]) -> bool:
    has_number = "number" in found or ("source" in found and "target" in found)
    return "date" in found and has_number and "duration" in found


def _entries(blob: Blob) -> Iterator[Entry]:
    places: dict[str, int] = {}
    order, own, in_minutes = DateOrder(), "", False
    for number, cells in rows_of(blob):
        if number == 0:
            places = columns(cells or [], _COLUMNS)
            if places.get("time") == places["date"]:
                del places["time"]
            in_minutes = plain((cells or [])[places["duration"]]).endswith(("min", "minutes"))
            order, own = _learn(blob, places)
            continue
        name = f"{blob.name}#{number}"
        if cells is None:
            yield refusal(name, DAMAGED, "the row cannot be read")
        else:
            yield _entry(_row(cells, places), name, order, (own, in_minutes))


def _row(cells: list[str], places: dict[str, int]) -> dict[str, str]:
    return {key: cells[index].strip() if index < len(cells) else "" for key, index in places.items()}


def _learn(blob: Blob, places: dict[str, int]) -> tuple[DateOrder, str]:
    """A first look over the file: the order of its dates, and the owner's number where both ends are listed."""
    order: DateOrder = DateOrder()
    ends: Counter[str] = Counter()
    for number, cells in rows_of(blob):
        if number and cells:
            row = _row(cells, places)
            order.see(_stamp(row))
            if number <= _SAMPLE and "number" not in places:
                ends.update({digits(row.get("source", "")), digits(row.get("target", ""))})
    ends.pop("", None)
    return order, ends.most_common(1)[0][0] if ends else ""


def _stamp(row: dict[str, str]) -> str:
    return f"{row['date']} {row['time']}" if row.get("time") else row["date"]


def _entry(row: dict[str, str], name: str, order: DateOrder, file: tuple[str, bool]) -> Entry:
    own, in_minutes = file
    when = order.read(_stamp(row)) or order.read(row["date"] + " 00:00")
    side, number = _who(row, own)
    if not digits(number):
        return refusal(name, NO_NUMBER, number[:40])
    if when is None:
        return refusal(name, BAD_DATE, row["date"][:60])
    minutes = minutes_of(row["duration"], in_minutes)
    stated = f"{row.get('state', '')} {row.get('direction', '')}".lower()
    words = {plain(row.get("state", "")), *re.split(r"\W+", stated)}
    answered = minutes > 0 and not words & set(_MISSED)
    other = Address("tel:" + digits(number), row.get("name", ""))
    call = Call(
        id=identity("call", when.isoformat(), other.email, side),
        path=name, at=when, minutes=minutes if answered else 0.0, side=side, answered=answered, other=other,
        note=row.get("note", ""),
    )  # fmt: skip
    return ready(call, when.timestamp())


def _who(row: dict[str, str], own: str) -> tuple[Any, str]:
    """(who called, the other side's number)."""
    words = re.split(r"\W+", row.get("direction", "").lower())
    stated = "us" if any(word in _OUT for word in words) else "them" if any(word in _IN for word in words) else ""
    source, target = row.get("source", ""), row.get("target", "")
    if row.get("number"):
        return stated or "us", row["number"]
    side = stated or ("us" if digits(source) == own else "them")
    return side, target if side == "us" else source


def digits(number: str) -> str:
    """A telephone number as '+' and digits where it is international (00 is +), else its digits; '' for none."""
    found = re.sub(r"\(0\)|[^\d+]", "", number)
    plus = found.startswith("+")
    found = found.replace("+", "")
    if not plus and found.startswith("00"):
        return "+" + found[2:]
    return ("+" if plus and found else "") + found


def minutes_of(text: str, in_minutes: bool = False) -> float:
    """A length in minutes, from seconds ('95'), '1:35', '0:01:35' or '1h 2m 3s'. `in_minutes`: a bare number is
    minutes. What is no length is 0."""
    text = text.strip()[:40]
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes, seconds = (int(part or 0) for part in clock.groups())
        return hours * 60 + minutes + seconds / 60
    try:
        return max(0.0, float(text.replace(",", ".")) / (1 if in_minutes else 60))
    except ValueError:
        pass
    spoken = _SPOKEN.match(text)
    hours, minutes, seconds = (int(part or 0) for part in spoken.groups()) if spoken else (0, 0, 0)
    return hours * 60 + minutes + seconds / 60


SOURCE = single_file("calls", "call log (.csv)", 36, Reader(recognises=_recognises, entries=_entries))
