"""Reads the cues of a transcript out of its text, whichever tool wrote it. The form is known by the content.

- WebVTT, as Zoom ("Name: words"), Teams (<v Name>) and recorders write it; SRT; Teams' copied text;
- JSON of Whisper (segments), of whisper.cpp (transcription), of Fireflies (sentences);
- lines: Otter ("Name  0:05" above the words), Meet and Fireflies ("Name: words", with or without a time before it).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.talks import Cue

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_SPAN = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})?")
_VOICE = re.compile(r"<v(?:\.[\w.-]{1,60})?\s+([^<>]{1,120})>", re.I)
_TAG = re.compile(r"<[^<>]{0,200}>")
_NAME = r"[^\W\d_][^:\n<>]{0,59}?"
_SAID = re.compile(rf"(?:[-–>]\s*)?({_NAME})\s?:\s+(\S.*)", re.S)
_BRACKET = re.compile(r"\[([^\[\]\n]{1,60})\]:?\s+(\S.*)", re.S)
_STAMPED = re.compile(rf"[\[(]?({_TIME})[\])]?\s*[-–|]?\s*({_NAME})\s?:\s*(.*)")
_HEAD = re.compile(rf"({_NAME})\s*(?:\s|[-–|(])\s*[\[(]?({_TIME})[\])]?$")
_HEAD_AFTER = re.compile(rf"[\[(]?({_TIME})[\])]?\s*[-–|]?\s+({_NAME})$")
_ALONE = re.compile(rf"[\[(]?({_TIME})[\])]?$")
_CHAT = re.compile(rf"({_TIME})\s+From\s+(.{{1,120}}?)(?:\s+to\s+.{{1,80}}?)?\s?:\s*(.*)", re.I)
_NO_NAME = re.compile(
    r"(?:note|date|subject|re|topic|https?|time|duration|attendees|participants|transcript|title|meeting|datum|thema"
    r"|teilnehmer|betreff|sujet|objet|participants?)$", re.I
)  # fmt: skip
_MOST_NAME_WORDS = 6
_MOST_SECONDS = 1e7  # four months; more is no time of a call
_Span = tuple[float, float | None]  # begins and ends; None where the file does not say


def read(text: str, name: str) -> tuple[str, list[Cue]]:
    """The form and the cues of a text, in its order. CannotRead when it is JSON without speech."""
    body = text.lstrip("\ufeff \t\r\n")
    if body[:1] in ("{", "["):
        found = _json(body, name)
        if found is not None:
            return found
    lines = body.splitlines()
    if body.startswith("WEBVTT"):
        return "WebVTT", list(_timed(lines[1:]))
    if any(_SPAN.match(line) for line in lines[:200]):
        return "SRT" if lines and lines[0].strip().isdigit() else "Teams text", list(_timed(lines))
    if any(_HEAD.match(line.strip()) or _HEAD_AFTER.match(line.strip()) for line in lines[:200]):
        return "names and times", list(_ended(_headed(lines)))
    return "Name: text", list(_ended(_spoken(lines)))


def chat(text: str) -> list[Cue]:
    """The lines of a chat that Zoom saved beside a recording."""
    found: list[Cue] = []
    for line in text.splitlines():
        head = _CHAT.match(line.strip())
        if head:
            at = seconds(head[1])
            found.append(Cue(head[2].strip(), head[3], at, at, chat=True))
        elif found and line.strip():
            last = found.pop()
            found.append(Cue(last.speaker, f"{last.text} {line.strip()}", last.start, last.end, chat=True))
    return found


def seconds(stamp: str) -> float:
    """Seconds of 1:02:03.4, 02:03 or 0:0:3."""
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def _timed(lines: list[str]) -> Iterator[Cue]:
    """Cues with a line of times above their words. Names: a voice tag, "Name: words", or a line of their own."""
    span: _Span | None = None
    held: list[str] = []
    skipping = False
    for line in [*lines, ""]:
        found = _SPAN.match(line)
        if found:
            if span and held:
                if held[-1].strip().isdigit():
                    held.pop()  # the number of the next cue, without an empty line before it
                yield from _cue(held, span)
            span, held, skipping = (seconds(found[1]), seconds(found[2]) if found[2] else None), [], False
        elif not line.strip():
            if span and held:
                yield from _cue(held, span)
            span, held, skipping = None, [], False
        elif span is None:
            skipping = skipping or line.startswith(("NOTE", "STYLE", "REGION"))
        elif not skipping:
            held.append(line)


def _cue(lines: list[str], span: _Span) -> Iterator[Cue]:
    whole = "\n".join(lines)
    voices = list(_VOICE.finditer(whole))
    if voices:
        ends = [voice.start() for voice in voices[1:]] + [len(whole)]
        for voice, end in zip(voices, ends, strict=True):
            yield Cue(_clean(voice[1]), _clean(whole[voice.end() : end]), *span)
        return
    speaker = ""
    held: list[str] = []
    for number, line in enumerate(lines):
        words = _clean(line)
        name, rest = _parted(words)
        if name:
            if held:
                yield Cue(speaker, " ".join(held), *span)
            speaker, held = name, [rest]
        elif not number and len(lines) > 1 and _is_name_line(words):
            speaker = words
        else:
            held.append(words)
    if held:
        yield Cue(speaker, " ".join(held), *span)


def _is_name_line(words: str) -> bool:
    """A line of two to four words, all with a capital and no mark: Teams' copied text has the name so."""
    parts = words.split()
    return 2 <= len(parts) <= 4 and all(part[0].isupper() for part in parts) and words[-1:] not in ".?!,"


