"""As test_described, with every border case of the description and many examples. See conftest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import settings

from tests.api.asking import Program
from tests.api.test_described import CALM, _schema, _try, asked

__all__ = ["asked"]  # the fixture
pytestmark = [pytest.mark.django_db, pytest.mark.long]
schema = _schema(reads_code=True)


@schema.parametrize()
@settings(CALM, max_examples=20)
def test_nothing_is_found_after_long_trying(case: Any, asked: tuple[Program, dict[str, str]]) -> None:
    _try(case, asked)
