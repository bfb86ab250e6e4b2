"""Rows of an account's folders: brought up to what its server shows, each with the intake that holds its ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sellwright.capture.reading import Found
from sellwright.derive.texts import plain
from sellwright.store.models import Account, Folder, Intake, Item
from sellwright.store.sqlite.turns import standing_back

ROWS = 500  # rows a transaction where nothing but rows is written


def note_folders(account: Account, found: Sequence[Found], now: datetime) -> list[Folder]:
    """The folders of an account brought up to what its server shows, each with an intake for its rows. Those that are
    absent are marked gone, and so is all in them; what was stored stays."""
    there = {folder.name: folder for folder in account.folders.all()}
    shown = {plain(one.name)[:500]: one for one in found}
    is_read = _read_of_new(there, shown)
    for name, one in shown.items():
        folder = there.get(name)
        if folder is None:
            there[name] = Folder.objects.create(
                account=account, name=name, title=plain(one.title)[:200], role=one.role, is_read=is_read[name]
            )
        elif (folder.title, folder.role, folder.gone_at) != (plain(one.title)[:200], one.role, None):
            folder.title, folder.role, folder.gone_at = plain(one.title)[:200], one.role, None
            folder.save(update_fields=["title", "role", "gone_at"])
    for name in there.keys() - shown.keys():
        if there[name].gone_at is None:
            _gone(there[name], now)
    return [there[name] for name in shown]


def _read_of_new(there: dict[str, Folder], shown: dict[str, Found]) -> dict[str, bool]:
    """Which of the folders that were not there before are read. Who left one out chose what is read: then none is,
    but for one that takes the place of another, which was renamed."""
    has_all = any(one.role == Folder.Role.ALL for one in shown.values())
    at_first = {one.name for one in there.values() if Found(one.name, "", Folder.Role(one.role)).is_read_at_first}
    new = {name: one for name, one in shown.items() if name not in there}
    left = [one for name, one in there.items() if name not in shown and one.gone_at is None]
    if len(new) == len(left) == 1:
        return dict.fromkeys(new, left[0].is_read)
    chosen = any(not there[name].is_read for name in at_first)
    return {
        name: one.is_read_at_first and not chosen and (not has_all or one.role == Folder.Role.ALL)
        for name, one in new.items()
    }


def pass_all(intake: int | None) -> None:
    """Its server shows none of these any more."""
    rows = Item.objects.filter(intake=intake, is_gone=False).order_by("pk")
    while ids := list(rows.values_list("pk", flat=True)[:ROWS]):
        with standing_back(), transaction.atomic():
            Item.objects.filter(pk__in=ids).update(is_gone=True)


def _gone(folder: Folder, now: datetime) -> None:
    pass_all(folder.intake_id)
    folder.gone_at, folder.on_server, folder.checked_at = now, 0, now
    folder.next_uid = folder.low_uid = 0  # should it come back, all of it is compared
    folder.cursor = ""
    folder.save(update_fields=["gone_at", "on_server", "checked_at", "next_uid", "low_uid", "cursor"])


def intake_of(folder: Folder) -> Intake:
    """The intake whose items are a folder's rows, made when first asked for."""
    if folder.intake is None:
        account = folder.account
        with transaction.atomic():
            folder.intake = Intake.objects.create(
                mailbox_id=account.mailbox_id, by_id=account.mailbox.owner_id, name=folder.title, path="",
                state=Intake.State.LIVE, begun_at=timezone.now(),
            )  # fmt: skip
            folder.save(update_fields=["intake"])
    return folder.intake
