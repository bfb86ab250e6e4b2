"""Taking mail in and out again: a file that was uploaded, a folder an owner allowed, a whole mailbox.

Nothing is believed of an upload: its name becomes a plain file name in a folder of its own, its kind is told from its
bytes, and what is no kind we know is deleted before anybody is asked anything further.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
import zipfile
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.interactions.failures import CannotRead, ExtraNeeded
from sellwright.jobs import queue
from sellwright.protocols import finding
from sellwright.store.models import Folder, Intake, LogEntry, Mailbox, User, Workspace
from sellwright.store.models.ids import new_public_id

NAME_MOST = 120
ADDRESSES_MOST = 50
ENDED = (Intake.State.DONE, Intake.State.FAILED)
_ADDRESS = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]{1,190}")
_ODD = re.compile(r"[^\w. ()+@=,#-]")


def plain_name(given: str) -> str:
    """A file name that is nothing but a file name: no path, no control characters, not hidden, at most 120 long."""
    name = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = _ODD.sub("_", name).strip(" .")
    if len(name) > NAME_MOST:
        stem, dot, ending = name.rpartition(".")
        ending = dot + ending[:12]
        name = (stem or name)[: NAME_MOST - len(ending)] + ending
    return name or "upload"


def receive(*, by: User, file: UploadedFile) -> Intake:
    """Keeps an upload and tells what it is. It waits there until `begin`. Refused by the field "file" otherwise."""
    access.check(by, "add_mail")
    name = plain_name(file.name or "")
    folder = settings.UPLOADS / new_public_id()
    folder.mkdir(parents=True, mode=0o700)
    path = folder / name
    try:
        _keep(file, path)
        _check_kind(path, name)
        return _waiting(by, path, name, is_upload=True)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def point_at(*, by: User, workspace: Workspace, given: str) -> Intake:
    """A file or folder on this machine, inside what an owner allowed. Refused by the field "path" otherwise."""
    access.check(by, "folders")
    path = allowed_path(workspace, given)
    _check_kind(path, path.name, "path")
    return _waiting(by, path, path.name, is_upload=False)


def allowed_path(workspace: Workspace, given: str) -> Path:
    """The real place of a path (links followed), when it lies in an allowed folder. Raises Refused."""
    outside = Refused(_("This lies in no folder that is allowed here. Allow its folder first, below."), "path")
    if not given.strip() or "\0" in given or not Path(given.strip()).is_absolute():
        raise Refused(_("Give the whole path, from / on."), "path")
    path = Path(given.strip()).resolve()
    folders = [Path(folder).resolve() for folder in workspace.folders]
    if not any(path == folder or folder in path.parents for folder in folders):
        raise outside  # whether anything stands there is not told
    if not path.exists():
        raise Refused(_("Nothing stands at that path."), "path")
    return path


def allow_folder(*, by: User, workspace: Workspace, given: str) -> LogEntry:
    """Owners may read mail from this folder from now on. Not the whole disk, and not our own data."""
    access.check(by, "folders")
    given = given.strip()
    if not given or "\0" in given or not Path(given).is_absolute():
        raise Refused(_("Give the whole path, from / on."), "folder")
    path = Path(given).resolve()
    home = Path(settings.HOME).resolve()
    if not path.is_dir():
        raise Refused(_("There is no folder at that path."), "folder")
    if path == Path(path.anchor) or path == home or home in path.parents or path in home.parents:
        raise Refused(_("Name a narrower folder: this one holds more than mail."), "folder")
    return _folders(by, workspace, "allow_folder", [*workspace.folders, str(path)])


def forbid_folder(*, by: User, workspace: Workspace, folder: str) -> LogEntry:
    """Nothing is read from there any more. What was read stays."""
    access.check(by, "folders")
    return _folders(by, workspace, "forbid_folder", [known for known in workspace.folders if known != folder])


def _folders(by: User, workspace: Workspace, deed: str, wanted: list[str]) -> LogEntry:
    with transaction.atomic():
        row = Workspace.objects.select_for_update().get(pk=workspace.pk)
        before = list(row.folders)
        row.folders = sorted(set(wanted))
        row.save(update_fields=["folders"])
        workspace.folders = row.folders
        return log.write(by, deed, row, before={"folders": before}, after={"folders": row.folders})


def begin(*, by: User, intake: Intake, mailbox: Mailbox | None, title: str, addresses: str) -> Intake:
    """Says whose the mail is, and has it read. Without `mailbox` a new one of that title is made.

    `addresses` are the owner's own ones in it, separated by commas or spaces. Refused by the fields."""
    access.check(by, "add_mail")
    own = own_addresses(addresses)
    with transaction.atomic():
        row = Intake.objects.select_for_update().select_related("mailbox").get(pk=intake.pk)
        if row.by_id != by.pk:
            raise access.NotAllowed(_("Only the one who brought a file says whose it is."))
        if row.begun_at is not None:
            raise Refused(_("This is being read already."))
        if mailbox is not None and mailbox.owner_id != by.pk:
            raise access.NotAllowed(_("That mailbox belongs to a colleague."))
        shell = row.mailbox
        kept = mailbox or shell
        if mailbox is None:
            kept.title = title.strip()[:200] or row.name
        kept.addresses = sorted({*kept.addresses, *own})
        kept.save(update_fields=["title", "addresses"])
        row.mailbox = kept
        row.begun_at = timezone.now()
        row.save(update_fields=["mailbox", "begun_at"])
        if kept.pk != shell.pk:
            shell.delete()
        queue.enqueue("take_in", key=row.public_id, intake=row.public_id)
        log.write(by, "take_in", row, after={"name": row.name})
        return row


