"""Duplicates: `python bench/bench_duplicates.py [people ...]`. Results go to bench/results/duplicates.json.

How right, on public sets with true answers, which the measure never sees (docs/running/tests.md says where they lie;
a set that is absent is left out and said so). How fast: an invented book of 10,000 and 100,000 people, one in ten
written twice with slips; processor time and peak memory.
"""

from __future__ import annotations

import csv
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from measuring import write
from sellwright.measures.duplicates import Column, Found, measure

SEED = 20261122
SETS = Path(os.environ.get("SELLWRIGHT_DATA", Path(__file__).resolve().parents[2] / "shared/data")) / "people-dedupe"
FEBRL = {
    "given_name": "given", "surname": "surname", "street_number": "number", "address_1": "text", "address_2": "text",
    "suburb": "place", "postcode": "postcode", "state": "code", "date_of_birth": "date", "soc_sec_id": "code",
}  # fmt: skip
FAKE = {"first_name": "given", "surname": "surname", "dob": "date", "city": "place", "email": "email"}
SITES = {"Site name": "firm", "Address": "address", "Zip": "postcode", "Phone": "phone"}


def table(name: str) -> list[dict[str, str]]:
    with (SETS / name).open(encoding="utf-8", newline="") as file:
        return [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file)]


def cases() -> Iterator[tuple[str, list[dict[str, str]], dict[str, str], list[str]]]:
    """Name, rows, roles, true ids."""
    for number in (1, 2, 3):
        rows = table(f"febrl/dataset{number}.csv")
        yield f"febrl {number}", rows, FEBRL, [row["rec_id"].split("-")[1] for row in rows]
    rows = table("splink/fake_1000.csv")
    yield "fake_1000", rows, FAKE, [row["cluster"] for row in rows]
    rows = table("dedupe-csv/csv_example_input_with_true_ids.csv")
    yield "sites", rows, SITES, [row["True Id"] for row in rows]
    rows = table("patstat/patstat_input.csv")
    true = {row["person_id"]: row["leuven_id"] for row in table("patstat/patstat_reference.csv")}
    yield "patent holders", rows, {"Name": "firm"}, [true[row["person_id"]] for row in rows]
    rows = table("aliases/alias_person.csv")
    yield "aliases", rows, {"AliasName": "name"}, [row["PersonName"] for row in rows]


def pairs_of(groups: list[list[int]]) -> set[tuple[int, int]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def judged(found: Found, ids: list[str]) -> dict[str, float]:
    """Precision, recall and F1 of the groups by pairs, B-cubed F1, precision and recall of what is shown."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, one in enumerate(ids):
        places[one].append(i)
    truth, bound = pairs_of(list(places.values())), pairs_of([list(group) for group in found.groups])
    shown = {(twin.left, twin.right) for twin in found.twins}
    label = list(range(len(ids)))
    for group in found.groups:
        for i in group:
            label[i] = group[0]
    both, ours, theirs = Counter(zip(label, ids, strict=True)), Counter(label), Counter(ids)
    precise = sum(n * n / ours[a] for (a, _), n in both.items()) / len(ids)
    whole = sum(n * n / theirs[b] for (_, b), n in both.items()) / len(ids)
    right = len(bound & truth)
    return {
        "precision": right / max(1, len(bound)), "recall": right / len(truth),
        "f1": 2 * right / (len(bound) + len(truth)), "b_cubed": 2 * precise * whole / (precise + whole),
        "shown_precision": len(shown & truth) / max(1, len(shown)), "shown_recall": len(shown & truth) / len(truth),
    }  # fmt: skip


def book(people: int) -> tuple[list[Column], list[str]]:
    """An invented book: names from syllables, firms, mail and telephone; a tenth again, with a slip or a gap.
    Also whose record each is."""
    rng = random.Random(SEED)
    syllables = [a + b for a in "bdfgklmnprstv" for b in ("a", "e", "i", "o", "u", "an", "el", "in", "or")]
    names = ["".join(rng.choices(syllables, k=rng.choice((2, 2, 3)))) for _ in range(4000)]
    rows = []
    for i in range(people - people // 11):
        given, surname = rng.choice(names[:600]), rng.choice(names)
        firm = f"{rng.choice(names)} {rng.choice(('works', 'systems', 'trade', 'labs'))}"
        rows.append(
            [given, surname, firm, f"{given}.{surname}{i % 97}@{firm.split()[0]}.com", f"0{rng.randrange(10**9)}"]
        )
    whose = [str(i) for i in range(len(rows))]
    for i in rng.sample(range(len(rows)), people // 11):
        again, place = list(rows[i]), rng.randrange(5)
        whose.append(str(i))
        cut = rng.randrange(1, max(2, len(again[place])))
        again[place] = "" if rng.random() < 0.4 else again[place][:cut] + again[place][cut + 1 :]
        rows.append(again)
    roles = ("given", "surname", "firm", "email", "phone")
    return [Column(role, role, [row[k] for row in rows]) for k, role in enumerate(roles)], whose  # type: ignore[arg-type]


def main() -> None:
    sizes = [int(word) for word in sys.argv[1:]] or [10_000, 100_000]
    right: dict[str, Any] = {}
    if SETS.is_dir():
        for name, rows, roles, ids in cases():
            columns = [Column(title, role, [row[title] for row in rows]) for title, role in roles.items()]  # type: ignore[arg-type]
            right[name] = {key: round(value, 4) for key, value in judged(measure(columns), ids).items()}
            print(name, right[name])
    else:
        print(f"The public sets are not at {SETS}: left out.")
    fast: dict[str, Any] = {}
    for people in sizes:
        columns, whose = book(people)
        begun = time.process_time()
        found = measure(columns)
        fast[str(people)] = {
            "seconds": round(time.process_time() - begun, 2), "compared": found.compared, "shown": len(found.twins),
            **{key: round(value, 4) for key, value in judged(found, whose).items()},
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }  # fmt: skip
        print(people, fast[str(people)])
    write("duplicates", {"seed": SEED, "right": right, "fast": fast})


if __name__ == "__main__":
    main()
