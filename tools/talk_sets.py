"""The labelled talks that tools/train_talks.py learns from, read into one form."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sellwright.interactions import language, talk_learned, talk_sentences, talk_signs
from sellwright.interactions.talk_labels import FIELDS
from sellwright.interactions.talk_model import Spoken, in_order
from sellwright.interactions.talk_sentences import Said
from sellwright.interactions.talks import Talk
from sellwright.measures import talk_moments
from sellwright.sources.transcripts import read_talk

STRATEGIES = (
    "credibility-appeal", "donation-information", "logical-appeal", "emotion-appeal", "self-modeling",
    "foot-in-the-door", "personal-story", "source-related-inquiry", "task-related-inquiry",
    "personal-related-inquiry", "other",
)  # fmt: skip
NEGOTIATION = (
    "small-talk", "showing-empathy", "promote-coordination", "no-need", "elicit-pref", "uv-part", "vouch-fair",
    "self-need", "other-need", "non-strategic",
)  # fmt: skip


@dataclass(frozen=True)
class Set:
    """Sentences in the order of their talks. `y`: class numbers, or (n, labels) of 0 and 1; `judged`: rows with one."""

    labels: tuple[str, ...]
    many: bool
    talks: np.ndarray
    spoken: list[Spoken]
    y: np.ndarray
    judged: np.ndarray
    signs: np.ndarray | None = None
    alone: np.ndarray = field(default_factory=lambda: np.zeros(0, int))  # rows only the first pass learns from, always


def runs(talks: np.ndarray) -> list[tuple[int, int]]:
    """(start, stop) of each talk."""
    edges = [0, *(np.flatnonzero(talks[1:] != talks[:-1]) + 1), len(talks)]
    return list(itertools.pairwise(edges))


def spoken_of(rows: Sequence[tuple[str, int, str]]) -> list[Spoken]:
    """(talk, side, text), talk by talk and in order, each with what came before it."""
    made: list[Spoken] = []
    for start, stop in runs(np.array([talk for talk, _, _ in rows])):
        made += in_order([(side, text) for _, side, text in rows[start:stop]])
    return made


def strategies(path: Path) -> Set:
    """The sentences of both sides; those of the persuader are judged."""
    with io.TextIOWrapper(gzip.open(path), encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    y = np.array([STRATEGIES.index(r["er_label_1"]) if r["er_label_1"] in STRATEGIES else 10 for r in rows])
    return Set(
        STRATEGIES, False, np.array([r["B2"] for r in rows]),
        spoken_of([(r["B2"], int(r["B4"]), r["Unit"]) for r in rows]), y,
        np.flatnonzero([r["B4"] == "0" for r in rows]),
    )  # fmt: skip


def negotiation(path: Path) -> Set:
    """The utterances of the annotated dialogues."""
    with gzip.open(path) as file:
        dialogues = [one for one in json.load(file) if one.get("annotations")]
    rows, y = [], []
    for one in dialogues:
        chat, at = one["chat_logs"], 0
        for text, labels in one["annotations"]:
            while chat[at]["text"] != text:
                at += 1
            rows.append((str(one["dialogue_id"]), int(chat[at]["id"][-1]) - 1, text))
            y.append([float(name in labels.split(",")) for name in NEGOTIATION])
            at += 1
    return Set(NEGOTIATION, True, np.array([r[0] for r in rows]), spoken_of(rows), np.array(y), np.arange(len(rows)))


@dataclass(frozen=True)
class Own(Set):
    """Our own talks: `lines` is the line of the labels each sentence stands in, `kinds` what was labelled there, and
    `ruled` what the rules find in it. Lines are what is judged.
    """

    lines: np.ndarray = field(default_factory=lambda: np.zeros(0))
    kinds: list[frozenset[str]] = field(default_factory=list)
    ruled: list[frozenset[str]] = field(default_factory=list)

    def by_line(self, rows: np.ndarray, chances: np.ndarray, cut: np.ndarray | float) -> tuple[list, list, list]:
        """Of each line of `rows`: what was labelled, what the rules find, what the labeller adds to it."""
        lines = list(dict.fromkeys(self.lines[rows]))
        wanted, ruled, added = ({line: set() for line in lines} for _ in range(3))
        for row, chance, above in zip(rows, chances, chances >= cut, strict=True):
            line = self.lines[row]
            wanted[line] |= self.kinds[row] & SHOWN
            allowed = talk_learned.SHOWN["them" if self.spoken[row].side else "us"]
            doubted = {label for at, label in allowed if chance[at] < talk_learned.DOUBTED}
            ruled[line] |= (self.ruled[row] & SHOWN) - doubted
            added[line] |= {label for at, label in allowed if above[at]}
        return [wanted[one] for one in lines], [ruled[one] for one in lines], [added[one] - ruled[one] for one in lines]

    def figures(self, chances: np.ndarray, cut: np.ndarray) -> dict:
        """Precision and recall of the rules, of what the labeller adds, and of both."""
        wanted, ruled, added = self.by_line(self.judged, chances[self.judged], cut[self.judged])
        found = {"rules": ruled, "added": added, "both": [a | r for a, r in zip(added, ruled, strict=True)]}
        answer = {}
        for name, shown in found.items():
            right = sum(len(s & w) for s, w in zip(shown, wanted, strict=True))
            answer[name] = {"shown": sum(map(len, shown)), "right": right, "labelled": sum(map(len, wanted)),
                            "precision": round(right / max(1, sum(map(len, shown))), 3),
                            "recall": round(right / sum(map(len, wanted)), 3)}  # fmt: skip
        return answer


SURE = 0.5  # what a moment needs to be added: nine of ten were right from here on, by folds over talks in other words
SHOWN = frozenset(label for side in talk_learned.SHOWN.values() for _, label in side)


def moments(path: Path, folders: Sequence[str] = ("", "more")) -> Own:
    """The sentences of our own labelled talks. Our question before an answer on a field asks for that field."""
    talks, rows, lines, kinds, ruled, signs = [], [], [], [], [], []
    for folder in folders:
        named: dict[str, list[dict]] = {}
        for line in (path / folder / "labels.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            named.setdefault(row["talk"], []).append(row)
        for name, labelled in named.items():
            file = next((one for one in (path / folder).glob(f"{name}.*")), None)
            if file is None:  # set aside
                continue
            wanted = [frozenset(one["moments"]) for one in labelled]
            for at, row in enumerate(labelled):
                after = wanted[at + 1] if at + 1 < len(labelled) else frozenset()
                if row["side"] == "us" and any(kind.endswith("question") for kind in wanted[at]):
                    wanted[at] |= {f"asked: {name}" for name in after & set(FIELDS)}
            talk = read_talk(file)
            said = talk_sentences.split(talk)
            sides = {row["speaker"]: row["side"] for row in labelled}
            signs.append(talk_signs.of(said, [[int(sides[one.speaker] == "them") for one in turn] for turn in said]))
            by_rule: dict[tuple[int, int], set[str]] = {}
            for label in talk_moments.by_rules(said, sides):
                by_rule.setdefault((label.turn, label.start), set()).add(label.field or label.kind)
            for one, line in zip((one for turn in said for one in turn), placed(talk, said, labelled), strict=True):
                talks.append(name)
                rows.append((name, int(sides[one.speaker] == "them"), one.text))
                lines.append(f"{name} {line}")
                kinds.append(wanted[line])
                ruled.append(frozenset(by_rule.get((one.turn, one.start), ())))
    judged = len(rows)
    side, label = 0, ""
    for text in (path.parent / "talk_sentences.txt").read_text(encoding="utf-8").splitlines():
        if text.startswith("# ") and " | " in text:
            whose, label = text[2:].split(" | ")
            side = int(whose == "them")
        elif text and not text.startswith("#"):
            name = f"sentence {len(rows)}"
            one = Said(1, "", text, 0, len(text), None, language.guess(text))
            signs.append(talk_signs.of([[one]], [[side]]))
            talks.append(name)
            rows.append((name, side, text))
            lines.append(name)
            kinds.append(frozenset((label,)))
            ruled.append(frozenset())
    spoken = spoken_of(rows)
    y = np.array([[float(label in one) for label in talk_learned.LABELS] for one in kinds])
    return Own(
        talk_learned.LABELS, True, np.array(talks), spoken, y, np.arange(judged), np.concatenate(signs),
        np.arange(judged, len(rows)), np.array(lines), kinds, ruled,
    )  # fmt: skip


def placed(talk: Talk, said: Sequence[Sequence[Said]], labelled: Sequence[dict]) -> list[int]:
    """For each sentence the line of the labels, counted from 0, that it stands in."""
    found, line = [], 0
    for turn, cut in zip(talk.turns, said, strict=True):
        edges, end = [], 0
        while line < len(labelled) and end < len(turn.text):
            end += len(" ".join(labelled[line]["text"].split())) + 1
            edges.append((end, line))
            line += 1
        found += [next(at for end, at in edges if one.start < end) for one in cut]
    assert line == len(labelled), "the labels are of other lines"
    return found
