"""What happened, as frozen values. Everything else in the product is computed from these.

Times are aware datetimes (or, in `Touch`, seconds since 1970 UTC). Addresses are lower-case. Every value that
came from somewhere says where in `path`, so that each number shown later unrolls to its message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Side = Literal["us", "them"]
Channel = Literal["mail", "meeting", "call", "chat"]
Direction = Literal["in", "out", "internal", "unknown"]

# What wrote a message and why. Only "human" (and the human inside a "form") can wait for us or move towards us.
Kind = Literal[
    "human",
    "out_of_office",  # an automatic reply of absence
    "bounce",  # could not be delivered, for good or for now (see Delivery.hardness)
    "delayed",  # still trying: neither a bounce nor an answer
    "complaint",  # feedback report (ARF): the reader pressed "spam"; means unsubscribe
    "receipt",  # read or delivery receipt
    "calendar",  # invitation, answer, cancellation
    "list",  # a discussion list
    "newsletter",  # one to many
    "robot",  # any other machine: alerts, invoices by machine, no-reply
    "form",  # a machine that carries a human: form and shop notifications
]

# Who somebody is to us (card C0).
RelationKind = Literal[
    "prospect", "customer", "partner", "supplier", "pitching_us", "candidate", "press", "colleague", "private",
    "list_or_robot", "unknown",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Address:
    """One way to reach somebody. `email` is lower-case; for other channels it is a scheme and a value, such as
    `tel:+4930123456`, `linkedin:anna-berg`, `whatsapp:anna berg`. `name` is the display name, decoded, or ''."""

    email: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a message body: characters start <= i < end of `Message.text`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Ask:
    """Something asked of the reader: a question or a request, in the writer's words."""

    text: str
    start: int  # characters into Message.new_text
    end: int
    form: Literal["question", "request", "courtesy"]  # courtesy ("any questions? call me") waits for no answer
    probability: float  # of being an ask, 0..1


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the writer said they would do, in the writer's words."""

    text: str
    start: int  # characters into Message.new_text
    end: int
    due_date: date | None  # resolved against the message's own date and zone; None: no date was given
    due_words: str  # the words the date came from ("by Friday"), or ''
    probability: float  # of being a promise, 0..1


@dataclass(frozen=True, slots=True)
class Act:
    """Something in a message that counts as effort beyond writing it (card C24), with the words that show it."""

    name: Literal["proposal", "concession", "internal_data", "stakeholder", "referral", "commitment", "task_done"]
    text: str  # the words, or the attachment's name, or the new person's address


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact about the sender read from a signature: title, firm, phone, mobile, website, address, linkedin."""

    name: str
    value: str
    start: int  # characters into Message.text
    end: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail: measured, never opened."""

    name: str
    content_type: str
    size: int  # bytes, decoded


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a delivery notice says of one recipient (RFC 3464)."""

    recipient: str  # lower-case address, or '' when the notice names none
    action: Literal["failed", "delayed", "delivered", "relayed", "expanded"]
    status: str  # enhanced code such as '5.1.1', or ''
    hardness: Literal["hard", "soft", ""]  # '' unless failed
    reason: str  # short word: userunknown, mailboxfull, blocked, ...
    words: str  # the diagnostic text it was read from


@dataclass(frozen=True, slots=True)
class Absence:
    """What an out-of-office answer says."""

    back_date: date | None  # first day back, when stated
    back_words: str  # the words it came from
    stand_in: Address | None  # whom to turn to meanwhile


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of message this is, and the evidence a person can read ('header Auto-Submitted: auto-replied')."""

    kind: Kind
    evidence: tuple[str, ...]
    deliveries: tuple[Delivery, ...] = ()  # for bounce and delayed
    absence: Absence | None = None  # for out_of_office
    inside: Address | None = None  # for form: the human it carries
    inside_text: str = ""  # for form: what that human wrote


