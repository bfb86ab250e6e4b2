"""How well kinds of mail are told apart, on real bounces, real ham and our own labelled replies.

    python bench/bench_kinds.py          all but the labels set aside
    python bench/bench_kinds.py --aside  the labels set aside too (the docs hold the figures of the first look)

Writes bench/results/kinds.json. The bounces are Sisimai's test set; the half whose names' SHA-256 begins with an even
byte was looked at while the rules were written ("develop"), the other half only for the figures ("late").
"""

from __future__ import annotations

import csv
import hashlib
import json
import statistics
import sys
import tarfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import measuring
from sellwright.interactions import addresses, body, dates, kinds, mime, new_text
from sellwright.interactions.values import Address, Verdict

LABELS = Path(__file__).resolve().parents[1] / "labels" / "replies.jsonl"
NOTICE = ("bounce", "delayed")


def verdict(data: bytes, at: datetime | None = None) -> tuple[mime.Part, Verdict, tuple[Any, ...]]:
    mail = mime.parse(data)
    text = body.read(mail).text
    sender = (addresses.parse(mail.headers.get("from")) or (Address(""),))[0]
    written = new_text.cut(text, sender.name).new_text
    call = (mail, text, written, sender, at or dates.read_date(mail.headers.get("date")))
    return mail, kinds.classify(*call), call


def sisimai(folder: Path) -> dict[str, Any]:
    """Recall of notices, complaints apart, delayed told from failed, hard told from soft, per half."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (folder / "sisimai-labels.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            rows[row["file"]].append(row)
    halves: dict[str, dict[str, Any]] = {}
    for path in sorted((folder / "sisimai" / "maildir" / "bsd").iterdir()):
        half = "develop" if hashlib.sha256(path.name.encode()).digest()[0] % 2 == 0 else "late"
        data = path.read_bytes()
        mail, found, _ = verdict(data)
        for name in (half, "all"):
            score = halves.setdefault(name, {"counts": Counter(), "misses": []})
            _score_notice(score, path.name, rows[path.name], mail, found)
    return {name: _ratios(score) for name, score in halves.items()}


def _score_notice(
    score: dict[str, Any], name: str, rows: list[dict[str, str]], mail: mime.Part, found: Verdict
) -> None:
    counts: Counter[str] = score["counts"]
    reasons = {row["reason"] for row in rows}
    if "feedback" in reasons:
        counts["complaints"] += 1
        counts["complaints apart"] += found.kind == "complaint"
        counts["complaints called bounces"] += found.kind in NOTICE
        return
    if "vacation" in reasons or name.startswith("rfc3834"):
        counts["vacations"] += 1
        counts["vacations right"] += found.kind == "out_of_office"
        return
    if reasons == {"delivered"}:
        counts["deliveries"] += 1
        counts["deliveries right"] += found.kind == "receipt"
        return
    counts["notices"] += 1
    counts["notices recalled"] += found.kind in NOTICE
    if found.kind not in NOTICE:
        score["misses"].append(f"{name}: {found.kind} ({'; '.join(found.evidence)})")
    actions = _stated_actions(mail)
    if actions and actions <= {"failed", "delayed"}:
        kind = "bounce" if "failed" in actions else "delayed"
        counts[f"stated {kind}"] += 1
        counts[f"stated {kind} right"] += found.kind == kind
    known = [row for row in rows if row["reason"] != "filtered"]
    if not known or found.kind == "delayed":
        return
    wanted = Counter(row["hardbounce"] == "true" for row in known)
    given = Counter(delivery.hardness == "hard" for delivery in found.deliveries)
    counts["recipients"] += sum(wanted.values())
    counts["hardness right"] += sum((wanted & given).values())
    counts["mixed notices"] += len(wanted) > 1
    counts["mixed notices right"] += len(wanted) > 1 and wanted == given


def _stated_actions(mail: mime.Part) -> set[str]:
    """What the Action fields of a notice's own report say, read as plainly as can be."""
    return {
        line.partition(":")[2].strip().lower().split(" ")[0]
        for part in mail.walk()
        if part.content_type == "message/delivery-status"
        for line in part.text().split("\n")
        if line.lower().startswith("action:")
    }


def _ratios(score: dict[str, Any]) -> dict[str, Any]:
    counts = score["counts"]
    return {
        **{name: counts[name] for name in sorted(counts)},
        "recall": round(counts["notices recalled"] / counts["notices"], 4),
        "hard or soft": round(counts["hardness right"] / counts["recipients"], 4),
        "misses": score["misses"],
    }


