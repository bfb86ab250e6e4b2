"""A trial's table of cases (.csv, .tsv): docs/measures/trial.md says which columns it may have."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sellwright.interactions import trial_cases
from sellwright.interactions.trials import Arm
from sellwright.protocols.tables import plain
from sellwright.protocols.whole_tables import read_table


def read_cases(
    path: Path, columns: Mapping[str, str], names: Mapping[Arm, str], design: str = "pairs"
) -> trial_cases.Reading:
    """The cases in a file. `columns`: {what: heading} where a person said so; `names`: what the table calls each arm.
    Raises CannotRead."""
    table = read_table(path)
    return trial_cases.read(table, trial_cases.find_columns(table, columns, plain), names, design)
