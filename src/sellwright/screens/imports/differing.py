"""What rows say otherwise than what stands here, put together: the same difference once, with how many rows have it."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sellwright.importing.counting import NOUNS, number
from sellwright.interactions.near_words import bare
from sellwright.screens.imports import wording
from sellwright.store.models import Import

MOST_READ = 20_000  # rows of the ledger that are put together
MOST_PAIRS = 10  # of a field that are shown
_Pair = tuple[str, str]


def groups(whole: Import, url: str) -> list[dict[str, Any]]:
    """A group a field, the one of most rows first: in how many rows, and its commonest differences. Each leads to the
    rows behind it under `url`."""
    counted: dict[tuple[str, str], Counter[_Pair]] = {}
    rows = whole.rows.filter(differs__isnull=False).order_by("pk").values_list("noun", "differs")
    for noun, differs in rows[:MOST_READ]:
        said = differs or {}
        for field, (here, there) in said.items():
            if field == "domain" and "link" in said:
                continue  # a part of it
            pair = ("", "") if field.endswith("_id") else (str(here), str(there))
            counted.setdefault((noun, field), Counter())[pair] += 1
    ranked = sorted(counted.items(), key=lambda one: (-one[1].total(), one[0]))
    return [_group(noun, field, pairs, url) for (noun, field), pairs in ranked]


def _group(noun: str, field: str, pairs: Counter[_Pair], url: str) -> dict[str, Any]:
    most = [(pair, times) for pair, times in pairs.most_common(MOST_PAIRS) if pair != ("", "")]
    asked = {"what": "differs", "noun": noun, "field": field}
    return {
        "label": wording.field(noun, field), "rows": _times(pairs.total()), "url": f"{url}?{urlencode(asked)}",
        "more": number(len(pairs) - len(most)) if most and len(pairs) > len(most) else "",
        "pairs": [
            {"here": wording.held(field, here), "file": wording.held(field, there), "times": _times(times),
             "is_spelling": bare(here) == bare(there) != "",
             "url": f"{url}?{urlencode({**asked, 'here': here, 'file': there})}"}
            for (here, there), times in most
        ],
    }  # fmt: skip


def _times(rows: int) -> str:
    return ngettext("%(number)s row", "%(number)s rows", rows) % {"number": number(rows)}


def behind(asked: QueryDict) -> tuple[Q, dict[str, str]]:
    """The rows behind a group or one difference, and what names them in an address; nothing where none is asked for."""
    noun, field = asked.get("noun", ""), asked.get("field", "")
    if noun not in NOUNS or not field or "__" in field:
        return Q(), {}
    kept = {"noun": noun, "field": field}
    found = Q(noun=noun, differs__has_key=field)
    if "here" in asked and "file" in asked:
        kept |= {"here": asked.get("here", ""), "file": asked.get("file", "")}
    return found, kept


def is_meant(differs: dict[str, Any] | None, asked: dict[str, str]) -> bool:
    """Whether a row has the very difference that is asked for."""
    if "here" not in asked:
        return True
    return [str(one) for one in (differs or {}).get(asked["field"], ())] == [asked["here"], asked["file"]]


def title(asked: dict[str, str]) -> str:
    """What the rows behind a group have in common."""
    label = wording.field(asked["noun"], asked["field"])
    if "here" not in asked:
        return label
    here, there = (wording.held(asked["field"], asked[name]) for name in ("here", "file"))
    return _("%(field)s: here “%(here)s”, in the file “%(file)s”") % {"field": label, "here": here, "file": there}
