"""Every table, by noun."""

from sellwright.store.models.accounts import Account, Folder
from sellwright.store.models.bookings import Booking, BookingPage
from sellwright.store.models.days import DaySums, Decision, Place, Scope, Standing
from sellwright.store.models.deals import Deal, DealPerson, DealSign, Pipeline, SignsLooked, Stage, StageMove, Unknown
from sellwright.store.models.events import Event, EventSighting, LogEntry, MorningMail
from sellwright.store.models.fields import Field, Tie
from sellwright.store.models.imports import Import, ImportedId, ImportRow
from sellwright.store.models.inlets import CallNote, CallTurn, Inlet
from sellwright.store.models.jobs import Job, TimetableTurn
from sellwright.store.models.leaving import Erasure, ExportKey, Forgotten, LockedPart
from sellwright.store.models.letters import (
    Binned,
    Draft,
    DraftVersion,
    HandedOver,
    WordingGone,
    WordingLetter,
    WordingPiece,
    WordingSegment,
)
from sellwright.store.models.lists import BulkEdit, BulkRow, DealValue, FirmValue, PersonValue, Promised, View
from sellwright.store.models.mailboxes import Intake, Item, Mailbox, Share, Sighting
from sellwright.store.models.merging import Absorbed, Merge, NotSame, Twin, TwinSearch
from sellwright.store.models.messages import Dirty, Letter, Message, Thread, ThreadKey, Touch
from sellwright.store.models.offers import Commitment, Concession, Goal, Offer, OpenRole, Outlook
from sellwright.store.models.outward import Delivery, KeptAnswer, Token, Webhook
from sellwright.store.models.people import Address, Correction, Firm, Person, Phone, Want
from sellwright.store.models.teamwork import Claim, Comment, Cover, Mention, Task
from sellwright.store.models.users import EntryLink, SignOn, Team, User
from sellwright.store.models.workspace import Workspace

__all__ = [
    "Absorbed", "Account", "Address", "Binned", "Booking", "BookingPage", "BulkEdit", "BulkRow", "CallNote",
    "CallTurn", "Claim", "Comment", "Commitment", "Concession", "Correction", "Cover", "DaySums", "Deal",
    "DealPerson", "DealSign", "DealValue", "Decision", "Delivery", "Dirty", "Draft", "DraftVersion", "EntryLink",
    "Erasure", "Event", "EventSighting", "ExportKey", "Field", "Firm", "FirmValue", "Folder", "Forgotten", "Goal",
    "HandedOver", "Import", "ImportRow", "ImportedId", "Inlet", "Intake", "Item", "Job", "KeptAnswer", "Letter",
    "LockedPart", "LogEntry", "Mailbox",
    "Mention", "Merge", "Message", "MorningMail", "NotSame", "Offer", "OpenRole", "Outlook", "Person",
    "PersonValue", "Phone", "Pipeline", "Place", "Promised", "Scope", "Share", "Sighting", "SignOn", "SignsLooked",
    "Stage", "StageMove", "Standing", "Task", "Team", "Thread", "ThreadKey", "Tie", "TimetableTurn", "Token",
    "Touch", "Twin", "TwinSearch", "Unknown", "User", "View", "Want", "Webhook", "WordingGone", "WordingLetter",
    "WordingPiece", "WordingSegment", "Workspace",
]  # fmt: skip
