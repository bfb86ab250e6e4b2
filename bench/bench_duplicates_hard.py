"""Duplicates in books with troubles of their own: `python bench/bench_duplicates_hard.py [seeds]`. Results go to
bench/results/duplicates_hard.json.

Invented books of people as the workbench holds them (name, firm, address, telephone, place), each with one kind of
trouble: twins that differ in one way, or strangers that look alike. None was used to make the measure. Told: how many
of the pairs suggested are right and how many of the twins are suggested, over all seeds, and of the worst seed.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from typing import Any

from measuring import write
from sellwright.interactions.words_names import FULL_FORMS
from sellwright.measures.duplicates import Column, measure

PEOPLE = 2_000
TWINS = 0.12  # of the people stand there twice
ROLES = (("name", "name"), ("firm", "firm"), ("email", "email"), ("phone", "phone"), ("place", "text"))


def _words(text: str) -> list[str]:
    return text.split()


HEADS = _words("""
berg bach stein rosen linden hoff wald feld neu alt ober unter schön grün weiß schwarz brand kirch müll schäf
köhl krüg böhm jäg lind holm sund dahl hall ash wood brook whit black har thorn rad kal mar sed nov hor kov
szab
""")
TAILS = _words("""
mann er el ke berg feld bach hoff stein meier dorf ström gren quist by ley ton ham field ford well ová ák ski
ek
""")
PLACES = _words("""
Köln Hamburg München Wien Zürich Leeds Bristol Lyon Gent Aarhus Praha Brno Graz Ulm Jena Bergen
""")
TRADES = _words("""
Systems Trade Labs Works Optik Technik Werke Handel Pumpen Verlag Instruments Software Bau
""")
FORMS = ("GmbH", "AG", "Ltd", "Inc.", "LLC", "KG", "S.A.", "B.V.")
DEPARTMENTS = ("Einkauf", "Purchasing", "Vertrieb", "Dept. of Research", "Accounts Payable", "IT", "Werk 2")
NICK: dict[str, list[str]] = {}
for _short, _whole in FULL_FORMS.items():
    for _name in _whole:
        NICK.setdefault(_name, []).append(_short)
GIVEN = sorted(NICK)
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss", "á": "a"})
_CYRILLIC = (("sch", "sh"), ("ch", "kh"), ("w", "v"), ("ei", "ey"), ("ö", "yo"), ("ck", "k"), ("ü", "yu"), ("ä", "ya"))

Row = list[str]  # name, firm, email, phone, place


def slip(draw: random.Random, word: str) -> str:
    """One letter dropped, doubled, turned round with the next, or another."""
    if len(word) < 3:
        return word
    at, kind = draw.randrange(1, len(word) - 1), draw.randrange(4)
    return {
        0: word[:at] + word[at + 1 :], 1: word[:at] + word[at] + word[at:],
        2: word[:at] + word[at + 1] + word[at] + word[at + 2 :], 3: word[:at] + draw.choice("aeinrst") + word[at + 1 :],
    }[kind]  # fmt: skip


def mail(name: str, firm: str) -> str:
    """name@firm, as mail programs write it."""
    local = ".".join(name.lower().translate(_PLAIN).replace("á", "a").split())
    return f"{local}@{firm.split()[0].lower().translate(_PLAIN).replace('á', 'a')}.example"


def people(draw: random.Random) -> list[Row]:
    """A book without twins: some names are common, firms have one to twenty people, half of these one switchboard."""
    firms = [
        f"{draw.choice(HEADS)}{draw.choice(TAILS)}".title() + f" {draw.choice(TRADES)}" for _ in range(PEOPLE // 4)
    ]
    firms = [f"{name} {draw.choice(FORMS)}" for name in firms]
    boards = [f"+49 {draw.randrange(200, 999)} {draw.randrange(10**6, 10**7)}" for _ in firms]
    places = [draw.choice(PLACES) for _ in firms]
    rows: list[Row] = []
    taken: set[str] = set()
    while len(rows) < PEOPLE:
        n = (
            min(int(draw.paretovariate(0.8)) - 1, 10**6) * 7919 % len(firms)
            if draw.random() < 0.5
            else draw.randrange(len(firms))
        )
        given = GIVEN[min(int(draw.expovariate(1 / 40)), len(GIVEN) - 1)]
        surname = HEADS[min(int(draw.expovariate(1 / 14)), len(HEADS) - 1)] + draw.choice(TAILS)
        name = f"{given} {surname}".title()
        if mail(name, firms[n]) in taken:
            continue  # two of one name in one firm: nobody could say whether they are one
        taken.add(mail(name, firms[n]))
        own = f"{boards[n]}{draw.randrange(10, 99)}" if n % 2 else f"+49 17{draw.randrange(10)} {draw.randrange(10**7)}"
        rows.append([
            name, firms[n], mail(name, firms[n]) if draw.random() < 0.8 else "", own if draw.random() < 0.6 else "",
            places[n] if draw.random() < 0.7 else "",
        ])  # fmt: skip
    return rows


# Each makes of a row the same person written again.
def turned(draw: random.Random, row: Row) -> Row:
    given, surname = row[0].split()
    return [draw.choice((f"{surname}, {given}", f"{surname} {given}")), row[1], row[2], "", row[4]]


def gaps(draw: random.Random, row: Row) -> Row:
    again = list(row)
    for place in draw.sample((1, 2, 3, 4), 2):
        again[place] = ""
    return again


def typos(draw: random.Random, row: Row) -> Row:
    again = list(row)
    for place in draw.sample((0, 0, 1, 2, 3, 4), 3):
        again[place] = slip(draw, again[place])
    return again


def nicknames(draw: random.Random, row: Row) -> Row:
    given, surname = row[0].lower().split()
    name = f"{draw.choice(NICK[given])} {surname}".title()
    return [name, row[1], mail(name, row[1]), "" if draw.random() < 0.5 else row[3], row[4]]


def umlauts(draw: random.Random, row: Row) -> Row:
    table = draw.choice((_PLAIN, _BARE))
    return [row[0].translate(table), row[1].translate(table), "", row[3], row[4].translate(table)]


def transliterated(draw: random.Random, row: Row) -> Row:
    name = row[0].lower()
    for letters, others in _CYRILLIC:
        name = name.replace(letters, others)
    return [name.title(), row[1], row[2] if draw.random() < 0.3 else "", row[3], row[4]]


def legal_forms(draw: random.Random, row: Row) -> Row:
    bare = row[1].rpartition(" ")[0]
    return [row[0], draw.choice((bare, f"{bare} {draw.choice(FORMS)}", bare.upper())), "", row[3], row[4]]


def departments(draw: random.Random, row: Row) -> Row:
    return [row[0], f"{row[1]}, {draw.choice(DEPARTMENTS)}", "", "" if draw.random() < 0.5 else row[3], ""]


def another_job(draw: random.Random, row: Row) -> Row:
    """The same person, met again with a private address and their own telephone."""
    return [row[0], "", mail(row[0], "webmail"), row[3], row[4]]


# Each adds strangers that look alike.
def none_at_all(draw: random.Random, rows: list[Row]) -> list[Row]:
    return []


def shared_mailbox(draw: random.Random, rows: list[Row]) -> list[Row]:
    """Others of the firm, written down with info@ and the switchboard; so are half of those who were there."""
    added = []
    for row in rows[: PEOPLE // 3]:
        row[2] = f"{draw.choice(('info', 'office', 'sales'))}@{row[1].split()[0].lower()}.example"
        row[3] = "+49 30 " + str(1_000_000 + sum(map(ord, row[1])) * 7919 % 9_000_000)
        name = stranger(draw)
        if new(name, row[1], rows + added):
            added.append([name, *row[1:]])
    return added


def families(draw: random.Random, rows: list[Row]) -> list[Row]:
    """Members of one family in one firm with one telephone and, some, one address."""
    added = []
    for row in draw.sample(rows, PEOPLE // 5):
        name = f"{draw.choice(GIVEN)} {row[0].split()[1]}".title()
        if not new(name, row[1], rows + added):
            continue
        own = row[2] if draw.random() < 0.3 else mail(name, row[1])
        added.append([name, row[1], own, row[3], row[4]])
    return added


def namesakes(draw: random.Random, rows: list[Row]) -> list[Row]:
    """Twenty names that a fifth of all have, at different firms, in the same town or another."""
    common = [stranger(draw) for _ in range(20)]
    added: list[Row] = []
    for other in draw.sample(rows, PEOPLE // 5):
        name = draw.choice(common)
        if new(name, other[1], rows + added):
            added.append([name, other[1], mail(name, other[1]) if other[2] else "", other[3], other[4]])
    return added


def branches(draw: random.Random, rows: list[Row]) -> list[Row]:
    """Another of the same firm whose name begins alike: Hofmann and Hofmeier, Anna and Anne."""
    added = []
    for row in draw.sample(rows, PEOPLE // 5):
        given, surname = row[0].split()
        head = surname[: max(3, len(surname) - 3)]
        name = f"{draw.choice([one for one in GIVEN if one[0] == given[0].lower()])} {head}{draw.choice(TAILS)}".title()
        if new(name, row[1], rows + added):
            added.append([name, row[1], mail(name, row[1]), row[3][:-2] + str(draw.randrange(10, 99)), row[4]])
    return added


def new(name: str, firm: str, rows: list[Row]) -> bool:
    """Whether nobody of this name is in a firm of this name yet."""
    return not any(row[0] == name and row[1].split()[0] == firm.split()[0] for row in rows)


def stranger(draw: random.Random) -> str:
    return f"{draw.choice(GIVEN)} {draw.choice(HEADS)}{draw.choice(TAILS)}".title()


AGAIN: tuple[Callable[[random.Random, Row], Row], ...] = (
    turned, gaps, typos, nicknames, umlauts, transliterated, legal_forms, departments, another_job,
)  # fmt: skip
STRANGERS: tuple[Callable[[random.Random, list[Row]], list[Row]], ...] = (
    none_at_all, shared_mailbox, families, namesakes, branches,
)  # fmt: skip


def book(kind: str, seed: int) -> tuple[list[Column], list[str]]:
    """A book with one trouble, and whose record each is. Books of strangers have twins with any trouble, but for
    `none_at_all`, which has none."""
    draw = random.Random(f"{kind} {seed}")
    rows = people(draw)
    whose = [str(n) for n in range(len(rows))]
    for make in STRANGERS:
        if make.__name__ == kind:
            added = make(draw, rows)
            rows, whose = rows + added, whose + [f"stranger {n}" for n in range(len(added))]
    made = [one for one in AGAIN if one.__name__ == kind] or ([] if kind == "none_at_all" else list(AGAIN))
    for n in draw.sample(range(len(rows)), int(PEOPLE * TWINS)) if made else []:
        rows.append(draw.choice(made)(draw, list(rows[n])))
        whose.append(whose[n])
    order = draw.sample(range(len(rows)), len(rows))
    columns = [Column(title, role, [rows[n][k] for n in order]) for k, (title, role) in enumerate(ROLES)]  # type: ignore[arg-type]
    return columns, [whose[n] for n in order]


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    told: dict[str, Any] = {}
    for make in (*AGAIN, *STRANGERS):
        kind = make.__name__
        shown = right = twins = bound = 0
        worst = 1.0
        for seed in range(seeds):
            columns, whose = book(kind, seed)
            found = measure(columns)
            wrong = sum(whose[twin.left] != whose[twin.right] for twin in found.twins)
            shown, right = shown + len(found.twins), right + len(found.twins) - wrong
            twins += len(whose) - len(set(whose))
            worst = min(worst, 1 - wrong / max(1, len(found.twins)))
            bound += sum(len({whose[i] for i in group}) > 1 for group in found.groups)
        told[kind.replace("_", " ")] = {
            "suggested": shown, "wrong": shown - right, "precision": round(right / shown, 4) if shown else 1.0,
            "worst seed": round(worst, 4), "recall": round(right / max(1, twins), 4), "groups of strangers": bound,
        }  # fmt: skip
        print(kind, told[kind.replace("_", " ")], flush=True)
    write("duplicates_hard", {"seeds": seeds, "people": PEOPLE, "books": told})


if __name__ == "__main__":
    main()
