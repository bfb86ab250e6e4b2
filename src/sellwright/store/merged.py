"""Where somebody is who was made one with another: old addresses and domains lead on."""

from __future__ import annotations

from sellwright.store.models import Absorbed, Firm


def person(public_id: str) -> int | None:
    """The row id of whoever an old public id leads to."""
    return _kept("person", public_id=public_id)


def firm(public_id: str) -> Firm | None:
    """The firm an old public id leads to."""
    return Firm.objects.filter(pk=_kept("firm", public_id=public_id) or 0).first()


def firm_of(domain: str) -> tuple[Firm, bool]:
    """The firm of a domain, and whether it is new: its own, the one that was made one with another, or one made now."""
    found = Firm.objects.filter(domain=domain).first()
    found = found or Firm.objects.filter(pk=_kept("firm", domain=domain) or 0).first()
    return (found, False) if found is not None else Firm.objects.get_or_create(domain=domain)


def _kept(noun: str, **by: str) -> int | None:
    rows = Absorbed.objects.filter(merge__noun=noun, merge__undone_at=None, **by)
    return rows.values_list(f"merge__{noun}_id", flat=True).first()
