"""Columns of tables of people are known by their headings, however a program writes them."""

from __future__ import annotations

import pytest

from sellwright.interactions.failures import CannotRead
from sellwright.interactions.people_headings import plain, roles_of


def test_as_programs_export_them() -> None:
    hubspot = roles_of(["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Associated Company"], {})
    assert list(hubspot.values()) == ["given", "surname", "email", "phone", "firm"]
    outlook = roles_of(["Vorname", "Nachname", "Firma", "E-Mail-Adresse", "Telefon", "Ort", "PLZ", "Straße"], {})
    assert list(outlook.values()) == ["given", "surname", "firm", "email", "phone", "place", "postcode", "address"]
    assert roles_of(["Full Name", "First Name", "Last Name"], {}) == {"First Name": "given", "Last Name": "surname"}
    assert plain("E-Mail Address") == "emailaddress"


def test_what_a_person_says_goes_first() -> None:
    assert roles_of(["Company", "Kunde"], {"kunde": "firm"}) == {"Kunde": "firm"}
    with pytest.raises(CannotRead, match="no column 'Foo'"):
        roles_of(["Company"], {"Foo": "firm"})
    with pytest.raises(CannotRead, match="cannot hold 'shoe'"):
        roles_of(["Company"], {"Company": "shoe"})
