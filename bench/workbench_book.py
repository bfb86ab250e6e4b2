"""A workbench of any size for benchmarks, written straight into the tables: six of us, six mailboxes (two shared whole
with all, one of which only that something happened is told, the rest private), people with few or hundreds of letters,
standings, places, full text and deals. Seeded: the same numbers give the same rows.

Letters are real values packed as the intake packs them. Standings and places of SAMPLE people are made by the product's
own measures; everybody else's are copies of those of a sampled person with about as many letters.

    python bench/workbench_book.py FOLDER PEOPLE MESSAGES        (SQLite in FOLDER)
"""

from __future__ import annotations

import bisect
import json
import os
import random
import sys
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import synthetic

SEED = 11
DAY = 86_400.0
END = synthetic.END.timestamp()
SAMPLE = int(os.environ.get("BENCH_SAMPLE") or 1500)
DEALS = int(os.environ.get("BENCH_DEALS") or 10_000)
WORDING = 120_000  # letters of ours in the index of wording: what one margin is asked about
DOMAIN = "kestrel-bench.example"
# Who, and the part of all mail that lies in their mailbox. The first looks at the pages.
US = (
    ("mira.holt", 0.40),
    ("jan.adler", 0.15),
    ("ines.roth", 0.15),
    ("paul.ek", 0.10),
    ("tom.ber", 0.10),
    ("eva.lund", 0.10),
)
SHARED_WHOLE, TOLD = (1, 2), 3
# Which mailboxes each of us reads whole.
READS = {user: tuple(sorted({user, *SHARED_WHOLE})) for user in range(len(US))}
_ID = "23456789abcdefghjkmnpqrstuvwxyz"
_ASKS = ("Could you tell me whether the {a} works with our {b}?", "What does the {a} cost for twelve months?")
_PROMISES = ("I will send you the {a} by Friday.", "I'll get back to you on the {a} next week.")


def email_of(user: int) -> str:
    """Our address."""
    return f"{US[user][0]}@{DOMAIN}"


@dataclass(slots=True)
class Letter:
    """One mail before it is written. Positions in the book's lists."""

    at: float
    person: int
    us: bool
    thread: int
    begins: bool
    answered: bool  # it answers what the other side asked
    asks: bool
    promises: bool
    row: int = 0
    mid: str = ""
    found: str = ""


@dataclass(slots=True)
class Somebody:
    """One person of the other side."""

    name: str
    email: str
    firm: int
    box: int
    robot: bool
    letters: list[Letter] = field(default_factory=list)


def paragraph(words: synthetic.Mailbox, draw: random.Random) -> str:
    """Two or three sentences."""
    sentences = []
    for _ in range(draw.randint(2, 3)):
        held = [words._word() for _ in range(draw.randint(6, 14))]
        sentences.append(" ".join(held).capitalize() + ".")
    return " ".join(sentences)


