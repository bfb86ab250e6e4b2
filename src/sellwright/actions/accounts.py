"""Connecting mailboxes and calendars, saying what is read of them, and leaving. Only the owner of a mailbox does any of
it; nothing that is written to the log holds a secret, an address or a word of a letter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sellwright import access
from sellwright.actions import log, sharing
from sellwright.actions.intakes import own_addresses
from sellwright.actions.refusing import Refused
from sellwright.derive.texts import plain
from sellwright.interactions.kept_out import tidy
from sellwright.jobs import exporting, queue
from sellwright.store import sealed
from sellwright.store.models import Account, Folder, Intake, Item, LogEntry, Mailbox, User
from sellwright.store.models.mailboxes import Level

NEVER_MOST = 500
FOLDERS_MOST = 1_000


@dataclass(frozen=True, slots=True)
class Shown:
    """A folder or calendar the server showed when it was tried. `wanted`: read unless the person says otherwise."""

    name: str
    title: str
    role: str
    wanted: bool
    messages: int | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """What was tried and worked. `where` is the kind's own (host, port, security, user; url) and holds no secret."""

    kind: str
    address: str
    where: dict[str, Any]
    secret: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Choice:
    """What is read of an account: names of folders, from which day on, what never; and who else sees it."""

    folders: frozenset[str]
    since: date | None
    never: tuple[str, ...]


def connect(*, by: User, made: Connection, shown: Sequence[Shown], mailbox: Mailbox | None = None) -> Account:
    """Keeps an account that was tried. Nothing is read of it before `start`. It fills `mailbox`, else the mailbox that
    has its address, else a new one."""
    access.check(by, "add_mail")
    if mailbox is not None and mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("That mailbox belongs to a colleague."))
    with transaction.atomic():
        held = Account.objects.filter(mailbox__owner=by, kind=made.kind, address=made.address)
        if any(one.where == made.where for one in held):
            raise Refused(_("This is connected already. You find it under Add mail."), "address")
        account = Account.objects.create(
            mailbox=mailbox or _mailbox(by, made.address), kind=made.kind, address=made.address, where=made.where,
            secret=sealed.seal(json.dumps(made.secret)), paused_at=timezone.now(),
        )  # fmt: skip
        keep_folders(account, shown)
        log.write(by, "connect_account", account, after={"kind": made.kind})
        return account


def unkept(made: Connection) -> Account:
    """An account that is nowhere written, to try a connection with."""
    return Account(kind=made.kind, address=made.address, where=made.where, secret=sealed.seal(json.dumps(made.secret)))


def keep_folders(account: Account, shown: Sequence[Shown]) -> None:
    """Makes rows of the folders that the account has none of yet."""
    there = set(account.folders.values_list("name", flat=True))
    fresh = {plain(one.name)[:500]: one for one in shown[:FOLDERS_MOST]}
    now = timezone.now()
    Folder.objects.bulk_create(
        Folder(
            account=account, name=name, title=plain(one.title)[:200] or name[:200], role=one.role,
            is_read=one.wanted, on_server=one.messages, checked_at=now if one.messages is not None else None,
        )
        for name, one in fresh.items() if name not in there
    )  # fmt: skip


def is_begun(account: Account) -> bool:
    """Whether somebody said what is read of it."""
    return account.folders.filter(intake__isnull=False).exists()


def start(
    *, by: User, account: Account, choice: Choice, level: str = Level.NOTHING, title: str = "", addresses: str = "",
) -> LogEntry:  # fmt: skip
    """Has it read from now on, and shows its mailbox to everybody here at a level. Own addresses beside the account's
    may be named, as in `intakes.own_addresses`."""
    row = own(by, account)
    more = own_addresses(addresses) if addresses.strip() else []
    if level not in Level.values:
        raise Refused(_("Choose one of the four."), "level")
    with transaction.atomic():
        box = Mailbox.objects.select_for_update().get(pk=row.mailbox_id)
        box.title = title.strip()[:200] or box.title
        box.addresses = sorted({*box.addresses, *more})
        box.save(update_fields=["title", "addresses"])
        if level != Level.NOTHING and access.may(by, "share_own"):
            sharing.share(by=by, mailbox=box, team=None, level=level)
        _choose(by, row, choice)
        Account.objects.filter(pk=row.pk).update(paused_at=None, again_at=None)
        return log.write(by, "start_account", row, after={"folders": len(choice.folders)})


def change(*, by: User, account: Account, choice: Choice) -> LogEntry:
    """Other folders, another day, other people who are never captured. What was stored before stays."""
    row = own(by, account)
    with transaction.atomic():
        _choose(by, row, choice)
        return log.write(by, "change_account", row, after={"folders": len(choice.folders)})


def pause(*, by: User, account: Account) -> LogEntry:
    """Nothing is read until `resume`."""
    row = own(by, account)
    Account.objects.filter(pk=row.pk, paused_at=None).update(paused_at=timezone.now())
    return log.write(by, "pause_account", row)


def resume(*, by: User, account: Account) -> LogEntry:
    """Read on from where it stopped."""
    row = own(by, account)
    if not is_begun(row):
        raise Refused(_("Say first what is to be read of it."))
    Account.objects.filter(pk=row.pk).update(paused_at=None, again_at=None)
    return log.write(by, "resume_account", row)


def verify(*, by: User, account: Account) -> LogEntry:
    """Has every folder compared with the server, message by message, as soon as the listener comes to it."""
    row = own(by, account)
    Account.objects.filter(pk=row.pk).update(asked_at=timezone.now(), again_at=None)
    return log.write(by, "verify_account", row)


