"""Notices of absence: whether an automatic answer says somebody is away, until when, and who stands in.

A notice is known by its headers or by its form, never by the word "away": "I'll be out of office next week, can we
talk before?" is a letter from a human.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sellwright.interactions import addresses
from sellwright.interactions import words_absences as words
from sellwright.interactions.values import Absence, Address

MAX_READ = 4000  # characters of a notice that are read; what follows is the quoted letter or a legal footer

_month = "|".join(sorted((re.escape(name) for name in words.MONTHS), key=len, reverse=True))
_weekday = "|".join(sorted((re.escape(name) for name in words.WEEKDAYS), key=len, reverse=True))
_DATE = re.compile(
    r"(?<![\w.])(?P<iso>(?P<iy>20\d\d)-(?P<im>\d\d)-(?P<id>\d\d))(?!\d)"
    r"|(?P<cjk>(?:(?P<cy>20\d\d)\s?年\s?)?(?P<cm>\d{1,2})\s?[月월]\s?(?P<cd>\d{1,2})\s?[日일])"
    r"|(?<![\w.,/])(?P<dm>(?P<dd>\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?:\s(?:of|de|di|d'))?[\s-]?\s?"
    r"(?P<dn>" + _month + r")\b\.?"
    r"(?:,?\s(?:de\s|del\s)?(?P<dy>20\d\d))?)"
    r"|\b(?P<md>(?P<mn>" + _month + r")\.?\s(?:the\s)?(?P<mm>\d{1,2})(?:st|nd|rd|th)?"
    r"(?:\s?[-–]\s?(?P<mr>\d{1,2})(?:st|nd|rd|th)?)?(?![\d:])(?:,?\s(?P<my>20\d\d))?)"
    r"|(?<![\w.,/:])(?P<num>(?P<n1>\d{1,2})(?P<sep>[./-])\s?(?P<n2>\d{1,2})(?:(?P=sep)\s?(?P<n3>20\d\d|\d\d)|\.)?)(?![\w/:])"
    r"|\b(?P<wd>" + _weekday + r")\b"
    r"|\b(?P<tomorrow>" + "|".join(words.TOMORROW) + r")\b",
    re.I,
)  # fmt: skip
_QUOTE = re.compile(r"^(?:>|-{3,}|_{5,}|(?:from|von|de|da|van|från|fra|od)\s?:\s)", re.I | re.M)
_STOP = re.compile(r"[!?\n;]\s|(?<=[^\W\d_]{3})\.\s|\n\s*\n|。")
_EMAIL = re.compile(r"[\w.+'&-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_PHONE = re.compile(r"(?<![\w/])(?:\+|00|\(0|0)\d[\d\s()/.-]{6,18}\d")
_PARTICLES = "von|van|de|der|den|da|del|della|la|le|di|af|av"
_NAME = re.compile(
    r"(?:[^\W\d_a-z][\w'’-]{1,20}|" + _PARTICLES + r")"
    r"(?:[ \t]+(?:[^\W\d_a-z][\w'’.-]{0,20}|" + _PARTICLES + r")){1,3}"
)
_SENTENCE = re.compile(r"(?<=[^\W\d_]{2})\.\s|[!?\n]")
_TITLES = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|herr|herrn|frau|m|mme|mlle|monsieur|madame|sr|sra|sig|signor|signora|dhr|mevr|pan|pani|please"
    r"|contact|kontakt|my|meine|meinen|mon|ma|colleague|kollege|kollegin|collègue|bitte|kontaktieren|sie|an|to)\.?\s+)+",
    re.I,
)  # fmt: skip


def subject_form(low_subject: str) -> str:
    """How a lower-case subject begins: 'auto' as mail programs begin automatic answers, 'absence' with words of
    absence, else ''."""
    if low_subject.startswith("re:"):
        return ""
    low = low_subject.lstrip(" [(*")[:60]
    if low.startswith(words.AUTO_SUBJECTS):
        return "auto"
    return "absence" if low.startswith(words.ABSENCE_SUBJECTS) else ""


def says_away(text: str) -> bool:
    """Whether an automatic answer speaks of absence (in some twenty languages)."""
    low = text[:MAX_READ].lower().replace("’", "'")
    return any(map(low.__contains__, words.ABSENCE))


def acknowledges(text: str) -> bool:
    """Whether an automatic answer says "we have your letter"."""
    low = text[:MAX_READ].lower()
    return any(map(low.__contains__, words.ACKNOWLEDGE))


def formal_notice(text: str) -> bool:
    """Whether a mail without any machine's header has the form of a notice: opens with the absence, tells what to do
    meanwhile, asks nothing, is short. A letter that says "I am away next week, can we talk before?" is none."""
    if len(text) > 1600:
        return False
    if "?" in text or "？" in text:
        return False
    head = text[:170].lower().replace("’", "'")
    automatic = "auto" in head or "自動" in head or "автомат" in head
    if not automatic and not any(map(head.__contains__, words.FORMAL_STEMS)):
        return False
    low = text[:700].lower().replace("’", "'")
    automatic = automatic and any(map(low.__contains__, words.AUTO_TEXT))
    opens = next((low.find(word) for word in words.FORMAL if word in low), -1)
    if automatic and (opens >= 0 or says_away(text)):
        return True
    if not 0 <= opens <= 160 or not says_away(text):
        return False
    signs = sum(word in low for word in words.URGENT)
    return signs >= 2


def read(text: str, subject: str, sender: Address, at: datetime | None) -> Absence:
    """What a notice says: first day back (resolved against `at`, the notice's own date) and who stands in.

    "Until 3 June" is read as back on that day in English and Dutch ("tot"), and as the day after, or the Monday after
    it, where the language counts the day itself as absent (bis, jusqu'au, hasta, through, t/m).
    """
    body = text[:MAX_READ]
    quoted = _QUOTE.search(body, 1)
    if quoted and quoted.start() > 40:
        body = body[: quoted.start()]
    body = body.replace("\xa0", " ")
    back, said = _back(body, at)
    if back is None and not said:
        back, said = _back(subject, at)
    return Absence(back, said, _stand_in(body, sender))


def _back(text: str, at: datetime | None) -> tuple[date | None, str]:
    best: tuple[int, int, date | None, str] | None = None
    for found in _DATE.finditer(text):
        before, behind = _beside(text, found.start(), found.end())
        role = "through" if found.group("mr") else _role(before, behind, bool(found.group("wd")))
        if not role:
            continue
        day = _day(found, at)
        if found.lastgroup and found.group("wd") and _DATE_FOLLOWS.match(text[found.end() : found.end() + 24]):
            continue  # "Monday, 3 June": the date says it better
        if day is None and not found.group("wd"):
            continue
        if day is not None and role in ("through", "after"):
            day = _working_day(day + timedelta(days=1))
        elif day is not None and role == "until":
            day = _working_day(day)
        rank = {"back": 0, "after": 1, "until": 2, "through": 3}[role]
        if best is None or (rank, found.start()) < best[:2]:
            words_from = before[-40:].lstrip() + found.group(0)
            best = (rank, found.start(), day, words_from.strip())
    if best is not None:
        return best[2], best[3]
    low = text.lower()
    for vague in words.VAGUE:
        at_word = low.find(vague)
        if at_word >= 0 and any(cue in low[max(0, at_word - 60) : at_word + 60] for cue in words.BACK):
            return None, text[at_word : at_word + len(vague)]
    return None, ""


_POSTPOSED = ("asti", "saakka", "まで", "kadar", "-ig", "inclus", "included", "einschl", "inkl", "compreso", "włącznie")
_DIGITS = re.compile(r"\d")
_FILLER = re.compile(
    r"(?:[\s,(]|(?<!\w)(?:on|den|dem|zum|der|the|le|el|la|il|lo|día|dia|dnia|am|au|al|och med|" + _weekday + r"))+$"
)
# "from 2 to 9 June", "10.-19. Oktober", "du 3 au 25 août": the date ends a span that began with a number.
_RANGE = re.compile(
    r"\d{1,4}(?:\.|st|nd|rd|th|er|日)?(?:\s(?:de|di|of))?(?:\s[^\W\d_]{3,12}\.?)?\s?(?:to|au|al|a|bis|do|till|til|tot|-|–|—|~|～|〜|から)"
    r"(?:\s(?:den|zum|the|le|el|il|al|au|" + _weekday + r"),?)*\s?$"
)
_DATE_FOLLOWS = re.compile(r"[,.]?\s{0,2}(?:the\s|den\s|dem\s|le\s|el\s|\()?\s?(?:\d{1,2}|" + _month + r")\b", re.I)


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and behind a date, within its sentence."""
    before = text[max(0, start - 70) : start]
    for stop in _STOP.finditer(before):
        last = stop.end()
        if last < len(before):
            before = before[:0] + "\0" * last + before[last:]
    behind = text[end : end + 50]
    stop_behind = _STOP.search(behind)
    return before.replace("\0", ""), behind[: stop_behind.start()] if stop_behind else behind


def _role(before: str, behind: str, weekday: bool) -> str:
    """What a date is to the absence: 'back' the first day back, 'until' the same said otherwise, 'through' the last
    day away, 'after' the day before the first day back, '' none of these."""
    low, after = before.lower(), behind.lower()[:40]
    if weekday:
        after = after.partition(",")[0]
    near = _DIGITS.split(low)[-1][-30:]
    lead = _FILLER.sub("", low)
    if any(map(after[:14].__contains__, _POSTPOSED)) or any(map(near.__contains__, words.THROUGH)):
        return "through"
    if lead.endswith(words.UNTIL):
        return "until"
    if lead.endswith(words.THROUGH_NEXT) and not weekday:
        return "through"
    if _RANGE.search(low):
        return "through"
    if lead.endswith(words.AFTER) and not weekday:
        return "after"
    if any(map(low.__contains__, words.BACK)) or any(map(after.__contains__, words.BACK_BEHIND)):
        return "back"
    return ""


def _day(found: re.Match[str], at: datetime | None) -> date | None:
    group = found.group
    try:
        if group("iso"):
            return date(int(group("iy")), int(group("im")), int(group("id")))
        if group("cjk"):
            return _dated(int(group("cd")), int(group("cm")), group("cy"), at)
        if group("dm"):
            return _dated(int(group("dd")), words.MONTHS[group("dn").lower()], group("dy"), at)
        if group("md"):
            return _dated(int(group("mr") or group("mm")), words.MONTHS[group("mn").lower()], group("my"), at)
        if group("num"):
            return _numeric(int(group("n1")), int(group("n2")), group("n3"), group("sep"), at)
    except ValueError:
        return None
    if at is None:
        return None
    if group("tomorrow"):
        return at.date() + timedelta(days=1)
    ahead = (words.WEEKDAYS[group("wd").lower()] - at.weekday()) % 7
    return at.date() + timedelta(days=ahead or 7)


def _numeric(first: int, second: int, year: str | None, separator: str, at: datetime | None) -> date | None:
    """12.8. is a day and a month everywhere; 8/12 is read so that it lies ahead, the day first when both do."""
    if separator != "/" or second > 12 or first > 12:
        day, month = (second, first) if second > 12 else (first, second)
        return _dated(day, month, year, at)
    day_first = _dated(first, second, year, at)
    month_first = _dated(second, first, year, at)
    if at is None or day_first is None or month_first is None:
        return day_first
    near = timedelta(days=120)
    if timedelta(0) <= day_first - at.date() <= near:
        return day_first
    return month_first if timedelta(0) <= month_first - at.date() <= near else day_first


def _dated(day: int, month: int, year: str | None, at: datetime | None) -> date | None:
    """The date; without a year the one nearest ahead, allowing a notice left standing for two months."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    if at is None:
        return None
    guess = date(at.year, month, day)
    if guess < at.date() - timedelta(days=60):
        guess = date(at.year + 1, month, day)
    return guess


def _working_day(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= 5 else day


def _stand_in(text: str, sender: Address) -> Address | None:
    """The first other person's address that stands beside a word of turning to; a person before a desk."""
    low = text.lower()
    desk = other = None
    for found in _EMAIL.finditer(text):
        email = found.group(0).lower().strip(".'")
        if email == sender.email:
            continue
        role = addresses.is_role(email)
        person = Address(email, "" if role else _name_before(text, found.start(), sender))
        lead = low[max(0, found.start() - 180) : found.start()]
        tail = low[found.end() : found.end() + 40]
        if not any(map(lead.__contains__, words.CONTACT)) and not any(map(tail.__contains__, words.CONTACT)):
            other = other or person
        elif role:
            desk = desk or person
        else:
            return person
    if desk is not None or other is not None:
        return desk or other
    for found in _PHONE.finditer(text):
        lead = low[max(0, found.start() - 140) : found.start()]
        name = _name_before(text, found.start(), sender)
        if name and any(map(lead.__contains__, words.CONTACT)):
            return Address("tel:" + re.sub(r"[^\d+]", "", found.group(0).replace("(0)", "")), name)
    return None


def _name_before(text: str, end: int, sender: Address) -> str:
    lead = _SENTENCE.split(text[max(0, end - 70) : end])[-1]
    names = [name for name in _NAME.findall(lead) if name.lower() != sender.name.lower() and _capital(name)]
    if not names:
        return ""
    name = _TITLES.sub("", names[-1].strip(" .'"))
    return name if " " in name or len(names[-1].split()) > 1 else ""


def _capital(name: str) -> bool:
    """Whether a name's last word is written as names are; `_NAME` lets accented small letters through."""
    return name.split()[-1][0].isupper()
