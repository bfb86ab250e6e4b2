"""Whose word is taken on who sent a letter: that of the account's own mail server, and nobody else's.

A server writes what it found (SPF, DKIM, DMARC) into an Authentication-Results header above all headers that came with
the letter, under its own name (RFC 8601). A sender may write such headers too. So the name is learned from what stands
topmost in most letters of the inbox; then the first header of that name counts, and those of others say nothing. Until
it is learned, the topmost counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.db import transaction

from sellwright.derive.storing import Read
from sellwright.interactions.values import Message
from sellwright.mailroom.reading import UNPROVEN, is_unproven
from sellwright.store.models import Account, Folder

CHECKER = "checked_by"  # in Account.where: the name the account's server writes its findings under
ENOUGH = 20  # letters with a finding before a name is believed
MOST_PART = 0.6  # of them that have to bear it
HEAD = 65_536  # bytes of a letter's headers looked at
_HEADER = re.compile(rb"(?im)^authentication-results:((?:[^\r\n]|\r?\n[ \t])*)")
_NAME = re.compile(r"\s*(?:\([^()]*\)\s*)?([^\s;()]+)")


def findings(data: bytes) -> list[tuple[str, str]]:
    """(name of the server, what it found) of every such header, the topmost first."""
    head = data[:HEAD]
    if b"uthentication-" not in head and b"UTHENTICATION-" not in head:
        return []
    end = min((at for at in (head.find(b"\n\n"), head.find(b"\n\r\n")) if at >= 0), default=len(head))
    found = []
    for one in _HEADER.finditer(head, 0, end):
        text = one[1].decode("utf-8", "replace")
        name = _NAME.match(text)
        found.append((name[1].lower() if name else "", text))
    return found


@dataclass(slots=True)
class Judge:
    """For one folder. `checker` is the name of the account's server; '' until it is learned."""

    account: int
    checker: str
    learns: bool  # what was sent bears no findings
    _seen: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, folder: Folder) -> Judge:
        """As the account's row says."""
        is_inbox = folder.role in (Folder.Role.INBOX, Folder.Role.ALL)
        return cls(folder.account_id, str(folder.account.where.get(CHECKER, "")), is_inbox)

    def judged(self, read: Read) -> Read:
        """The same with the mark that its own server's word gives it."""
        found, raw = read.found, read.raw
        if not self.checker or not isinstance(found, Message) or raw is None:
            return read
        ours = next((text for name, text in findings(raw.data) if name == self.checker), "")
        if is_unproven(ours) == (UNPROVEN in found.marks):
            return read
        rest = tuple(mark for mark in found.marks if mark != UNPROVEN)
        return replace(read, found=replace(found, marks=(*rest, UNPROVEN) if is_unproven(ours) else rest))

    def learn(self, letters: Iterable[bytes]) -> None:
        """Counts who stands topmost; keeps the name once it is plain."""
        if self.checker or not self.learns:
            return
        for data in letters:
            first = next(iter(findings(data)), None)
            if first is not None and first[0]:
                self._seen[first[0]] += 1
        total = sum(self._seen.values())
        for name, times in self._seen.most_common(1):
            if total >= ENOUGH and times >= MOST_PART * total:
                self._keep(name[:250])

    def _keep(self, name: str) -> None:
        self.checker = name
        with transaction.atomic():
            row = Account.objects.select_for_update().filter(pk=self.account).first()
            if row is not None and not row.where.get(CHECKER):
                row.where[CHECKER] = name
                row.save(update_fields=["where"])
