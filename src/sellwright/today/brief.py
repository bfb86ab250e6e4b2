"""The brief: what to know before turning to one person (card C29; docs/measures/today.md).

Every line names the messages it was read from. What is not known says so, with what was looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sellwright.interactions import sentences
from sellwright.interactions.values import Message, Person, Pledge, Question, Relationship, Side
from sellwright.measures import chasing, effort, pledges, reply_time
from sellwright.settings import Settings
from sellwright.today import discovery, passages, wording
from sellwright.today.passages import OwnLetter

WHO = "who they are to us"
LAST = "last exchanges"
ASKED = "asked and promised"
OTHERS = "others at their firm"
REACH = "how to reach them"
UNKNOWN = "what we know and do not know"
BEFORE = "answers given before"
SECTIONS = (WHO, LAST, ASKED, OTHERS, REACH, UNKNOWN, BEFORE)

EXCHANGES = 5
MOST_OPEN = 8  # of each: their questions, ours, their promises, ours
MOST_KEPT = 3
MOST_OTHERS = 8
MOST_IDS = 12  # message ids named in one line, the newest
LEAST_LETTERS = 3  # for a habit
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch",
    "pt": "Portuguese", "pl": "Polish", "sv": "Swedish", "da": "Danish", "no": "Norwegian",
    "nb": "Norwegian", "fi": "Finnish",
}  # fmt: skip
_FACTS = ("title", "firm", "phone", "mobile", "website", "address", "linkedin")
_CALLABLE = ("phone", "mobile")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a brief. `ids` is never empty."""

    section: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief of one person: lines in order of sections."""

    person: Person
    lines: tuple[Line, ...]
    coverage: float  # share of the seven discovery fields we hold a sentence for (card C21)
    looked_at: int  # letters with this person that were read

    def section(self, name: str) -> tuple[Line, ...]:
        """The lines of one section."""
        return tuple(line for line in self.lines if line.section == name)


@dataclass(slots=True)
class _Writer:
    """Collects lines; one without a source is not written."""

    relationship: Relationship
    letters: Sequence[Message]
    theirs: Sequence[Message]
    settings: Settings
    now: datetime
    lines: list[Line]

    @property
    def at(self) -> float:
        return self.now.timestamp()

    @property
    def name(self) -> str:
        return self.relationship.person.name or self.relationship.person.key

    def add(self, section: str, text: str, ids: Iterable[str]) -> None:
        named = tuple(dict.fromkeys(one for one in ids if one))[-MOST_IDS:]
        if named:
            self.lines.append(Line(section, text, named))

    def looked_at(self) -> tuple[str, ...]:
        """What was read, for a line that says that something is not known."""
        return tuple(letter.id for letter in self.letters) or tuple(t.id for t in self.relationship.touches)

    def unknown(self, section: str, what: str) -> None:
        held = self.looked_at()
        self.add(section, f"{what}: not known yet (looked at {wording.plural(len(held), 'message')}).", held)


def make(
    relationship: Relationship,
    messages: Sequence[Message],
    colleagues: Sequence[Relationship],
    own_letters: Iterable[OwnLetter | Message],
    *,
    settings: Settings,
    now: datetime,
) -> Brief:
    """The brief of one person.

    `messages`: all mail with them, oldest first. `colleagues`: the others at their firm. `own_letters`: letters of ours
    to anybody, read once, and only when a question of theirs is open; as `OwnLetter` when the letter each of them
    answered is known. `now` is aware (ValueError when not); later things are not looked at.
    """
    if now.tzinfo is None:
        raise ValueError("now must be aware: its zone is the reader's")
    seen = [letter for letter in messages if letter.at is None or letter.at <= now]
    reached = set(relationship.person.addresses)
    theirs = [letter for letter in seen if letter.sender.email in reached and letter.verdict.kind in ("human", "form")]
    writer = _Writer(relationship, seen, theirs, settings, now, [])
    _who(writer)
    _last(writer)
    _asked(writer)
    _others(writer, colleagues)
    _reach(writer)
    covered = _known(writer)
    _before(writer, own_letters)
    return Brief(relationship.person, tuple(writer.lines), covered, len(seen))


def _who(writer: _Writer) -> None:
    """The relation with its evidence, what their signature says, how the relationship stands."""
    held, relation = writer.relationship, writer.relationship.relation
    if relation.kind == "unknown":
        writer.unknown(WHO, f"Who {writer.name} is to us")
    else:
        kind = relation.kind.replace("_", " ")
        how = "you said so" if relation.corrected else "; ".join(relation.evidence)
        by = " (taken from the firm)" if relation.inherited else ""
        writer.add(WHO, f"{writer.name}: {kind}{by}{': ' if how else ''}{how}.", relation.ids or writer.looked_at()[:1])
    facts: dict[str, tuple[str, str]] = {}
    for letter in writer.theirs:
        for fact in letter.facts:
            facts[fact.name] = (fact.value, letter.id)
    signed = [facts[name] for name in _FACTS if name in facts and name not in _CALLABLE]
    if signed:
        writer.add(WHO, "Signs as: " + ", ".join(value for value, _ in signed) + ".", (where for _, where in signed))
    found = effort.measure(held.touches, writer.settings, writer.at, held.pledges, subject=held.person.key)
    span = ""
    if found.low is not None and found.high is not None and not found.verdict.startswith("too little"):
        span = f" (theirs {wording.share(found.share)}, {wording.share(found.low)} to {wording.share(found.high)})"
    pressure = f"; {found.automated} automated of ours to {found.replies} of theirs" if found.automated else ""
    writer.add(WHO, f"Effort: {found.verdict}{span}{pressure}.", (one for r in found.reasons for one in r.ids))
    zone = writer.now.tzinfo
    assert zone is not None
    chase = chasing.measure(held.touches, writer.settings, writer.at, found.share, pledges=held.pledges, zone=zone)
    if chase.held and chase.look_again is not None:
        again = wording.day(datetime.fromtimestamp(chase.look_again, zone).date(), writer.now)
        writer.add(WHO, f"Waiting on purpose until {again}: {chase.reasons[0].text}.", chase.ids)


def _last(writer: _Writer) -> None:
    """The next meeting; the last exchanges, newest first, with the first words of each letter."""
    ahead = [t for t in writer.relationship.touches if t.channel == "meeting" and t.at > writer.at]
    if ahead:
        text = f"You meet {wording.ahead(ahead[0].at, writer.now)} for {ahead[0].minutes:.0f} minutes."
        writer.add(LAST, text, (ahead[0].id,))
    letters = {letter.id: letter for letter in writer.letters}
    shown = [touch for touch in writer.relationship.touches if touch.human and touch.at <= writer.at][-EXCHANGES:]
    for touch in reversed(shown):
        when = wording.when(touch.at, writer.now)
        who = writer.name if touch.side == "them" else "We"
        if touch.channel == "meeting":
            text = f"Met {when} for {touch.minutes:.0f} minutes."
        elif touch.channel == "call":
            talked = f", {touch.minutes:.0f} minutes" if touch.minutes else ", nobody took the call"
            text = f"{who} called {when}{talked}."
        else:
            letter = letters.get(touch.id)
            words = first_words(letter.new_text) if letter else ""
            text = f"{who} wrote {when}" + (f": {wording.quote(words)}." if words else ".")
        writer.add(LAST, text, (touch.id,))


def first_words(text: str) -> str:
    """The first sentence that says something: not the greeting, at least four words; else the first one."""
    parts = [part for _, _, part in sentences.split(text[:3000])]
    return next((part for part in parts if len(part.split()) >= 4), parts[0] if parts else "")


def _asked(writer: _Writer) -> None:
    """What each side asked and promised: what is open or late in full, the last few that were kept."""
    held = writer.relationship
    sides: tuple[tuple[Side, str], ...] = (("them", writer.name), ("us", "We"))
    for side, who in sides:
        waiting = _open_questions(writer, side)
        for question in waiting[-MOST_OPEN:]:
            text = f"{who} asked {wording.when(question.at, writer.now)}, open: {wording.quote(question.ask.text)}."
            writer.add(ASKED, text, (question.message,))
        answered = [q for q in held.questions if q.side == side and q.answered_by and q.at <= writer.at]
        for question in answered[-MOST_KEPT:]:
            text = f"{who} asked {wording.when(question.at, writer.now)}, answered: {wording.quote(question.ask.text)}."
            writer.add(ASKED, text, (question.message, question.answered_by))
    today = writer.now.date()
    for side, who in sides:
        given = [p for p in held.pledges if p.side == side and p.at <= writer.at]
        still = [p for p in given if pledges.state(p, today) not in ("kept", "renewed")]
        for pledge in still[-MOST_OPEN:]:
            writer.add(ASKED, _promise(who, pledge, writer), (pledge.message,))
        for pledge in [p for p in given if p.kept_by][-MOST_KEPT:]:
            writer.add(ASKED, _promise(who, pledge, writer), (pledge.message, pledge.kept_by))


def _open_questions(writer: _Writer, side: Side) -> list[Question]:
    """What one side asked and nobody has answered."""
    asked = [q for q in writer.relationship.questions if q.side == side and q.at <= writer.at]
    return [question for question in wording.without_introductions(asked) if not question.answered_by]


def _promise(who: str, pledge: Pledge, writer: _Writer) -> str:
    state, due = pledges.state(pledge, writer.now.date()), pledge.promise.due_date
    by = f", {'was ' if state == 'late' else ''}due {wording.due(due, writer.now)}" if due and state != "kept" else ""
    said = f"{who} promised {wording.when(pledge.at, writer.now)}"
    return f"{said}, {'open' if state == 'due today' else state}{by}: {wording.quote(pledge.promise.text)}."


def _others(writer: _Writer, colleagues: Sequence[Relationship]) -> None:
    """Who else is there: those we exchange with, and those who read along in copy."""
    person = writer.relationship.person
    copied: dict[str, list[str]] = {}
    if person.firm:
        for letter in writer.letters:
            for address in (*letter.to, *letter.cc):
                host = address.email.partition("@")[2]
                if host == person.firm or host.endswith("." + person.firm):
                    copied.setdefault(address.email, []).append(letter.id)
    for email in person.addresses:
        copied.pop(email, None)
    listed = []
    for other in colleagues:
        exchanged = [touch for touch in other.touches if touch.at <= writer.at and touch.human]
        along = [one for email in other.person.addresses for one in copied.pop(email, [])]
        if exchanged:
            listed.append((exchanged[-1].at, other, exchanged, along))
    listed.sort(key=lambda row: (-row[0], row[1].person.key))
    for last, other, exchanged, along in listed[:MOST_OTHERS]:
        name = other.person.name or other.person.key
        wrote = sum(touch.side == "them" for touch in exchanged)
        text = f"{name} ({other.person.key}): {wrote} from them, {len(exchanged) - wrote} from us, last "
        text += wording.when(last, writer.now) + (f"; reads along in {len(along)} of these." if along else ".")
        writer.add(OTHERS, text, [*along, *(touch.id for touch in exchanged)])
    for email, ids in sorted(copied.items(), key=lambda item: (-len(item[1]), item[0]))[: MOST_OTHERS - len(listed)]:
        writer.add(OTHERS, f"{email} reads along in {wording.plural(len(ids), 'letter')}; never wrote to us.", ids)
    if not any(line.section == OTHERS for line in writer.lines):
        writer.unknown(OTHERS, "Who else is there")


def _reach(writer: _Writer) -> None:
    """Channel, hours, language, speed and numbers, as far as they show."""
    acts = [t for t in writer.relationship.touches if t.side == "them" and t.human and t.at <= writer.at]
    acts = [touch for touch in acts if touch.channel != "meeting"]
    if len(acts) < LEAST_LETTERS:
        writer.unknown(REACH, "How they like to be reached")
    else:
        by = Counter(touch.channel for touch in acts).most_common()
        text = ", ".join(f"{channel} {count} of {len(acts)}" for channel, count in by)
        writer.add(REACH, f"They come by {text}.", (touch.id for touch in acts))
        _hours(writer)
        _language(writer)
        _speed(writer)
    numbers: dict[str, tuple[str, str]] = {}
    for letter in writer.theirs:
        for fact in letter.facts:
            if fact.name in _CALLABLE:
                numbers[fact.value] = (fact.name, letter.id)
    for value, (name, where) in list(numbers.items())[-2:]:
        writer.add(REACH, f"Their {name}, from their signature: {value}.", (where,))


def _hours(writer: _Writer) -> None:
    """The three hours of their own clock in which they write most, when at least half of their letters fall there."""
    dated = [(letter.at.hour, letter.id) for letter in writer.theirs if letter.at is not None]
    if len(dated) < LEAST_LETTERS:
        return
    best, inside = 0, [one for hour, one in dated if hour < 3]
    for start in range(1, 22):
        held = [one for hour, one in dated if start <= hour < start + 3]
        if len(held) > len(inside):
            best, inside = start, held
    if 2 * len(inside) >= len(dated):
        text = f"They write mostly between {best}:00 and {best + 3}:00 their time ({len(inside)} of {len(dated)})."
        writer.add(REACH, text, inside)


def _language(writer: _Writer) -> None:
    spoken = [(letter.language, letter.id) for letter in writer.theirs if letter.language]
    if not spoken:
        return
    most, count = Counter(language for language, _ in spoken).most_common(1)[0]
    text = f"They write {LANGUAGES.get(most, most)} ({count} of {len(spoken)})."
    writer.add(REACH, text, (one for language, one in spoken if language == most))


def _speed(writer: _Writer) -> None:
    """Median reply times of both sides, open ones counted as open."""
    found = reply_time.measure(writer.relationship.touches, writer.settings, writer.at)
    for who, waits in (("They answer", found.theirs), ("We answer them", found.ours)):
        if waits.median is not None and waits.answered >= LEAST_LETTERS:
            text = f"{who} within {wording.ago(waits.median)} half of the time ({waits.answered} answers)."
            writer.add(REACH, text, (one for reason in waits.reasons if len(reason.ids) == 2 for one in reason.ids))


def _known(writer: _Writer) -> float:
    """The seven discovery fields: a sentence of theirs, or "not known yet"."""
    held = discovery.read(writer.theirs)
    for field in held:
        if field.quote:
            writer.add(UNKNOWN, f"{_capital(field.field)}: {wording.quote(field.quote)}.", (field.message,))
        else:
            writer.unknown(UNKNOWN, _capital(field.field))
    return discovery.coverage(held)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _before(writer: _Writer, own_letters: Iterable[OwnLetter | Message]) -> None:
    """Their open questions beside passages of our letters that answered like questions."""
    waiting = _open_questions(writer, "them")[-MOST_OPEN:]
    if not waiting:
        return
    found = passages.find([question.ask.text for question in waiting], _until(own_letters, writer.now))
    for question, answers in zip(waiting, found, strict=True):
        for passage in answers:
            to = ", ".join(passage.readers[:3]) or "somebody"
            day = f" {wording.when(passage.at, writer.now)}" if passage.at else ""
            like = f", asked {wording.quote(passage.question)}" if passage.question else ""
            text = (
                f"{wording.quote(question.ask.text)}: we wrote to {to}{day}{like}: {wording.quote(passage.text, 600)}"
            )
            writer.add(BEFORE, text, (question.message, passage.question_message, passage.message))


def _until(own_letters: Iterable[OwnLetter | Message], now: datetime) -> Iterable[OwnLetter | Message]:
    for letter in own_letters:
        message = letter.message if isinstance(letter, OwnLetter) else letter
        if message.at is None or message.at <= now:
            yield letter
