"""Floors that kinds of mail hold on real mail and on our own labels (figures: docs/reference/kinds.md)."""

from __future__ import annotations

import csv
import json
import tarfile
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from sellwright.interactions import addresses, body, dates, kinds, mime, new_text
from sellwright.interactions.values import Address, Verdict

LABELS = Path(__file__).resolve().parents[2] / "labels" / "replies.jsonl"


def verdict(data: bytes, at: datetime | None = None) -> Verdict:
    mail = mime.parse(data)
    text = body.read(mail).text
    sender = (addresses.parse(mail.headers.get("from")) or (Address(""),))[0]
    at = at or dates.read_date(mail.headers.get("date"))
    return kinds.classify(mail, text, new_text.cut(text, sender.name).new_text, sender, at)


def test_real_bounces(shared_data: Path) -> None:
    folder = shared_data / "bounces"
    labels: dict[str, list[dict[str, str]]] = {}
    with (folder / "sisimai-labels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            labels.setdefault(row["file"], []).append(row)
    complaints, notices, recipients, right = [], [], 0, 0
    for name, rows in labels.items():
        found = verdict((folder / "sisimai" / "maildir" / "bsd" / name).read_bytes())
        reasons = {row["reason"] for row in rows}
        if "feedback" in reasons:
            complaints.append(found.kind)
        elif not reasons & {"vacation", "delivered"}:
            notices.append(found.kind in ("bounce", "delayed"))
            known = [row for row in rows if row["reason"] != "filtered"]
            if known and found.kind != "delayed":
                wanted = Counter(row["hardbounce"] == "true" for row in known)
                given = Counter(delivery.hardness == "hard" for delivery in found.deliveries)
                recipients += len(known)
                right += sum((wanted & given).values())
    assert complaints == ["complaint"] * 18
    assert sum(notices) / len(notices) >= 0.985
    assert right / recipients >= 0.94


@pytest.mark.parametrize("which", ["develop", "aside"])
def test_replies_labelled_by_hand(which: str) -> None:
    wrong = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["set"] != which:
            continue
        head = f"From: pat@customer.example\nSubject: {label['subject']}\n"
        head += "".join(f"{name}: {value}\n" for name, value in label.get("headers", {}).items())
        at = datetime.fromisoformat(label.get("date", "2025-02-12") + "T09:00:00+00:00")
        mail = f"{head}Content-Type: text/plain; charset=utf-8\n\n{label['text']}\n".encode()
        if (verdict(mail, at).kind == "out_of_office") != (label["label"] == "out_of_office"):
            wrong.append(label["id"])
    assert wrong == []


@pytest.mark.long
def test_no_false_bounce_on_real_ham(shared_data: Path) -> None:
    """Five mails of this ham are delivery notices (each was read); nothing else may be called one."""
    notices = Counter[str]()
    feeds = Counter[str]()
    with tarfile.open(shared_data / "mail" / "spamassassin.tar.gz") as files:
        for member in files:
            if "ham" not in member.name or not member.isfile() or member.name.endswith("cmds"):
                continue
            opened = files.extractfile(member)
            assert opened is not None
            data = opened.read()
            kind = verdict(data).kind
            if kind in ("bounce", "delayed", "complaint", "receipt"):
                notices[kind] += 1
            if b"\nFrom: " in data and b"<rssfeeds@" in data.partition(b"\n\n")[0]:
                feeds[kind] += 1
    assert notices == {"bounce": 3, "delayed": 2}
    assert set(feeds) == {"robot"}
    assert feeds.total() == 623
