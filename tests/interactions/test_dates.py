"""Dates as mails write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sellwright.interactions.dates import read_date


@pytest.mark.parametrize(
    ("value", "utc"),
    [
        ("Tue, 12 May 2026 08:40:00 +0200", (2026, 5, 12, 6, 40)),
        ("12 May 2026 08:40:00 -0500 (CDT)", (2026, 5, 12, 13, 40)),
        ("Tue, 12 May 2026 08:40 GMT", (2026, 5, 12, 8, 40)),
        ("Tue, 2 May 98 08:40:00 EST", (1998, 5, 2, 13, 40)),
        ("Thu, 22 Aug 2002 18:26:60 +0700", (2002, 8, 22, 11, 26)),
    ],
)
def test_forms(value: str, utc: tuple[int, int, int, int, int]) -> None:
    read = read_date(value)
    assert read is not None
    assert read.astimezone(UTC).replace(second=0) == datetime(*utc, tzinfo=UTC)


def test_the_senders_own_zone_is_kept() -> None:
    read = read_date("Tue, 12 May 2026 23:40:00 +0530")
    assert read is not None
    assert read.utcoffset() == timedelta(hours=5, minutes=30)
    assert read.day == 12


@pytest.mark.parametrize(
    "value", ["", "yesterday", "Tue, 45 May 2026 08:40:00 +0200", "Mon, 1 Jan 0001 00:00:00 +0000"]
)
def test_no_date(value: str) -> None:
    assert read_date(value) is None


def test_an_impossible_zone_is_read_as_utc() -> None:
    read = read_date("Tue, 12 May 2026 08:40:00 +9900")
    assert read == datetime(2026, 5, 12, 8, 40, tzinfo=UTC)
