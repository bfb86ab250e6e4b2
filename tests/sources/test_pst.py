"""Outlook files. No tool makes a .pst, so what libpff hands over is played by a stand-in of the same shape."""

from __future__ import annotations

import sys
from datetime import datetime
from email import message_from_bytes
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sellwright.interactions.failures import CannotRead, ExtraNeeded
from sellwright.interactions.values import RawMail, Refused
from sellwright.protocols.disk import blob_of
from sellwright.protocols.finding import source_of
from sellwright.sources import pst
from tests.sources.samples import LETTER, read, write

DAMAGED = b"!BDN" + b"\0" * 600


class Message:
    """The calls of pypff.message that are used."""

    def __init__(self, **kept: Any) -> None:
        self.kept = kept

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("get_"):
            raise AttributeError(name)
        return lambda *index: self.answer(name.removeprefix("get_"), *index)

    def answer(self, name: str, *index: int) -> Any:
        value = self.kept.get(name)
        if isinstance(value, Exception):
            raise value
        return value

    def get_number_of_attachments(self) -> int:
        return len(self.kept.get("attachments", []))

    def get_attachment(self, number: int) -> Any:
        name, data = self.kept["attachments"][number]
        return SimpleNamespace(
            get_size=lambda: len(data), get_long_filename=lambda: name, read_buffer=lambda size: data[:size]
        )

    def get_number_of_record_sets(self) -> int:
        return 1

    def get_record_set(self, index: int) -> Any:
        properties = self.kept.get("properties", {})
        return SimpleNamespace(
            entries=[
                SimpleNamespace(entry_type=number, data=b"x", get_data_as_string=lambda text=text: text)
                for number, text in properties.items()
            ]
        )


def folder(name: str, messages: list[Any], folders: list[Any] = []) -> Any:  # noqa: B006
    return SimpleNamespace(
        get_name=lambda: name,
        get_number_of_sub_messages=lambda: len(messages),
        get_sub_message=lambda number: messages[number],
        get_number_of_sub_folders=lambda: len(folders),
        get_sub_folder=lambda number: folders[number],
    )


def test_a_damaged_file_is_one_clear_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pst", DAMAGED)
    assert source_of(path).name == "pst"
    with pytest.raises(CannotRead, match="damaged") as caught:
        read(path)
    assert "scanpst" in caught.value.next_step


def test_without_the_optional_part_the_command_to_get_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypff", None)
    path = write(tmp_path / "a.pst", DAMAGED)
    with pytest.raises(ExtraNeeded) as caught:
        read(path)
    assert caught.value.next_step == "Install it with: pip install 'sellwright[pst]'"
    write(tmp_path / "b.eml", LETTER)
    first, second = read(tmp_path)
    assert isinstance(first, Refused)
    assert (first.outcome, first.reason) == ("failed", "needs an optional part")
    assert isinstance(second, RawMail)


def test_folders_are_walked_and_become_names_and_labels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mail = Message(transport_headers="From: a@b.example\r\nTo: c\r\n", delivery_time=datetime(2024, 5, 14, 7, 30))
    root = folder("", [], [folder("Top", [], [folder("Inbox", [mail]), folder("Sent/Items", [mail, mail])])])
    book = SimpleNamespace(open_file_object=lambda file: None, get_root_folder=lambda: root)
    monkeypatch.setitem(sys.modules, "pypff", SimpleNamespace(file=lambda: book))
    entries = list(pst._entries(blob_of(write(tmp_path / "a.pst", DAMAGED))))
    assert [entry.path for entry in entries] == [
        "a.pst#Top/Inbox/0", "a.pst#Top/Sent_Items/0", "a.pst#Top/Sent_Items/1",
    ]  # fmt: skip
    assert {entry.at for entry in entries} == {1715671800.0}
    values = [entry.load() for entry in entries]
    assert [value.labels for value in values if isinstance(value, RawMail)] == [(), ("Sent_Items",), ("Sent_Items",)]


def test_a_received_mail_is_put_together_from_its_headers_texts_and_attachments() -> None:
    message = Message(
        transport_headers="Received: from x\r\n\tby y\r\nFrom: Änna <a@b.example>\r\nSubject: Hi\r\n"
        "Content-Type: multipart/mixed;\r\n\tboundary=old\r\nMIME-Version: 1.0\r\n\r\nFrom: nobody\r\n",
        plain_text_body="Grüße\r\n".encode(),
        html_body=b"<p>Gr\xc3\xbc\xc3\x9fe</p>",
        attachments=[("Angebot ä.pdf", b"%PDF-1.7\0")],
    )
    mail = message_from_bytes(pst.mail_bytes(message, pst._attachments(message) or []))
    assert mail["Received"] == "from x\n\tby y"
    assert mail["Subject"] == "Hi"
    assert mail.get_all("From") is not None and len(mail.get_all("From") or []) == 1
    assert len(mail.get_all("Content-Type") or []) == 1
    parts = {part.get_content_type(): part.get_payload(decode=True) for part in mail.walk() if not part.is_multipart()}
    assert parts == {
        "text/plain": "Grüße\r\n".encode(), "text/html": "<p>Grüße</p>".encode(),
        "application/octet-stream": b"%PDF-1.7\0",
    }  # fmt: skip
    assert [part.get_filename() for part in mail.walk() if part.get_filename()] == ["Angebot ä.pdf"]


def test_a_sent_mail_without_headers_gets_them_from_outlooks_own_fields() -> None:
    message = Message(
        sender_name="Us\r\nBcc: evil@x.example",
        subject="Offer",
        client_submit_time=datetime(2024, 5, 14, 7, 30),
        plain_text_body=b"Here it is",
        properties={0x0C1F: "us@kestrel.example", 0x0E04: "Anna Berg", 0x1035: "<9@kestrel.example>"},
    )
    mail = message_from_bytes(pst.mail_bytes(message, []))
    assert mail["From"].endswith("<us@kestrel.example>")
    assert mail["Bcc"] is None
    assert (mail["To"], mail["Subject"], mail["Message-ID"]) == ("Anna Berg", "Offer", "<9@kestrel.example>")
    assert mail["Date"] == "Tue, 14 May 2024 07:30:00 +0000"
    assert mail.get_payload(decode=True) == b"Here it is"


@pytest.mark.parametrize(("kind", "reason"), [("IPM.Contact", "not a message"), ("IPM.Appointment", "not a message")])
def test_contacts_and_appointments_are_no_mails(kind: str, reason: str) -> None:
    value = pst._load(Message(properties={0x001A: kind}), "a.pst#x/0", "x/", None)
    assert isinstance(value, Refused)
    assert value.reason == reason


def test_places_libpff_cannot_read_cost_only_themselves() -> None:
    message = Message(transport_headers=OSError("bad"), html_body=OSError("bad"), plain_text_body=b"still here",
                      subject="S")  # fmt: skip
    value = pst._load(message, "a.pst#x/0", "x/", None)
    assert isinstance(value, RawMail)
    assert b"still here" not in value.data  # it is base64 by now
    assert message_from_bytes(value.data).get_payload(decode=True) == b"still here"


def test_a_mail_with_too_much_attached_is_skipped() -> None:
    huge = SimpleNamespace(get_size=lambda: 60 * 1024 * 1024)
    message = Message(attachments=[("x", b"")])
    message.get_attachment = lambda number: huge  # type: ignore[method-assign]
    value = pst._load(message, "a.pst#x/0", "x/", None)
    assert isinstance(value, Refused)
    assert value.reason == "larger than 50 MB"
