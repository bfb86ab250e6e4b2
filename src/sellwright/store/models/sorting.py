"""The key by which rows stand in the order of their names: without case and accents, made wherever a name is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from unicodedata import combining, normalize

from django.db import models

LONGEST = 80  # characters of a key: names that begin alike for longer stand in the order they came


def folded(text: str, most: int = LONGEST) -> str:
    """A text for comparing and ordering: one line, no accents, no difference of case. At most so many characters."""
    line = " ".join(text[: 4 * most].split()).casefold()
    if not line.isascii():
        line = "".join(char for char in normalize("NFKD", line) if not combining(char))
    return line[:most]


class SortName(models.CharField):  # type: ignore[type-arg]
    """Takes its value from the row's `named_by()` whenever it is saved. Rows written past Django begin with ''; then
    store.lists.names.refresh gives them theirs."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": LONGEST, "db_default": "", "editable": False, **kwargs})

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the name as it is now."""
        del add
        value = folded(model_instance.named_by())  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


class Named(models.Model):
    """A row that stands in lists by its name."""

    sort_name = SortName()

    class Meta:
        abstract = True

    def named_by(self) -> str:
        """What it is called."""
        raise NotImplementedError

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Saved with its key, whichever part of its name is saved."""
        if update_fields is not None and not {"name", "key", "domain"}.isdisjoint(update_fields := list(update_fields)):
            update_fields = [*update_fields, "sort_name"]
        super().save(*args, update_fields=update_fields, **kwargs)
