"""Where somebody else's words begin: quote marks, "On ... wrote:" lines, copied header blocks, forwarded letters.

Everything here looks at stripped lines and answers for one place. Which lines are cut in the end is decided in
`new_text`. Rules go by form first (a date, an address in angle brackets, a colon at the end) and by words second, so
that a language nobody listed is mostly read right too. Each look is bounded in lines and characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sellwright.interactions.new_text_words import (
    FORWARD_STEMS,
    LABELS,
    MESSAGE_STEMS,
    ORIGINAL_STEMS,
    WROTE_ENDS,
    WROTE_INSIDE,
    WROTE_INSIDE_STEMS,
    WROTE_LAST,
)

MAX_ATTRIBUTION_LINES = 8
MAX_ATTRIBUTION_CHARS = 420
MAX_HEADER_LINES = 24

DASHES = "-_=*—–─━~"
_BANNER_ENDS = frozenset(DASHES + ":：")
_AFTER_WROTE = " \t-=*_.:…：\u202c"
_TIME = re.compile(r"\d\s?(?:[:.hH]|時|点|시)\s?\d\d|\d ?[ap]\.?m\b", re.I)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DATE = re.compile(r"(?<!\d)\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\d{1,2}月\d{1,2}日")
# A digit among the first five words: so nearly every program begins ("On Mon, Feb 1", "W dniu 2017-01-09").
_EARLY_DIGIT = re.compile(r"[^\w@<]{0,12}(?:[^\s\d@<]{1,20}\s{1,3}){0,4}[^\s\d@<]{0,16}\d")
# ... <anna@firm.example>:   at the very end; also with mailto noise or an entity for the bracket.
_MAIL_LAST = re.compile(
    r"(?:<|\(|\[|&lt;)[^<>\s]{0,80}\s?[^<>\s@]{1,80}@[^<>@]{1,120}(?:>|\)|\]|&gt;){1,3}\s*[:：]?\s*$"
)
_GMAIL_OLD = re.compile(r"\d{4}[-/]\d\d?[-/]\d\d? \d\d?:\d\d GMT[+-]\d\d:\d\d [^:]{2,60}:?$")
_MAIL_BEFORE_VERB = re.compile(r"^[^<>@]{2,60}<[^<>@\s]{1,80}@[^<>@\s]{1,120}>,? [\w ]{3,20}:$")
_ENDS_IN_TIME = re.compile(r"\d\d?[:.]\d\d\)?\s?[:：]$")
_HE_WROTE = re.compile(r"\b(?:he|she|they|we|i|who|er|sie|wir|ich|il|elle|nous|je) (?:\w+ )?\w+\s?[:：]?$", re.I)
_LATER_LABEL = re.compile(
    r"[\s>](?:sent|date|to|subject|gesendet|an|betreff|datum|envoyé|objet|à|enviado|para|asunto|assunto|inviato"
    r"|oggetto"
    r"|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|aihe|wysłano|temat|dato)\s?:[*_]*\s",
    re.I,
)
_VERBS = ("wrote", "schrieb", "ha scritto", "a écrit", "escribió", "escreveu", "skrev", "写道")
_PLAIN_ENDS = tuple(f" {verb}:" for verb in _VERBS)
_LABEL_TRIM = " \t*_>|•·'\"\u200b\ufeff\xa0"


def role(line: str) -> str:
    """What header label a line begins with: sender, date, sent, to, copy, subject, other; ''."""
    at = line.find(":", 0, 28)
    if at < 0:
        at = line.find("：", 0, 14)
        if at < 0:
            return ""
    return LABELS.get(line[:at].strip(_LABEL_TRIM).lower(), "")


def is_rule(line: str) -> bool:
    """A line of nothing but dashes, underscores, stars or equal signs (at least two)."""
    return len(line) > 1 and line[0] in DASHES and not line.strip(DASHES + " >")


def banner(lines: Sequence[str], at: int) -> str:
    """'forward' or 'original' when the line announces another letter ("-----Original Message-----",
    "Begin forwarded message:"), else ''."""
    line = lines[at]
    if len(line) > 110 or line[-1:] not in _BANNER_ENDS:
        return ""
    inner = line.strip(DASHES + " >:：\u202c")
    if not inner or len(inner) > 80:
        return ""
    dashed = line[-1] in DASHES and line.lstrip("*> ")[:1] in DASHES and len(line) - len(inner) >= 4
    dashed = dashed and line.count("-") + line.count("_") + line.count("=") + line.count("—") >= 4
    low = inner.lower()
    if not dashed and (line[-1] not in ":：" or len(low.split()) > 7):
        return ""
    forward = any(map(low.__contains__, FORWARD_STEMS))
    if dashed and forward:
        return "forward"
    if dashed and any(map(low.__contains__, ORIGINAL_STEMS)):
        return "original"
    if (dashed or forward) and any(map(low.__contains__, MESSAGE_STEMS)) and header_follows(lines, at):
        return "original" if dashed else "forward"
    return ""


def header_follows(lines: Sequence[str], at: int) -> bool:
    """Whether a header label stands within the next three lines that are not empty."""
    seen = 0
    for line in lines[at + 1 : at + 7]:
        bare = line.lstrip("> ")
        if bare:
            if role(bare):
                return True
            seen += 1
            if seen == 3:
                return False
    return False


def header_block(lines: Sequence[str], at: int) -> int:
    """The line after a copied header block ("From: / Sent: / To: / Subject:") that begins at `at`, or 0.

    A sender needs company: a subject, or "Sent:"; or a date or receiver with an address in it. A trip ("From: Oslo, To:
    Bergen, Date: 3 May") is none.
    """
    found: set[str] = set()
    mail = False
    end = at
    loose = 0
    for index in range(at, min(at + MAX_HEADER_LINES, len(lines))):
        line = lines[index]
        if not line:
            loose += 1
            if loose > 2:
                break
            continue
        kind = role(line)
        if kind:
            found.add(kind)
            if kind == "sender" and len(line) < 2000 and ("@" in line or index == at):
                later = {m.group(0).strip(" \t:*_>").lower() for m in _LATER_LABEL.finditer(line[:1500])}
                found.update(LABELS[name] for name in later if name in LABELS)
            mail = mail or "@" in line
            end = index + 1
            loose = 0
        else:
            # A long list of receivers runs over several lines; so does a subject. Text ends the block.
            mail = mail or (end == index and "@" in line)
            loose += 1
            if loose > (6 if "@" in line or ";" in line else 2):
                break
    if "sender" in found:
        strong = "subject" in found or "sent" in found or (mail and bool(found & {"date", "to"}))
    else:
        strong = bool(found & {"date", "sent"}) and {"to", "subject"} <= found
    return end if strong else 0


def attribution(lines: Sequence[str], end: int) -> tuple[int, bool] | None:
    """Where the attribution ("On Mon 3 May 2021 at 10:11 Anna <a@b.example> wrote:") begins whose last line is `end`.

    With it, whether it proves itself (False: only to be believed when a quoted line follows). None when it is none.

    Mail programs wrap it over up to eight lines, sometimes with empty lines around an address.
    """
    joined = ""
    blank = False
    for index in range(end, max(-1, end - MAX_ATTRIBUTION_LINES), -1):
        line = lines[index]
        if not line:
            if blank or not joined or joined[0] not in "<[(&>m":
                return None
            blank = True
            continue
        blank = False
        joined = f"{line} {joined}" if joined else line
        if len(joined) > MAX_ATTRIBUTION_CHARS:
            return None
        before = index == 0 or not lines[index - 1] or lines[index - 1][0] == ">"
        proof = _proof(joined, before)
        if proof:
            while index and _opens_above(lines[index - 1]):  # the date stands on a line of its own above
                index -= 1
            return index, proof == 2
    return None


def _opens_above(line: str) -> bool:
    return bool(line) and line[-1] == "," and len(line) < 40 and bool(_EARLY_DIGIT.match(line) and _YEAR.search(line))


def _proof(text: str, before: bool) -> int:
    """2: surely an attribution. 1: one if quoted lines follow. 0: none. `before`: nothing stands directly above."""
    early = _EARLY_DIGIT.match(text)
    wrote = _ends_in_wrote(text)
    inside = not wrote and text[-1] in ":：" and _holds_wrote(text)
    mail = "@" in text
    if early and not mail and _GMAIL_OLD.match(text):
        return 2 if before else 0
    if wrote or inside:
        if wrote and before and mail and _MAIL_BEFORE_VERB.search(text):
            return 2
        if early:
            if mail or _TIME.search(text):
                return 2
            if before and not _HE_WROTE.search(text):
                return 2 if len(text) < 70 or _dated(text) else 1
            return 1
        if before and len(text) < 250:
            time, dated = _TIME.search(text), _dated(text)
            if (mail and (time or dated)) or (time and dated and inside):
                return 2
        return 1 if before and wrote and len(text) < 120 else 0
    if before and len(text) < 60 and text.endswith((" said:", " says:")):
        return 1
    if not mail:
        return 0
    if early and _MAIL_LAST.search(text) and (_TIME.search(text) or _dated(text)):
        return 2
    if before and len(text) < 200 and _ENDS_IN_TIME.search(text[-12:]) and _dated(text):
        return 2  # the name first and the hour last, in a language whose word for "wrote" we do not know
    return 0


def _dated(text: str) -> bool:
    return bool(_YEAR.search(text) or _DATE.search(text))


def _ends_in_wrote(text: str) -> bool:
    """Whether a text ends in "wrote", whatever marks stand behind. Its last letters say so mostly."""
    tail = text[-80:].lower()
    last = tail.rstrip(_AFTER_WROTE)[-3:]
    if last in WROTE_ENDS or not last.isascii():
        return tail.endswith(_PLAIN_ENDS) or bool(WROTE_LAST.search(tail))
    return False


def _holds_wrote(text: str) -> bool:
    low = text.lower()
    return any(map(low.__contains__, WROTE_INSIDE_STEMS)) and bool(WROTE_INSIDE.search(low))


def may_end_attribution(line: str) -> bool:
    """A cheap look whether a line could be the last of an attribution."""
    last = line[-1]
    if last in ":：\u202c":
        return True
    if last == ">":
        return "@" in line
    if last in "-=*":
        return any(verb in line for verb in _VERBS)
    return line.endswith(_VERBS) or (line[0] in "12" and "GMT" in line)
