"""Which messages belong to one conversation. docs/reference/threads.md

1. Headers: a message belongs with every message that its In-Reply-To and References name, also through a message that
   we do not have but that several name. A message whose subject was changed stays with its headers, and says so.
2. Subject, carefully: a reply (its subject begins with Re:, AW:, SV: ...) whose headers name nothing we have belongs
   with the newest earlier message of the same subject, at most 30 days older, between the same people: its writer must
   have been in the earlier message, the earlier writer in it. A subject of everyday words alone ("Meeting") binds
   nothing.

Kept per message: about 100 bytes. Ids and subjects are compared by the 64-bit hashes that Python gives strings (their
salt differs between processes and never leaves this module); a thread's name comes from a BLAKE2b hash, and stays.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

DAY = 86400.0
SUBJECT_DAYS = 30.0  # a reply without headers comes within a month or is a new start
SILENCE_DAYS = 7.0  # domain.md section 4: same conversation until 7 days of silence
MAX_PARENTS = 100  # ids looked at per message: the nearest 99 and the farthest
_LOOK_BACK = 50  # earlier messages of the same subject looked at

_REPLIES = "re|aw|antw|antwort|sv|vs|svar|odp|ynt|rif|res|r|vá|atb|ats|bls|ang|σχετ|απ|на|回复|回覆|答复|答覆|返信|답장"
_FORWARDS = "fwd|fw|wg|tr|vb|vl|vl|doorst|enc|rv|pd|i|fs|ilt|tov|továbbítás|转发|轉寄|転送|전달"
_PREFIX = re.compile(
    rf"[ \t]{{0,9}}(?:\[[^\]\n\d]{{1,40}}\][ \t]{{0,9}}|(?:({_REPLIES})|{_FORWARDS})[ \t]?"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3}|\d{1,3})?[ \t]?[:：])",
    re.I,
)
_MAX_PREFIXES = 20
_HEAD = 64  # no mark is longer
_PLAIN_REPLIES = frozenset(["Re: ", "RE: ", "AW: ", "Aw: ", "SV: "])
_WORD = re.compile(r"[^\W_]+")
_GENERIC_LIST = """
    a about again all an and any are at been call can chat check checking contact demo details do document documents
    email feedback file files follow following followup for from fyi good great greetings hello help hey hi how i
    important in info information inquiry intro introduction invitation invite invoice invoices is it last lunch mail
    meet meeting message monday month morning my need new news newsletter next no none note notes notice of offer on
    order our out please plan price pricing project proposal question questions quick quote re regarding reminder
    reply report request response schedule something status subject test thank thanks the this ticket time to today
    tomorrow touch tuesday up update updates urgent wednesday thursday friday saturday sunday week weekly what with
    yesterday you your untitled
    aktuell anfrage angebot anruf bericht besprechung bestellung betreff bitte danke der die das ein eine erinnerung
    fragen frage für guten hallo heute ihr ihre ihrem ihren ihrer info infos kein keine kontakt kurze liebe mit morgen
    nachricht neue neues ohne projekt rechnung rückfrage status tag telefonat termin test treffen und unser unsere
    unterlagen vielen von vorschlag wichtig zu zum zur
    appel bonjour commande contact demande devis facture information informations merci message nouvelle objet offre
    projet proposition question rappel rendez réunion réponse salut sans une vous votre rdv le la les de du des
    asunto consulta factura gracias hola información mensaje oferta pedido pregunta presupuesto propuesta reunión sin
    solicitud ciao domanda fattura grazie incontro informazioni nessun oggetto offerta ordine preventivo richiesta
    riunione afspraak bedankt bestelling factuur geen hallo offerte onderwerp vraag
    emne ingen faktura hej hei møde møte möte spørgsmål spørsmål fråga tack takk tilbud tilbud offert ämne inget
