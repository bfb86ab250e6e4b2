"""What a token may, what an address is told of, and how a delivery stands, as it is said."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as later

from sellwright.screens.words import Words
from sellwright.store.models import Delivery, Webhook

SCOPES: dict[str, Words] = {
    "people:read": later("Read people and firms"),
    "people:write": later("Add and change people and firms"),
    "deals:read": later("Read deals, offers, the forecast"),
    "deals:write": later("Open, change, move and close deals; write down offers and what buyers give"),
    "tasks:read": later("Read your tasks"),
    "tasks:write": later("Add, change and tick off tasks"),
    "comments:read": later("Read comments"),
    "comments:write": later("Comment"),
    "activity:read": later("See what happened: calls, notes, meetings, when mail went to and fro"),
    "activity:write": later("Log calls and write notes"),
    "lists:read": later("Read your views of lists, and what they show"),
    "lists:write": later("Keep views of lists"),
    "today:read": later("Read your day"),
    "mail:read": later("Read your letters: subjects and texts"),
    "imports:read": later("See how your imports stand"),
    "log:read": later("Read the log"),
}
EVENTS: dict[str, Words] = {
    "person.added": later("somebody was added by hand"),
    "person.removed": later("somebody added by hand was taken out again"),
    "person.changed": later("a person was changed"),
    "deal.added": later("a deal was opened"),
    "deal.removed": later("a deal was taken back"),
    "deal.changed": later("a deal or its people were changed"),
    "deal.moved": later("a deal moved to another stage"),
    "deal.closed": later("a deal was won, lost or not decided"),
    "deal.reopened": later("a deal was opened again"),
    "task.added": later("a task was added"),
    "task.changed": later("a task was changed"),
    "task.done": later("a task was done"),
    "task.reopened": later("a task was opened again"),
    "task.removed": later("a task was dropped"),
    "comment.added": later("somebody commented"),
    "comment.removed": later("a comment was taken back"),
    "call.added": later("a call was logged"),
    "call.removed": later("a logged call was taken back"),
    "note.added": later("a note was written"),
    "note.removed": later("a note was taken back"),
    "person.merged": later("people were made one"),
    "person.parted": later("people made one are themselves again"),
    "firm.changed": later("a firm was changed"),
    "firm.merged": later("firms were made one"),
    "firm.parted": later("firms made one are themselves again"),
    "import.done": later("an import is in"),
    "import.undone": later("an import was taken back"),
    "commitment.given": later("a buyer gave something"),
    "commitment.withdrawn": later("a buyer took back what they gave"),
    "commitment.changed": later("what a buyer gave was written otherwise"),
    "commitment.removed": later("what a buyer gave was taken out"),
    "offer.made": later("an offer was made"),
    "offer.decided": later("an offer was accepted, declined, replaced or opened again"),
    "offer.changed": later("an offer was written otherwise"),
    "offer.removed": later("an offer was taken out"),
    "concession.given": later("something was given away"),
    "concession.changed": later("what was given away was written otherwise"),
    "concession.removed": later("what was given away was taken out"),
    "try": later("a try by hand"),
}
STATES: dict[str, Words] = {
    Delivery.State.WAITING: later("waiting"),
    Delivery.State.DONE: later("delivered"),
    Delivery.State.FAILED: later("given up"),
    Delivery.State.WITHHELD: later("not told: you may not see it"),
}
WHY: dict[str, Words] = {
    Webhook.Why.BY_HAND: later("You paused it. What happens meanwhile waits."),
    Webhook.Why.FAILING: later("Nothing came through for three days, so it was paused. What happened since waits."),
    Webhook.Why.GONE: later("The other side says the address is gone for good (410), so nothing more is sent."),
    Webhook.Why.LEFT: later("Its owner may not tell other programs any more, so nothing is sent."),
    Webhook.Why.SECRET: later("Its secret was kept with another server key. Make a new secret, then let it go on."),
}
