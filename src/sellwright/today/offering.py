"""Times offered in a letter, in the words of the language it is written in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

from sellwright.interactions.free_times import Interval

_DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
}
_LINE = {
    "en": "{day}, {number} {month}, {start} to {end}", "de": "{day}, {number}. {month}, {start} bis {end} Uhr",
    "fr": "{day} {number} {month}, de {start} à {end}", "es": "{day} {number} de {month}, de {start} a {end}",
}  # fmt: skip
_BEFORE = {
    "en": "Would one of these times suit you?", "de": "Passt Ihnen einer dieser Termine?",
    "fr": "Est-ce que l'un de ces moments vous conviendrait ?", "es": "¿Le vendría bien alguno de estos momentos?",
}  # fmt: skip
_YOURS = {
    "en": "(your time, {zone})", "de": "(Ihre Zeit, {zone})", "fr": "(à votre heure, {zone})",
    "es": "(hora suya, {zone})",
}  # fmt: skip
_OURS = {"en": "({zone} time)", "de": "(Zeit in {zone})", "fr": "(heure de {zone})", "es": "(hora de {zone})"}


def passage(times: Sequence[Interval], language: str, ours: str, offsets: Sequence[timedelta | None]) -> str:
    """The sentence and a line a time. `offsets`: of the reader's clock at each time, None where nobody knows it: then
    the times are ours, in the zone called `ours` ("Europe/Berlin"). Other languages than four are written in English.
    """
    language = language if language in _LINE else "en"
    known = all(offset is not None for offset in offsets) and bool(offsets)
    lines = []
    for one, offset in zip(times, offsets, strict=True):
        start, end = one.start_at, one.end_at
        if known and offset is not None:
            start, end = start.astimezone(timezone(offset)), end.astimezone(timezone(offset))
        lines.append(f"- {_line(start, end, language)}")
    same = known and all(one.start_at.utcoffset() == offset for one, offset in zip(times, offsets, strict=True))
    city = ours.rpartition("/")[2].replace("_", " ")
    if known and not same:
        zone = " / ".join(dict.fromkeys(_offset(offset) for offset in offsets if offset is not None))
        lines.append(_YOURS[language].format(zone=zone))
    else:
        lines.append(_OURS[language].format(zone=city))
    return "\n".join([_BEFORE[language], *lines])


def put_in(text: str, piece: str, closing: str) -> str:
    """A letter with a passage before its closing; at its end where the closing is not found."""
    at = text.rfind("\n" + closing) if closing else -1
    if at < 0:
        return f"{text.rstrip()}\n\n{piece}\n" if text.strip() else f"{piece}\n"
    return f"{text[:at].rstrip()}\n\n{piece}\n\n{text[at:].lstrip()}"


def _line(start: datetime, end: datetime, language: str) -> str:
    return _LINE[language].format(
        day=_DAYS[language].split()[start.weekday()], number=start.day,
        month=_MONTHS[language].split()[start.month - 1], start=f"{start:%H:%M}", end=f"{end:%H:%M}",
    )  # fmt: skip


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")
