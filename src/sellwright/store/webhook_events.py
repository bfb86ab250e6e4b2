"""What other programs can be told of, and which line of the log is which of these events (docs/reference/api.md)."""

from __future__ import annotations

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
}  # fmt: skip
EVENTS: tuple[str, ...] = tuple(dict.fromkeys(OF_DEED.values()))
TRY = "try"  # sent by hand from the settings, to whatever events an address listens