def own_addresses(text: str) -> list[str]:
    """Addresses from what was typed. Raises Refused by the field, with the one that is none."""
    words = [word.strip("<>\"'").lower() for word in re.split(r"[\s,;]+", text) if word.strip("<>\"'")]
    wrong = next((word for word in words if not _ADDRESS.fullmatch(word)), "")
    if wrong:
        raise Refused(_("“%(word)s” is no e-mail address.") % {"word": wrong[:60]}, "addresses")
    if not words:
        raise Refused(
            _("Name at least one address that is yours in this mail: it says who wrote to whom."), "addresses"
        )
    if len(words) > ADDRESSES_MOST:
        raise Refused(_("That are too many addresses for one person."), "addresses")
    return sorted(set(words))


def put_away(*, by: User, intake: Intake) -> None:
    """A file that was brought but never read goes again, with its upload."""
    with transaction.atomic():
        row = Intake.objects.select_for_update().select_related("mailbox").get(pk=intake.pk)
        if row.by_id != by.pk:
            raise access.NotAllowed(_("Only the one who brought a file takes it away."))
        if row.begun_at is not None:
            raise Refused(_("It is being read already. Undo it instead."))
        row.delete()
        if not row.mailbox.intakes.exists() and not row.mailbox.addresses:
            row.mailbox.delete()
        if row.is_upload:
            transaction.on_commit(lambda: shutil.rmtree(Path(row.path).parent, ignore_errors=True))


def undo(*, by: User, intake: Intake) -> LogEntry:
    """Takes back all that one intake brought. The owner of the mailbox may, and who may undo any."""
    with transaction.atomic():
        row = Intake.objects.select_for_update().select_related("mailbox").get(pk=intake.pk)
        if row.mailbox.owner_id != by.pk:
            access.check(by, "undo_any_intake")
        if row.begun_at is None or row.state in (Intake.State.UNDOING, Intake.State.UNDONE):
            raise Refused(_("There is nothing to undo."))
        if Folder.objects.filter(intake=row).exists():
            raise Refused(_("This is read as it changes. Disconnect its account instead, and say there what stays."))
        row.state = Intake.State.UNDOING
        row.save(update_fields=["state"])
        queue.enqueue("undo_intake", key=row.public_id, intake=row.public_id)
        return log.write(by, "undo_intake", row, before={"name": row.name})


