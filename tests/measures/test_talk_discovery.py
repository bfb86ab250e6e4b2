"""The known answer of card C21: five quotes and one "rather not say" of seven."""

from __future__ import annotations

import pytest

from sellwright.interactions.talk_labels import FIELDS
from sellwright.measures import talk_discovery
from tests.talking import label


def test_five_quotes_and_one_rather_not() -> None:
    labels = [label("held", n, "them", field) for n, field in enumerate(FIELDS[:5])]
    found = talk_discovery.measure([*labels, label("rather not", 9, "them", FIELDS[5])])
    assert found.coverage == pytest.approx(0.857, abs=0.0005)
    assert [field.covered for field in found.fields] == [True] * 6 + [False]


def test_our_own_words_cover_nothing() -> None:
    assert talk_discovery.measure([label("held", 1, "us", FIELDS[0])]).covered == 0
