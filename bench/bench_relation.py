"""Who is this to us, judged: our labels, whole mailboxes of ours, the demo firm, the SpamAssassin mail, and the time.

    python bench/bench_relation.py

Writes bench/results/relation.json. The SpamAssassin part needs the shared data (docs/running/tests.md). It is read
twice: as a mailbox like any other, and sender by sender with no help from header rules, the hardest reading.
"""

from __future__ import annotations

import json
import os
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(Path(__file__).parent))
import measuring
from sellwright.cli.today import plan_day
from sellwright.demo import kestrel
from sellwright.interactions import addresses, mime
from sellwright.interactions.tells import tells
from sellwright.interactions.values import Kind, Side
from sellwright.mailroom.book import Book, open_book
from sellwright.measures.relation import KINDS, Dossier, judge
from sellwright.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
OURS = {"kestrel": "kestrel-instruments.example", "loom": "loomwise.example", "harbour": "harbourpike.example",
        "stahl": "stahlbau-nord.example"}  # fmt: skip
BUYERS = ("prospect", "customer")
MAILBOXES = {  # in the order looked at; words were added after each look, so all are for developing by now
    "looked at first": ("quillstone", "rotaplan", "ohlsen"), "looked at second": ("brightwell", "lindenhof"),
    "looked at third": ("fairlead",),
    "another hand, looked at first": ("pinfold", "reuter", "almadraba"),
    "another hand, looked at second": ("crake", "weissdorn", "mercadier"),
    "another hand, looked at third": ("tolhuis", "korven", "falkner"),
    "first letters, looked at fourth": ("rook",), "first letters, looked at fifth": ("fennimore",),
    "third hand": ("pennard", "novembre", "pruefbuch", "vermeerdegroot", "tarbert", "fernwood"),
    "third hand, many suppliers": ("wattle", "bergmann"),
    "third hand, set aside": ("rueegg", "meridian", "hartley"),
}  # fmt: skip


def labelled(which: str) -> dict[str, object]:
    """Figures and confusion (label -> judged) on one set of labels/senders.jsonl."""
    confusion: Counter[tuple[str, str]] = Counter()
    wrong = []
    for row in map(json.loads, (ROOT / "labels" / "senders.jsonl").read_text(encoding="utf-8").splitlines()):
        if row["set"] != which:
            continue
        made = Dossier(row["address"], addresses.firm_of(row["address"]))
        made.own_domain = row["address"].endswith(OURS[row["we"]])
        for number, message in enumerate(row["messages"]):
            kind: Kind = next((mark[5:] for mark in message["marks"] if mark.startswith("kind:")), "human")
            found = tells(message["subject"], message["text"], frozenset(message["marks"]))
            side: Side = "them" if message["direction"] == "in" else "us"
            opens = not message["subject"].lower().startswith(("re:", "aw:"))
            made.add(str(number), side, found, at=number, kind=kind, opens=opens)
        judged = judge(made, None, Settings(), {}).kind
        confusion[row["label"], judged] += 1
        if judged != row["label"]:
            wrong.append(f"{row['id']}: {row['label']} judged {judged}")
    return {**figures(confusion), "wrong": sorted(wrong)}


def figures(confusion: Counter[tuple[str, str]]) -> dict[str, object]:
    """Precision and recall of "prospect or customer" and what was taken for what, from (label, judged) counts."""
    said = sum(n for (_, judged), n in confusion.items() if judged in BUYERS)
    right = sum(n for (label, judged), n in confusion.items() if judged in BUYERS and label in BUYERS)
    there = sum(n for (label, _), n in confusion.items() if label in BUYERS)
    total = sum(confusion.values())
    return {
        "senders": total,
        "precision prospect or customer": round(right / said, 3) if said else None,
        "judged prospect or customer": said,
        "of these right": right,
        "recall prospect or customer": round(right / there, 3) if there else None,
        "labelled prospect or customer": there,
        "all kinds right": round(sum(n for (a, b), n in confusion.items() if a == b) / total, 3),
        "pitching_us judged prospect, customer or partner": sum(
            confusion["pitching_us", kind] for kind in (*BUYERS, "partner")
        ),
        "confusion": {a: {b: confusion[a, b] for b in KINDS if confusion[a, b]} for a in KINDS},
    }


