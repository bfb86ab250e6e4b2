"""Who plays: the five of Kestrel, the firms that buy, and everybody else who writes to them (letters/cast.txt)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

DOMAIN = "kestrel-instruments.example"
CLIENTS = {"o": "outlook", "g": "gmail", "a": "apple", "t": "thunderbird"}
VOICES = {"f": "formal", "n": "plain", "c": "chatty", "t": "terse"}
PHONES = {
    "de": "+49 30 23125 {0:03d}", "en": "+44 1632 960{0:03d}", "fr": "+33 1 99 00 {0:02d} {0:02d}",
    "sv": "+46 8 465 004 {0:02d}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who writes. `lang` is the language of their letters, `home` that of their automatic answers."""

    email: str
    name: str
    title: str = ""
    firm: str = ""  # domain, '' for a private person
    firm_name: str = ""
    town: str = ""
    lang: str = "en"
    home: str = "en"
    zone: str = "CET"
    client: str = "outlook"
    voice: str = "plain"
    relation: str = "unknown"
    phone: str = ""

    @property
    def first(self) -> str:
        names = [part for part in self.name.split() if not part.endswith(".")]
        return names[0] if names else self.name

    @property
    def last(self) -> str:
        parts = self.name.split()
        return " ".join(parts[-2:]) if len(parts) > 2 and parts[-2] in ("de", "van") else parts[-1]

    @property
    def ours(self) -> bool:
        return self.firm == DOMAIN


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm that buys or might. `arc` is the course of its story; `facts` fill the particulars of its letters."""

    domain: str
    name: str
    lang: str
    home: str
    zone: str
    arc: str
    owner: str
    town: str
    facts: dict[str, str] = field(hash=False)
    people: tuple[Who, ...]


CUSTOMER_ARCS = frozenset({"customer", "won", "ordering", "leaning", "even", "little"})


def _us(local: str, name: str, title: str, client: str, voice: str, extension: int) -> Who:
    return Who(
        f"{local}@{DOMAIN}", name, title, DOMAIN, "Kestrel Instruments", "Lübeck", "en", "de", "CET", client, voice,
        "colleague", f"+49 30 23125 {extension}",
    )  # fmt: skip


CLARA = _us("clara.voss", "Clara Voss", "Sales", "gmail", "plain", 142)
JONAS = _us("jonas.petri", "Jonas Petri", "Sales", "gmail", "chatty", 143)
HEDDA = _us("hedda.brandt", "Hedda Brandt", "Founder", "apple", "terse", 140)
EMRE = _us("emre.aydin", "Emre Aydin", "Engineering", "thunderbird", "plain", 144)
LOTTE = _us("lotte.kamp", "Lotte Kamp", "Operations", "gmail", "plain", 141)
US = (CLARA, JONAS, HEDDA, EMRE, LOTTE)
ROLES = {"clara": CLARA, "jonas": JONAS, "boss": HEDDA, "eng": EMRE, "ops": LOTTE}
ME = (CLARA.email, f"clara@{DOMAIN}")

_FACTS = ("product", "thing", "place", "tool", "n", "event", "worry")


def lines(name: str) -> list[str]:
    """The lines of a data file beside this module, without comments and blank lines."""
    text = files("sellwright.demo").joinpath("letters", name).read_text("utf-8")
    return [line for line in text.split("\n") if line.strip() and not line.startswith("#")]


def plain_ascii(text: str) -> str:
    """A name as it stands in an address: 'Köhler' as 'koehler', 'Görska' as 'gorska'."""
    for mark, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("ø", "o"), ("å", "a")):
        text = text.replace(mark, letters)
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()


@cache
def firms() -> tuple[Firm, ...]:
    """The buying firms in the order of the file."""
    found: list[Firm] = []
    head: list[str] = []
    facts: dict[str, str] = {}
    people: list[Who] = []

    def close() -> None:
        if head:
            lang, home, zone = head[2].split()
            found.append(Firm(head[0], head[1], lang, home, zone, head[3], head[4], head[5], facts, tuple(people)))

    for number, line in enumerate(lines("cast.txt")):
        word, _, rest = line.partition(" ")
        if word == "firm":
            close()
            head, people = [piece.strip() for piece in rest.split("|")], []
        elif word == "fact":
            facts = dict(zip(_FACTS, (piece.strip() for piece in rest.split(";")), strict=True))
        else:
            people.append(_person(head, [piece.strip() for piece in rest.split("|")], number))
    close()
    return tuple(found)


def _person(firm: list[str], piece: list[str], number: int) -> Who:
    name, title, habits, local = piece
    lang, home, zone = firm[2].split()
    client, voice = habits.split()
    relation = "customer" if firm[3] in CUSTOMER_ARCS else "prospect"
    country = "de" if lang == "de" else home
    phone = PHONES[country].format(number % 100) if country in PHONES else ""
    return Who(
        f"{local}@{firm[0]}", name, title, firm[0], firm[1], firm[5], lang, home, zone, CLIENTS[client], VOICES[voice],
        relation, phone,
    )  # fmt: skip


@cache
def others() -> tuple[Who, ...]:
    """Everybody who does not buy: partners, suppliers, people who pitch to us, candidates, press, private, unknown."""
    found = []
    for line in lines("others.txt"):
        relation, firm, firm_name, name, title, habits, email, lang = (piece.strip() for piece in line.split("|"))
        client, voice = habits.split()
        found.append(
            Who(email, name, title, firm, firm_name, "", lang, lang, "CET", CLIENTS[client], VOICES[voice], relation)
        )
    return tuple(found)
