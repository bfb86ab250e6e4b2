"""Bringing in files of other systems: received, looked over, tried, written, taken back. The files and what was read of
them are the importer's alone; what becomes of them is the team's."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, pipelines
from sellwright.actions.intakes import plain_name
from sellwright.actions.refusing import Refused
from sellwright.importing import judging, looking, plans, preparing, proposing, rules
from sellwright.importing.looking import Found
from sellwright.importing.plans import Plan
from sellwright.interactions.failures import CannotRead, ExtraNeeded
from sellwright.jobs import queue
from sellwright.protocols import table_files
from sellwright.store.models import Import, LogEntry, User
from sellwright.store.models.ids import new_public_id

MOST_FILES = 20
State = Import.State
PLANNED = (State.READY, State.TRIED)
RUNNING = (State.LOOKING, State.TRYING, State.WRITING, State.UNDOING)


def own(user: User) -> QuerySet[Import]:
    """The imports somebody may see: what they brought themselves."""
    return Import.objects.filter(by=user)


def receive(*, by: User, files: Sequence[UploadedFile]) -> Import:
    """Keeps the files and has them read. Refused by the field "file" for what is no table."""
    access.check(by, "import")
    if not 0 < len(files) <= MOST_FILES:
        raise Refused(_("Give 1 to %(most)d files at once.") % {"most": MOST_FILES}, "file")
    folder = settings.UPLOADS / new_public_id()
    folder.mkdir(parents=True, mode=0o700)
    try:
        found = []
        for number, file in enumerate(files, start=1):
            name = plain_name(file.name or "")
            path = folder / f"{number:02}"
            _keep(file, path)
            found.append(_first(path, name))
        return _waiting(by, folder, found)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def bring(*, by: User, paths: Sequence[Path]) -> Import:
    """The same for files that lie on this machine: they are copied."""
    access.check(by, "import")
    folder = settings.UPLOADS / new_public_id()
    folder.mkdir(parents=True, mode=0o700)
    try:
        found = []
        for number, path in enumerate(paths, start=1):
            found.append(_first(path, path.name))
            shutil.copyfile(path, folder / f"{number:02}")
            found[-1] = replace(found[-1], path=f"{number:02}")
        return _waiting(by, folder, found)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _keep(file: UploadedFile, path: Path) -> None:
    temporary = getattr(file, "temporary_file_path", None)
    if temporary is not None:
        Path(temporary()).rename(path)  # same disk (screens.uploads)
        path.chmod(0o600)
        return
    with path.open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)


def _first(path: Path, name: str) -> Found:
    """How a file will be read, by its first bytes. Refused when it is no table."""
    try:
        shape = table_files.shape_of(path, name)
    except (CannotRead, ExtraNeeded) as failure:
        raise Refused(f"{failure.message} {failure.next_step}".strip(), "file") from failure
    return Found(name, path.name, shape, 0, ())


def _waiting(by: User, folder: Path, found: Sequence[Found]) -> Import:
    first = found[0].name
    more = len(found) - 1
    name = _("%(file)s and %(more)d more") % {"file": first, "more": more} if more else first
    with transaction.atomic():
        row = Import.objects.create(
            by=by, name=name, folder=str(folder), found={"files": [looking.to_json(one) for one in found]}
        )
        queue.enqueue("look_at_import", key=row.public_id, whole=row.public_id)
        return row


def found_in(whole: Import) -> list[Found]:
    """What was read of its files."""
    return [looking.from_json(one) for one in whole.found.get("files", [])]


def read_otherwise(*, by: User, whole: Import, at: int, changes: dict[str, str]) -> None:
    """A file is read anew: another line of headings, separator, character set or sheet. Refused for what cannot be."""
    with transaction.atomic():
        row = _taken(by, whole, PLANNED)
        found = found_in(row)
        shape = found[at].shape
        if "header" in changes:
            if not changes["header"].isdigit() or int(changes["header"]) > table_files.LOOKED_AT:
                raise Refused(
                    _("The line of the headings is a number from 0 to %(most)d.") % {"most": table_files.LOOKED_AT}
                )
            shape = replace(shape, header=int(changes["header"]))
        if changes.get("separator", "") in table_files.SEPARATORS and changes.get("separator"):
            shape = replace(shape, separator=changes["separator"])
        if changes.get("encoding") in table_files.ENCODINGS:
            shape = replace(shape, encoding=changes["encoding"])
        if changes.get("sheet") in shape.sheets:
            shape = replace(shape, sheet=changes["sheet"])
        found[at] = replace(found[at], shape=shape)
        row.found = {"files": [looking.to_json(one) for one in found]}
        row.state, row.rows_done, row.plan = State.LOOKING, 0, {}
        row.save(update_fields=["found", "state", "rows_done", "plan"])
        queue.enqueue("look_at_import", key=row.public_id, whole=row.public_id)


def about(*, by: User, whole: Import, at: int, noun: str) -> None:
    """What the rows of a file are about, said by a person: its columns are proposed anew."""
    if noun not in ("person", "firm", "deal", "list", "skip"):
        raise Refused(_("Say what the rows are about."))
    with transaction.atomic():
        row = _taken(by, whole, PLANNED)
        found = {one.path: one for one in found_in(row)}
        plan = plans.from_json(row.plan)
        file = plan.files[at]
        changed = plan.with_file(at, proposing.again(file, found[file.path], noun))  # type: ignore[arg-type]
        changed = preparing.fitted(proposing.ordered(changed), list(found.values()), Path(row.folder))
        told = judging.judged(list(found.values()), changed, Path(row.folder), most=judging.AT_ONCE)
        row.found = {"files": [looking.to_json(one) for one in told]}
        row.save(update_fields=["found"])
        _kept(row, changed)


def replan(*, by: User, whole: Import, plan: Plan) -> None:
    """Another plan; what was tried before counts no more."""
    held = found_in(whole)
    found = judging.judged(held, plan, Path(whole.folder), most=judging.AT_ONCE)  # before anybody else has to wait
    with transaction.atomic():
        row = _taken(by, whole, PLANNED)
        if found != held and found_in(row) == held:
            row.found = {"files": [looking.to_json(one) for one in found]}
            row.save(update_fields=["found"])
        _kept(row, plan)


def _kept(row: Import, plan: Plan) -> None:
    row.plan, row.state, row.tried = plans.to_json(plan), State.READY, {}
    row.save(update_fields=["plan", "state", "tried"])


def attempt(*, by: User, whole: Import) -> None:
    """The dry run goes through every row, behind."""
    with transaction.atomic():
        row = _taken(by, whole, PLANNED)
        _about_something(plans.from_json(row.plan))
        row.state, row.rows_done, row.tried = State.TRYING, 0, {}
        row.save(update_fields=["state", "rows_done", "tried"])
        queue.enqueue("try_import", key=row.public_id, whole=row.public_id)


def _about_something(plan: Plan) -> None:
    if not any(file.noun in ("person", "firm", "deal") for file in plan.files):
        raise Refused(_("Say of at least one file what its rows are about."))


def begin(*, by: User, whole: Import) -> LogEntry:
    """Writes it, behind. New fields and stages are made first."""
    access.check(by, "import")
    with transaction.atomic():
        row = _taken(by, whole, PLANNED)
        plan = plans.from_json(row.plan)
        _about_something(plan)
        if any(file.noun == "deal" for file in plan.files):
            pipelines.first()
        plan, made = rules.make(plan, by)
        rules.choices_seen(plan)
        row.plan, row.made, row.state = plans.to_json(plan), made, State.WRITING
        row.rows_done, row.begun_at = 0, timezone.now()
        row.save(update_fields=["plan", "made", "state", "rows_done", "begun_at"])
        queue.enqueue("write_import", key=row.public_id, whole=row.public_id)
        return log.write(by, "import", row, after={"name": row.name})


def go_on(*, by: User, whole: Import) -> None:
    """One that stopped goes on where it stood."""
    with transaction.atomic():
        row = _taken(by, whole, (State.FAILED,))
        row.error = ""
        if row.begun_at is None:
            row.state = State.LOOKING if not row.plan else State.READY
            job = "look_at_import" if not row.plan else ""
        else:
            row.state, job = (
                (State.UNDOING, "undo_import") if row.undone_to is not None else (State.WRITING, "write_import")
            )
        row.save(update_fields=["state", "error"])
        if job:
            queue.enqueue(job, key=row.public_id, whole=row.public_id)


def undo(*, by: User, whole: Import) -> LogEntry:
    """Takes back all it brought. What somebody changed since stays and is listed."""
    access.check(by, "import")
    with transaction.atomic():
        row = _taken(by, whole, (State.DONE, State.WRITING, State.FAILED))
        if row.begun_at is None:
            raise Refused(_("There is nothing to undo."))
        row.state, row.rows_done, row.ended_at = State.UNDOING, 0, None
        row.save(update_fields=["state", "rows_done", "ended_at"])
        queue.enqueue("undo_import", key=row.public_id, whole=row.public_id)
        return log.write(by, "undo_import", row, before={"name": row.name})


def put_away(*, by: User, whole: Import) -> None:
    """Brought, but not written: it goes again, with its files."""
    with transaction.atomic():
        row = _taken(by, whole, (*PLANNED, State.LOOKING, State.TRYING, State.FAILED))
        if row.begun_at is not None:
            raise Refused(_("It is in already. Undo it instead."))
        folder = row.folder
        row.delete()
        if folder:
            transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def _taken(by: User, whole: Import, states: Sequence[str]) -> Import:
    """The row, held. Refused when it is another's, or in another state than it was seen in."""
    row = Import.objects.select_for_update().get(pk=whole.pk)
    if row.by_id != by.pk:
        raise access.NotAllowed(_("Only the one who brought a file decides on it."))
    if row.state not in states:
        raise Refused(_("This went on meanwhile. Look again, then decide."))
    return row
