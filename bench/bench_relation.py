"""Who is this to us, judged: our labels (both sets), the SpamAssassin mail, and the time it takes.

    python bench/bench_relation.py [--data FOLDER]

Writes bench/results/relation.json. The SpamAssassin part needs the shared data (docs/running/tests.md). There each
sender of a spam folder counts as a person who wrote to us, with no help from header rules: the hardest reading.
"""

from __future__ import annotations

import argparse
import json
import os
import tarfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from sellwright.interactions import addresses, mime
from sellwright.interactions.tells import tells
from sellwright.measures.relation import KINDS, Dossier, judge
from sellwright.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
OURS = {"kestrel": "kestrel-instruments.example", "loom": "loomwise.example", "harbour": "harbourpike.example",
        "stahl": "stahlbau-nord.example"}  # fmt: skip
BUYERS = ("prospect", "customer")


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
            kind = next((mark[5:] for mark in message["marks"] if mark.startswith("kind:")), "human")
            found = tells(message["subject"], message["text"], frozenset(message["marks"]))
            made.add(str(number), "them" if message["direction"] == "in" else "us", found, at=number, kind=kind)
        judged = judge(made, None, Settings(), {}).kind
        confusion[row["label"], judged] += 1
        if judged != row["label"]:
            wrong.append(f"{row['id']}: {row['label']} judged {judged}")
    said = sum(n for (_, judged), n in confusion.items() if judged in BUYERS)
    right = sum(n for (label, judged), n in confusion.items() if judged in BUYERS and label in BUYERS)
    there = sum(n for (label, _), n in confusion.items() if label in BUYERS)
    return {
        "senders": sum(confusion.values()),
        "precision prospect or customer": round(right / said, 3),
        "judged prospect or customer": said,
        "recall prospect or customer": round(right / there, 3),
        "all kinds right": round(sum(n for (a, b), n in confusion.items() if a == b) / sum(confusion.values()), 3),
        "pitching_us judged prospect or customer": sum(confusion["pitching_us", kind] for kind in BUYERS),
        "confusion": {a: {b: confusion[a, b] for b in KINDS if confusion[a, b]} for a in KINDS if a != ""},
        "wrong": sorted(wrong),
    }


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
        texts.append((subject, text[:700]))
        marks = frozenset({"unsubscribe_offer"} if "list-unsubscribe" in part.headers else ())
        made = people.setdefault((folder, sender), Dossier(sender, addresses.firm_of(sender)))
        made.add(str(len(texts)), "them", tells(subject, text, marks), at=float(len(texts)))
    best = 1e9
    for _ in range(5):
        begun = time.perf_counter()
        for subject, text in texts:
            tells(subject, text)
        best = min(best, (time.perf_counter() - begun) / len(texts))
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
        "microseconds of tells per message (700 characters)": round(best * 1e6, 1),
    }


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--data", default=os.environ.get("SELLWRIGHT_DATA") or ROOT.parent / "shared" / "data")
    data = Path(asked.parse_args().data)
    result: dict[str, object] = {"develop": labelled("develop"), "aside": labelled("aside")}
    archive = data / "mail" / "spamassassin.tar.gz"
    if archive.exists():
        result["spamassassin"] = spamassassin(archive)
    else:
        print(f"No SpamAssassin mail at {archive}: that part is left out.")
    (ROOT / "bench" / "results").mkdir(exist_ok=True)
    (ROOT / "bench" / "results" / "relation.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
