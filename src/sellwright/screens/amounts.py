"""Amounts as people type them: with the groups and the decimal mark of their language."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from django.utils import formats
from django.utils.translation import gettext as _

from sellwright.actions.refusing import Refused

LONGEST = 30


def typed(text: str, field: str) -> Decimal | None:
    """ "12,000.50" or "12.000,50" by the active language; None for nothing. Refused, by `field`, for what is none."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", text)
    if not plain:
        return None
    mark, group = formats.get_format("DECIMAL_SEPARATOR"), formats.get_format("THOUSAND_SEPARATOR")
    head, point, places = plain.partition(mark)
    if group and re.fullmatch(rf"-?\d{{1,3}}(?:{re.escape(group)}\d{{3}})+", head):
        head = head.replace(group, "")
    try:
        found = Decimal(f"{head}{'.' if point else ''}{places}") if len(plain) <= LONGEST else None
    except InvalidOperation:
        found = None
    if found is None or not found.is_finite():
        raise Refused(_("That is no amount."), field)
    return found