"""
_GENERIC = frozenset(_GENERIC_LIST.split())

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U64 = NDArray[np.uint64]


def bare_subject(subject: str) -> tuple[str, bool]:
    """A subject in lower case without the marks that answering and forwarding put before it, and whether one of them
    said that it is a reply. `[list]` marks go too, unless they hold a digit (a ticket number tells things apart)."""
    at, reply = (3, True) if subject[:4] in _PLAIN_REPLIES else (0, False)
    for _ in range(_MAX_PREFIXES):
        head = subject[at : at + _HEAD]
        if ":" not in head and "[" not in head and "：" not in head:
            break
        found = _PREFIX.match(subject, at)
        if found is None:
            break
        reply = reply or found[1] is not None
        at = found.end()
    return " ".join(subject[at:].lower().split()), reply


def is_generic(bare: str) -> bool:
    """Whether a bare subject says too little to tell one conversation from another: no word in it, or only everyday
    ones. A number of three digits and more tells."""
    for chunk in bare.lower().split():
        if chunk in _GENERIC:
            continue
        for word in _WORD.findall(chunk):
            if word not in _GENERIC and len(word) > 1 and not (word.isdigit() and len(word) < 3):
                return False
    return True


def nearest_first(in_reply_to: Sequence[str], references: Sequence[str]) -> tuple[str, ...]:
    """The ids a message names, the one it answers first, the first of the conversation last."""
    return (*in_reply_to, *reversed(references))


def conversations(times: Sequence[float], silence_days: float = SILENCE_DAYS) -> list[int]:
    """For each of these times (seconds, rising) the number of its conversation, from 0: the same until there was
    silence for `silence_days` (domain.md section 4)."""
    numbers, number = [], 0
    for i, at in enumerate(times):
        if i and at - times[i - 1] >= silence_days * DAY:
            number += 1
        numbers.append(number)
    return numbers


@dataclass(frozen=True, slots=True)
class Threads:
    """The conversations found. Rows are those that `Threader.add` gave."""

    first: I32  # per row: the row of the earliest message of its thread
    parents: I32  # per row: the row it answers, -1 for none
    by_subject: NDArray[np.bool_]  # joined by its subject, not by its headers
    changed: NDArray[np.bool_]  # answers a message of another subject: perhaps a new conversation in an old thread
    ids: U64

    def thread(self, row: int) -> str:
        """The name of a message's thread: 16 hexadecimal digits made from its earliest message's id. It stays when
        later messages come."""
        return f"{int(self.ids[self.first[row]]):016x}"

    def parent(self, row: int) -> int:
        """The row of the message that this one answers, or -1."""
        return int(self.parents[row])

    def same_id(self, row: int) -> list[int]:
        """Other rows with the same Message-ID."""
        rows = np.flatnonzero(self.ids == self.ids[row]).tolist()
        return [other for other in rows if other != row]

    def count(self) -> int:
        """How many threads there are."""
        return int((self.first == np.arange(len(self.first))).sum())


class Threader:
    """Collects messages in any order; `finish` threads them."""

    def __init__(self) -> None:
        self._ids = array("q")
        self._names = bytearray()  # the BLAKE2b hashes of the ids
        self._parents = array("q")
        self._parent_ends = array("I")
        self._subjects = array("q")
        self._kinds = bytearray()  # 1: begins with a reply mark, 2: and its subject can bind
        self._times = array("d")
        self._people = array("I")
        self._people_ends = array("I")
        self._person: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._times)

    def add(self, message_id: str, parents: Sequence[str], subject: str, written: tuple[float, Sequence[str]]) -> int:
        """Adds a message and returns its row.

        `message_id`: '' for none. `parents`: the ids it names, `nearest_first`. `written`: when (seconds since 1970
        UTC) and by and to whom: persons or addresses, the writer first.
        """
        at, people = written
        row = len(self._times)
        bare, reply = bare_subject(subject)
        own = message_id or f"{row} {at} {subject}"
        self._ids.append(hash(own))
        self._names += _digest(own)
        if parents:
            if len(parents) > MAX_PARENTS:
                parents = [*parents[: MAX_PARENTS - 1], parents[-1]]
            self._parents.extend(map(hash, filter(None, parents)))
        self._parent_ends.append(len(self._parents))
        self._subjects.append(hash(bare))
        self._kinds.append(3 if reply and not is_generic(bare) else reply)
        self._times.append(at)
        known = self._person
        for person in people:
            number = known.get(person)
            if number is None:
                number = known[person] = len(known)
            self._people.append(number)
        self._people_ends.append(len(self._people))
        return row

    def finish(self) -> Threads:
        """The threads of all messages added. Linear in messages and the ids they name, but for sorting."""
        ids, named = np.frombuffer(self._ids, np.int64), np.frombuffer(self._parents, np.int64)
        names = np.frombuffer(bytes(self._names), np.uint64)
        ends = np.frombuffer(self._parent_ends, np.uint32)
        counts = np.diff(ends, prepend=np.uint32(0)).astype(np.int64)
        child = np.repeat(np.arange(len(ids), dtype=np.int32), counts)
        other = named != ids[child]  # a message that names itself names nobody
        child, named = child[other], named[other]
        nodes, node, target = _nodes(ids, named)
        parents = self._by_headers(node, target, child, len(nodes))
        joined = self._by_subject(parents)
        rows = np.fromiter(joined, np.int64, len(joined))
        olders = np.fromiter(joined.values(), np.int64, len(joined))
        label = _components(
            np.concatenate([node[child], node[rows]]), np.concatenate([target, node[olders]]), len(nodes)
        )[node]
        parents[rows] = olders
        _break_loops(parents, self._times)
        by_subject = np.zeros(len(ids), bool)
        by_subject[rows] = True
        return Threads(_earliest(label, self._times), parents, by_subject, self._changed(parents), names)

    def _by_headers(self, node: I32, target: I32, child: I32, nodes: int) -> I32:
        """Per row the row that its nearest known id names, or -1. Of several rows with that id, the newest that is
        not newer than the answer, else the first."""
        row_of = np.full(nodes, -1, np.int32)
        row_of[node[::-1]] = np.arange(len(node) - 1, -1, -1, dtype=np.int32)
        nearest = np.full(len(node), -1, np.int32)
        found = row_of[target] >= 0
        # Written from the farthest to the nearest, so that the nearest stays.
        nearest[child[found][::-1]] = target[found][::-1]
        parents: I32 = np.where(nearest >= 0, row_of[nearest], -1).astype(np.int32)
        again = np.flatnonzero(row_of[node] != np.arange(len(node)))
        several: dict[int, list[int]] = {}
        for row in again.tolist():
            several.setdefault(int(node[row]), [int(row_of[node[row]])]).append(row)
        if several:
            for row in np.flatnonzero((nearest >= 0) & np.isin(nearest, node[again])).tolist():
                parents[row] = self._fitting(several[int(nearest[row])], row)
        return parents

    def _fitting(self, rows: Sequence[int], row: int) -> int:
        times = self._times
        older = [other for other in rows[:_LOOK_BACK] if times[other] <= times[row]]
        return max(older, key=lambda other: (times[other], -other)) if older else rows[0]

    def _by_subject(self, parents: I32) -> dict[int, int]:
        """Row and older row of each reply that its subject and its people join to an older message."""
        subjects = np.frombuffer(self._subjects, np.int64)
        kinds = np.frombuffer(bytes(self._kinds), np.uint8)
        times = np.frombuffer(self._times, np.float64)
        wanted = (kinds == 3) & (parents < 0)
        joined: dict[int, int] = {}
        if not wanted.any():
            return joined
        asked = np.sort(subjects[wanted])
        place = np.minimum(np.searchsorted(asked, subjects), len(asked) - 1)
        rows = np.flatnonzero(asked[place] == subjects)
        rows = rows[np.lexsort((rows, times[rows], subjects[rows]))]
        order, subject = rows.tolist(), subjects[rows].tolist()
        want = wanted[rows].tolist()
        for i, row in enumerate(order):
            if not want[i]:
                continue
            for j in range(i - 1, max(-1, i - 1 - _LOOK_BACK), -1):
                older = order[j]
                if subject[j] != subject[i] or self._times[row] - self._times[older] > SUBJECT_DAYS * DAY:
                    break
                if self._same_people(row, older):
                    joined[row] = older
                    break
        return joined

    def _same_people(self, row: int, older: int) -> bool:
        """Whether the writers of both are in both, and two people at least are. Somebody who writes again must
        have been answering already."""
        now, then = self._people_of(row), self._people_of(older)
        if not now or not then or now[0] not in then or then[0] not in now:
            return False
        if now[0] == then[0]:
            return bool(self._kinds[older] & 1) and len(set(now) & set(then)) > 1
        return True

    def _people_of(self, row: int) -> array[int]:
        return self._people[self._people_ends[row - 1] if row else 0 : self._people_ends[row]]

    def _changed(self, parents: I32) -> NDArray[np.bool_]:
        subjects = np.frombuffer(self._subjects, np.int64)
        changed: NDArray[np.bool_] = (parents >= 0) & (subjects != subjects[np.maximum(parents, 0)])
        return changed


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _nodes(ids: I64, named: I64) -> tuple[I64, I32, I32]:
    """The distinct ids, and which of them each message and each naming is."""
    nodes = np.sort(np.concatenate([ids, named]))
    if len(nodes):
        nodes = nodes[np.concatenate(([True], nodes[1:] != nodes[:-1]))]
    return nodes, np.searchsorted(nodes, ids).astype(np.int32), np.searchsorted(nodes, named).astype(np.int32)


def _components(one: I32, other: I32, count: int) -> I32:
    """The smallest node reachable from each node over the edges one-other (labels are hooked, then shortened)."""
    label = np.arange(count, dtype=np.int32)
    while len(one):
        left, right = label[one], label[other]
        apart = left != right
        if not apart.any():
            break
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(label, np.maximum(left, right), np.minimum(left, right))
        while True:
            shorter = label[label]
            if np.array_equal(shorter, label):
                break
            label = shorter
    return label


def _earliest(label: I32, times: Iterable[float]) -> I32:
    """Per row the earliest row with the same label."""
    rows = np.arange(len(label))
    order = np.lexsort((rows, np.fromiter(times, np.float64, len(label)), label))
    first = np.zeros(int(label.max()) + 1 if len(label) else 0, np.int32)
    first[label[order[::-1]]] = order[::-1]
    return first[label]


def _break_loops(parents: I32, times: Sequence[float]) -> None:
    """Takes the parent from the earliest message of every loop (ids can name each other in circles)."""
    up = parents.copy()
    for _ in range(len(parents).bit_length() + 1):
        some = up >= 0
        if not some.any():
            return
        up[some] = up[up[some]]
    seen: set[int] = set()
    for start in np.flatnonzero(up >= 0).tolist():
        path: list[int] = []
        row = start
        while row >= 0 and row not in seen:
            seen.add(row)
            path.append(row)
            row = int(parents[row])
        if row in path:
            loop = path[path.index(row) :]
            parents[min(loop, key=lambda one: (times[one], one))] = -1
