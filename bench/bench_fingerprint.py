"""How long a shingle must be, and what the fingerprint costs: `python bench/bench_fingerprint.py [--letters 100000]`.

Drift: F of real letters written by hand, against 250 to 100,000 letters to other readers, for shingles of 3 to 7 words.
The letters are what people wrote to discussion lists (SpamAssassin, ham; quotes cut; no robots). Those asked about and
those they are compared with share no writer and no subject. There are fewer than 2,000 of the second kind, so two
larger pools stand in, each with its own fault (docs/measures/fingerprint.md): letters made by a word chain learnt from
the second kind and from dialogues, and real prose (what is installed in --prose), no paragraph twice.

Speed: an index of letters of 200 to 300 words made sentence by sentence by a word chain, one in ten a mail merge; the
median and the 95th centile of asking about a draft of 300 words. Results go to bench/results/fingerprint.json, the
curve to docs/measures/fingerprint-curve.svg.
"""

from __future__ import annotations

import argparse
import collections
import csv
import gzip
import json
import random
import re
import statistics
import tarfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from curves import draw
from measuring import shared_data, write
from sellwright.interactions import addresses, body, masking, mime, new_text, sentences
from sellwright.interactions.threads import bare_subject
from sellwright.measures.fingerprint import Index, Sent
from sellwright.settings import Settings
from sellwright.stats.shingles import U32, U64, Vocabulary, distinct, shingle_hashes, shingle_starts, squeeze

