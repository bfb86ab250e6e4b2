"""Folders of mail programs, and folders that try to trip the reader."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols import disk
from sellwright.protocols.finding import source_of
from tests.sources.samples import BOX, LETTER, SECOND, apple_mail, emlx, maildir, read, thunderbird, write


def reasons(path: Path) -> dict[str, str]:
    """{name: reason or ''} of everything below a folder."""
    return {value.path: getattr(value, "reason", "") for value in read(path)}


def labels(path: Path) -> list[tuple[str, ...]]:
    return [value.labels for value in read(path) if isinstance(value, RawMail)]


def test_maildir_folders_become_labels_and_flags_too(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Maildir")
    write(folder / ".Archive.2024" / "cur" / "17.M3.host:2,ST", LETTER)
    assert labels(folder) == [("Archive/2024", "Trash"), ("Sent",), ()]


def test_maildir_mails_in_tmp_are_not_yet_delivered(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Maildir")
    write(folder / "tmp" / "17.M3.host", LETTER[:20])
    write(folder / "dovecot.index.cache", b"\0\1")
    found = reasons(folder)
    assert found["tmp/17.M3.host"] == "not yet delivered"
    assert found["dovecot.index.cache"] == "a mail program's index"
    assert list(found.values()).count("") == 2


def test_a_tmp_folder_that_is_no_maildirs_is_read(tmp_path: Path) -> None:
    write(tmp_path / "tmp" / "a.eml", LETTER)
    assert reasons(tmp_path) == {"tmp/a.eml": ""}


def test_maildir_mail_is_a_mail_by_its_place_whatever_it_begins_with(tmp_path: Path) -> None:
    folder = maildir(tmp_path / "Maildir")
    write(folder / "new" / "17.M9.host", b"no header at all\n")
    assert reasons(folder)["new/17.M9.host"] == ""


def test_thunderbird_folders_become_labels(tmp_path: Path) -> None:
    profile = thunderbird(tmp_path / "p")
    write(profile / "ImapMail" / "imap.firm.example" / "Sent", BOX)
    write(profile / "places.sqlite", b"SQLite format 3\0")
    assert source_of(profile).name == "thunderbird"
    assert labels(profile) == [("Sent",), ("Sent",), (), (), ("Archives/2024",), ("Archives/2024",)]
    assert reasons(profile)["Mail/Local Folders/Inbox.msf"] == "a mail program's index"
    assert not any("places" in name for name in reasons(profile))


def test_a_single_thunderbird_folder_is_known_by_its_index(tmp_path: Path) -> None:
    folder = thunderbird(tmp_path / "p") / "Mail" / "Local Folders"
    assert source_of(folder).name == "thunderbird"
    assert labels(folder) == [(), (), ("Archives/2024",), ("Archives/2024",)]


def test_apple_mail_keeps_attachments_apart(tmp_path: Path) -> None:
    folder = apple_mail(tmp_path / "V10")
    write(folder / "Sent Messages.mbox" / "X" / "Data" / "1" / "Messages" / "9.emlx", emlx(SECOND))
    assert source_of(folder).name == "apple_mail"
    assert labels(folder) == [(), (), ("Sent Messages",)]
    assert reasons(folder)["INBOX.mbox/AB-12/Data/Attachments/2/2/offer.pdf"] == "an attachment kept beside its mail"


def test_one_apple_mailbox_folder(tmp_path: Path) -> None:
    folder = apple_mail(tmp_path / "V10") / "INBOX.mbox"
    write(folder / "Info.plist", "<plist/>")
    assert source_of(folder).name == "apple_mail"
    assert labels(folder) == [(), ()]


def test_mh_folders_are_folders_of_mails(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "1", LETTER)
    write(tmp_path / "inbox" / "2", SECOND)
    write(tmp_path / "inbox" / ".mh_sequences", "unseen: 2\n")
    assert reasons(tmp_path / "inbox") == {".mh_sequences": "a mail program's index", "1": "", "2": ""}


def test_everything_in_a_mixed_folder_is_accounted_for(tmp_path: Path) -> None:
    write(tmp_path / "a.eml", LETTER)
    write(tmp_path / "b" / "00001.7c53", b"From x@y Tue May 14 07:30:00 2024\n" + LETTER)
    write(tmp_path / "b" / "cmds", "mv a b\n")
    write(tmp_path / "c.pdf", b"%PDF-1.7")
    write(tmp_path / "d.eml", b"")
    write(tmp_path / "e.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert reasons(tmp_path) == {
        "a.eml": "", "c.pdf": "not a message", "d.eml": "empty", "e.msg": "not a message",
        "b/00001.7c53#0": "", "b/cmds": "not a message",
    }  # fmt: skip


def test_links_are_shown_and_never_followed(tmp_path: Path) -> None:
    write(tmp_path / "box" / "a.eml", LETTER)
    (tmp_path / "box" / "loop").symlink_to(tmp_path / "box")
    (tmp_path / "box" / "b.eml").symlink_to("/etc/hostname")
    assert reasons(tmp_path / "box") == {"a.eml": "", "b.eml": "a link", "loop": "a link"}


def test_a_pipe_in_a_folder_does_not_make_us_wait(tmp_path: Path) -> None:
    write(tmp_path / "a.eml", LETTER)
    os.mkfifo(tmp_path / "b.eml")
    assert reasons(tmp_path) == {"a.eml": "", "b.eml": "a pipe or device"}


def test_a_file_we_may_not_read_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "a.eml", LETTER)
    write(tmp_path / "b.eml", SECOND)
    opened = os.open

    def closed(path: str, flags: int) -> int:
        if str(path).endswith("a.eml"):
            raise PermissionError(13, "Permission denied", path)
        return opened(path, flags)

    monkeypatch.setattr(disk.os, "open", closed)
    values = read(tmp_path)
    assert [type(value) for value in values] == [Refused, RawMail]
    assert getattr(values[0], "reason", "") == "no permission to read"


def test_a_file_that_goes_away_between_listing_and_loading_says_so(tmp_path: Path) -> None:
    path = write(tmp_path / "a.eml", LETTER)
    (entry,) = source_of(tmp_path).entries(tmp_path)
    path.unlink()
    value = entry.load()
    assert isinstance(value, Refused)
    assert value.outcome == "failed"


def test_names_that_cannot_be_printed_are_made_printable(tmp_path: Path) -> None:
    write(tmp_path / "a\x1b[31m\n.eml", LETTER)
    assert list(reasons(tmp_path)) == ["a?[31m?.eml"]
    assert disk.shown("\udcff\u202e.eml") == "\ufffd?.eml"


def test_folders_with_nothing_in_them_are_one_clear_failure(tmp_path: Path) -> None:
    (tmp_path / "deep" / "deeper").mkdir(parents=True)
    with pytest.raises(CannotRead, match="holds no files"):
        read(tmp_path)


def test_hundreds_of_mailboxes_do_not_use_up_the_open_files(tmp_path: Path) -> None:
    before = sum(1 for _ in Path("/dev/fd").iterdir())
    for number in range(disk._MAX_HELD + 20):
        with open(tmp_path / f"{number:03}.mbox", "wb") as file:
            file.write(BOX)
            file.truncate(1024 * 1024 + 1)
    entries = [entry for entry in source_of(tmp_path).entries(tmp_path) if entry.path.endswith("#0")]
    held = sum(1 for _ in Path("/dev/fd").iterdir())
    assert len(entries) == disk._MAX_HELD + 20
    assert held - before <= disk._MAX_HELD
    assert all(isinstance(entry.load(), RawMail) for entry in entries)