class Book:
    """Everything that will stand in the tables, made in memory but for the words."""

    def __init__(self, people: int, messages: int) -> None:
        self.random = random.Random(SEED)
        self.words = synthetic.Mailbox(SEED, 60)
        self.paragraphs = [paragraph(self.words, self.random) for _ in range(4000)]
        self.firms = [f"{self.words.words[n % 20_000]}{n}.example" for n in range(max(1, people // 4))]
        self.people = [self._somebody(n) for n in range(people)]
        self.letters: list[Letter] = []
        self.threads = 0
        self._write(messages)
        self.letters.sort(key=lambda one: one.at)
        for row, one in enumerate(self.letters, start=1):
            one.row, one.mid = row, f"{row * 0x9E3779B97F4A7C15 & 0xFFFFFFFFFFFFFFFF:016x}"
        for somebody in self.people:
            somebody.letters.sort(key=lambda one: (one.at, one.mid))

    def _somebody(self, n: int) -> Somebody:
        first, last = self.words._word().title(), self.words._word().title()
        box = self.random.choices(range(len(US)), weights=[part for _, part in US])[0]
        firm = n // 4 % len(self.firms)
        return Somebody(f"{first} {last}", f"{first}.{last}{n}@{self.firms[firm]}".lower(), firm, box,
                        self.random.random() < 0.1)  # fmt: skip

    def _write(self, messages: int) -> None:
        """Few have hundreds of letters, most have some: log-normal."""
        weights = [self.random.lognormvariate(0, 1.1) for _ in self.people]
        share = messages / sum(weights)
        counts = [max(1, min(600, int(weight * share))) for weight in weights]
        short = messages - sum(counts)
        for place in range(max(0, short)):
            counts[place * 7 % len(counts)] += 1
        for number, count in enumerate(counts):
            self._letters_of(number, count)

    def _letters_of(self, number: int, count: int) -> None:
        draw, who = self.random, self.people[number]
        while count > 0:
            length = 1 if who.robot else min(count, draw.randint(1, 7))
            count -= length
            self.threads += 1
            at = END - draw.random() ** 1.5 * 540 * DAY - length * DAY
            us, asked = not who.robot and draw.random() < 0.55, False
            for step in range(length):
                asks = not who.robot and draw.random() < 0.2
                one = Letter(at, number, us, self.threads, step == 0, asked, asks, us and draw.random() < 0.1)
                who.letters.append(one)
                self.letters.append(one)
                asked, us = asks, not us if draw.random() < 0.8 else us
                at = min(at + draw.expovariate(1 / DAY), END - 60 - draw.random() * 3600)


def public_ids(draw: random.Random) -> Iterator[str]:
    """Ids as `store.models.ids` makes them, but seeded."""
    while True:
        yield "".join(draw.choices(_ID, k=12))


class Loader:
    """Writes a book into the database of Django's settings."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.ids = public_ids(random.Random(SEED + 1))
        self.draw = random.Random(SEED + 2)

    def load(self) -> None:
        """All tables. The database must be empty and migrated."""
        from django.db import connection

        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for pragma in ("synchronous=OFF", "journal_mode=MEMORY", "cache_size=-600000", "foreign_keys=OFF"):
                    cursor.execute(f"PRAGMA {pragma}")
        for step in (self._us, self._people, self._mail, self._standings, self._deals, self._wording, self._ready):
            begun = time.perf_counter()
            step()
            print(f"{step.__name__[1:]}: {time.perf_counter() - begun:.0f} s", file=sys.stderr, flush=True)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA journal_mode=WAL")

    def _us(self) -> None:
        from django.utils import timezone

        from sellwright import access
        from sellwright.store.models import Intake, Mailbox, Share, User, Workspace

        Workspace.objects.create(name="Bench", frozen_at=END, claimed_at=timezone.now(), domains=[DOMAIN])
        self.users = [
            User.objects.create_user(email_of(n), name=US[n][0].replace(".", " ").title(),
                                     role="owner" if n == 0 else "seller")
            for n in range(len(US))
        ]  # fmt: skip
        self.boxes = [Mailbox.objects.create(owner=user, title="Mail", addresses=[user.email]) for user in self.users]
        for box in SHARED_WHOLE:
            Share.objects.create(mailbox=self.boxes[box], team=None, level="whole", by=self.users[box])
        Share.objects.create(mailbox=self.boxes[TOLD], team=None, level="happened", by=self.users[TOLD])
        self.intakes = [
            Intake.objects.create(mailbox=box, by=box.owner, name="bench.mbox", path="", state="done")
            for box in self.boxes
        ]
        self.scopes = [access.scope_of(user) for user in self.users]

    def _people(self) -> None:
        from sellwright.interactions import names
        from sellwright.store import bulk
        from sellwright.store.dialects import full_text
        from sellwright.store.models import Address, Firm, Person

        book = self.book
        bulk.insert(Firm, ("id", "public_id", "domain", "name", "sort_name", "industry", *_KNOWN, "by_hand", "extra"),
                    [(n, next(self.ids), domain, "", domain, "", "", "", "", "", False, "{}")
                     for n, domain in enumerate(book.firms, start=1)])  # fmt: skip
        self.owner = [self.users[one.box].pk if self.draw.random() < 0.5 else None for one in book.people]
        self.public = [next(self.ids) for _ in book.people]
        bulk.insert(
            Person, ("id", "public_id", "key", "name", "firm_id", "is_desk", "owner_id", "by_hand", "first_at",
                     "sort_name", "title", *_KNOWN, "extra"),
            [(n, self.public[n - 1], one.email, one.name, one.firm + 1, False, self.owner[n - 1], False,
              one.letters[0].at, names.fold(one.name), "", "", "", "", "", "{}")
             for n, one in enumerate(book.people, start=1)],
        )  # fmt: skip
        ours = len(US)
        bulk.insert(Address, ("id", "email", "name", "folded", "seen", "first_at", "person_id"), [
            *(
                (n + 1, email_of(n), self.users[n].name, names.fold(self.users[n].name), 0, 0.0, None)
                for n in range(ours)
            ),
            *((ours + n, one.email, one.name, names.fold(one.name), 0, 0.0, n)
              for n, one in enumerate(book.people, start=1)),
        ])  # fmt: skip
        words = (("person", n, f"{one.name} {one.email} {book.firms[one.firm]}") for n, one in
                 enumerate(book.people, start=1))  # fmt: skip
        full_text().add_names(words)
        full_text().add_names(("firm", n, domain) for n, domain in enumerate(book.firms, start=1))

    def _mail(self) -> None:
        from sellwright.store import bulk
        from sellwright.store.models import Thread

        first: dict[int, float] = {}
        last: dict[int, float] = {}
        for one in self.book.letters:
            first.setdefault(one.thread, one.at)
            last[one.thread] = one.at
        bulk.insert(Thread, ("id", "first_at", "last_at"), [(pk, first[pk], last[pk]) for pk in sorted(first)])
        self.last_mid: dict[int, str] = {}
        letters = iter(self.book.letters)
        while batch := list(islice(letters, 5000)):
            self._store(batch)

    def _store(self, batch: list[Letter]) -> None:
        from django.db import transaction

        from sellwright.store import bulk, search
        from sellwright.store.models import Letter as LetterRow
        from sellwright.store.models import Message, Sighting, Touch

        rows, packed, seen, touches, texts = [], [], [], [], []
        for one in batch:
            who = self.book.people[one.person]
            row, letter, text = self._message(one, who)
            rows.append(row)
            packed.append((one.row, *letter))
            texts.append((one.row, row[8], text))
            seen.append((one.row, self.boxes[who.box].pk, self.intakes[who.box].pk))
            touches.append((one.person + 1, one.row, *touch_columns(one, who), *tells(one, who), False))
        with transaction.atomic():
            bulk.insert(Message, _MESSAGE, rows)
            bulk.insert(LetterRow, ("message_id", "packed", "raw"), packed)
            bulk.insert(Sighting, ("message_id", "mailbox_id", "intake_id"), seen)
            bulk.insert(Touch, _TOUCH, touches)
            search.index_mail(texts)

    def _message(self, one: Letter, who: Somebody) -> tuple[tuple[Any, ...], tuple[str, bytes], str]:
        from sellwright.interactions.values import Address, Ask, Message, Promise, Span, Verdict
        from sellwright.mailroom import codec

        draw, words = self.draw, self.book.words
        lead, asks, promises = "", [], []
        if one.asks:
            lead = draw.choice(_ASKS).format(a=words._word(), b=words._word())
            asks = [Ask(lead, 0, len(lead), "question", 0.9)]
        elif one.promises:
            lead = draw.choice(_PROMISES).format(a=words._word())
            promises = [Promise(lead, 0, len(lead), None, "", 0.9)]
        text = " ".join([lead, draw.choice(self.book.paragraphs), draw.choice(self.book.paragraphs)]).strip()
        subject = ("" if one.begins else "Re: ") + self.book.paragraphs[one.thread % 4000][:28]
        ours, theirs = Address(email_of(who.box), self.users[who.box].name), Address(who.email, who.name)
        sender, to = (ours, theirs) if one.us else (theirs, ours)
        parent = "" if one.begins else self.last_mid.get(one.thread, "")
        self.last_mid[one.thread] = one.mid
        kind = "newsletter" if who.robot else "human"
        value = Message(
            id=one.mid, path=str(one.row), message_id=f"{one.row}@bench.example", in_reply_to=(), references=(),
            at=datetime.fromtimestamp(one.at, UTC), sender=sender, to=(to,), cc=(), reply_to=(), subject=subject,
            text="", new_text=text, spans=(Span(0, len(text)),), verdict=Verdict(kind, ()), asks=tuple(asks),
            promises=tuple(promises), language="en",
        )  # fmt: skip
        found = [[codec.pack_ask(ask) for ask in asks], [codec.pack_promise(p) for p in promises], []]
        one.found = json.dumps(found) if any(found) else ""
        us, them = who.box + 1, len(US) + one.person + 1
        mail = f"From: {sender.email}\nTo: {to.email}\nSubject: {subject}\nMessage-ID: <{value.message_id}>\n\n{text}\n"
        row = (
            one.row, next(self.ids), one.mid, one.thread, parent, one.at, us if one.us else them,
            str(them if one.us else us), subject, "out" if one.us else "in", kind, value.message_id,
            text.count(" ") + 1, one.found, "", 0, not one.begins, "en", text[:160], "", "",
        )  # fmt: skip
        return row, (codec.pack(value), zlib.compress(mail.encode(), 1)), text

    def _standings(self) -> None:
        """By the product's own measures for a sample; the others copy the sampled one with as many letters."""
        people = range(len(self.book.people))
        chosen = sorted(self.draw.sample(people, min(SAMPLE, len(people))))
        made = sorted((len(self.book.people[n].letters), n) for n in chosen)
        sample = {n: self._judged(n) for n in chosen}
        counts = [count for count, _ in made]
        standings: list[tuple[Any, ...]] = []
        places: list[tuple[Any, ...]] = []
        for n in people:
            who, like = self.book.people[n], n
            if n not in sample:
                near = bisect.bisect_left(counts, len(who.letters)) + self.draw.randrange(-8, 9)
                like = made[max(0, min(near, len(made) - 1))][1]
            self._place(n, sample[like], standings, places)
            if len(standings) > 4000 or n == people[-1]:
                self._keep(standings, places)
                standings.clear()
                places.clear()

    def _judged(self, n: int) -> tuple[Any, Any]:
        """A standing (not saved) and the look of the owner of the mailbox."""
        from dataclasses import asdict

        from sellwright.derive import standings
        from sellwright.interactions.values import Relationship
        from sellwright.measures import relation
        from sellwright.settings import Settings
        from sellwright.store import values
        from sellwright.store.models import Person
        from sellwright.today import plan

        who, settings = self.book.people[n], Settings()
        person = Person(pk=n + 1, key=who.email, name=who.name, firm_id=who.firm + 1)
        acts = [
            (*touch_columns(one, who), n + 1, one.row, None, None, *tells(one, who), one.found) for one in who.letters
        ]
        row = standings._standing(person, 0, acts, (settings, END, None))
        judged = relation.judge(standings._read(row.dossier), None, settings, {}, lessons=None)
        row.relation, row.relation_body = judged.kind, json.dumps(asdict(judged))
        asked, promised = values.followed(row, END)
        about = values.PersonValue(who.email, who.name, (who.email,), self.book.firms[who.firm])
        touches = tuple(values.touch(act[:14], who.email) for act in acts)
        frame = plan.frame_of(settings, synthetic.END)
        return row, plan.look(Relationship(about, judged, touches, asked, promised), frame)

    def _place(self, n: int, sampled: tuple[Any, Any], standings: list[Any], places: list[Any]) -> None:
        from sellwright.interactions.values import Person as PersonValue
        from sellwright.store import days
        from sellwright.today.day import LANES

        row, look = sampled
        who = self.book.people[n]
        last = who.letters[-1].at
        scopes = {self.scopes[user].pk for user, boxes in READS.items() if who.box in boxes}
        standings += [
            (scope, n + 1, who.firm + 1, row.relation, row.relation_body, row.dossier, row.followed, row.effort_share,
             row.effort_verdict, who.letters[0].at, last, row.theirs, row.ours, END)
            for scope in sorted(scopes)
        ]  # fmt: skip
        if look.is_nothing or self.owner[n] not in (None, self.users[who.box].pk):
            return
        entry = look.entry
        if entry is not None:
            about = PersonValue(who.email, who.name, (who.email,), self.book.firms[who.firm])
            entry = replace(entry, person=about, ids=tuple(one.mid for one in who.letters[-len(entry.ids) :]))
        mine, out = replace(look, key=who.email, entry=entry), look.out or ("", "")
        places.append((
            self.users[who.box].pk, n + 1, days.pack_look(mine), LANES.index(entry.lane) if entry else None,
            entry.relation if entry else "", look.rank[0], look.rank[1], look.rank[2], last if entry else 0.0,
            out[0][:60], out[1], look.wrote, look.promised, look.late, look.unanswered, synthetic.END.date(),
        ))  # fmt: skip

    def _keep(self, standings: list[Any], places: list[Any]) -> None:
        from django.db import transaction

        from sellwright.store import bulk
        from sellwright.store.models import Place, Standing

        with transaction.atomic():
            bulk.insert(Standing, _STANDING, standings)
            bulk.insert(Place, _PLACE, places)

    def _deals(self) -> None:
        from django.db import transaction

        from sellwright.actions import pipelines
        from sellwright.store import bulk
        from sellwright.store.dialects import full_text
        from sellwright.store.models import Deal, DealPerson

        stages = list(pipelines.first().stages.order_by("position"))
        count = min(DEALS, len(self.book.people))
        chosen = self.draw.sample(range(len(self.book.people)), count)
        rows, parts, named = [], [], []
        for pk, n in enumerate(chosen, start=1):
            who, opened = self.book.people[n], END - self.draw.random() * 200 * DAY
            outcome = self.draw.choices(("", "won", "lost", "no decision"), weights=(5, 2, 2, 1))[0]
            name = f"{self.book.firms[who.firm].partition('.')[0].title()} {pk}"
            rows.append((
                pk, next(self.ids), name, who.firm + 1, self.draw.choice(stages).pk, self.users[who.box].pk, 1000 + pk,
                "EUR", "Send the offer", None, opened, opened + (END - opened) * self.draw.random(), outcome, "",
                END - DAY if outcome else None, False, None, float(pk), 1,
                self.users[who.box].pk if pk % 2 else None, None, None, None, name.casefold(), "", "{}",
            ))  # fmt: skip
            parts.append((pk, n + 1, "decides"))
            parts += [(pk, n + 2, "uses")] if n + 1 < len(self.book.people) else []
            named.append(("deal", pk, name))
        with transaction.atomic():
            bulk.insert(Deal, _DEAL, rows)
            bulk.insert(DealPerson, ("deal_id", "person_id", "part"), parts)
            full_text().add_names(named)

    def _wording(self) -> None:
        wording()

    def _ready(self) -> None:
        ready()


def wording() -> None:
    """The newest letters of ours that a margin is asked about, all folded, as they are once a worker had time."""
    from sellwright.settings import Settings
    from sellwright.store import bulk, folding
    from sellwright.store.models import Sighting, WordingLetter

    sent = Sighting.objects.filter(message__direction="out", message__kind="human").order_by("-message_id")
    rows = sorted((*pair, False) for pair in sent.values_list("message_id", "mailbox_id")[:WORDING])
    bulk.insert(WordingLetter, ("message_id", "mailbox_id", "is_folded"), rows)
    while folding.fold(Settings()):
        pass


def ready() -> None:
    """What jobs of the night make ready for pages: who is probably one, where the periods will end."""
    from sellwright.derive import outlooks
    from sellwright.jobs.find_duplicates import NOUNS, find_duplicates
    from sellwright.store.models import TwinSearch

    for noun in NOUNS:
        TwinSearch.objects.get_or_create(noun=noun)
    find_duplicates()
    outlooks.make(END)


_MESSAGE = (
    "id", "public_id", "mid", "thread_id", "parent_mid", "at", "sender_id", "recipients", "subject", "direction",
    "kind", "message_id", "words", "found", "marks", "bare", "is_reply", "language", "opening", "copied", "parents",
)  # fmt: skip
_TOUCH = (
    "person_id", "message_id", "ref", "at", "side", "channel", "thread_ref", "human", "opens", "answers", "asks",
    "minutes", "ours", "addressed", "acts", "author", "kind", "tells", "noise",
)  # fmt: skip
_STANDING = (
    "scope_id", "person_id", "firm_id", "relation", "relation_body", "dossier", "followed", "effort_share",
    "effort_verdict", "first_at", "last_at", "theirs", "ours", "computed_at",
)  # fmt: skip
_PLACE = (
    "user_id", "person_id", "look", "lane", "relation", "order_1", "order_2", "order_3", "since", "out", "out_where",
    "wrote", "promised", "late", "unanswered", "on_date",
)  # fmt: skip
_KNOWN = ("telephone", "place", "link", "about")  # of a person or a firm, as somebody wrote it
_DEAL = (
    "id", "public_id", "name", "firm_id", "stage_id", "owner_id", "amount", "currency", "next_step", "next_step_date",
    "opened_at", "stage_since", "outcome", "outcome_reason", "closed_at", "proposed", "thread_id", "rank", "version",
    "moved_by_id", "evidence_id", "waved_at", "waved_by_id", "sort_name", "about", "extra",
)  # fmt: skip


def touch_columns(one: Letter, who: Somebody) -> tuple[Any, ...]:
    """A letter as `store.values.TOUCH_COLUMNS`."""
    acts = "price asked" if one.asks and one.row % 5 == 0 else ""
    return (one.mid, one.at, "us" if one.us else "them", "mail", str(one.thread), not who.robot, one.begins,
            one.answered, int(one.asks), 0.0, 1, True, acts.replace(" ", "_"), email_of(who.box))  # fmt: skip


def tells(one: Letter, who: Somebody) -> tuple[str, str]:
    """Kind of the message and what relation rules read."""
    return ("newsletter", "bulk unsubscribe_offer") if who.robot else ("human", "asks" if one.asks else "")


def prepare(home: Path) -> None:
    """Django over a data folder, tables made. `DATABASE_URL` in the environment is used where it is set."""
    import django

    home.mkdir(parents=True, exist_ok=True)
    os.environ["SELLWRIGHT_HOME"] = str(home)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sellwright.server.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def main() -> None:
    """Loads a book into SQLite in a folder; a file `whole` there says that it came to its end."""
    home, people, messages = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    prepare(home)
    begun = time.perf_counter()
    Loader(Book(people, messages)).load()
    (home / "whole").touch()
    print(f"loaded in {time.perf_counter() - begun:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
