"""What other programs can be told of, and which line of the log is which of these events (docs/reference/api.md)."""

from __future__ import annotations

from sellwright.store.models import LogEntry

# By deed of the log. Taking a deed back is an event too: the one that undoes what was told.
OF_DEED: dict[str, str] = {
    "add_person": "person.added", "undo_add_person": "person.removed",
    "rename_person": "person.changed", "undo_rename_person": "person.changed",
    "assign": "person.changed", "undo_assign": "person.changed",
    "correct_relation": "person.changed", "undo_correct_relation": "person.changed",
    "open_deal": "deal.added", "accept_deal": "deal.added",
    "undo_open_deal": "deal.removed", "undo_accept_deal": "deal.removed",
    "change_deal": "deal.changed", "undo_change_deal": "deal.changed",
    "add_deal_person": "deal.changed", "undo_add_deal_person": "deal.changed",
    "drop_deal_person": "deal.changed", "undo_drop_deal_person": "deal.changed",
    "part_deal_person": "deal.changed", "undo_part_deal_person": "deal.changed",
    "move_deal": "deal.moved", "undo_move_deal": "deal.moved",
    "close_deal": "deal.closed", "undo_reopen_deal": "deal.closed",
    "reopen_deal": "deal.reopened", "undo_close_deal": "deal.reopened",
    "add_task": "task.added", "undo_drop_task": "task.added",
    "change_task": "task.changed", "undo_change_task": "task.changed",
    "finish_task": "task.done", "undo_open_task": "task.done",
    "open_task": "task.reopened", "undo_finish_task": "task.reopened",
    "drop_task": "task.removed", "undo_add_task": "task.removed",
    "comment": "comment.added", "undo_comment": "comment.removed",
    "log_call": "call.added", "undo_log_call": "call.removed",
    "note": "note.added", "undo_note": "note.removed",
    "merge_people": "person.merged", "undo_merge_people": "person.parted",
    "merge_firms": "firm.merged", "undo_merge_firms": "firm.parted",
    "import_done": "import.done", "import_undone": "import.undone",
    "add_commitment": "commitment.given", "undo_drop_commitment": "commitment.given",
    "change_commitment": "commitment.changed", "undo_change_commitment": "commitment.changed",
    "drop_commitment": "commitment.removed", "undo_add_commitment": "commitment.removed",
    "add_offer": "offer.made", "undo_drop_offer": "offer.made",
    "change_offer": "offer.changed", "undo_change_offer": "offer.changed",
    "drop_offer": "offer.removed", "undo_add_offer": "offer.removed",
    "add_concession": "concession.given", "undo_drop_concession": "concession.given",
    "change_concession": "concession.changed", "undo_change_concession": "concession.changed",
    "drop_concession": "concession.removed", "undo_add_concession": "concession.removed",
}  # fmt: skip
# Deeds that are another event by what they changed.
_WITHDRAWN, _DECIDED, _CELL = "commitment.withdrawn", "offer.decided", ("edit_cell", "undo_edit_cell")
_OF_CELL = {"person": "person.changed", "firm": "firm.changed", "deal": "deal.changed"}
EVENTS: tuple[str, ...] = tuple(dict.fromkeys((*OF_DEED.values(), "firm.changed", _WITHDRAWN, _DECIDED)))
TRY = "try"  # sent by hand from the settings, to whatever events an address listens


def event_of(entry: LogEntry) -> str | None:
    """Which event a line of the log is; None for what is told to nobody."""
    if entry.deed in _CELL:
        return _OF_CELL.get(entry.thing)
    event = OF_DEED.get(entry.deed)
    if event == "commitment.changed" and entry.after.get("withdrawn_date") and not entry.before.get("withdrawn_date"):
        return _WITHDRAWN
    if event == "offer.changed" and entry.after.get("state") != entry.before.get("state"):
        return _DECIDED
    return event