def ham(archive: Path) -> dict[str, Any]:
    """Kinds per folder, every mail called a bounce, and the time on letters of humans."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    notices = []
    feeds: Counter[str] = Counter()
    calls = []
    for name, data in _mails(archive):
        folder = name.split("/")[-2]
        mail, result, call = verdict(data)
        found[folder][result.kind] += 1
        if "rssfeeds@" in mail.headers.get("from"):
            feeds[result.kind] += 1
        if result.kind in ("bounce", "delayed", "complaint", "receipt") and "ham" in folder:
            notices.append(
                f"{folder}: {result.kind}, {mail.headers.get('from')[:60]}, {mail.headers.get('subject')[:50]}"
            )
        if "ham" in folder and "in-reply-to" in mail.headers.names:
            calls.append(call)
    return {
        "kinds": {folder: dict(counts.most_common()) for folder, counts in sorted(found.items())},
        "called a notice (those of the first run were read by hand)": notices,
        "RSS robot": dict(feeds),
        "microseconds on a letter": letters(calls),
    }


def letters(calls: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Median and mean microseconds on answers freed of every header a list or relay put there."""
    added = ("list-", "x-", "precedence", "mailing", "sender", "return-path", "delivered", "errors-to", "to", "cc")
    times = []
    for mail, text, written, sender, at in calls:
        pairs = [pair for pair in mail.headers.pairs if not pair[0].startswith(added)]
        letter = mime.Part(mime.Headers([*pairs, ("to", b"kim@kestrel.example")]), mail.body)
        for name in ("from", "to", "subject"):
            letter.headers.get(name)
        best = 1.0
        for _ in range(5):
            started = time.perf_counter()
            kind = kinds.classify(letter, text, written, sender, at).kind
            best = min(best, time.perf_counter() - started)
        if kind == "human":
            times.append(best * 1e6)
    return {
        "letters": len(times),
        "median": round(statistics.median(times), 1),
        "mean": round(statistics.mean(times), 1),
    }


def _mails(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as files:
        for member in files:
            opened = files.extractfile(member) if member.isfile() else None
            if opened is not None and not member.name.endswith("cmds"):
                yield member.name, opened.read()


def replies(which: str) -> dict[str, Any]:
    """Out of office on our own labels: precision, recall, first day back, stand-in."""
    counts: Counter[str] = Counter()
    wrong = []
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        if label["set"] != which:
            continue
        at = datetime.fromisoformat(label.get("date", "2025-02-12") + "T09:00:00+00:00")
        _, found, _ = verdict(_as_mail(label), at)
        away, said = label["label"] == "out_of_office", found.kind == "out_of_office"
        counts["replies"] += 1
        counts["out of office"] += away
        counts["found"] += said
        counts["found rightly"] += away and said
        if not label.get("headers") and not away:
            counts["letters of humans"] += 1
            counts["letters called human"] += found.kind == "human"
        if away != said:
            wrong.append(f"{label['id']}: {found.kind}")
        if away and found.absence is not None:
            day = found.absence.back_date.isoformat() if found.absence.back_date else None
            who = found.absence.stand_in.email if found.absence.stand_in else None
            counts["first day back right"] += day == label["back_date"]
            counts["stand-in right"] += who == label["stand_in"]
            if (day, who) != (label["back_date"], label["stand_in"]):
                wrong.append(f"{label['id']}: {day}, {who}, wanted {label['back_date']}, {label['stand_in']}")
    return {**{name: counts[name] for name in sorted(counts)}, "wrong": wrong}


def _as_mail(label: dict[str, Any]) -> bytes:
    headers = "".join(f"{name}: {value}\n" for name, value in label.get("headers", {}).items())
    if label["subject"].lower().startswith(("re:", "re :", "aw:", "r:")):
        headers += "In-Reply-To: <q@kestrel.example>\n"
    head = (
        f"From: Pat Lund <pat.lund@customer.example>\nTo: kim@kestrel.example\nSubject: {label['subject']}\n{headers}"
    )
    return f"{head}Content-Type: text/plain; charset=utf-8\n\n{label['text']}\n".encode()


def main() -> None:
    data = measuring.shared_data()
    figures = {
        "bounces (sisimai)": sisimai(data / "bounces"),
        "mail (SpamAssassin)": ham(data / "mail" / "spamassassin.tar.gz"),
        "replies, develop": replies("develop"),
    }
    if "--aside" in sys.argv:
        figures["replies, set aside"] = replies("aside")
    measuring.write("kinds", figures)


if __name__ == "__main__":
    main()