def _clean(words: str) -> str:
    return html.unescape(_TAG.sub(" ", words)).replace("\u00a0", " ").strip()


def _parted(words: str) -> tuple[str, str]:
    """The name before the colon and the rest, or '' and ''."""
    found = _SAID.match(words) or _BRACKET.match(words)
    if not found or len(found[1].split()) > _MOST_NAME_WORDS or _NO_NAME.match(found[1].strip()):
        return "", ""
    name = found[1].strip()
    return (name, found[2]) if name[:1].isupper() or not name[:1].islower() else ("", "")


def _spoken(lines: list[str]) -> Iterator[Cue]:
    """ "Name: words", with a time before it or alone on a line above, or none; what follows goes on."""
    speaker, held, at, alone = "", [""], None, None
    for line in lines:
        words = _clean(line)
        stamp = _ALONE.match(words)
        if stamp:
            alone = seconds(stamp[1])
            continue
        stamped = _STAMPED.match(words)
        name, rest = (stamped[2].strip(), stamped[3]) if stamped else _parted(words)
        if name:
            if speaker:
                yield Cue(speaker, " ".join(held), at)
            speaker, held = name, [rest]
            at = seconds(stamped[1]) if stamped else alone
            alone = None
        elif words and speaker:
            held.append(words)
    if speaker:
        yield Cue(speaker, " ".join(held), at)
    else:
        yield Cue("", " ".join(map(_clean, lines)))


def _headed(lines: list[str]) -> Iterator[Cue]:
    """A line with name and time, the words below it."""
    speaker, at, held = "", 0.0, [""]
    for line in lines:
        words = _clean(line)
        head, after = _HEAD.match(words), _HEAD_AFTER.match(words)
        if head or after:
            if speaker and any(held):
                yield Cue(speaker, " ".join(held), at)
            if head:
                speaker, at = head[1].strip(), seconds(head[2])
            elif after:
                speaker, at = after[2].strip(), seconds(after[1])
            held = []
        elif words and speaker:
            held.append(words)
    if speaker and any(held):
        yield Cue(speaker, " ".join(held), at)


_WORDS_A_SECOND = 2.6  # of speech, where the file does not say when the last one ends


def _ended(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Where only beginnings stand, a cue ends when its words are said at a usual pace, at the latest with the next."""
    held = list(cues)
    for cue, after in zip(held, [*held[1:], None], strict=False):  # an empty list has none after it
        if cue.start is None:
            yield cue
            continue
        end = cue.start + len(cue.text.split()) / _WORDS_A_SECOND
        following = after.start if after is not None else None
        if following is not None and following >= cue.start:
            end = min(end, following) if following > cue.start else cue.start
        yield Cue(cue.speaker, cue.text, cue.start, end)


def _json(body: str, name: str) -> tuple[str, list[Cue]] | None:
    """Cues of a JSON transcript; None when it is no JSON after all ("[Anna] Hello")."""
    try:
        found = json.loads(body)
    except ValueError as error:
        if body[0] == "[" and _BRACKET.match(body.split("\n", 1)[0]):
            return None
        raise CannotRead(f"{name} is broken JSON ({error}).", "Export it again.") from error
    except RecursionError as error:
        raise CannotRead(f"{name} is nested too deep to be a transcript.", "Export it again.") from error
    rows, form = _rows(found)
    if rows is None:
        raise CannotRead(
            f"{name} is JSON, but no transcript we know.", "We know Whisper (segments) and Fireflies (sentences)."
        )
    try:
        return form, [_row(row) for row in rows if isinstance(row, Mapping)]
    except (TypeError, ValueError, OverflowError, KeyError) as error:
        raise CannotRead(f"{name} has a time that is no number of seconds ({error}).", "Export it again.") from error


def _rows(found: Any) -> tuple[list[Any] | None, str]:
    for _ in range(4):
        if isinstance(found, list):
            return found, "Fireflies"
        if not isinstance(found, dict):
            return None, ""
        for key, form in (("segments", "Whisper"), ("transcription", "Whisper"), ("sentences", "Fireflies")):
            if isinstance(found.get(key), list):
                return found[key], form
        found = next((found[key] for key in ("data", "transcript", "result", "monologues") if key in found), None)
    return None, ""


def _row(row: Mapping[str, Any]) -> Cue:
    words = next((row[key] for key in ("text", "sentence", "raw_text", "words") if isinstance(row.get(key), str)), "")
    speaker = next((row[key] for key in ("speaker_name", "speaker", "name") if isinstance(row.get(key), str)), "")
    offsets = row.get("offsets")
    if isinstance(offsets, Mapping):
        return Cue(speaker, words, _time(offsets["from"]) / 1000, _time(offsets["to"]) / 1000)
    start, end = (
        _first(row, names) for names in (("start", "start_time", "startTime"), ("end", "end_time", "endTime"))
    )
    return Cue(speaker, words, start, end)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> float | None:
    for name in names:
        value = row.get(name)
        if value is not None:
            return seconds(value) if isinstance(value, str) and ":" in value else _time(value)
    return None


def _time(value: Any) -> float:
    """ValueError where it is no number or no time of a call."""
    found = float(value)
    if not abs(found) <= _MOST_SECONDS * 1000:
        raise ValueError(f"{found:g}")
    return found
