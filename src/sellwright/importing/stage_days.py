"""Since when a deal stands in its stage, and how long a closed one had stood there: as much as its file proves."""

from __future__ import annotations

from collections.abc import Sequence

from sellwright.importing.deciding import Here, Verdict
from sellwright.measures.stage_time import DAY
from sellwright.store import bulk
from sellwright.store.models import StageMove

_FIELDS = ("deal_id", "from_stage_id", "to_stage_id", "at", "days", "by_id", "message_id")


def since(here: Here) -> float:
    """When a new deal came into its stage: the day the file names for it, else the day the deal was opened; 0.0, not
    known, where the file has neither. To be asked before what the file leaves open is filled."""
    return here.entered or here.values.get("opened_at") or 0.0


def put(made: Sequence[Here], verdicts: Sequence[Verdict]) -> None:
    """The end of closed deals as a finished stay: only where the file names the stage they were closed in, since when
    they stood in it, and when they were closed. Nobody is said to have moved them."""
    told = {id(verdict.here): verdict.said.values for verdict in verdicts if verdict.outcome == "new"}
    rows = []
    for here in made:
        said = told.get(id(here), {})
        closed = said.get("closed_at")
        if said.get("outcome") and said.get("stage_id") and here.entered and closed and closed >= here.entered:
            rows.append((here.ref, said["stage_id"], None, closed, (closed - here.entered) / DAY, None, None))
    bulk.insert(StageMove, _FIELDS, rows)
