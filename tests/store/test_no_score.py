"""No number that ranks a human stands in the tables (card C8)."""

from __future__ import annotations

import re

import pytest
from django.db import models

from sellwright.store.models import Firm, Person

_RANKS = re.compile(r"score|rank|grade|rating|tier|points|odds|chance|worth|priority|temperature|potential")


@pytest.mark.parametrize("noun", [Person, Firm])
def test_nobody_is_kept_with_a_score(noun: type[models.Model]) -> None:
    columns = [field.name for field in noun._meta.get_fields() if field.concrete]
    assert len(columns) > 10
    assert [name for name in columns if _RANKS.search(name)] == []


def test_the_words_would_be_found() -> None:
    assert all(_RANKS.search(name) for name in ("lead_score", "rank", "tier", "grade_a", "win_chance"))


@pytest.mark.parametrize("noun", [Person, Firm])
def test_the_only_numbers_are_facts(noun: type[models.Model]) -> None:
    numbers = (models.FloatField, models.DecimalField, models.IntegerField)
    found = {field.name for field in noun._meta.concrete_fields if isinstance(field, numbers) and not field.primary_key}
    assert found - {"first_at", "headcount"} == set()