def judged_in(book: Book) -> dict[str, str]:
    """Relation kind of every address in a book."""
    rows = book.connection.execute("SELECT addresses, relation FROM person")
    return {email: json.loads(relation)["kind"] for emails, relation in rows for email in json.loads(emails)}


def admitted_in(book: Book) -> dict[str, str]:
    """Lane of every address Today would admit, the day after the newest letter, however many unknown people."""
    at = datetime.fromtimestamp(book.newest_at() + 86400, UTC)
    book.settings = replace(book.settings, unknowns_a_day=10_000)
    day = plan_day(book, at, 24.0)
    entries = [entry for lane in day.lanes for entry in lane.entries] + [left.entry for left in day.left_for_tomorrow]
    return {email: entry.lane for entry in entries for email in entry.person.addresses}


def first_letters(row: dict[str, Any]) -> str:
    """'buyers' or 'pitches' where nothing of ours ever went to a labelled sender, else ''."""
    if any(message["direction"] == "out" for message in row["messages"]):
        return ""
    return "buyers" if row["label"] in BUYERS else "pitches" if row["label"] == "pitching_us" else ""


def write_mailbox(rows: list[dict[str, Any]], file: Path) -> None:
    """The labelled senders of one firm as an mbox, each thread with its own dates."""
    with file.open("wb") as out:
        for number, row in enumerate(rows):
            at = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(hours=3 * number)
            above = ""
            us, them = row["us"], formataddr((row["name"], row["address"]))
            for count, message in enumerate(row["messages"]):
                at += timedelta(days=2, hours=1)
                mail = EmailMessage()
                mail["From"], mail["To"] = (them, us) if message["direction"] == "in" else (us, them)
                mail["Subject"], mail["Date"] = message["subject"], format_datetime(at)
                mail["Message-ID"] = f"<{row['id']}.{count}@mail.example>"
                if message["subject"].startswith("Re: ") and above:
                    mail["In-Reply-To"] = above
                if "kind:robot" in row["marks"]:
                    mail["Auto-Submitted"] = "auto-generated"
                if "kind:newsletter" in row["marks"]:
                    mail["List-Unsubscribe"], mail["Precedence"] = "<https://leave.example/>", "bulk"
                name = row["name"] if message["direction"] == "in" else us.partition(" <")[0]
                mail.set_content(f"{message['text']}\n\n{name}\n")
                above = mail["Message-ID"]
                out.write(
                    b"From - Mon Jan  5 08:00:00 2026\n" + mail.as_bytes().replace(b"\nFrom ", b"\n>From ") + b"\n"
                )


def rows_of(firm: str) -> list[dict[str, Any]]:
    """The labelled senders of one mailbox: a file of its own, or its part of labels/relationships.jsonl."""
    file = ROOT / "labels" / "mailboxes" / f"{firm}.jsonl"
    file = file if file.exists() else ROOT / "labels" / "relationships.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["we"] == firm]


def mailboxes(firms: tuple[str, ...], folder: Path) -> dict[str, object]:
    """Figures on some of labels/mailboxes, read through the whole pipeline."""
    confusion: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    for firm in firms:
        rows = rows_of(firm)
        write_mailbox(rows, folder / f"{firm}.mbox")
        with open_book(
            [folder / f"{firm}.mbox"], ["@" + addresses.domain(rows[0]["us"].strip(">"))], Settings()
        ) as book:
            judged, admitted = judged_in(book), admitted_in(book)
        confusion.update((row["label"], judged[row.get("person", row["address"])]) for row in rows)
        for row in rows:
            shown = row.get("person", row["address"]) in admitted
            if row["label"] == "pitching_us":
                letters["all who sell to us"] += 1
                letters["all who sell to us admitted to Today"] += shown
            if group := first_letters(row):
                letters[group] += 1
                letters[f"{group} admitted to Today"] += shown
    return {**figures(confusion), "first letters of strangers": dict(sorted(letters.items()))}


