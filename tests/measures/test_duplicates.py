"""Duplicates of a small book, by hand, and of public sets against their true answers."""

from __future__ import annotations

import csv
import math
import random
from itertools import combinations
from pathlib import Path

import pytest

from sellwright.interactions.record_fields import Role
from sellwright.measures.duplicates import SUGGESTED, Column, Found, measure


def book(count: int = 200, twins: int = 40) -> tuple[list[Column], set[tuple[int, int]]]:
    """People with a name, an address, a number; the first `twins` again at the end, each with one slip."""
    rng = random.Random(5)
    given = (
        "anna",
        "carl",
        "doris",
        "erik",
        "freya",
        "gustav",
        "helga",
        "ivan",
        "julia",
        "lena",
        "mats",
        "nora",
        "petra",
    )
    surname = (
        "berg",
        "daub",
        "eder",
        "falk",
        "gross",
        "holm",
        "iversen",
        "jansen",
        "keller",
        "lindqvist",
        "novak",
        "olsen",
    )
    rows = [
        [rng.choice(given), rng.choice(surname), f"{rng.choice(given)}{rng.randrange(10**6)}@f{rng.randrange(60)}.com",
         f"0{rng.randrange(10**9, 10**10)}"]
        for _ in range(count)
    ]  # fmt: skip
    for i in range(twins):
        again = list(rows[i])
        if i % 2:
            again[1] = again[1][:-1]
        else:
            again[2] = ""
        rows.append(again)
    roles: tuple[Role, ...] = ("given", "surname", "email", "phone")
    columns = [Column(role.title(), role, [row[k] for row in rows]) for k, role in enumerate(roles)]
    return columns, {(i, count + i) for i in range(twins)}


def test_twins_are_found_and_strangers_are_not() -> None:
    columns, truth = book()
    found = measure(columns)
    shown = {(twin.left, twin.right) for twin in found.twins}
    assert shown <= truth and len(shown) >= 0.8 * len(truth)
    assert {pair for group in found.groups for pair in combinations(group, 2)} == truth
    assert measure(columns) == found, "the same book, the same answer"


def test_colleagues_are_no_twins() -> None:
    """150 firms of four with one switchboard, one town, addresses made of the names: nobody is there twice. Then one of
    each tenth firm is, and is found."""
    rng = random.Random(8)
    ends = ("berg", "mann", "stein", "feld", "bach", "dorf")
    names = [f"{rng.choice('abcdefghijklmnopr')}{v}{c}{end}" for v in "aeiou" for c in "lnrst" for end in ends]
    given = [f"{a}{b}a" for a in ("an", "ber", "cla", "dor", "el", "fri", "gre", "hel") for b in "bdklmnrst"]
    rows: list[tuple[str, ...]] = []
    for firm in range(150):
        works = f"{rng.choice(names)}{firm} works"
        for one, other in zip(rng.sample(given, 4), rng.choices(names, k=4), strict=True):
            mail, phone = f"{one}.{other}@f{firm}.example", f"030 55{firm:03d}{rng.randrange(10, 99)}"
            rows.append((f"{one} {other}", works, mail, phone, f"town {firm % 12}"))
    roles: tuple[Role, ...] = ("name", "firm", "email", "phone", "text")

    def asked(held: list[tuple[str, ...]]) -> Found:
        return measure([Column(role, role, [row[k] for row in held]) for k, role in enumerate(roles)])

    assert asked(rows).twins == ()
    again = [(row[0], row[1], "", row[3], "") for row in rows[::40]]
    shown = {(twin.left, twin.right) for twin in asked([*rows, *again]).twins}
    truth = {(n * 40, len(rows) + n) for n in range(len(again))}
    assert shown <= truth and len(shown) >= 0.8 * len(truth)


def test_every_chance_is_the_sum_of_its_reasons() -> None:
    for twin in measure(book()[0]).twins:
        odds = twin.start + sum(reason.added for reason in twin.reasons)
        assert twin.chance == pytest.approx(1 / (1 + math.exp(-odds)))
        assert twin.chance >= SUGGESTED


def test_too_little_says_so() -> None:
    assert measure([]).answer.startswith("too little")
    assert measure([Column("E-mail", "email", ["a@b.c"] * 40)]).answer
    few = [Column("Given", "given", ["anna"] * 5), Column("Phone", "phone", ["0301234567"] * 5)]
    assert measure(few).answer


def test_firms_by_name_alone() -> None:
    found = measure([Column("Firm", "firm", ["Akzo Nobel N.V.", "AKZO NOBLE", "Philips", "akzo nobel bv", "Phoenix"])])
    assert found.groups == ((0, 1, 3),)


def scores(found: Found, ids: list[str]) -> tuple[float, float]:
    """(F1 of the groups, precision of what is shown), by pairs."""
    places: dict[str, list[int]] = {}
    for i, name in enumerate(ids):
        places.setdefault(name, []).append(i)
    truth = {pair for group in places.values() for pair in combinations(group, 2)}
    bound = {pair for group in found.groups for pair in combinations(group, 2)}
    shown = {(twin.left, twin.right) for twin in found.twins}
    right = len(bound & truth)
    return 2 * right / (len(bound) + len(truth)), len(shown & truth) / len(shown)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k.strip(): (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file)]


def columns_of(rows: list[dict[str, str]], roles: dict[str, str]) -> list[Column]:
    return [Column(title, role, [row[title] for row in rows]) for title, role in roles.items()]  # type: ignore[arg-type]


def test_febrl(shared_data: Path) -> None:
    rows = table(shared_data / "people-dedupe/febrl/dataset1.csv")
    roles = {
        "given_name": "given", "surname": "surname", "street_number": "number", "address_1": "text",
        "address_2": "text", "suburb": "place", "postcode": "postcode", "state": "code", "date_of_birth": "date",
        "soc_sec_id": "code",
    }  # fmt: skip
    f1, precision = scores(measure(columns_of(rows, roles)), [row["rec_id"].split("-")[1] for row in rows])
    assert f1 >= 0.99 and precision >= 0.97


def test_fake_1000(shared_data: Path) -> None:
    rows = table(shared_data / "people-dedupe/splink/fake_1000.csv")
    roles = {"first_name": "given", "surname": "surname", "dob": "date", "city": "place", "email": "email"}
    f1, precision = scores(measure(columns_of(rows, roles)), [row["cluster"] for row in rows])
    assert f1 >= 0.93 and precision >= 0.97


def test_aliases(shared_data: Path) -> None:
    rows = table(shared_data / "people-dedupe/aliases/alias_person.csv")
    f1, precision = scores(measure(columns_of(rows, {"AliasName": "name"})), [row["PersonName"] for row in rows])
    assert f1 >= 0.70 and precision >= 0.97