def go_on(*, by: User, intake: Intake) -> LogEntry:
    """Has an intake that failed read on where it stopped: what stands in its account is not read twice."""
    with transaction.atomic():
        row = Intake.objects.select_for_update().select_related("mailbox").get(pk=intake.pk)
        if row.mailbox.owner_id != by.pk:
            raise access.NotAllowed(_("That mailbox belongs to a colleague."))
        if row.state != Intake.State.FAILED:
            raise Refused(_("This did not stop."))
        row.state, row.error, row.ended_at = Intake.State.READING, "", None
        row.begun_at = timezone.now()
        row.save(update_fields=["state", "error", "ended_at", "begun_at"])
        queue.enqueue("take_in", key=row.public_id, intake=row.public_id)
        return log.write(by, "go_on_with_intake", row, after={"name": row.name})


def forget_mailbox(*, by: User, mailbox: Mailbox) -> None:
    """Takes back everything a mailbox ever brought, and shows it to nobody meanwhile. Only its owner may."""
    if mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("Only the owner of a mailbox deletes it."))
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        row.shares.all().delete()
        row.accounts.all().delete()  # with their secrets; nothing is read any more
        row.intakes.filter(state=Intake.State.LIVE, begun_at=None).update(begun_at=timezone.now())
        for intake in row.intakes.exclude(state__in=(Intake.State.UNDOING, Intake.State.UNDONE)):
            if intake.begun_at is None:
                put_away(by=by, intake=intake)
            else:
                undo(by=by, intake=intake)
        log.write(by, "forget_mailbox", row)


def rename(*, by: User, mailbox: Mailbox, title: str, addresses: str) -> LogEntry:
    """A mailbox's title and own addresses. Changed addresses turn sides round, so its people are made anew."""
    if mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("That mailbox belongs to a colleague."))
    own = own_addresses(addresses)
    with transaction.atomic():
        row = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
        before = {"title": row.title, "addresses": row.addresses}
        row.title = title.strip()[:200] or row.title
        changed = row.addresses != own
        row.addresses = own
        row.save(update_fields=["title", "addresses"])
        if changed:
            queue.enqueue("stand_anew", key="all")
        return log.write(by, "rename_mailbox", row, before=before, after={"title": row.title, "addresses": own})


def _keep(file: UploadedFile, path: Path) -> None:
    temporary = getattr(file, "temporary_file_path", None)
    if temporary is not None:
        Path(temporary()).rename(path)  # same disk (server.uploads)
        path.chmod(0o600)
        return
    with path.open("xb") as out:
        for chunk in file.chunks():
            out.write(chunk)


def _check_kind(path: Path, name: str, field: str = "file") -> None:
    """What is no kind we know, or an archive whose list of contents cannot be read, is refused before anything else."""
    try:
        finding.source_of(path)
        if zipfile.is_zipfile(path) is False and _begins_as_zip(path):
            raise CannotRead(_("%(name)s is a damaged or half-written .zip.") % {"name": name},
                             _("Download or copy it again, then try once more."))  # fmt: skip
    except (CannotRead, ExtraNeeded) as failure:
        sentence = failure.message.replace(str(path), name)
        step = "" if str(path.parent) in failure.next_step else failure.next_step
        raise Refused(f"{sentence} {step}".strip(), field) from failure


def _begins_as_zip(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def _waiting(by: User, path: Path, name: str, *, is_upload: bool) -> Intake:
    size = path.stat().st_size if path.is_file() else 0
    with transaction.atomic():
        shell = Mailbox.objects.create(owner=by, title=name)
        return Intake.objects.create(
            mailbox=shell, by=by, name=name, path=str(path), is_upload=is_upload, bytes_total=size
        )
