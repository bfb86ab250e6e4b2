"""Who was erased, as hashes: enough to leave their mail out when it comes again, too little to say who it was."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import blake2b

from django.db import connection

from sellwright.store import bulk
from sellwright.store.models import Forgotten

REASON = "erased at their own wish"  # of an item left out, or whose mail was erased


def remember(emails: Iterable[str], at: float) -> None:
    """These addresses are left out from now on. `at` in seconds since 1970 UTC."""
    salt = _salt() or secrets.token_hex(16)
    rows = [Forgotten(mark=_mark(email, salt), salt=salt, at=at) for email in set(emails)]
    Forgotten.objects.bulk_create(rows, ignore_conflicts=True)


def among(emails: Iterable[str]) -> set[str]:
    """Those of these addresses that were erased. One query where nobody ever was."""
    salt = _salt()
    if not salt:
        return set()
    marks = {_mark(email, salt): email for email in emails}
    return {marks[mark] for (mark,) in bulk.pick(Forgotten, ("mark",), "mark", marks)}


def _salt() -> str:
    with connection.cursor() as cursor:  # asked often: a queryset takes ten times as long
        cursor.execute(f"SELECT salt FROM {Forgotten._meta.db_table} ORDER BY id LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _mark(email: str, salt: str) -> str:
    return blake2b(email.strip().lower().encode(), key=salt.encode(), digest_size=32).hexdigest()
