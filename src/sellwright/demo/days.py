"""Dates of the demo: zones by rule (no clock, no zone database), working days, and dates in the words of a language."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from random import Random

_BASE = {"WET": 0, "CET": 1, "EET": 2, "EST": -5}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
}
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "fi": (
        "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
        " marraskuuta joulukuuta"
    ),
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
}
WEEKDAYS = {lang: words.split() for lang, words in _WEEKDAYS.items()}
MONTHS = {lang: words.split() for lang, words in _MONTHS.items()}
# Days on which nobody of the demo writes letters for work.
HOLIDAYS = frozenset(
    date(y, m, d)
    for y, m, d in (
        (2024, 12, 24), (2024, 12, 25), (2024, 12, 26), (2024, 12, 31), (2025, 1, 1), (2025, 4, 18), (2025, 4, 21),
        (2025, 5, 1), (2025, 5, 29), (2025, 6, 9), (2025, 10, 3), (2025, 12, 24), (2025, 12, 25), (2025, 12, 26),
        (2025, 12, 31), (2026, 1, 1), (2026, 4, 3), (2026, 4, 6), (2026, 5, 1),
    )
)  # fmt: skip


def _last_sunday(year: int, month: int) -> date:
    last = date(year, month, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def _summer(day: date, zone: str) -> bool:
    if zone == "EST":
        march, november = date(day.year, 3, 8), date(day.year, 11, 1)
        first = march + timedelta(days=(6 - march.weekday()) % 7)
        return first <= day < november + timedelta(days=(6 - november.weekday()) % 7)
    return _last_sunday(day.year, 3) <= day < _last_sunday(day.year, 10)


def at(day: date, zone: str, hour: int, minute: int, second: int = 0) -> datetime:
    """An aware time on a day, in the fixed offset that `zone` (WET, CET, EET, EST) has on that day."""
    hours = _BASE[zone] + (1 if _summer(day, zone) else 0)
    offset = timezone(timedelta(hours=hours))
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=offset)


def in_zone(when: datetime, zone: str) -> datetime:
    """The same instant as a clock in `zone` shows it."""
    hours = _BASE[zone] + (1 if _summer(when.date(), zone) else 0)
    return when.astimezone(timezone(timedelta(hours=hours)))


def is_workday(day: date) -> bool:
    """Monday to Friday and no holiday of the demo."""
    return day.weekday() < 5 and day not in HOLIDAYS


def workday(day: date, ahead: int) -> date:
    """The working day `ahead` working days after `day`; with 0, `day` itself or the next working day."""
    while not is_workday(day):
        day += timedelta(days=1)
    for _ in range(ahead):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def office_time(day: date, zone: str, rng: Random, after: datetime | None = None) -> datetime:
    """A believable time of writing on `day`: office hours, later than `after`."""
    hour = rng.choice((8, 8, 9, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 15, 16, 16, 17, 18))
    when = at(day, zone, hour, rng.randrange(60), rng.randrange(60))
    if after is not None and when <= after:
        when = in_zone(after + timedelta(minutes=rng.randrange(11, 95)), zone)
    return when


def date_words(day: date, lang: str) -> str:
    """'14 March', '14. März', '14 mars'."""
    month = MONTHS.get(lang, MONTHS["en"])[day.month - 1]
    if lang in ("de", "da", "nb", "fi", "cs"):
        return f"{day.day}. {month}"
    if lang in ("es", "pt"):
        return f"{day.day} de {month}"
    return f"{day.day} {month}"


def due_words(day: date, written: date, lang: str) -> str:
    """How a writer names a coming day: its weekday within the week, else its date."""
    if 0 < (day - written).days < 7:
        return WEEKDAYS.get(lang, WEEKDAYS["en"])[day.weekday()]
    return date_words(day, lang)
