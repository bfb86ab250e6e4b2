"""Taking everything along: the export of the workspace, and the words that open one's own private rows in it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log
from sellwright.actions.refusing import Refused
from sellwright.archive import packing, reading, sealing
from sellwright.interactions.failures import CannotRead
from sellwright.jobs import queue, settling
from sellwright.store import sealed
from sellwright.store.models import ExportKey, LogEntry, User, Workspace


def export(*, by: User) -> LogEntry:
    """Has the whole workspace written, for `by` alone, for a day. What they may not read is locked for its owners."""
    access.check(by, "export_workspace")
    workspace = Workspace.objects.get()
    with transaction.atomic():
        packing.ask(by, timezone.now())
        queue.enqueue("export_workspace", key=by.public_id, user=by.public_id)
        return log.write(by, "export_workspace", workspace)


def words(*, by: User) -> str:
    """The words that open one's own private rows: shown once, then no longer kept. Refused when they were shown."""
    with transaction.atomic():
        row = ExportKey.objects.select_for_update().filter(user=by).first() or sealing.renew(by)
        found = sealed.unseal(row.words)
        if not found:
            raise Refused(_("Your words were shown already. Make new ones if you lost them."))
        ExportKey.objects.filter(pk=row.pk).update(words="", shown_at=timezone.now())
        log.write(by, "show_export_words", by)
    return found


def new_words(*, by: User) -> LogEntry:
    """New words for what is exported from now on. Earlier exports go on opening with the earlier ones."""
    with transaction.atomic():
        sealing.renew(by)
        return log.write(by, "new_export_words", by)


def unlock(*, by: User, given: str) -> int:
    """Opens one's own private rows that came locked with an import; how many. Refused with words that open none."""
    try:
        count = reading.open_kept(by, given)
    except CannotRead as failure:
        raise Refused(failure.message, "words") from None
    with transaction.atomic():
        log.write(by, "open_private_rows", by, after={"rows": count})
        settling.soon()
    return count
