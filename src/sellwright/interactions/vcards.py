"""vCard 2.1, 3.0 and 4.0 as rows of a table: one card a row, under headings that column_headings knows.

Read: folded lines of both kinds, groups (`item1.EMAIL`), quoted-printable and the character set of 2.1, escapes of 3
and 4, types. Photos and keys are passed over.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator

HEADINGS = (
    "Name", "First Name", "Middle Name", "Last Name", "Company", "Job Title", "Email", "Email 2", "Email 3", "Phone",
    "Phone 2", "Phone 3", "Street", "City", "State", "Postal Code", "Country", "Website", "LinkedIn", "Birthday",
    "Notes", "Categories", "UID",
)  # fmt: skip
MOST_LINES = 20_000  # of one card; one without an end is not read on for ever
_NAME = re.compile(r"(?:[A-Za-z0-9-]+\.)?([A-Za-z0-9-]+)((?:;[^:]*)?)$")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_APART = re.compile(r"(?<!\\);")


def rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str] | None, str]]:
    """(line of its BEGIN, cells in order of HEADINGS, '') of each card; cells None and a reason for one that is cut
    off. `lines` without their ends, counted from 1."""
    card: list[str] = []
    begin = 0
    for number, line in enumerate(lines, start=1):
        mark = line.strip().upper()
        if mark == "BEGIN:VCARD":
            if begin:
                yield begin, None, "The card has no END:VCARD."
            card, begin = [], number
        elif mark == "END:VCARD" and begin:
            yield begin, _cells(card), ""
            card, begin = [], 0
        elif begin:
            card.append(line)
            if len(card) > MOST_LINES:
                yield begin, None, "The card has no END:VCARD."
                card, begin = [], 0
    if begin:
        yield begin, None, "The file ends inside this card."


def _cells(lines: list[str]) -> list[str]:
    found: dict[str, list[str]] = {}
    for name, parameters, value in _properties(lines):
        if "TYPE=" not in parameters and name == "TEL" and "FAX" in parameters:
            continue
        found.setdefault(name, []).append(value)
    parts = [_plain(part) for part in _APART.split((found.get("N") or [""])[0])] + [""] * 5
    place = [_plain(part) for part in _APART.split((found.get("ADR") or [""])[0])] + [""] * 7
    emails = [_plain(one) for one in found.get("EMAIL", [])] + [""] * 3
    phones = [_plain(one).removeprefix("tel:") for one in found.get("TEL", [])] + [""] * 3
    links = [_plain(one) for one in found.get("URL", []) + found.get("X-SOCIALPROFILE", [])]
    linkedin = next((one for one in links if "linkedin." in one), "")
    firm = _plain(_APART.split((found.get("ORG") or [""])[0])[0])
    full = _plain((found.get("FN") or [""])[0])
    return [
        full, parts[1], parts[2], parts[0], firm, _plain((found.get("TITLE") or found.get("ROLE") or [""])[0]),
        *emails[:3], *phones[:3], " ".join(filter(None, (place[2], place[1]))), place[3], place[4], place[5], place[6],
        next((one for one in links if one != linkedin), ""), linkedin, _birthday((found.get("BDAY") or [""])[0]),
        "\n".join(_plain(one) for one in found.get("NOTE", [])),
        _categories(found.get("CATEGORIES", [])),
        _plain((found.get("UID") or [""])[0]).removeprefix("urn:uuid:"),
    ]  # fmt: skip


def _categories(values: list[str]) -> str:
    parts = (part.strip() for value in values for part in _plain(value).split(","))
    return ";".join(part for part in parts if part)


def _properties(lines: list[str]) -> Iterator[tuple[str, str, str]]:
    """(name, parameters in capitals, value) of each property, unfolded and decoded."""
    for line in _unfolded(lines):
        head, colon, value = line.partition(":")
        matched = _NAME.match(head)
        if not colon or not matched:
            continue
        name, parameters = matched.group(1).upper(), matched.group(2).upper()
        if "QUOTED-PRINTABLE" in parameters:
            charset = re.search(r"CHARSET=\"?([A-Z0-9_-]+)", parameters)
            try:
                value = quopri.decodestring(value.encode("latin-1", "replace")).decode(
                    charset.group(1) if charset else "utf-8", "replace"
                )
            except LookupError:
                value = quopri.decodestring(value.encode("latin-1", "replace")).decode("utf-8", "replace")
        yield name, parameters, value


def _unfolded(lines: list[str]) -> Iterator[str]:
    whole = ""
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole[:200].upper():
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += line[1:]
        else:
            if whole:
                yield whole
            whole = line
    if whole:
        yield whole


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), value).strip()


def _birthday(value: str) -> str:
    digits = value.strip()
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if re.fullmatch(r"\d{8}(?:T.*)?", digits) else digits
