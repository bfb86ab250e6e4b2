"""Telephone numbers as people write them, and as a telephone dials them."""

from __future__ import annotations

import re

from sellwright.interactions.values import Message

MOST = 40  # characters of a number as written
_EXTENSION = re.compile(r"(?:\bext(?:ension)?\.?|\bx|#|\bDurchwahl|\bpost[ey]\b)\s{0,3}:?\s{0,3}(\d{1,6})\s*$", re.I)
_FIELD = re.compile(
    r"^[ \t]{0,8}(?:(?:tele)?(?:phone|fon|fono)(?: ?(?:number|no\.?|nr\.?|nummer))?"
    r"|mobile|mobil|cell|handy|gsm|tel\.?|rufnummer|téléphone|teléfono)[ \t]{0,3}[:：=][ \t]{0,6}([^\n]{5,60})$",
    re.I | re.M,
)
_WRITTEN = re.compile(r"^\+?[\d\s().\-/ ‑]{6,36}(?:(?:ext\.?|x|#)\s{0,3}\d{1,6})?$", re.I)


def dialled(written: str) -> str:
    """What a telephone dials (RFC 3966, after "tel:"): "+4930123456", "030123456", "+15551234;ext=12". International
    where the number says so (+ or 00); '' when there are too few or too many digits for a number."""
    text = written.strip()[: 2 * MOST]
    found = _EXTENSION.search(text)
    extension = found[1] if found else ""
    text = text[: found.start()] if found else text
    plus = text.lstrip("( ").startswith("+")
    digits = re.sub(r"\(0\)|\D", "", text)
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    if not 5 <= len(digits) <= 15:
        return ""
    return ("+" if plus else "") + digits + (f";ext={extension}" if extension else "")


def in_letter(letter: Message) -> list[str]:
    """Numbers a letter gives as its writer's own, as written: in the signature, or in a form's field for one."""
    found = [fact.value for fact in letter.facts if fact.name in ("phone", "mobile")]
    if letter.verdict.kind == "form":
        fields = map(str.strip, _FIELD.findall(letter.new_text[:20_000]))
        found += [field for field in fields if _WRITTEN.match(field)]
    return [number[:MOST] for number in found if dialled(number)]
