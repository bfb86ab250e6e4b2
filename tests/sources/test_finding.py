"""Clear words for what is not there, not readable or not ours; fingerprints of what is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sellwright.interactions.failures import CannotRead
from sellwright.protocols import finding
from sellwright.protocols.finding import source_of
from sellwright.protocols.prints import fingerprint, grew
from tests.sources.samples import BOX, LETTER, write


def failure(path: Path) -> CannotRead:
    with pytest.raises(CannotRead) as caught:
        source_of(path)
    assert "\n" not in caught.value.message
    assert caught.value.next_step
    return caught.value


def test_a_missing_file_names_what_is_close(tmp_path: Path) -> None:
    write(tmp_path / "takeout.mbox", BOX)
    error = failure(tmp_path / "takeuot.mbox")
    assert error.message.endswith("takeuot.mbox does not exist.")
    assert error.next_step == "Did you mean takeout.mbox?"


def test_a_missing_folder_names_what_is_above(tmp_path: Path) -> None:
    write(tmp_path / "mail" / "takeout.mbox", BOX)
    error = failure(tmp_path / "post" / "deep" / "in.mbox")
    assert error.next_step == f"In {tmp_path} there is: mail."


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.mbox", b"", "is empty (0 bytes)"),
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF"),
        ("a.bin", b"\0\1\2\3", "is a binary file"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Outlook .msg"),
        ("a.txt", b"Dear diary", "not a kind of file we know"),
        ("a.csv", b"x,y\n1,2\n", "not a kind of file we know"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "is a picture"),
        ("a.rar", b"Rar!\x1a\x07", "RAR"),
    ],
)
def test_what_is_not_ours_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    assert words in failure(write(tmp_path / name, data)).message


def test_an_empty_folder(tmp_path: Path) -> None:
    assert failure(tmp_path).message.endswith("is an empty folder.")


def test_a_pipe_and_a_device_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "pipe or device" in failure(tmp_path / "pipe").message
    assert "pipe or device" in failure(Path("/dev/zero")).message


def test_a_link_that_leads_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "a")
    assert "cannot be read" in failure(tmp_path / "a").message


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: str, offset: int, count: int) -> bytes:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(finding, "read_once", closed)
    error = failure(write(tmp_path / "a.mbox", BOX))
    assert "permission" in error.message
    assert "chmod" in error.next_step


def test_control_characters_of_a_name_do_not_reach_the_terminal(tmp_path: Path) -> None:
    assert "\x1b" not in failure(tmp_path / "a\x1b[2J.mbox").message


def test_a_fingerprint_stays_until_the_file_changes(tmp_path: Path) -> None:
    path = write(tmp_path / "in.mbox", BOX * 20)
    before = fingerprint(path)
    assert fingerprint(path) == before
    state = path.stat()
    path.write_bytes(BOX * 19 + BOX.replace(b"Yes.", b"No!!"))
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    assert fingerprint(path) != before


def test_a_folders_fingerprint_notices_every_file(tmp_path: Path) -> None:
    write(tmp_path / "a" / "1.eml", LETTER)
    before = fingerprint(tmp_path)
    assert fingerprint(tmp_path) == before
    added = write(tmp_path / "a" / "2.eml", LETTER)
    changed = fingerprint(tmp_path)
    assert changed != before
    added.unlink()
    os.utime(tmp_path / "a" / "1.eml", (1, 1))
    assert fingerprint(tmp_path) not in (before, changed)


def test_a_mailbox_that_only_grew_is_known(tmp_path: Path) -> None:
    path = write(tmp_path / "in.mbox", BOX * 20)
    before = fingerprint(path)
    assert not grew(path, before)
    path.write_bytes(BOX * 21)
    assert grew(path, before)
    path.write_bytes(LETTER + BOX * 21)
    assert not grew(path, before)
    assert not grew(path, "something else")
    assert not grew(tmp_path, fingerprint(tmp_path))
