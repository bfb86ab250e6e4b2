"""A call's transcript, with the chat saved beside it. What its tool wrote is read by interactions/talk_cues."""

from __future__ import annotations

import re
from pathlib import Path

from sellwright.interactions import talk_cues
from sellwright.interactions.failures import CannotRead
from sellwright.interactions.mime import decode_bytes
from sellwright.interactions.talks import Cue, Talk, assemble
from sellwright.protocols.disk import shown

MOST_BYTES = 50_000_000  # 1,000 hours of speech
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")  # of one in twenty, it is no text
_LOOKED_AT = 4000  # characters
_TWICE = ("Ã¤", "Ã¶", "Ã¼", "ÃŸ", "Ã©", "Ã¨", "Ã§", "â€™")  # UTF-8 that somebody took for Windows text


def read_talk(path: Path, chat: Path | None = None) -> Talk:
    """The conversation in a file. CannotRead: missing, too large, a document, no spoken word."""
    name, noted = shown(path.name), list[str]()
    form, cues = talk_cues.read(_text(path, noted), name)
    if chat is not None:
        lines = talk_cues.chat(_text(chat, noted))
        if not lines:
            raise CannotRead(
                f"{shown(chat.name)} is no saved chat.", "Zoom writes lines such as: 00:03:12 From Anna : yes"
            )
        last = max((cue.end or 0.0 for cue in cues), default=0.0)
        if any((line.start or 0.0) > last + 600 for line in lines):
            noted.append("The chat's times are those of the clock on the wall: its lines stand at the end.")
            lines = [Cue(line.speaker, line.text, last, last, chat=True) for line in lines]
        cues = [*cues, *lines]
    return assemble(name, form, cues, noted)


def _text(path: Path, noted: list[str]) -> str:
    name = shown(path.name)
    try:
        if path.is_dir():
            raise CannotRead(f"{name} is a folder.", "Name the transcript of one call in it, as call.vtt.")
        if not path.is_file():
            raise CannotRead(f"There is no file {name}.", "Name the transcript of a call, as call.vtt.")
        if path.stat().st_size > MOST_BYTES:
            raise CannotRead(
                f"{name} is larger than 50 MB: that is no transcript.", "Give the transcript, not the recording."
            )
        data = path.read_bytes()
    except OSError as error:
        raise CannotRead(f"{name} cannot be read ({error.strerror}).", "Check its name and rights.") from error
    if not data.strip():
        raise CannotRead(f"{name} is empty.", "Export the transcript again, then try once more.")
    if data.startswith((b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0")):
        raise CannotRead(f"{name} is a document, no plain transcript.", "Export it as .vtt, or save it as plain text.")
    text = _decoded(data, name, noted)
    if len(_CONTROL.findall(text, 0, _LOOKED_AT)) * 20 > min(len(text), _LOOKED_AT):
        raise CannotRead(f"{name} is no text.", "Give the transcript, not the recording.")
    return text


def _decoded(data: bytes, name: str, noted: list[str]) -> str:
    head = data[:400]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if head.count(b"\0") > len(head) // 4:
        noted.append(f"{name} is written as UTF-16 without saying so: read as that.")
        return data.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be", "replace")
    if b"\0" in head:
        raise CannotRead(f"{name} is no text.", "Give the transcript, not the recording.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        noted.append(f"{name} is not in UTF-8: read as Windows text.")
        return decode_bytes(data, "cp1252")
    if any(mark in text for mark in _TWICE):
        try:
            text = text.encode("cp1252").decode("utf-8")
            noted.append(f"Letters of {name} were encoded twice (Ã¤ for ä): set right.")
        except (UnicodeEncodeError, UnicodeDecodeError):
            noted.append(f"Letters of {name} are damaged (Ã¤ for ä): words with them may be missed.")
    return text