def read_again(*, by: User, account: Account) -> LogEntry:
    """Has everything that failed, and the account itself if it waits, tried now instead of at its time."""
    row = own(by, account)
    now = timezone.now()
    with transaction.atomic():
        Item.objects.filter(intake__folder__account=row, outcome="failed", is_gone=False).update(again_at=now)
        Account.objects.filter(pk=row.pk).update(again_at=None, asked_at=now)
        return log.write(by, "read_again", row)


def renew(*, by: User, account: Account, secret: dict[str, Any], where: dict[str, Any] | None = None) -> LogEntry:
    """Another password or another sign-in, tried before; what was wrong is forgotten and it reads on."""
    row = own(by, account)
    with transaction.atomic():
        held = Account.objects.select_for_update().get(pk=row.pk)
        held.secret, held.where = sealed.seal(json.dumps(secret)), where or held.where
        held.trouble, held.error, held.failures, held.again_at = "", "", 0, None
        held.save(update_fields=["secret", "where", "trouble", "error", "failures", "again_at"])
        return log.write(by, "renew_account", held)


def disconnect(*, by: User, account: Account, erase: bool) -> LogEntry:
    """The account goes, with its secret. What it brought stays as files that were read to their end; or, to `erase`,
    is taken back like any intake. The mailbox goes too when nothing else ever came into it."""
    row = own(by, account)
    with transaction.atomic():
        intakes = list(Intake.objects.select_for_update().filter(folder__account=row))
        row_id, box = row.public_id, row.mailbox
        Account.objects.filter(pk=row.pk).delete()  # its folders too: whoever still reads it finds no row to move
        _leave(intakes, erase=erase)
        if not box.intakes.exists() and not box.accounts.exists():
            box.delete()
        after = {"erased": erase, "folders": len(intakes)}
        entry = log.write(by, "disconnect_account", Account(public_id=row_id), after=after)
    if erase:
        exporting.drop(box.public_id)
    return entry


def export(*, by: User, mailbox: Mailbox) -> LogEntry:
    """Has everything captured of a mailbox written into one .zip, for its owner alone, for a day."""
    if mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("Only the owner of a mailbox exports it."))
    with transaction.atomic():
        exporting.ask(mailbox.public_id, timezone.now())
        queue.enqueue("export_mailbox", key=mailbox.public_id, mailbox=mailbox.public_id)
        return log.write(by, "export_mailbox", mailbox)


def read_never(text: str) -> tuple[str, ...]:
    """Addresses and domains as typed, one a line or between commas. Raises Refused with the one that is neither."""
    found = []
    for word in text.replace(",", "\n").replace(";", "\n").split():
        entry = tidy(word.strip("<>\"'"))
        if "." not in entry.rpartition("@")[2] or len(entry) > 254:
            raise Refused(_("“%(word)s” is neither an address nor a domain.") % {"word": word[:60]}, "never")
        found.append(entry)
    if len(found) > NEVER_MOST:
        raise Refused(_("At most %(n)d.") % {"n": NEVER_MOST}, "never")
    return tuple(dict.fromkeys(found))


def own(by: User, account: Account) -> Account:
    """The account as it stands, when it fills a mailbox of `by`. Raises NotAllowed."""
    row = Account.objects.select_related("mailbox").get(pk=account.pk)
    if row.mailbox.owner_id != by.pk:
        raise access.NotAllowed(_("That mailbox belongs to a colleague."))
    return row


def _mailbox(by: User, address: str) -> Mailbox:
    """The own mailbox that has this address, else a new one."""
    for box in Mailbox.objects.filter(owner=by).order_by("pk"):
        if address in box.addresses:
            return box
    addresses = [address] if "@" in address else []
    return Mailbox.objects.create(owner=by, title=address[:200], addresses=addresses)


def _choose(by: User, row: Account, choice: Choice) -> None:
    folders = list(row.folders.select_for_update())
    if not choice.folders & {one.name for one in folders}:
        raise Refused(_("Choose at least one folder."), "folders")
    for folder in folders:
        folder.is_read = folder.name in choice.folders
        if folder.is_read and folder.intake_id is None:
            folder.intake = _account_of(by, row, folder)
    Folder.objects.bulk_update(folders, ["is_read", "intake"])
    never = sorted(choice.never)
    if (row.since, sorted(row.mailbox.never)) != (choice.since, never):
        # What was left out before is reached for by comparing with the server; what was stored stays where it is.
        Account.objects.filter(pk=row.pk).update(since=choice.since, asked_at=timezone.now())
        Mailbox.objects.filter(pk=row.mailbox_id).update(never=never)


def _account_of(by: User, row: Account, folder: Folder) -> Intake:
    return Intake.objects.create(
        mailbox_id=row.mailbox_id, by=by, name=folder.title[:300], path="", state=Intake.State.LIVE,
        begun_at=timezone.now(),
    )  # fmt: skip


def _leave(intakes: Iterable[Intake], *, erase: bool) -> None:
    now = timezone.now()
    for intake in intakes:
        if not intake.items.exists() and not intake.sightings.exists():
            intake.delete()
            continue
        intake.state = Intake.State.UNDOING if erase else Intake.State.DONE
        intake.ended_at = None if erase else now
        intake.save(update_fields=["state", "ended_at"])
        if erase:
            queue.enqueue("undo_intake", key=intake.public_id, intake=intake.public_id)
