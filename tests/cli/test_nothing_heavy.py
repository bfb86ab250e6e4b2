"""Each instrument runs on plain files without a library of data frames, of learning, or the workbench."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TALK = Path(__file__).resolve().parents[2] / "labels" / "talks" / "harbour-cranes.vtt"
SHEETS = {
    "care.yaml": "people: 2\nhours: 60\ntiers: {dream: {accounts: 4, hours: 1}}\n",
    "team.yaml": "people: {Anna: 1, Ben: 2}\n",
    "mirror.yaml": "members: 5\nmember_started: 24\nleader_started: 26\n",
    "cases.csv": "case,arm,outcome\na,old,1\nb,new,0\n",
    "letter.txt": "Just checking in on the offer.\n",
}
ASKED = (
    "import sys; from sellwright.cli import main; sys.argv[0] = 'sellwright'; main.app(standalone_mode=False);"
    "print([one for one in ('pandas', 'sklearn', 'scipy', 'django', 'matplotlib') if one in sys.modules])"
)


@pytest.mark.parametrize(
    "words",
    [
        ("review", str(TALK)),
        ("trial", "plan", "--share", ".2", "--hoped", ".4"),
        ("trial", "look", "cases.csv"),
        ("trial", "decide", "cases.csv"),
        ("care", "care.yaml"),
        ("practice", "add", "ledger.jsonl", "letter.txt"),
        ("pairs", "team.yaml"),
        ("mirror", "mirror.yaml"),
        ("iceberg", "begin", "new.yaml"),
    ],
    ids=lambda words: "-".join(words[:2]).replace(str(TALK), "call"),
)
def test_it_loads_nothing_heavy(tmp_path: Path, words: tuple[str, ...]) -> None:
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", ASKED, *words], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
