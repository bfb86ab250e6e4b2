"""Run as a script by the kill tests, never imported by them: a workspace with an import in it, which one may kill.

python kill_import.py prepare FILE   makes the workspace and reads the file
python kill_import.py write          writes it to its end
python kill_import.py undo           takes it back to its end
python kill_import.py show           what is here, without ids, as JSON
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from sellwright.actions import imports as deeds  # noqa: E402
from sellwright.importing import writing  # noqa: E402
from sellwright.jobs import importing_rows  # noqa: E402
from sellwright.store.models import (  # noqa: E402
    Address,
    Field,
    Firm,
    Import,
    ImportedId,
    ImportRow,
    Person,
    PersonValue,
    Phone,
    User,
    Workspace,
)

writing.LEAST = writing.FIRST = writing.MOST = writing.TOGETHER = (
    20  # many transactions: a kill falls between, or into, one
)


def prepare(file: str) -> None:
    call_command("migrate", verbosity=0)
    Workspace.objects.create(name="Kestrel", frozen_at=1_780_000_000.0, claimed_at=timezone.now())
    by = User.objects.create_user("mira@kestrel.example", name="Mira", role="owner")
    row = deeds.bring(by=by, paths=[Path(file)])
    importing_rows.look_at_import(whole=row.public_id)
    deeds.begin(by=by, whole=row)


def show() -> None:
    row = Import.objects.get()
    people = Person.objects.order_by("pk").values_list("name", "firm__name", "title", "telephone", "extra")
    sys.stdout.write(json.dumps({
        "state": row.state, "counts": row.counts, "done": row.rows_done,
        "people": [list(one) for one in people],
        "firms": list(Firm.objects.order_by("pk").values_list("name", "domain")),
        "ledger": list(ImportRow.objects.order_by("pk").values_list("line", "noun", "outcome", "reason")),
        "rows": [m.objects.count() for m in (Address, Phone, Field, ImportedId, PersonValue)],
    }))  # fmt: skip


if __name__ == "__main__":
    word = sys.argv[1]
    if word == "prepare":
        prepare(sys.argv[2])
    elif word == "show":
        show()
    elif word == "write":
        importing_rows.write_import(whole=Import.objects.get().public_id)
    elif word == "undo":
        whole = Import.objects.get()
        if whole.state != Import.State.UNDOING:
            deeds.undo(by=User.objects.get(), whole=whole)
        importing_rows.undo_import(whole=whole.public_id)
