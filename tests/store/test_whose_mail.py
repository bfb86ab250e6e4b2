"""Whose mail a file is taken for, before anybody has said so."""

from __future__ import annotations

from email.message import EmailMessage
from mailbox import mbox
from pathlib import Path

from sellwright.store.intakes import guess_owner

ADA, ZOE = "ada@kestrel.example", "zoe@buyer.example"


def mails(folder: Path, *pairs: tuple[str, str]) -> Path:
    box = mbox(str(folder / "mail.mbox"))
    for number, (sender, to) in enumerate(pairs):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, f"Letter {number}"
        mail["Date"], mail["Message-ID"] = "Tue, 12 May 2026 08:00:00 +0000", f"<{number}@x.example>"
        mail.set_content("Words.")
        box.add(mail)
    box.close()
    return folder / "mail.mbox"


def test_mostly_written_by_one_correspondent_it_is_still_of_whoever_brought_it(tmp_path: Path) -> None:
    path = mails(tmp_path, *[(ZOE, ADA)] * 5, (ADA, ZOE))
    assert guess_owner(path, {ADA}).addresses == (ADA,)
    alone = mails(tmp_path, *[(ZOE, ADA)] * 2)
    assert guess_owner(alone, {ADA}).addresses == (ADA,)


def test_mail_of_others_is_not_theirs(tmp_path: Path) -> None:
    path = mails(tmp_path, *[("tom@firm.example", f"p{n}@x.example") for n in range(8)],
                 *[(f"p{n}@x.example", "tom@firm.example") for n in range(8)], (ADA, "tom@firm.example"))  # fmt: skip
    assert guess_owner(path, {ADA}).addresses == ("tom@firm.example",)
