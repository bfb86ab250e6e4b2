"""Makes src/sellwright/interactions/relation_model.json from our own labels.

    python tools/train_relation.py [--write]

Reads labels/mailboxes/*.jsonl, labels/relationships.jsonl and labels/senders.jsonl (set "develop"), the
mailboxes through the whole pipeline. Multinomial logistic regression on the signs of interactions.relation_odds with an
L2 penalty, fitted by gradients with momentum (Nesterov, 1983). Plain numpy.

Before anything is written the measure as a whole is judged on letters the weights have not seen, twice: leaving out one
mailbox at a time, and leaving out everything of one hand (somebody's way of writing and labelling; three hands wrote
the mailboxes, a fourth part are the single senders). The second is what a stranger's mailbox should be compared with.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "bench"))
import bench_relation as bench
from sellwright.interactions import addresses, relation_odds
from sellwright.interactions.relation_structure import stranger, structure
from sellwright.interactions.tells import names_reader, tells
from sellwright.interactions.values import Kind, Relation, Side
from sellwright.mailroom import dossiers
from sellwright.mailroom.book import open_book
from sellwright.measures import relation
from sellwright.settings import Settings

Vector = NDArray[np.float64]
ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "sellwright" / "interactions" / "relation_model.json"
LABELS = ROOT / "labels"
FIRST_HAND = frozenset({"quillstone", "rotaplan", "ohlsen", "brightwell", "lindenhof", "fairlead"})
PENALTY, LEAST_SEEN, STEPS = 1.0, 10, 300
# Lists of words were made with the older mailboxes in view, least of all with the newest: these count more.
WEIGHT = {"first hand": 1.0, "second hand": 1.0, "third hand": 2.0, "senders": 0.5}
GRID = (0.5, 0.6, 0.65, 0.7, 0.8)
BUYERS = ("prospect", "customer")


@dataclass
class Case:
    """One labelled person and what is counted of them and their firm."""

    id: str
    box: str
    hand: str
    label: str
    person: relation.Dossier
    firm: relation.Dossier | None
    signs: dict[str, float]

    @property
    def kind(self) -> int:
        return 0 if self.label in BUYERS else 1 if self.label == "pitching_us" else 2


def rows_of(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def case(row: dict, hand: str, person: relation.Dossier, firm: relation.Dossier | None) -> Case:
    signs = relation_odds.signs(person, structure(person))
    return Case(row["id"], row["we"], hand, row["label"], person, firm, signs)


def from_mailbox(rows: list[dict], hand: str) -> list[Case]:
    """The people of one mailbox, listened in on while the book puts its relations together."""
    seen: dict[str, tuple[relation.Dossier, relation.Dossier | None]] = {}

    def listen(person: relation.Dossier, firm: relation.Dossier | None, *_: object, **__: object) -> Relation:
        seen[person.key] = person, firm
        return Relation("unknown", ())

    judge, dossiers.relation.judge = dossiers.relation.judge, listen
    try:
        with tempfile.TemporaryDirectory() as name:
            os.environ["SELLWRIGHT_CACHE"] = name
            box = Path(name) / "box.mbox"
            bench.write_mailbox(rows, box)
            with open_book([box], ["@" + addresses.domain(rows[0]["us"].strip(">"))], Settings()) as book:
                book.newest_at()
    finally:
        dossiers.relation.judge = judge
    return [case(row, hand, *seen[key]) for row in rows if (key := row.get("person", row["address"])) in seen]


def from_senders() -> list[Case]:
    """The single senders, as bench/bench_relation.py counts them."""
    cases = []
    for row in rows_of(LABELS / "senders.jsonl"):
        if row["set"] != "develop":
            continue
        ours = bench.OURS[row["we"]]
        made = relation.Dossier(row["address"], addresses.firm_of(row["address"]))
        made.own_domain = row["address"].endswith(ours)
        for number, message in enumerate(row["messages"]):
            kind: Kind = next((mark[5:] for mark in message["marks"] if mark.startswith("kind:")), "human")
            side: Side = "them" if message["direction"] == "in" else "us"
            found = set(tells(message["subject"], message["text"], frozenset(message["marks"])))
            if "?" in message["text"]:
                found.add("asks")
            if names_reader(f"a@{ours}" if side == "them" else row["address"], message["subject"], message["text"]):
                found.add("names_us")
            opens = not message["subject"].lower().startswith(("re:", "aw:"))
            made.add(str(number), side, found, at=number, kind=kind, opens=opens)
        cases.append(case({**row, "we": f"senders {row['we']}"}, "senders", made, None))
    return cases


def gather() -> list[Case]:
    cases = from_senders()
    for path in sorted((LABELS / "mailboxes").glob("*.jsonl")):
        cases += from_mailbox(rows_of(path), "first hand" if path.stem in FIRST_HAND else "second hand")
    rows = rows_of(LABELS / "relationships.jsonl")  # those set aside too: their first look is on record
    for box in dict.fromkeys(row["we"] for row in rows):
        cases += from_mailbox([row for row in rows if row["we"] == box], "third hand")
    return cases


def weighable(one: Case) -> bool:
    """Whether the sum is asked at all: not for machines and colleagues."""
    return relation._certain(one.person) is None


def fit(cases: list[Case]) -> dict[str, tuple[float, float, float]]:
    """Weights by sign, in order of relation_odds.CLASSES; "always" is the constant, which is not held down."""
    seen = Counter(sign for one in cases for sign in one.signs)
    names = sorted(sign for sign, count in seen.items() if count >= LEAST_SEEN)
    place = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(cases), len(names) + 1))
    x[:, -1] = 1.0
    for row, one in enumerate(cases):
        for sign, strength in one.signs.items():
            if sign in place:
                x[row, place[sign]] = strength
    y, weight = np.eye(3)[[one.kind for one in cases]], np.array([WEIGHT[one.hand] for one in cases])
    held = np.full((len(names) + 1, 1), PENALTY)
    held[-1] = 0.001
    step = 1 / (0.5 * np.linalg.norm(x * np.sqrt(weight)[:, None], 2) ** 2 + PENALTY)
    w: Vector = np.zeros((len(names) + 1, 3))
    ahead, t = w.copy(), 1.0
    for _ in range(STEPS):
        z = x @ ahead
        p = np.exp(z - z.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        w2 = ahead - step * (x.T @ ((p - y) * weight[:, None]) + held * ahead)
        t2 = (1 + (1 + 4 * t * t) ** 0.5) / 2
        ahead, w, t = w2 + (t - 1) / t2 * (w2 - w), w2, t2
    return {name: tuple(float(v) for v in w[i]) for i, name in enumerate([*names, "always"])}


def use(weights: dict[str, tuple[float, float, float]], least: float) -> None:
    relation_odds.model = lambda: relation_odds.Model(weights, least)


def judged_apart(cases: list[Case], group: Callable[[Case], str]) -> dict[float, list[tuple[Case, Relation]]]:
    """Everybody judged by the measure as a whole with weights that have not seen their group, for each of GRID."""
    found: dict[float, list[tuple[Case, Relation]]] = {least: [] for least in GRID}
    for left_out in dict.fromkeys(map(group, cases)):
        weights = fit([one for one in cases if group(one) != left_out and weighable(one)])
        for least in GRID:
            use(weights, least)
            for one in cases:
                if group(one) == left_out:
                    copy = replace(one.person)  # add no marks to what is judged again
                    found[least].append((one, relation.judge(copy, one.firm, Settings(), {})))
    return found


def figures(judged: list[tuple[Case, Relation]]) -> dict[str, object]:
    """What Today and a reader would see of these people."""
    said = [one for one, was in judged if was.kind in BUYERS]
    admits = (*relation.ON_TODAY, "unknown")
    on = [one for one, was in judged if was.kind in admits and not was.held and one.hand != "senders"]
    there = [one for one, _ in judged if one.label in BUYERS]
    pitches = [one for one, _ in judged if one.label == "pitching_us" and one.hand != "senders"]
    buyers = [one for one in there if one.hand != "senders"]
    right = sum(one.label in BUYERS for one in said)
    return {
        "people": len(judged),
        "judged prospect or customer": len(said),
        "of these right": right,
        "precision": round(right / len(said), 3) if said else None,
        "recall": round(right / len(there), 3) if there else None,
        "pitches that may stand on Today": sum(one.label == "pitching_us" for one in on),
        "pitches": len(pitches),
        "strangers among them": sum(stranger(one.person) for one in on if one.label == "pitching_us"),
        "buyers kept from Today": len(buyers) - sum(one.label in BUYERS for one in on),
        "buyers": len(buyers),
    }


def table(name: str, apart: dict[float, list[tuple[Case, Relation]]]) -> None:
    for least, judged in apart.items():
        by_hand = {hand: figures([(one, was) for one, was in judged if one.hand == hand]) for hand in WEIGHT} | {
            "all": figures(judged)
        }
        for hand, found in by_hand.items():
            print(name, least, hand, *(f"{key} {value}," for key, value in found.items()))
    wrong = [(one.id, one.label) for one, was in apart[0.65] if was.kind in BUYERS and one.label not in BUYERS]
    print(name, "wrong at .65:", wrong)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--write", action="store_true", help="write the model; else only judge")
    arguments.add_argument("--least", type=float, default=0.65, help="odds from which a buyer is called one")
    given = arguments.parse_args()
    cases = gather()
    apart = judged_apart(cases, lambda one: one.hand)
    table("by hand", apart)
    boxes = judged_apart(cases, lambda one: one.box)
    table("by mailbox", boxes)
    if given.write:
        weights = fit([one for one in cases if weighable(one)])
        card = {
            "schema": "relation_model/1",
            "learned_from": "labels/mailboxes, labels/relationships.jsonl, labels/senders.jsonl: letters of our own",
            "people": sum(map(weighable, cases)), "penalty": PENALTY, "seen_at_least": LEAST_SEEN,
            "least": given.least,
            "left out by hand": figures(apart[given.least]), "left out by mailbox": figures(boxes[given.least]),
            "weights": {
                sign: dict(zip(relation_odds.CLASSES, (round(v, 3) for v in values), strict=True))
                for sign, values in weights.items()
            },
        }  # fmt: skip
        OUT.write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
