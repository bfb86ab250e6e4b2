"""Tables as programs export them (.csv), read row by row: the separator, the character set and the wording of the
headings differ from program to program and from language to language."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping

from sellwright.interactions.mime import decode_bytes
from sellwright.protocols.files import Blob

_CHUNK = 256 * 1024
_MOST_LINE = 1024 * 1024  # a longer line is cut: no message and no row is that long
_SEPARATORS = ",;\t|"
_NOT_WORD = re.compile(r"[\W_]+")


def identity(*parts: str) -> str:
    """A short id that is the same wherever the same item is found."""
    import hashlib

    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=10).hexdigest()


def lines_of(blob: Blob) -> Iterator[str]:
    """The lines of a text, with their line ends, decoded one by one, so that one bad byte costs one line."""
    offset, held = 0, b""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(blob.read(0, 2), "")
    newline = "\n".encode(wide) if wide else b"\n"
    first = True
    while True:
        more = blob.read(offset, _CHUNK)
        offset += len(more)
        held += more
        lines = _split_wide(held, newline) if wide else held.split(b"\n")
        held = lines.pop()
        if not more and held:
            lines, held = [*lines, held], b""
        elif len(held) > _MOST_LINE:
            held = held[:_MOST_LINE]
        for line in lines:
            text = line.decode(wide, "replace") if wide else decode_bytes(line[:_MOST_LINE])
            if first:
                text, first = text.lstrip("\ufeff"), False
            yield text.rstrip("\r\n").replace("\0", "") + "\n"
        if not more:
            return


def _split_wide(data: bytes, newline: bytes) -> list[bytes]:
    """Splits two-byte text at line ends that stand on a whole character."""
    found, start = [], 0
    at = data.find(newline)
    while at >= 0:
        if at % 2 == 0:
            found.append(data[start:at])
            start = at + 2
        at = data.find(newline, at + 1)
    return [*found, data[start:]]


def separator_of(line: str) -> str:
    """What parts the cells of a heading line."""
    return max(_SEPARATORS, key=line.count)


def plain(heading: str) -> str:
    """A heading without case, spaces and marks, so that 'Call-Type' is 'calltype'."""
    return _NOT_WORD.sub("", heading).lower()


def columns(headings: list[str], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Where each wanted column stands: {wanted name: index}, by the first of its known headings that is there."""
    there: dict[str, int] = {}
    for index, heading in enumerate(headings):
        there.setdefault(plain(heading), index)
    found = {}
    for name, known in wanted.items():
        for heading in known:
            if heading in there:
                found[name] = there[heading]
                break
    return found


def heading_of(head: bytes) -> list[str]:
    """The cells of the first line that is not empty, from a file's first bytes; [] when it is no table."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head[: len(head) // 2 * 2].decode("utf-16", "replace")
    elif b"\0" in head:
        return []
    else:
        text = decode_bytes(head)
    line = next((line for line in text.lstrip("\ufeff").splitlines() if line.strip()), "")[:4000]
    try:
        cells = next(csv.reader([line], delimiter=separator_of(line)), [])
    except csv.Error:
        return []
    return cells if len(cells) >= 2 else []


def rows_of(blob: Blob) -> Iterator[tuple[int, list[str] | None]]:
    """(row number, cells) from the heading on, which is row 0. None stands for a row that cannot be read."""
    lines = (line for line in lines_of(blob))
    first = next((line for line in lines if line.strip()), "")
    yield 0, next(csv.reader([first], delimiter=separator_of(first[:4000])), [])
    yield from numbered(csv.reader(lines, delimiter=separator_of(first[:4000])), 1)


def numbered(reader: Iterator[list[str]], number: int) -> Iterator[tuple[int, list[str] | None]]:
    """The rows of a csv.reader, counted from `number`, without empty ones (row 0, the heading, may be empty). None
    stands for a row that cannot be read."""
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield number, None
        else:
            if number == 0 or any(cell.strip() for cell in cells):
                yield number, cells
        number += 1
