"""The structure of a mail (RFC 5322, 2045-2047, 2231, 6532), read from bytes of any quality.

Our own reader over the standard library's decoders, because three things are wanted that no kept parser gives at
once: every repeated header, costs bounded whatever the bytes say, and a fraction of the standard parser's time
(docs/decisions/0003). It never raises: what was wrong is listed in `Part.problems`.

Guarantees: at most `MAX_PARTS` parts and `MAX_DEPTH` levels are opened (the rest stays one opaque part), at most
`MAX_HEADER_BYTES` of a header block are read, and time grows linearly with the size of the mail.
"""

from __future__ import annotations

import binascii
import codecs
import email.header
import quopri
import re
from collections.abc import Iterator, KeysView
from functools import lru_cache
from urllib.parse import unquote_to_bytes

MAX_PARTS = 300
MAX_DEPTH = 40
MAX_HEADER_BYTES = 512 * 1024
_MAX_LOOKS = 10_000  # lines in one mail that begin like a boundary and are looked at
_MAX_OPENED = 400_000_000  # bytes of parts that are opened, one inside the other
_MAX_UUENCODED = 2_000_000  # bytes of a uuencoded text that are decoded, line by line

_NAMES: dict[bytes, str] = {}
_NAMES_KEPT = 5000
_LINE_ENDS = bytes.maketrans(b"\r", b"\n")
_FOLD = re.compile(rb"\n(?=[ \t])")
_NAME = re.compile(rb"[!-9;-~]+[ \t]*$")
_PARAM = re.compile(r';\s*([^\s=;"]+)\s*=\s*("(?:\\.|[^"\\])*"?|[^;]*)')
_SECTION = re.compile(r"^(.+?)\*(\d+)?(\*)?$")
_WORD_GAP = re.compile(r"(\?=)[ \t]+(=\?)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.I)
# Names seen in the wild that Python's codecs do not know, or know too strictly.
_CHARSETS = {
    "": "ascii", "us-ascii": "ascii", "x-unknown": "ascii", "unknown-8bit": "ascii", "default": "ascii",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "iso8859-1": "cp1252", "iso-8859-8-i": "iso-8859-8",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "ks_c_5601-1987": "cp949", "x-sjis": "cp932",
    "shift_jis": "cp932", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "cp-850": "cp850", "ansi_x3.4-1968": "ascii", "tis-620": "cp874",
    "windows-874": "cp874", "x-user-defined": "cp1252", "iso-2022-jp": "iso2022_jp_ext",
}  # fmt: skip


def decode_bytes(data: bytes, charset: str = "") -> str:
    """Text from bytes in a declared charset. A wrong or unknown charset falls back to UTF-8, then windows-1252."""
    name = _CHARSETS.get(charset.strip("\"' ").lower(), charset.strip("\"' ").lower())
    if name != "ascii":
        try:
            codec = codecs.lookup(name)
            if codec._is_text_encoding:
                return codec.decode(data)[0]
        except (LookupError, ValueError, UnicodeError, TypeError):
            pass
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace" if b"\x81" not in data else "ignore")


def decode_header(raw: bytes) -> str:
    """A header's value as one line of text: unfolded, encoded words decoded, raw 8-bit read as UTF-8 first."""
    text = raw.decode("ascii") if raw.isascii() else decode_bytes(raw)
    if "=?" in text:
        try:
            pieces = email.header.decode_header(_WORD_GAP.sub(r"\1\2", text))
            text = "".join(
                piece if isinstance(piece, str) else decode_bytes(piece, charset or "") for piece, charset in pieces
            )
        except (ValueError, LookupError, binascii.Error, email.errors.MessageError):
            pass
    return " ".join(text.replace("\0", "").split())


class Headers:
    """A header block: every header in order, names in lower case, values as raw bytes until asked for."""

    __slots__ = ("_decoded", "_first", "pairs")

    def __init__(self, pairs: list[tuple[str, bytes]]) -> None:
        self.pairs = pairs
        self._first: dict[str, bytes] = dict(reversed(pairs))
        self._decoded: dict[str, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._first

    @property
    def names(self) -> KeysView[str]:
        """Every header's (lower-case) name, once."""
        return self._first.keys()

    def get(self, name: str) -> str:
        """The first header of that (lower-case) name, decoded and on one line; '' when there is none."""
        found = self._decoded.get(name)
        if found is None:
            raw = self._first.get(name)
            found = self._decoded[name] = "" if raw is None else decode_header(raw)
        return found

    def all(self, name: str) -> list[str]:
        """Every header of that (lower-case) name, decoded, in order."""
        return [decode_header(raw) for key, raw in self.pairs if key == name]

    def raw(self, name: str) -> bytes:
        """The first header of that (lower-case) name as bytes, unfolded; b'' when there is none."""
        return self._first.get(name, b"")


class Part:
    """One part of a mail; the mail itself is the outermost part. `body` is still transfer-encoded."""

    __slots__ = ("body", "content_type", "headers", "params", "parts", "problems")

    def __init__(self, headers: Headers, body: bytes, default_type: str = "text/plain") -> None:
        self.headers = headers
        self.body = body
        self.parts: list[Part] = []
        self.problems: list[str] = []
        self.content_type, self.params = _content_type(headers.raw("content-type"))
        if self.content_type.count("/") != 1:
            self.content_type = default_type

    def walk(self) -> Iterator[Part]:
        """This part and all parts inside it, depth first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def disposition(self) -> str:
        """'attachment', 'inline' or ''."""
        return parse_parameters(self.headers.get("content-disposition"))[0]

    @property
    def name(self) -> str:
        """The file name given by Content-Disposition or Content-Type, or ''."""
        name = parse_parameters(self.headers.get("content-disposition"))[1].get("filename", "")
        return name or self.params.get("name", "")

    def payload(self) -> bytes:
        """The body with its transfer encoding undone. Damaged base64 yields what can be read of it."""
        encoding = self.headers.get("content-transfer-encoding").lower().strip("\"' ;")
        if encoding == "base64":
            return _base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        if encoding in ("x-uuencode", "uuencode", "x-uue"):
            return _uudecode(self.body)
        return self.body

    def text(self) -> str:
        """The body as text, decoded by its charset, with \\n line ends. For text and message parts."""
        data = self.payload()
        charset = self.params.get("charset", "")
        if not charset and self.content_type == "text/html":
            declared = _META_CHARSET.search(data[:2048])
            charset = declared.group(1).decode("ascii") if declared else ""
        text = decode_bytes(data, charset).replace("\0", "")
        if text.startswith("\ufeff"):
            text = text[1:]
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@lru_cache(maxsize=512)
def _common_type(raw: bytes) -> tuple[str, dict[str, str]]:
    return parse_parameters(decode_header(raw))


def _content_type(raw: bytes) -> tuple[str, dict[str, str]]:
    """Type and parameters; those without a boundary repeat from mail to mail. Nobody writes into the parameters."""
    return _common_type(raw) if len(raw) < 80 and b"oundary" not in raw else parse_parameters(decode_header(raw))


def parse(data: bytes) -> Part:
    """A mail's structure from its bytes (without any mbox 'From ' line). Never raises."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").translate(_LINE_ENDS)
    headers, body, problem = _split(data)
    top = Part(headers, body)
    if problem:
        top.problems.append(problem)
    budget = [MAX_PARTS, _MAX_LOOKS, _MAX_OPENED]
    _open(top, 1, budget)
    if budget[0] <= 0:
        top.problems.append(f"more than {MAX_PARTS} parts: the rest was left closed")
    return top


def parse_parameters(value: str) -> tuple[str, dict[str, str]]:
    """'text/plain; charset=x' as ('text/plain', {'charset': 'x'}), RFC 2231 continuations joined and decoded."""
    if ";" not in value:
        return value.strip().lower(), {}
    kind = value.partition(";")[0].strip().lower()
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for name, raw in _PARAM.findall(value):
        text = raw.strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text[1:-1] if len(text) > 1 and text.endswith('"') else text[1:])
        section = _SECTION.match(name)
        if section:
            base, number, encoded = section.groups()
            # "name*=" carries no number: its star means encoded.
            sections.setdefault(base.lower(), []).append((int((number or "0")[:6]), bool(encoded) or not number, text))
        else:
            plain.setdefault(name.lower(), text)
    for name, pieces in sections.items():
        plain[name] = _join_sections(pieces)
    return kind, plain


def _join_sections(pieces: list[tuple[int, bool, str]]) -> str:
    pieces.sort(key=lambda piece: piece[0])
    charset, data = "", b""
    for index, (_, encoded, text) in enumerate(pieces):
        if encoded and index == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if encoded else text.encode("utf-8", "surrogateescape")
    return decode_bytes(data, charset)


def _split(data: bytes) -> tuple[Headers, bytes, str]:
    """Header block, body, and what was wrong. A line that is no header ends the block, as in RFC 5322 readers."""
    if data.startswith(b"\n"):
        return Headers([]), data[1:], "no headers"
    end = data.find(b"\n\n", 0, MAX_HEADER_BYTES)
    problem = ""
    if end < 0:
        if len(data) > MAX_HEADER_BYTES:
            problem = f"header block larger than {MAX_HEADER_BYTES // 1024} kB"
            end = data.rfind(b"\n", 0, MAX_HEADER_BYTES)
            end = MAX_HEADER_BYTES if end < 0 else end
        else:
            end = len(data)
    block, body = data[:end], data[end + 2 :]
    pairs: list[tuple[str, bytes]] = []
    consumed = 0
    folded = b"\n " in block or b"\n\t" in block or b"\0" in block
    for line in (_FOLD.sub(b"\0", block) if folded else block).split(b"\n"):
        name, colon, value = line.partition(b":")
        known = _NAMES.get(name) if colon else ""
        if known is None:
            known = _read_name(name)
        if not known:
            if line.startswith((b"From ", b">From ")) or not line.strip(b"\0 "):
                consumed += len(line) + 1
                continue
            if pairs and not _header_follows(block, consumed + len(line) + 1):
                return Headers(pairs), data[consumed:], "the body began without an empty line"
            problem = problem or "a header line without a name was passed over"
        else:
            pairs.append((known, (value.replace(b"\0", b"") if folded else value).strip()))
        consumed += len(line) + 1
    return Headers(pairs), body, problem


def _read_name(name: bytes) -> str:
    """A header's name in lower case, or '' when it is none. The first few thousand spellings met are remembered."""
    read = name.strip().decode("latin-1").lower() if _NAME.match(name) else ""
    if len(_NAMES) < _NAMES_KEPT and len(name) < 60:
        _NAMES[name] = read
    return read


def _header_follows(block: bytes, at: int) -> bool:
    """Whether another header stands on one of the next lines, so that one bad line is not the end of the block."""
    return any(_NAME.match(line.partition(b":")[0]) and b":" in line for line in block[at : at + 2000].split(b"\n")[:3])


def _open(part: Part, depth: int, budget: list[int]) -> None:
    kind = part.content_type
    if kind.startswith("multipart/"):
        boundary = part.params.get("boundary", "").rstrip().encode("utf-8", "replace")
        if not boundary:
            part.problems.append("multipart without a boundary: read as text")
            part.content_type = "text/plain"
            return
        chunks = _chunks(part.body, b"--" + boundary, budget)
        if not chunks:
            part.problems.append("the boundary never comes: read as text")
            part.content_type = "text/plain"
            return
        default = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    elif kind in ("message/rfc822", "message/global") and part.body:
        chunks, default = [part.payload()], "text/plain"
    else:
        return
    budget[2] -= len(part.body)
    if depth >= MAX_DEPTH or budget[2] < 0:
        part.problems.append(f"more than {MAX_DEPTH} levels, or levels too large: the rest was left closed")
        return
    for chunk in chunks:
        budget[0] -= 1
        if budget[0] <= 0:
            return
        headers, body, problem = _split(chunk)
        child = Part(headers, body, default)
        if problem and problem != "no headers":
            child.problems.append(problem)
        part.parts.append(child)
        _open(child, depth + 1, budget)


def _chunks(body: bytes, mark: bytes, budget: list[int]) -> list[bytes]:
    """The pieces between boundary lines. A missing last boundary is forgiven. `budget`: parts and looks that remain."""
    chunks: list[bytes] = []
    start = -1
    at = 0 if body.startswith(mark) else body.find(b"\n" + mark)
    while at >= 0 and len(chunks) <= budget[0] and budget[1] > 0:
        budget[1] -= 1
        line = at if at == 0 and body.startswith(mark) else at + 1
        end = body.find(b"\n", line)
        rest = body[line + len(mark) : end if end >= 0 else len(body)].strip()
        if rest in (b"", b"--"):
            if start >= 0:
                chunks.append(body[start : max(at, start)])
            start = -1 if rest == b"--" or end < 0 else end + 1
            if rest == b"--":
                break
        if end < 0:
            break
        # The line end before a boundary belongs to it, and may be the one that closed the boundary before.
        at = body.find(b"\n" + mark, end)
    if start >= 0:
        chunks.append(body[start:])
    return chunks


def _base64(body: bytes) -> bytes:
    try:
        return binascii.a2b_base64(body)
    except binascii.Error:
        clean = _NOT_BASE64.sub(b"", body)
        return binascii.a2b_base64(clean[: len(clean) // 4 * 4])


def _uudecode(body: bytes) -> bytes:
    out = []
    for line in body[:_MAX_UUENCODED].split(b"\n"):
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            continue
    return b"".join(out)