SEED = 20250301
SIZES = range(3, 8)
MARKS = (250, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
KNOWN = Vocabulary(masking.fold, masking.MASKS)


class Letter(NamedTuple):
    writer: str
    subject: str
    text: str
    words: U32


def words_of(text: str) -> U32:
    """The masked words of a letter, as the measure counts them."""
    found = masking.body_of(text)
    names = masking.names_in(text, found, ())
    numbers: list[int] = []
    ends: list[int] = []
    for _, _, sentence in masking.sentences(text, found):
        numbers += [KNOWN[chunk] for chunk in masking.chunks(sentence, names)]
        ends.append(len(numbers))
    made = np.array(numbers, np.uint32)
    return made[squeeze(made, np.array(ends, np.int64), KNOWN.masks)] if numbers else made


def letters(folder: Path) -> list[Letter]:
    """Distinct letters of 15 to 600 words by people: senders of more than 300 are robots."""
    found: dict[bytes, Letter] = {}
    with tarfile.open(folder / "mail" / "spamassassin.tar.gz") as archive:
        for member in archive:
            opened = archive.extractfile(member) if "ham" in member.name else None
            if opened is None or member.name.endswith("cmds"):
                continue
            mail = mime.parse(opened.read())
            sender = addresses.parse(mail.headers.get("from"))
            text = new_text.cut(body.read(mail).text).new_text
            words = words_of(text)
            if sender and 15 <= len(words) <= 600:
                letter = Letter(sender[0].email, bare_subject(mail.headers.get("subject"))[0], text, words)
                found.setdefault(words.tobytes(), letter)
    counts = collections.Counter(letter.writer for letter in found.values())
    return [letter for letter in found.values() if counts[letter.writer] <= 300]


def apart(all_letters: list[Letter], chance: random.Random) -> tuple[list[Letter], list[Letter]]:
    """Two sets of letters without a writer or a subject in common."""
    subjects = sorted({letter.subject for letter in all_letters})
    writers = sorted({letter.writer for letter in all_letters})
    chance.shuffle(subjects)
    chance.shuffle(writers)
    these, those = set(subjects[: len(subjects) // 2]), set(writers[: len(writers) // 2])
    one = [letter for letter in all_letters if letter.subject in these and letter.writer in those]
    other = [letter for letter in all_letters if letter.subject not in these and letter.writer not in those]
    chance.shuffle(other)
    return one, other


def dialogues(folder: Path) -> Iterator[str]:
    """What people typed to each other in two sets of dialogues."""
    with gzip.open(folder / "p4g" / "dialogues.csv.gz", "rt", encoding="utf-8") as opened:
        yield from (row["Unit"] for row in csv.DictReader(opened))
    with gzip.open(folder / "talk" / "casino_train.json.gz", "rt", encoding="utf-8") as opened:
        yield from (turn["text"] for one in json.load(opened) for turn in one["chat_logs"])


class Chain:
    """Words that follow each other as they did in what it has read: each next word is drawn after the last two or,
    half of the time, after the last one, so that it does not recite."""

    def __init__(self, texts: Iterable[list[int]]) -> None:
        self._one: dict[int, list[int]] = collections.defaultdict(list)
        self._two: dict[tuple[int, int], list[int]] = collections.defaultdict(list)
        for words in texts:
            for i, word in enumerate(words):
                before = words[i - 1] if i else -1
                self._one[before].append(word)
                self._two[words[i - 2] if i > 1 else -1, before].append(word)

    def words(self, count: int, chance: random.Random) -> list[int]:
        """So many words in a row."""
        made = [-1, -1]
        draw_one = chance.random
        while len(made) < count + 2:
            follow = self._two.get((made[-2], made[-1])) if draw_one() < 0.5 else None
            follow = follow or self._one.get(made[-1]) or self._one[-1]
            made.append(follow[int(draw_one() * len(follow))])
        return made[2:]


def prose(folders: list[Path], chance: random.Random) -> list[U32]:
    """Installed documentation as letters of about 115 words: prose paragraphs, none twice, in random order."""
    seen: set[str] = set()
    markup = re.compile(r"^\.\S*.*$|\\f.|\\-|\\&", re.M)
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if path.is_symlink() or not path.is_file() or re.search("copyright|licen", path.name, re.I):
                continue
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as opened:
                data = opened.read(3_000_000)
            if b"\0" in data[:1000] or path.suffix in (".html", ".js", ".svg", ".py"):
                continue
            text = data.decode("utf-8", "ignore")
            for paragraph in re.split(r"\n\s*\n", markup.sub("", text) if "man" in path.parts else text):
                chunks = paragraph.split()
                if len(chunks) >= 15 and sum(map(str.isalpha, chunks)) >= 0.75 * len(chunks):
                    seen.add(" ".join(chunks))
    starts = {" ".join(one.lower().split()[:8]): one for one in sorted(seen)}
    paragraphs = list(starts.values())
    chance.shuffle(paragraphs)
    made, held = [], ""
    for paragraph in paragraphs:
        held += paragraph + "\n\n"
        if len(held) > 650:
            made.append(words_of(held))
            held = ""
    return made


def drift(probes: list[Letter], pool: Iterable[U32], readers: int) -> dict[str, dict[str, float]]:
    """Mean F of the probes by number of letters in the pool, each to another reader, for every size of shingle."""
    state = []
    for size in SIZES:
        asked = [one for one in (_shingles(letter.words, size) for letter in probes) if len(one) >= 8]
        every = distinct(np.concatenate(asked))
        state.append((size, [np.searchsorted(every, one) for one in asked], every, np.zeros(len(every), np.int64)))
    curve: dict[str, dict[str, float]] = {str(size): {} for size in SIZES}
    done = 0
    for done, words in enumerate(pool, 1):
        for size, _, every, counts in state:
            sent = _shingles(words, size)
            place = np.minimum(np.searchsorted(every, sent), len(every) - 1)
            counts[place[every[place] == sent]] += 1
        if done in MARKS:
            _note(curve, state, done, readers)
    _note(curve, state, done, readers)
    return curve


def _note(curve: dict[str, dict[str, float]], state: list, done: int, readers: int) -> None:
    for size, asked, _, counts in state:
        curve[str(size)][str(done)] = round(statistics.fmean(float((counts[one] < readers).mean()) for one in asked), 4)


def _shingles(words: U32, size: int) -> U64:
    hashes = np.array(KNOWN.hashes, np.uint64) if len(KNOWN.hashes) != len(_HASHES[0]) else _HASHES[0]
    _HASHES[0] = hashes
    return distinct(shingle_hashes(hashes[words], shingle_starts(np.array([len(words)]), size), size))


_HASHES: list[U64] = [np.zeros(0, np.uint64)]


def speed(texts: list[str], count: int, chance: random.Random) -> dict[str, float]:
    """Cost of adding, keeping and asking."""
    cut = [
        s.split() for text in texts for _, _, s in sentences.split(text) if 4 <= s.count(" ") < 40 and s[-1] in ".?!"
    ]
    follow: dict[str, list[str]] = collections.defaultdict(list)
    for words in cut:
        for before, word in zip(["", *words], [*words, ""], strict=True):
            follow[before].append(word)

    def letter(length: int) -> str:
        made: list[str] = []
        lines = 0
        while len(made) < length:
            word = chance.choice(follow[""])
            while word and len(made) < length:
                made.append(word)
                word = chance.choice(follow[word])
            lines += 1
            made[-1] += ".\n\n" if lines % 4 == 0 else ""
        return f"Hi Anna,\n\n{' '.join(made)}\n\nBest regards,\nJoe\n"

    merge = [letter(250).replace("Hi Anna", "Hi {}") for _ in range(5)]
    index, adding, words_sent = Index(), 0.0, 0
    for i in range(count):
        text = chance.choice(merge).format(f"Anna{i % 97}") if i % 10 == 0 else letter(chance.randint(200, 300))
        words_sent += text.count(" ")
        sent = Sent(text, (f"reader{i % 20_000}",), 1.7e9 + i * 300.0, (f"Anna{i % 97} Berg", "Nordlab AS"))
        started = time.process_time()
        index.add(f"{i:08d}@kestrel.example", sent)
        adding += time.process_time() - started
    started = time.process_time()
    data = index.to_bytes()
    adding += time.process_time() - started
    index = Index.from_bytes(data)
    result = {
        "letters": count,
        "words_per_letter": round(words_sent / count),
        "add_microseconds_per_letter": round(adding / count * 1e6),
        "bytes_per_letter": round(len(data) / count),
    }
    now = 1.7e9 + count * 300.0
    for name, drafts in (
        ("own", [letter(300) for _ in range(60)]),
        ("merge", [chance.choice(merge) for _ in range(20)]),
    ):
        took, busy = [], time.process_time()
        for draft in drafts:
            started = time.perf_counter()
            index.measure(Sent(draft, ("somebody",), now, ("Eva Holm",)), theirs=[texts[0]])
            took.append(time.perf_counter() - started)
        result[f"ask_{name}_mean_cpu_ms"] = round((time.process_time() - busy) / len(drafts) * 1e3, 1)
        took.sort()
        result[f"ask_{name}_median_ms"] = round(statistics.median(took) * 1e3, 1)
        result[f"ask_{name}_p95_ms"] = round(took[len(took) * 95 // 100] * 1e3, 1)
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--letters", type=int, default=100_000)
    parser.add_argument("--prose", type=Path, nargs="*", default=[Path("/usr/share/doc"), Path("/usr/share/man")])
    asked = parser.parse_args()
    chance = random.Random(SEED)
    folder = shared_data()
    every = letters(folder)
    probes, others = apart(every, chance)
    lengths = [len(letter.words) for letter in others]
    chain = Chain([*(one.words.tolist() for one in others), *(words_of(text).tolist() for text in dialogues(folder))])
    made = (np.array(chain.words(chance.choice(lengths), chance), np.uint32) for _ in range(asked.letters))
    readers = Settings().mass_readers
    figures = {
        "probes": len(probes),
        "drift_letters": drift(probes, (letter.words for letter in others), readers),
        "drift_letters_one_reader": drift(probes, (letter.words for letter in others), 1),
        "drift_chain": drift(probes, made, readers),
        "drift_prose": drift(probes, prose(asked.prose, chance), readers),
        "speed": speed([letter.text for letter in every], asked.letters, chance),
    }
    write("fingerprint", figures, ("numpy",))
    draw(figures, Path(__file__).parents[1] / "docs" / "measures" / "fingerprint-curve.svg")


if __name__ == "__main__":
    main()