def demo(folder: Path) -> dict[str, object]:
    """Figures on the demo firm's mailbox."""
    firm = kestrel.write(folder)
    people = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["people"]
    with open_book([firm.mailbox, firm.calendar, firm.calls], list(firm.me), Settings()) as book:
        judged = judged_in(book)
    return figures(Counter((row["relation"], judged[email]) for email, row in people.items() if email in judged))


def spam_mailbox(archive: Path) -> dict[str, object]:
    """The SpamAssassin mail as one mailbox: senders of spam and of the rest by judged kind."""
    counts: dict[str, Counter[str]] = {"spam": Counter(), "ham": Counter()}
    with open_book([archive], [], Settings()) as book:
        judged = judged_in(book)
        sender_of = {filed.message.sender.email: filed.message.path for filed in book.messages()}
    for email, path in sender_of.items():
        if email in judged:
            counts["spam" if "spam" in path.rpartition("/")[0].rpartition("/")[2] else "ham"][judged[email]] += 1
    return {folder: dict(count.most_common()) for folder, count in counts.items()}


def body(part: mime.Part) -> str:
    """The text a reader would see: the first plain part, else the HTML without its tags."""
    html = ""
    for child in part.walk():
        if child.content_type == "text/plain" and not child.parts:
            return child.text()
        if child.content_type == "text/html" and not html:
            tree = LexborHTMLParser(child.text()[:200_000])
            for hidden in tree.css("style,script"):
                hidden.decompose()
            html = tree.body.text(separator=" ") if tree.body else ""
    return html


def mails(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isfile() else None
            if stream and not member.name.endswith("cmds"):
                yield Path(member.name).parent.name, stream.read()


def spamassassin(archive: Path) -> dict[str, object]:
    """Senders of each folder by judged kind; and the time of one message's tells."""
    people: dict[tuple[str, str], Dossier] = {}
    texts: list[tuple[str, str]] = []
    for folder, data in mails(archive):
        part = mime.parse(data)
        sender = (addresses.parse(part.headers.get("from")) or addresses.parse("nobody@nowhere.example"))[0].email
        subject, text = part.headers.get("subject"), body(part)
        texts.append((subject, text[:600]))
        marks = frozenset({"unsubscribe_offer"} if "list-unsubscribe" in part.headers else ())
        made = people.setdefault((folder, sender), Dossier(sender, addresses.firm_of(sender)))
        made.add(str(len(texts)), "them", tells(subject, text, marks), at=float(len(texts)))
    best = 1e9
    for _ in range(5):
        begun = time.process_time()
        for subject, text in texts:
            tells(subject, text)
        best = min(best, (time.process_time() - begun) / len(texts))
    counts: dict[str, Counter[str]] = {}
    for (folder, _), made in people.items():
        counts.setdefault(folder, Counter())[judge(made, None, Settings(), {}).kind] += 1
    shares = {
        folder: {
            "senders": sum(count.values()),
            "prospect or customer": round(sum(count[kind] for kind in BUYERS) / sum(count.values()), 4),
            "kinds": dict(count.most_common()),
        }
        for folder, count in sorted(counts.items())
    }
    robots = {email: judge(made, None, Settings(), {}).kind for (_, email), made in people.items()
              if email.startswith("rssfeeds@") or addresses.is_list(email)}  # fmt: skip
    return {
        "folders": shares,
        "robot and list addresses by kind": dict(Counter(robots.values())),
        "microseconds of tells per message (600 characters, processor time)": round(best * 1e6, 1),
    }


def main() -> None:
    archive = measuring.shared_data() / "mail" / "spamassassin.tar.gz"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SELLWRIGHT_CACHE"] = name
        result: dict[str, Any] = {
            "labels": {"develop": labelled("develop"), "aside": labelled("aside")},
            "whole mailboxes": {look: mailboxes(firms, folder) for look, firms in MAILBOXES.items()},
            "demo firm": demo(folder),
            "spamassassin as a mailbox": spam_mailbox(archive),
            "spamassassin sender by sender": spamassassin(archive),
        }
    measuring.write("relation", result)


if __name__ == "__main__":
    main()
