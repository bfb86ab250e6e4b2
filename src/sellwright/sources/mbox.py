"""mbox files: mboxo and mboxrd, Google Takeout with its labels, the folders of Thunderbird, mutt and many others."""

from __future__ import annotations

from sellwright.protocols.boxes import box_entries, is_box
from sellwright.protocols.disk import single_file
from sellwright.protocols.files import Reader


def _recognises(name: str, head: bytes) -> bool:
    # A single mail may keep its "From " line: by its ending it stays one mail.
    return not name.lower().endswith((".eml", ".emlx")) and is_box(head, name)


SOURCE = single_file(
    "mbox", "mbox file (Google Takeout, Thunderbird, mutt)", 40, Reader(recognises=_recognises, entries=box_entries)
)
