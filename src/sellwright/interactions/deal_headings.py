"""Which column of a book of deals is which: by its heading as programs write it, or as a person said.

Headings are compared without case, spaces and marks: 'Close Date' is 'closedate'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.table_words import Table, day, day_order, is_blank

ROLES = {
    "deal": ("opportunityid", "dealid", "opportunity", "deal", "mqlid", "leadid", "recordid", "id", "lead", "dealname",
             "opportunityname", "vorgang", "chance", "verkaufschance", "affaire"),
    "account": ("account", "accountname", "accountid", "company", "companyname", "companyid", "customer", "customerid",
                "customername", "organization", "organisation", "firm", "client", "firma", "kunde", "unternehmen",
                "société", "empresa"),
    "stage": ("dealstage", "stage", "stagename", "salesstage", "pipelinestage", "phase", "stufe", "status", "state",
              "tostage", "newstage", "étape", "etapa"),
    "outcome": ("outcome", "result", "iswon", "won", "converted", "closedwon", "ergebnis", "résultat"),
    "opened": ("opened", "openeddate", "openedon", "openedat", "opendate", "dateopened", "created", "createddate",
               "createdate", "createdat", "createdon", "creationdate", "datecreated", "engagedate", "firstcontactdate",
               "firstcontact", "leaddate", "startdate", "started", "start", "erstellt", "erstelltam", "angelegt",
               "angelegtam", "eröffnet", "eröffnetam", "begonnen", "datedecréation"),
    "closed": ("closed", "closedate", "closeddate", "closedat", "closedon", "dateclosed", "enddate", "decisiondate",
               "decided", "decidedat", "geschlossen", "geschlossenam", "abgeschlossen", "abschlussdatum", "abschluss",
               "datedeclôture"),
    "won on": ("wondate", "wonat", "wonon", "datewon", "gewonnenam"),
    "lost on": ("lostdate", "lostat", "loston", "datelost", "verlorenam"),
    "value": ("closevalue", "dealvalue", "value", "amount", "dealamount", "dealsize", "contractvalue", "betrag", "wert",
              "summe", "montant", "importe", "arr", "acv", "tcv", "revenue"),
    "currency": ("currency", "currencycode", "dealcurrency", "währung", "waehrung", "devise", "moneda"),
    "entered": ("entered", "enteredat", "enteredon", "entereddate", "stagedate", "stageentered", "stageenteredat",
                "changed", "changedat", "changedon", "movedat", "moved", "date", "timestamp", "at", "datum", "when"),
}  # fmt: skip
_PERSON = frozenset(
    ("agent", "agents", "seller", "sellers", "rep", "reps", "owner", "manager", "salesperson", "salesman", "sdr", "bdr",
     "sr", "ae", "assignee", "closer", "setter", "consultant", "advisor", "verkäufer", "berater", "betreuer",
     "mitarbeiter", "bearbeiter", "zuständig", "verantwortlich", "besitzer", "vendedor", "vendeur", "executive",
     "teamlead", "supervisor", "colleague", "salesrep")
)  # fmt: skip
_NO_STAGE = frozenset(
    ("last", "modified", "updated", "next", "expected", "forecast", "activity", "contract", "due", "birth", "birthday",
     "renewal", "estimated", "planned", "import", "imported", "export", "exported", "letzte", "nächste", "geplant",
     "erwartet")
)  # fmt: skip
_DAY_WORDS = frozenset(("date", "at", "on", "day", "entered", "datum", "am", "time", "timestamp", "reached", "since"))
_WORDS = re.compile(r"[A-Z]?[a-zäöüßéèà]+|[A-Z]+(?![a-z])|\d+")
_SAMPLE = 400


def words_of(heading: str) -> list[str]:
    """The words of a heading: 'salesRep_ID' is sales, rep, id."""
    return [word.lower() for word in _WORDS.findall(heading)]


def roles(table: Table, said: Mapping[str, str], plain: Callable[[str], str]) -> dict[str, int]:
    """Where each role stands, as `said` by a person, else by heading; {role: place}. CannotRead for a heading that is
    not there, or a role there is none of."""
    there = {plain(heading): place for place, heading in reversed(list(enumerate(table.headings)))}
    found: dict[str, int] = {}
    for role, heading in said.items():
        if role not in ROLES and role != "person":
            raise CannotRead(f"{role!r} is no column of a book of deals.", f"Say one of: {', '.join(ROLES)}, person.")
        if plain(heading) not in there:
            raise CannotRead(f"{table.name} has no column {heading!r}.", f"It has: {', '.join(table.headings)[:300]}.")
        if role != "person":
            found[role] = there[plain(heading)]
    for role, known in ROLES.items():
        place = next((there[word] for word in known if word in there and there[word] not in found.values()), None)
        if role not in found and place is not None:
            found[role] = place
    return found


def names_people(heading: str) -> bool:
    """Whether a heading says that a column names who sells."""
    return any(word in _PERSON for word in words_of(heading))


def holds_days(cells: Sequence[str]) -> bool:
    """Whether nearly all that is written in a column are days."""
    filled = [cell for cell in cells if not is_blank(cell)]
    filled = filled[:: max(1, len(filled) // _SAMPLE)]
    order = day_order(filled)
    return bool(filled) and sum(day(cell, order) is not None for cell in filled) >= 0.95 * len(filled)


def stage_named(heading: str) -> str:
    """The stage a column of days tells the beginning of ('Proposal sent at': proposal sent); '' when it is none."""
    words = words_of(heading)
    if not words or any(word in _NO_STAGE for word in words):
        return ""
    return " ".join(word for word in words if word not in _DAY_WORDS)
