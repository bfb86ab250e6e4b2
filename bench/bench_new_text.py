"""Measures new text: how often it is right on each corpus beside two kept libraries, and what it costs.

Run: SELLWRIGHT_DATA=... python bench/bench_new_text.py   (writes bench/results/new_text.json)
"""

from __future__ import annotations

import email
import hashlib
import json
import platform
import time
from collections.abc import Callable
from pathlib import Path

from email_reply_parser import EmailReplyParser as ReplyParser
from mailparser_reply import EmailReplyParser as MailParser

from sellwright.interactions import html_text, new_text

ROOT = Path(__file__).resolve().parents[1]
OWN = ROOT / "tests" / "corpora" / "new_text"
LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs", "ja", "ko", "zh"]


def data_folder() -> Path:
    import os

    return Path(os.environ.get("SELLWRIGHT_DATA") or ROOT.parent / "shared" / "data") / "reply-quotes"


def by_mail_parser(text: str) -> str:
    return MailParser(languages=LANGUAGES).parse_reply(text) or ""


METHODS: dict[str, Callable[[str], str]] = {
    "sellwright": lambda text: new_text.cut(text).new_text,
    "mail-parser-reply": by_mail_parser,
    "email-reply-parser": lambda text: ReplyParser.parse_reply(text),
}


def read(path: Path) -> str:
    return path.read_bytes().decode("utf-8").replace("\r\n", "\n")


def discourse(folder: Path) -> list[tuple[str, str, str]]:
    """Name, mail and answer of each, in the order of a hash of their names: the first half was for building."""
    mails = [path.stem for path in (folder / "discourse" / "test" / "emails").glob("*.txt")]
    mails.sort(key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    base = folder / "discourse" / "test"
    return [(n, read(base / "emails" / f"{n}.txt").strip(), read(base / "trimmed" / f"{n}.txt").strip()) for n in mails]


def public(folder: Path) -> dict[str, list[tuple[str, str, str]]]:
    """The mails of public.tsv by corpus, with the lines that are new."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for row in read(OWN / "public.tsv").splitlines():
        if row.startswith("#"):
            continue
        corpus, name, ranges = row.split("\t")
        text = read(folder / corpus / name)
        kept: set[int] = set()
        for piece in filter(None, ranges.split(",")):
            first, _, last = piece.partition("-")
            kept |= set(range(int(first), int(last or first) + 1))
        wanted = "\n".join(line for number, line in enumerate(text.split("\n"), 1) if number in kept)
        found.setdefault(corpus, []).append((name, text, wanted))
    return found


def own(part: str) -> list[tuple[str, str, str]]:
    mails = []
    for answer in sorted((OWN / part).glob("*.new")):
        plain = answer.with_suffix(".txt")
        text = read(plain) if plain.exists() else html_text.to_text(read(answer.with_suffix(".html")))
        mails.append((answer.stem, text, read(answer)))
    return mails


def score(mails: list[tuple[str, str, str]]) -> dict[str, dict[str, int]]:
    """Exactly right (all characters) and right but for blank space, by method."""
    return {
        method: {
            "mails": len(mails),
            "exact": sum(said(text).strip() == wanted.strip() for _, text, wanted in mails),
            "same_words": sum(said(text).split() == wanted.split() for _, text, wanted in mails),
        }
        for method, said in METHODS.items()
    }


def microseconds(work: Callable[[], object]) -> float:
    """The best of many short runs: what the work costs when nothing else disturbs it."""
    best = 1e9
    for _ in range(150):
        start = time.perf_counter()
        for _ in range(20):
            work()
        best = min(best, (time.perf_counter() - start) / 20)
    return round(best * 1e6, 1)


def speed() -> dict[str, float]:
    sentence = (
        "Thank you for the visit on Thursday. We looked at the two cabinets again and talked it over with our\n"
        "head of quality, who would like to see the report of the last calibration before we decide anything.\n"
        "Could you send it by the end of the week? The budget is not the question this time.\n\n"
    )
    end = "Best regards,\nAnna Berg\n\nHead of Lab | Berg Oy\n+358 40 555 0123\nwww.berg.example\n"
    short = f"Hi Marta,\n\n{sentence * 2}Best regards,\nAnna\n\n"
    plain = f"Hi Marta,\n\n{sentence * 7}{end}"
    quote = "".join(f"> {line}\n" for line in (sentence * 5).splitlines())
    quoted = f"{short}On Thu, 6 Mar 2025 at 14:03, Marta Lind <marta@kestrel.example> wrote:\n\n{quote}"
    block = f"{short}From: Marta Lind <m@k.example>\nSent: Thursday\nTo: Anna\nSubject: x\n\n{sentence * 5}"
    page = "<html><body>" + "".join(f"<p>{piece}</p>" for piece in plain.split("\n\n")) + "</body></html>"
    raw = b"From: a@b.example\nTo: c@d.example\nContent-Type: text/plain; charset=utf-8\n\n" + plain.encode()
    return {
        "no_quote_2kB_us": microseconds(lambda: new_text.cut(plain)),
        "quote_marks_2kB_us": microseconds(lambda: new_text.cut(quoted)),
        "outlook_block_2kB_us": microseconds(lambda: new_text.cut(block)),
        "html_to_text_2kB_us": microseconds(lambda: html_text.to_text(page)),
        "standard_library_parse_and_decode_of_the_first_us": microseconds(
            lambda: email.message_from_bytes(raw).get_payload(decode=True).decode()  # type: ignore[union-attr]
        ),
        "split_and_strip_of_its_lines_us": microseconds(lambda: [line.strip() for line in plain.split("\n")]),
    }


def main() -> None:
    folder = data_folder()
    mails = discourse(folder)
    corpora = {"discourse (first half)": mails[:32], "discourse (second half)": mails[32:], "discourse": mails}
    corpora |= public(folder)
    corpora |= {"own, open": own("open"), "own, looked at once": own("once")}
    result = {
        # Written down when it happened; a first look cannot be repeated.
        "first_look_on_record": {"discourse second half": "25 of 32", "own, labelled before running": "24 of 25"},
        "scores": {name: score(items) for name, items in corpora.items()},
        "speed": speed(),
        "machine": {"python": platform.python_version(), "processor": platform.machine()},
    }
    path = ROOT / "bench" / "results" / "new_text.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, methods in result["scores"].items():  # type: ignore[attr-defined]
        print(name, {method: (s["exact"], s["same_words"], s["mails"]) for method, s in methods.items()})
    print(result["speed"])


if __name__ == "__main__":
    main()
