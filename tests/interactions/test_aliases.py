"""Spellings that name one person, and those that do not."""

from __future__ import annotations

import pytest

from sellwright.interactions.aliases import groups, repeats, same
from sellwright.interactions.record_fields import address, firm, person, phone


@pytest.mark.parametrize(
    ("one", "other", "sure"),
    [
        ("Berg, Anna M", "Anna Berg", "sure"),
        ("Anna Berg", "berga@firm.com", "sure"),
        ("Berg, Anna M", "bergam@firm.com", "sure"),
        ("Anna Berg", "anna.berg@firm.com", "sure"),
        ("William Carter", "Bill Carter", "sure"),
        ("Anna Lindqvist", "Anna Lindquist", "likely"),
        ("Lindqvist Anna", "Anna Lindqvist", "likely"),
        ("A Lindqvist", "Anna Lindqvist", "likely"),
        ("Anna Berg", "Carl Berg", ""),
        ("Anna Berg", "berg@firm.com", ""),  # a surname alone
        ("Anna Berg", "anna", ""),
        ("info@firm.com", "info@other.com", ""),
        ("", "", "sure"),
    ],
)
def test_two_spellings(one: str, other: str, sure: str) -> None:
    assert same(one, other) == same(other, one) == sure


def test_addresses_that_only_say_the_name_again() -> None:
    said = ("anna.berg@x.com", "berg@x.com", "aberg@x.com", "berg.a@x.com", "annaberg@x.com", "anna.brg@x.com")
    assert all(repeats(one, "anna", "berg") for one in said)
    assert repeats("j.mueller@x.com", "jan", "muller")
    own = ("anna.berg7@x.com", "info@x.com", "skipper@x.com", "", "@x.com")
    assert not any(repeats(one, "anna", "berg") for one in own)
    assert not repeats("anna@x.com", "anna", "")


def test_groups_by_position() -> None:
    assert groups(["Anna Berg", "Carl Daub", "Berg, Anna", "dauba@x.de"]) == [(0, 2)]


def test_what_is_written_down_made_comparable() -> None:
    assert firm("Müller & Söhne GmbH") == "muller sohne"
    assert firm("Unilever N.V.") == "unilever"
    assert firm("AG") == "ag"
    assert person("Shapiro, Andrew J") == ("andrew j", "shapiro") or person("Shapiro, Andrew J")[1] != ""
    assert person("Anna van der Berg") == ("anna", "van der berg")
    assert address("1900 W. Van Buren St, Suite 4") == ("1900", "van buren")
    assert address("Hauptstraße 12") == ("12", "haupt")
    assert phone("+49 (0)30 1234567") == phone("030 1234567") == "301234567"
    assert phone("110") == ""
