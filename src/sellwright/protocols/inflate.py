"""Packed bytes read as if they were not packed: deflate (zip, gzip) with places to resume from, so that a mail in the
middle of a packed mailbox is read without unpacking all before it, and nothing is ever written to disk.

Every so many unpacked bytes the state of the unpacker is kept (zlib's, about 40 kB). The distance doubles when there
are `_MOST_MARKS`, so memory stays under 12 MB however long the stream is. bzip2 and xz cannot be resumed: there a step
back starts over.

Bounded: once more than `RATIO` times the packed bytes come out (beyond a free `FREE_BYTES`), reading stops with
`Damaged(EXPANDS)`. Real mail packs 2 to 20 times.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from sellwright.protocols.files import CUT_OFF, DAMAGED, EXPANDS, Damaged

if TYPE_CHECKING:
    from bz2 import BZ2Decompressor
    from lzma import LZMADecompressor

RATIO = 200
FREE_BYTES = 10 * 1024 * 1024
_PIECE = 64 * 1024  # packed bytes read at once
_OUT = 256 * 1024  # unpacked bytes made at once, so that a bomb cannot fill memory in one step
_MOST_MARKS = 256
_FIRST_GAP = 1024 * 1024
_BLOCKS_KEPT = 8


class _Unpacker(Protocol):
    @property
    def eof(self) -> bool: ...
    def feed(self, data: bytes) -> bytes: ...
    def hungry(self) -> bool: ...
    def rest(self) -> bytes: ...


class _Zlib:
    """zlib's decompressor with its unread input kept inside, so that one copy is the whole state."""

    __slots__ = ("_one", "_wbits")

    def __init__(self, wbits: int) -> None:
        self._wbits = wbits
        self._one = zlib.decompressobj(wbits)

    @property
    def eof(self) -> bool:
        return self._one.eof

    def feed(self, data: bytes) -> bytes:
        return self._one.decompress(self._one.unconsumed_tail + data, _OUT)

    def hungry(self) -> bool:
        return not self._one.unconsumed_tail

    def rest(self) -> bytes:
        return self._one.unused_data

    def copy(self) -> _Zlib:
        twin = _Zlib.__new__(_Zlib)
        twin._wbits, twin._one = self._wbits, self._one.copy()
        return twin


class _Other:
    """bzip2 and xz behind the same few calls."""

    __slots__ = ("_one",)

    def __init__(self, one: BZ2Decompressor | LZMADecompressor) -> None:
        self._one = one

    @property
    def eof(self) -> bool:
        return self._one.eof

    def feed(self, data: bytes) -> bytes:
        return self._one.decompress(data, _OUT)

    def hungry(self) -> bool:
        return self._one.needs_input

    def rest(self) -> bytes:
        return self._one.unused_data


def _bzip2() -> _Unpacker:
    import bz2

    return _Other(bz2.BZ2Decompressor())


def _xz() -> _Unpacker:
    import lzma

    return _Other(lzma.LZMADecompressor(memlimit=128 * 1024 * 1024))


_MAKERS: dict[str, Callable[[], _Unpacker]] = {
    "deflate": lambda: _Zlib(-15),
    "gzip": lambda: _Zlib(31),
    "bzip2": _bzip2,
    "xz": _xz,
}


class _State:
    __slots__ = ("given", "taken", "unpacker")

    def __init__(self, unpacker: _Unpacker, taken: int, given: int) -> None:
        self.unpacker = unpacker
        self.taken = taken  # packed bytes handed to it
        self.given = given  # unpacked bytes that came out


class Inflated:
    """The unpacked side of a packed stretch: `read(offset, count)`, as `Blob.read` wants it.

    `source(offset, count)` reads the packed bytes, of which there are `packed` (-1: to its end). `cut` is true once
    the end was found to be missing. Raises Damaged for what cannot be unpacked.
    """

    def __init__(self, source: Callable[[int, int], bytes], packed: int, how: str, expected: int = -1) -> None:
        self._source, self._packed, self._how = source, packed, how
        self._expected = expected  # unpacked size an archive promises; more than that is not read
        self._state = self._fresh()
        self._marks: list[_State] = []
        self._gap = _FIRST_GAP
        self._blocks: dict[int, bytes] = {}  # the latest blocks that came out, by offset
        self.cut = False
        self.ended = False

    def read(self, offset: int, count: int) -> bytes:
        """Unpacked bytes at an offset, fewer at the end."""
        if self._expected >= 0:
            count = min(count, self._expected - offset)
        pieces: list[bytes] = []
        while count > 0:
            piece = self._piece_at(offset, count)
            if not piece:
                break
            pieces.append(piece)
            offset += len(piece)
            count -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _piece_at(self, offset: int, count: int) -> bytes:
        """Some bytes from an offset on, at most `count`; b'' at the end."""
        for start, block in self._blocks.items():
            if start <= offset < start + len(block):
                return block[offset - start : offset - start + count]
        if offset < self._state.given:
            self._state = self._resume(offset)
            self.ended = False
        while not self.ended:
            start = self._state.given
            block = self._next()
            if not block:
                continue
            if len(self._blocks) >= _BLOCKS_KEPT:
                del self._blocks[next(iter(self._blocks))]
            self._blocks[start] = block
            if offset < start + len(block):
                return block[offset - start : offset - start + count]
        return b""

    def _next(self) -> bytes:
        """The next unpacked bytes; b'' when some input gave none, or at the end."""
        state = self._state
        if state.unpacker.eof and not self._next_member():
            self.ended = True
            return b""
        data = b""
        if state.unpacker.hungry():
            left = self._packed - state.taken if self._packed >= 0 else _PIECE
            data = self._source(state.taken, min(_PIECE, left)) if left > 0 else b""
            if not data:
                self.cut = self.ended = True
                return b""
            state.taken += len(data)
        try:
            block = state.unpacker.feed(data)
        except Exception as error:  # zlib.error, LZMAError, OSError ...: each library has its own
            raise Damaged(DAMAGED, "the packed data is damaged") from error
        state.given += len(block)
        if state.given > FREE_BYTES + RATIO * state.taken:
            raise Damaged(EXPANDS, f"it unpacks to more than {RATIO} times its size")
        self._mark()
        return block

    def _next_member(self) -> bool:
        """gzip, bzip2 and xz files may be several, one behind the other."""
        state = self._state
        if self._how == "deflate":
            return False
        rest = state.unpacker.rest()
        start = state.taken - len(rest)
        magic = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ"}[self._how]
        if not self._source(start, 8).startswith(magic):
            return False
        state.unpacker, state.taken = _MAKERS[self._how](), start
        return True

    def _mark(self) -> None:
        state = self._state
        newest = self._marks[-1].given if self._marks else 0
        if state.given - newest < self._gap or not isinstance(state.unpacker, _Zlib) or state.unpacker.eof:
            return
        self._marks.append(_State(state.unpacker.copy(), state.taken, state.given))
        if len(self._marks) >= _MOST_MARKS:
            self._marks = self._marks[1::2]
            self._gap *= 2

    def _resume(self, offset: int) -> _State:
        best = None
        for mark in self._marks:
            if mark.given > offset:
                break
            best = mark
        if best is None or not isinstance(best.unpacker, _Zlib):
            return self._fresh()
        return _State(best.unpacker.copy(), best.taken, best.given)

    def _fresh(self) -> _State:
        return _State(_MAKERS[self._how](), 0, 0)


def missing_end(stream: Inflated) -> str:
    """The reason to report when a stream that was read to its end had none: CUT_OFF, else ''."""
    return CUT_OFF if stream.cut else ""
