"""Mails as bytes, as the programs of the cast would write them (RFC 5322, 2045-2047). Headers in the given order."""

from __future__ import annotations

import binascii
import hashlib
import quopri
from collections.abc import Iterable, Sequence
from datetime import datetime

_SPECIALS = set('()<>[]:;@\\,."')
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Header = tuple[str, str]


def date_header(when: datetime) -> str:
    """'Tue, 12 May 2026 08:40:00 +0200'."""
    zone = when.strftime("%z")
    return (
        f"{_DAYS[when.weekday()]}, {when.day} {_MONTHS[when.month - 1]} {when.year} "
        f"{when.hour:02d}:{when.minute:02d}:{when.second:02d} {zone}"
    )


def encoded_words(text: str, style: str = "q") -> str:
    """Header text as it travels: plain ASCII untouched, else RFC 2047 words. Style q, b (UTF-8) or l (ISO-8859-1)."""
    if text.isascii():
        return text
    charset = "utf-8"
    if style == "l":
        try:
            text.encode("iso-8859-1")
            charset = "iso-8859-1"
        except UnicodeEncodeError:
            pass
    words = []
    for start in range(0, len(text), 18):
        data = text[start : start + 18].encode(charset)
        if style == "b":
            words.append(f"=?UTF-8?B?{binascii.b2a_base64(data, newline=False).decode('ascii')}?=")
        else:
            body = "".join(
                chr(byte) if chr(byte).isalnum() and byte < 128 else "_" if byte == 32 else f"={byte:02X}"
                for byte in data
            )
            words.append(f"=?{charset}?Q?{body}?=")
    return "\n ".join(words)


def mailbox(name: str, email: str, style: str = "q") -> str:
    """'Name <address>', the name quoted or encoded where it must be."""
    if not name:
        return email
    if not name.isascii():
        return f"{encoded_words(name, style)} <{email}>"
    if _SPECIALS.intersection(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{email}>"


def block(headers: Iterable[Header]) -> bytes:
    """A header block, long values folded at blanks."""
    out = []
    for name, value in headers:
        line = f"{name}: {value}"
        if len(line) > 78 and "\n" not in line:
            line = _fold(line)
        out.append(line)
    return "\n".join(out).encode("utf-8")


def _fold(line: str) -> str:
    done, current = [], ""
    for word in line.split(" "):
        if current and len(current) + 1 + len(word) > 76 and not current.endswith(":"):
            done.append(current)
            current = " " + word
        else:
            current = word if not current else f"{current} {word}"
    done.append(current)
    return "\n".join(done)


def text_part(text: str, kind: str = "plain", how: str = "qp") -> tuple[list[Header], bytes]:
    """Headers and encoded body of a text part. `how`: qp, base64, 8bit, latin1; plain ASCII in 8bit becomes 7bit."""
    charset = "utf-8"
    if how == "latin1":
        try:
            text.encode("iso-8859-1")
            charset = "iso-8859-1"
        except UnicodeEncodeError:
            pass
        how = "qp"
    data = text.encode(charset)
    if how == "base64":
        body, encoding = binascii.b2a_base64(data, newline=False), "base64"
        body = b"\n".join(body[i : i + 76] for i in range(0, len(body), 76))
    elif how == "8bit":
        body, encoding = data, "7bit" if text.isascii() else "8bit"
        charset = "us-ascii" if text.isascii() else charset
    else:
        body, encoding = quopri.encodestring(data).replace(b"\r\n", b"\n"), "quoted-printable"
    headers = [("Content-Type", f'text/{kind}; charset="{charset}"'), ("Content-Transfer-Encoding", encoding)]
    return headers, body


def file_part(name: str, content_type: str, data: bytes) -> tuple[list[Header], bytes]:
    """An attachment in base64."""
    body = binascii.b2a_base64(data, newline=False)
    title = encoded_words(name)
    headers = [
        ("Content-Type", f'{content_type}; name="{title}"'),
        ("Content-Disposition", f'attachment; filename="{title}"'),
        ("Content-Transfer-Encoding", "base64"),
    ]
    return headers, b"\n".join(body[i : i + 76] for i in range(0, len(body), 76))


def multipart(
    kind: str, parts: Sequence[tuple[list[Header], bytes]], seed: str, **params: str
) -> tuple[list[Header], bytes]:
    """Parts joined under a boundary derived from `seed`; params are further Content-Type parameters."""
    mark = "=_" + hashlib.sha256(f"{kind}{seed}".encode()).hexdigest()[:24]
    extra = "".join(f'; {name.replace("_", "-")}="{value}"' for name, value in params.items())
    pieces = [b"--" + mark.encode() + b"\n" + block(headers) + b"\n\n" + body + b"\n" for headers, body in parts]
    body = b"".join(pieces) + b"--" + mark.encode() + b"--\n"
    return [("Content-Type", f'multipart/{kind}; boundary="{mark}"{extra}')], body


def mail(headers: list[Header], content: tuple[list[Header], bytes]) -> bytes:
    """A whole mail: headers, those of its content, an empty line, the body."""
    body = content[1] if content[1].endswith(b"\n") else content[1] + b"\n"
    return block([*headers, ("MIME-Version", "1.0"), *content[0]]) + b"\n\n" + body


def small_pdf(title: str) -> bytes:
    """A few hundred bytes that open as a one-page PDF."""
    safe = title.encode("ascii", "replace").decode("ascii").replace("(", "").replace(")", "")
    stream = f"BT /F1 18 Tf 60 760 Td ({safe}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        "/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    out, starts = "%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        starts.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n"
    table = "".join(f"{start:010d} 00000 n \n" for start in starts)
    count = len(objects) + 1
    out += f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer << /Size {count} /Root 1 0 R >>\n"
    return (out + f"startxref\n{len(out) - len(table) - 60}\n%%EOF\n").encode("ascii")