@dataclass(frozen=True, slots=True)
class Message:
    """One mail. `id` is derived from its Message-ID and body, so it is the same wherever the mail is found."""

    id: str
    path: str
    message_id: str  # normalised: no angle brackets, or '' when there is none
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    at: datetime | None  # aware, in the sender's own zone; None: no usable date
    sender: Address
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    text: str  # the whole body as plain text
    new_text: str  # what the writer wrote this time; the pieces at `spans`, joined by newlines
    spans: tuple[Span, ...]
    verdict: Verdict
    facts: tuple[Fact, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    asks: tuple[Ask, ...] = ()
    promises: tuple[Promise, ...] = ()
    acts: tuple[Act, ...] = ()
    language: str = ""  # two letters, '' when unsure
    labels: tuple[str, ...] = ()
    delivered_to: str = ""  # the address our own server delivered to, when it says so
    marks: tuple[str, ...] = ()  # "unsubscribe_offer", "bulk", "unproven_sender" ...: what relation rules read
    problems: tuple[str, ...] = ()  # what was wrong with the bytes


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody invited to a meeting, and what they answered."""

    address: Address
    answer: Literal["accepted", "declined", "tentative", "none"] = "none"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One occurrence of a meeting from a calendar. `id` is that of its UID and RECURRENCE-ID: it stays when the meeting
    is moved, renamed, answered or called off."""

    id: str
    path: str
    uid: str
    start_at: datetime
    end_at: datetime
    title: str
    organiser: Address | None
    attendees: tuple[Attendee, ...]
    cancelled: bool = False
    all_day: bool = False
    problems: tuple[str, ...] = ()  # what had to be guessed: 'unknown time zone "Mars" read as UTC'
    is_free: bool = False  # it stands in the calendar and takes nobody's time (TRANSP:TRANSPARENT)
    edition: int = 0  # SEQUENCE: how often its organiser changed it


@dataclass(frozen=True, slots=True)
class Call:
    """One call or call try from a log."""

    id: str
    path: str
    at: datetime
    minutes: float
    side: Side  # who called
    answered: bool
    other: Address
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """One line of a conversation outside mail (LinkedIn, WhatsApp)."""

    id: str
    path: str
    at: datetime
    service: str
    sender: Address
    to: tuple[Address, ...]
    conversation: str
    text: str


@dataclass(frozen=True, slots=True)
class RawMail:
    """One message as a source found it: bytes, and where they are."""

    path: str
    data: bytes
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """Something a source showed that did not become a value. Skipped: not meant to. Failed: it should have."""

    path: str
    outcome: Literal["skipped", "failed"]
    reason: str  # a short fixed phrase that counts group by: 'not a message', 'larger than 50 MB'
    detail: str = ""


Found = RawMail | Meeting | Call | Chat | Refused


@dataclass(frozen=True, slots=True)
class Person:
    """One human on either side, with every address known to be theirs. `key` is the first address seen."""

    key: str
    name: str
    addresses: tuple[str, ...]
    firm: str  # registrable domain, or '' for free-mail and unknown
    role: bool = False  # info@, sales@: a desk, not a person


@dataclass(frozen=True, slots=True)
class Touch:
    """One act by one side towards the other, light enough to hold a relationship's whole history.

    `person` is the person on *their* side, whichever side acted. `human` is False for campaigns, notices and
    automatic answers: those are pressure or noise, never effort.
    """

    id: str  # the interaction behind it
    at: float  # seconds since 1970, UTC
    side: Side
    person: str  # Person.key on their side
    channel: Channel = "mail"
    thread: str = ""
    human: bool = True
    opens: bool = False  # begins a thread
    answers: bool = False  # answers a question the other side had asked in this thread
    asks: int = 0  # number of asks in it
    minutes: float = 0.0  # meetings and calls: length
    attendees: int = 1  # meetings: people of theirs who took part
    ours: int = 1  # meetings: people of ours who took part
    addressed: bool = True  # we are in To or named in the text (not merely in Cc)
    acts: tuple[str, ...] = ()  # names of Act in it
    author: str = ""  # our person (address) who acted, or whom it was addressed to first


@dataclass(frozen=True, slots=True)
class Relation:
    """Who somebody is to us (card C0), with evidence a person can read. A correction outranks all evidence."""

    kind: RelationKind
    evidence: tuple[str, ...]
    ids: tuple[str, ...] = ()  # messages behind the evidence
    sure: float = 0.0  # 0..1, of the kind named
    inherited: bool = False  # taken from the firm
    corrected: bool = False  # a person said so
    held: str = ""  # of an unknown stranger: why their first letter has no place in a day; '' where it has


@dataclass(frozen=True, slots=True)
class Question:
    """An ask inside a relationship, and what became of it."""

    ask: Ask
    message: str  # id of the message it stands in
    at: float
    side: Side  # who asked
    answered_by: str = ""  # id of the answer, or '' while open


@dataclass(frozen=True, slots=True)
class Pledge:
    """A promise inside a relationship, and what became of it."""

    promise: Promise
    message: str  # id of the message it stands in
    at: float
    side: Side  # who promised
    kept_by: str = ""  # id of the interaction that shows it was kept, or '' while there is no such evidence
    renewed_by: str = ""  # id of a later message in which the same was promised anew; that one counts from then on


@dataclass(frozen=True, slots=True)
class Relationship:
    """Everything between us and one person, oldest first."""

    person: Person
    relation: Relation
    touches: tuple[Touch, ...]
    questions: tuple[Question, ...] = ()
    pledges: tuple[Pledge, ...] = ()
