"""Archives: what stands in them is read where it stands, bounded, and never written anywhere."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols import inflate
from sellwright.protocols.files import Damaged
from sellwright.protocols.finding import source_of
from sellwright.protocols.inflate import Inflated
from tests.sources.samples import BOX, EVENT, LETTER, SECOND, read, tarred, write, zipped


def reasons(path: Path) -> dict[str, str]:
    return {value.path: getattr(value, "reason", "") for value in read(path)}


def letters(count: int) -> bytes:
    """An mbox that packs like real text, about 2.2 kB a mail."""
    chance = random.Random(7)
    words = [b"sensor", b"order", b"price", *(b"%d" % chance.randrange(10**6) for _ in range(900))]
    body = [b" ".join(chance.choices(words, k=300)) for _ in range(20)]
    return b"".join(
        b"From a@b.example Tue May 14 07:30:00 2024\nSubject: %d\n\n%s\n\n" % (n, body[n % 20]) for n in range(count)
    )


def test_a_zip_of_everything(tmp_path: Path) -> None:
    inner = zipped({"deep/in.mbox": BOX})
    path = write(tmp_path / "takeout.zip", zipped({
        "Takeout/Mail/All mail.mbox": BOX, "Takeout/Calendar/me.ics": EVENT.encode(), "a.eml": LETTER,
        "inner.zip": inner, "__MACOSX/._a.eml": b"\0\5\x16\7", "notes.pdf": b"%PDF", "leer.eml": b"",
    }))  # fmt: skip
    second = BOX.index(b"From - ")
    assert reasons(path) == {
        "takeout.zip!Takeout/Mail/All mail.mbox#0": "",
        f"takeout.zip!Takeout/Mail/All mail.mbox#{second}": "",
        "takeout.zip!Takeout/Calendar/me.ics#m1@x@20240514T0800": "",
        "takeout.zip!a.eml": "",
        "takeout.zip!inner.zip!deep/in.mbox#0": "",
        f"takeout.zip!inner.zip!deep/in.mbox#{second}": "",
        "takeout.zip!__MACOSX/._a.eml": "not a message",
        "takeout.zip!notes.pdf": "not a message",
        "takeout.zip!leer.eml": "empty",
    }


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_every_way_of_packing_gives_the_same_bytes(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("in.mbox", BOX)
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]


def test_names_inside_are_only_words(tmp_path: Path) -> None:
    names = ["../../etc/evil.eml", "/abs/evil.eml", "C:\\evil.eml", "<script>alert(1)</script>.eml", "a\x1b[2J\r.eml"]
    write(tmp_path / "in" / "a.zip", zipped(dict.fromkeys(names, LETTER)))
    values = read(tmp_path / "in" / "a.zip")
    assert [type(value) for value in values] == [RawMail] * 5
    assert all(value.path.isprintable() for value in values)
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.zip"]


def test_a_locked_zip_says_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.eml": LETTER}))
    # The bit that says "encrypted", in the member's own header and in the directory at the end.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (value,) = read(write(tmp_path / "a.zip", bytes(data)))
    assert isinstance(value, Refused)
    assert (value.outcome, value.reason) == ("failed", "locked with a password")


def test_a_bomb_is_refused_unpacked_no_further_than_its_bound(tmp_path: Path) -> None:
    bomb = zipped({"zeros.eml": b"\0" * (60 * 1024 * 1024), "a.eml": LETTER})
    assert reasons(write(tmp_path / "a.zip", bomb)) == {
        "a.zip!zeros.eml": "expands too far", "a.zip!a.eml": "expands too far",
    }  # fmt: skip
    values = read(write(tmp_path / "b.mbox.gz", gzip.compress(BOX + b"\0" * (60 * 1024 * 1024))))
    assert getattr(values[-1], "reason", "") == "expands too far"


def test_a_zip_that_lies_about_a_size_gives_no_more_than_it_promised(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.eml": LETTER + b"x" * 5000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (len(LETTER)).to_bytes(4, "little")
    (value,) = read(write(tmp_path / "a.zip", bytes(data)))
    assert isinstance(value, RawMail)
    assert len(value.data) == len(LETTER)


def test_archives_inside_archives_end_somewhere(tmp_path: Path) -> None:
    data = LETTER
    for _ in range(12):
        data = gzip.compress(data)
    (value,) = read(write(tmp_path / "a.gz", data))
    assert isinstance(value, Refused)
    assert value.reason == "too many archives inside each other"


@pytest.mark.parametrize(
    ("name", "pack"), [("in.mbox.gz", gzip.compress), ("in.mbox.bz2", bz2.compress), ("in.mbox.xz", lzma.compress)]
)
def test_packed_mailboxes(tmp_path: Path, name: str, pack: object) -> None:
    path = write(tmp_path / name, pack(BOX))  # type: ignore[operator]
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]
    assert [value.path for value in read(path)] == [f"{name}#0", f"{name}#{BOX.index(b'From - ')}"]


def test_a_half_written_gz_gives_what_is_there_and_says_the_rest_is_missing(tmp_path: Path) -> None:
    packed = gzip.compress(letters(600))
    values = read(write(tmp_path / "in.mbox.gz", packed[: len(packed) // 2]))
    assert isinstance(values[-1], Refused)
    assert (values[-1].outcome, values[-1].reason) == ("failed", "ends too early")
    assert sum(isinstance(value, RawMail) for value in values) > 100


def test_a_zip_in_a_gz_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "a.zip.gz", gzip.compress(zipped({"in.mbox": BOX})))
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]


def test_gz_members_behind_each_other_are_one_file(tmp_path: Path) -> None:
    half = BOX.index(b"From - ")
    path = write(tmp_path / "in.mbox.gz", gzip.compress(BOX[:half]) + gzip.compress(BOX[half:]))
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]


@pytest.mark.parametrize(
    ("name", "mode"), [("a.tar", "w"), ("a.tar.gz", "w:gz"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz")]
)
def test_tar_and_its_packed_kin(tmp_path: Path, name: str, mode: str) -> None:
    long = "x/" * 60 + "y" * 90 + ".eml"
    path = write(tmp_path / name, tarred({"data/ham/1": LETTER, "data/cmds": b"mv 1 1\n", long: SECOND}, mode))
    assert reasons(path) == {
        f"{name}!data/ham/1": "", f"{name}!data/cmds": "not a message", f"{name}!{long}": "",
    }  # fmt: skip


def test_pax_names_and_links_in_a_tar(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        member = tarfile.TarInfo("grüße/" + "z" * 120 + ".eml")
        member.size = len(LETTER)
        archive.addfile(member, io.BytesIO(LETTER))
        link = tarfile.TarInfo("loop.eml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        pipe = tarfile.TarInfo("pipe.eml")
        pipe.type = tarfile.FIFOTYPE
        archive.addfile(pipe)
    found = reasons(write(tmp_path / "a.tar", out.getvalue()))
    assert list(found.values()) == ["", "a link", "a pipe or device"]
    assert next(iter(found)) == "a.tar!grüße/" + "z" * 120 + ".eml"


def test_a_cut_tar_says_what_is_missing(tmp_path: Path) -> None:
    data = tarred({"1.eml": LETTER, "2.eml": SECOND})
    found = reasons(write(tmp_path / "a.tar", data[:1300]))
    assert list(found.values()) == ["", "ends too early"]


def test_a_damaged_zip_is_one_clear_failure_alone_and_one_row_in_a_folder(tmp_path: Path) -> None:
    data = zipped({"a.eml": LETTER})[:-30]
    with pytest.raises(CannotRead, match="damaged or half-written"):
        read(write(tmp_path / "x" / "a.zip", data))
    write(tmp_path / "x" / "b.eml", SECOND)
    assert reasons(tmp_path / "x") == {"a.zip": "damaged", "b.eml": ""}


def test_office_files_are_not_searched_for_mail(tmp_path: Path) -> None:
    path = write(tmp_path / "offer.docx", zipped({"[Content_Types].xml": b"<x/>"}))
    with pytest.raises(CannotRead, match="Word document"):
        source_of(path)


def test_a_packed_mailbox_is_read_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "_FIRST_GAP", 64 * 1024)
    monkeypatch.setattr(inflate, "_MOST_MARKS", 8)
    box = letters(1500)
    path = write(tmp_path / "in.mbox.gz", gzip.compress(box))
    entries = list(source_of(path).entries(path))
    assert len(entries) == 1500
    order = list(range(1500))
    random.Random(3).shuffle(order)
    for number in order[:100]:
        value = entries[number].load()
        assert isinstance(value, RawMail)
        assert value.data.startswith(b"Subject: %d\n" % number)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 900_000), st.integers(0, 70_000)), min_size=1, max_size=12),
    st.sampled_from(["gzip", "bzip2", "xz"]),
)
def test_any_stretch_reads_as_if_it_were_not_packed(stretches: list[tuple[int, int]], how: str) -> None:
    packed = _PACKED[how]
    stream = Inflated(lambda offset, count: packed[offset : offset + count], len(packed), how)
    for offset, count in stretches:
        assert stream.read(offset, count) == _PLAIN[offset : offset + count]


_PLAIN = random.Random(5).randbytes(300_000) + letters(150) + bytes(range(256)) * 900
_PACKED = {"gzip": gzip.compress(_PLAIN), "bzip2": bz2.compress(_PLAIN), "xz": lzma.compress(_PLAIN)}


def test_memory_for_places_to_resume_from_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inflate, "_FIRST_GAP", 1024)
    monkeypatch.setattr(inflate, "_OUT", 512)
    monkeypatch.setattr(inflate, "_MOST_MARKS", 16)
    packed = _PACKED["gzip"]
    stream = Inflated(lambda offset, count: packed[offset : offset + count], len(packed), "gzip")
    for offset in range(0, len(_PLAIN), 4096):
        stream.read(offset, 4096)
        assert len(stream._marks) < 16


def test_a_stream_that_grows_without_end_is_stopped() -> None:
    packed = gzip.compress(b"\0" * (40 * 1024 * 1024))
    stream = Inflated(lambda offset, count: packed[offset : offset + count], len(packed), "gzip")
    with pytest.raises(Damaged) as caught:
        for offset in range(0, 40 * 1024 * 1024, 1024 * 1024):
            stream.read(offset, 1024 * 1024)
    assert caught.value.reason == "expands too far"


def test_members_of_the_same_name_are_kept_apart(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("a.eml", LETTER)
        archive.writestr("a.eml", SECOND)
    assert list(reasons(path)) == ["a.zip!a.eml", "a.zip!a.eml~2"]
    assert [value.data for value in read(path) if isinstance(value, RawMail)] == [LETTER, SECOND]


def test_names_that_look_alike_once_printable_are_kept_apart(tmp_path: Path) -> None:
    for name in ("a\x01.eml", "a\x02.eml", "a?.eml"):
        write(tmp_path / name, LETTER)
    assert list(reasons(tmp_path)) == ["a?.eml", "a?.eml~2", "a?.eml~3"]
