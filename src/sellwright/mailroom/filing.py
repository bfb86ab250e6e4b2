"""Files each message where it belongs: which way it went, with whom, and what it is as a touch.

Pure: light rows in order of time go in, touches come out. What it keeps in memory grows with people and threads, not
with messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sellwright.interactions import addresses
from sellwright.interactions.values import Direction, Touch

BY_HAND = ("human", "form")
NOISE = ("bounce", "delayed", "complaint", "receipt", "calendar")  # says nothing of what a person did
FROM_SERVERS = ("bounce", "delayed", "complaint")
MASS_RECIPIENTS = 10  # a letter to more people at once is an announcement: no effort towards any one of them
AWAY = ("in_spam", "in_trash", "draft")
LEAST_ANSWER_WORDS = 4  # "Thanks!" answers no question


@dataclass(frozen=True, slots=True)
class Ours:
    """Who counts as our side. `me` are the reader's own addresses, `domains` those of the firm; free-mail domains
    never are. `why` says how it was decided when nobody said."""

    me: frozenset[str]
    domains: frozenset[str]
    why: str = ""
    whole_firm: bool = False  # "@firm.com" was given: every colleague's mail is mine

    @classmethod
    def of(cls, given: list[str], why: str = "") -> Ours:
        """From what was given with --me: addresses, or '@firm.com' for everybody of a firm."""
        domains = {addresses.registrable(word.partition("@")[2]) for word in given if word.startswith("@")}
        me = {word.strip().lower() for word in given if not word.startswith("@")}
        domains |= {firm for firm in map(addresses.firm_of, me) if firm}
        return cls(frozenset(me), frozenset(domains), why, any(word.startswith("@") for word in given))

    @property
    def nobody(self) -> bool:
        """Nobody said who we are, and the mail does not tell."""
        return not self.me and not self.domains

    def has(self, email: str) -> bool:
        """Whether an address is of our side."""
        return email in self.me or addresses.firm_of(email) in self.domains

    def is_me(self, email: str) -> bool:
        """Whether an address is the reader's own (any of the firm's, when the whole firm was given)."""
        return email in self.me or (self.whole_firm and self.has(email))


@dataclass(frozen=True, slots=True)
class Row:
    """What filing needs to know of one message."""

    n: int
    id: str
    at: float
    sender: str
    recipients: tuple[str, ...]
    copied: tuple[str, ...]
    kind: str
    words: int
    asks: int
    acts: tuple[str, ...]
    marks: frozenset[str]
    thread: str


@dataclass(frozen=True, slots=True)
class Filed:
    """Where a message went, and one touch for each of their people it touches."""

    direction: Direction
    touches: tuple[Touch, ...]


@dataclass(slots=True)
class _Thread:
    their_asks: int = 0  # asked by them and not yet answered by us
    our_asks: int = 0


@dataclass(slots=True)
class Filer:
    """`person_of` gives the Person.key of an address. Feed rows oldest first."""

    ours: Ours
    person_of: Callable[[str], str]
    names_me: Callable[[Row], bool] = lambda row: False
    met: Callable[[str, float], bool] | None = None  # whether we had met a person by then, where another keeps count
    _threads: dict[str, _Thread] = field(default_factory=dict)
    _seen: set[str] = field(default_factory=set)
    _side: dict[str, bool] = field(default_factory=dict)

    def file(self, row: Row) -> Filed:
        """The next message."""
        from_us = self._is_ours(row.sender)
        theirs = [email for email in (*row.recipients, *row.copied) if email and not self._is_ours(email)]
        direction: Direction = "in" if not from_us else ("out" if theirs else "internal")
        if row.kind in FROM_SERVERS:  # our own server's notice is no letter of ours
            direction = "in"
        if not row.sender or self.ours.nobody:
            direction = "unknown"
        if direction in ("internal", "unknown") or row.kind in NOISE or not row.marks.isdisjoint(AWAY):
            return Filed(direction, ())
        human = row.kind in BY_HAND
        touches = tuple(self._outgoing(row, human) if from_us else self._incoming(row, human))
        self._seen.update(self.person_of(email) for email in theirs[:MASS_RECIPIENTS])
        return Filed(direction, touches)

    def _is_ours(self, email: str) -> bool:
        side = self._side.get(email)
        if side is None:
            side = self._side[email] = self.ours.has(email)
        return side

    def _outgoing(self, row: Row, human: bool) -> Iterator[Touch]:
        to = [email for email in row.recipients if email and not self._is_ours(email)]
        to = to or [email for email in row.copied if email and not self._is_ours(email)]
        opens, answers = self._place(row, human, ours=True)
        human = human and len(to) <= MASS_RECIPIENTS
        for person in dict.fromkeys(self.person_of(email) for email in to[: MASS_RECIPIENTS * 5]):
            yield Touch(
                id=row.id, at=row.at, side="us", person=person, thread=row.thread, human=human, opens=opens,
                answers=answers, asks=row.asks, acts=row.acts, author=row.sender,
            )  # fmt: skip

    def _incoming(self, row: Row, human: bool) -> Iterator[Touch]:
        opens, answers = self._place(row, human, ours=False)
        person = self.person_of(row.sender)
        acts = row.acts
        if human and self._brings_somebody(row, person):
            acts = (*acts, "stakeholder")
        self._seen.add(person)
        to_us = [email for email in row.recipients if self._is_ours(email)]
        mine = [email for email in to_us if self.ours.is_me(email)]
        copied = [email for email in row.copied if self._is_ours(email)]
        # Neither in To nor in Cc: it came by an alias or a blind copy. With nobody else in To it was meant for us.
        addressed = bool(mine) or (not to_us and not copied and len(row.recipients) <= 1) or row.kind == "form"
        author = (mine or to_us or [email for email in copied if self.ours.is_me(email)] or copied or [""])[0]
        if not addressed and author and self.ours.is_me(author):
            addressed = self.names_me(row)
        yield Touch(
            id=row.id, at=row.at, side="them", person=person, thread=row.thread, human=human, opens=opens,
            answers=answers, asks=row.asks, addressed=addressed, acts=acts, author=author,
        )  # fmt: skip

    def _place(self, row: Row, human: bool, ours: bool) -> tuple[bool, bool]:
        """Whether it opens its thread, and whether it answers what the other side asked there."""
        thread = self._threads.get(row.thread)
        opens = thread is None
        if thread is None:
            thread = self._threads[row.thread] = _Thread()
        if not human:
            return opens, False
        asked = thread.their_asks if ours else thread.our_asks
        answers = asked > 0 and row.words >= LEAST_ANSWER_WORDS
        if ours:
            thread.our_asks = row.asks
            thread.their_asks = 0 if answers else thread.their_asks
        else:
            thread.their_asks += row.asks
            thread.our_asks = 0 if answers else thread.our_asks
        return opens, answers

    def _brings_somebody(self, row: Row, person: str) -> bool:
        """A colleague of theirs whom we never met is in To or Cc of a letter to us."""
        firm = addresses.firm_of(row.sender)
        if not firm:
            return False
        for email in (*row.recipients, *row.copied)[: MASS_RECIPIENTS * 2]:
            if addresses.firm_of(email) == firm and not addresses.is_role(email):
                other = self.person_of(email)
                known = self.met(other, row.at) if self.met else other in self._seen
                if other != person and not known:
                    return True
        return False
