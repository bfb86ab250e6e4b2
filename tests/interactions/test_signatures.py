"""Facts read from contact blocks: what is stated is found with its place, what is not sure is left out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sellwright.interactions.new_text import cut
from sellwright.interactions.signatures import read_facts
from sellwright.interactions.values import Address, Span

NOBODY = Address("someone@mail.example")


def facts(block: str, sender: Address = NOBODY) -> dict[str, str]:
    text = f"Yes, four of them.\n\n{block}"
    found = read_facts(text, cut(text).signature, sender)
    assert all(text[fact.start : fact.end] == fact.value for fact in found)
    return {fact.name: fact.value for fact in found}


def test_a_full_block() -> None:
    block = (
        "Best regards\nAnna Berg\n\nHead of Purchasing\nBerg Instruments Oy\n"
        "Tel. +358 40 555 0123 | Mobile: +358 50 555 0199\nFax: +358 9 555 0000\n"
        "Mannerheimintie 12, 00100 Helsinki\nwww.berg.example\nhttps://www.linkedin.com/in/anna-berg-1"
    )
    assert facts(block) == {
        "title": "Head of Purchasing",
        "firm": "Berg Instruments Oy",
        "phone": "+358 40 555 0123",
        "mobile": "+358 50 555 0199",
        "address": "Mannerheimintie 12, 00100 Helsinki",
        "website": "www.berg.example",
        "linkedin": "https://www.linkedin.com/in/anna-berg-1",
    }


def test_german_block_with_registry_numbers() -> None:
    block = (
        "Viele Grüße\nJens Ohlrogge\n\nLeiter Einkauf | Ohlrogge Laborbau GmbH\nAm Wehr 4, 34117 Kassel\n"
        "T +49 561 555 0144\nM +49 171 5550199\nUSt-IdNr.: DE 123456789 · HRB 99001"
    )
    assert facts(block) == {
        "title": "Leiter Einkauf",
        "firm": "Ohlrogge Laborbau GmbH",
        "address": "Am Wehr 4, 34117 Kassel",
        "phone": "+49 561 555 0144",
        "mobile": "+49 171 5550199",
    }


def test_title_and_firm_on_one_line() -> None:
    found = facts("Regards\nGrace\n\nGrace Obi, Operations Manager at Obi Cold Chain Ltd\n(020) 7946 0958 (office)")
    assert found == {"title": "Operations Manager", "firm": "Obi Cold Chain Ltd", "phone": "(020) 7946 0958"}


def test_french_labels() -> None:
    found = facts(
        "Cordialement,\nHélène\n\nResponsable achats\nFaure SAS\nTél : 04 72 55 01 23 – Port. : 06 55 50 12 34"
    )
    assert (found["phone"], found["mobile"]) == ("04 72 55 01 23", "06 55 50 12 34")


def test_a_bare_domain_is_the_website_only_when_it_is_the_senders() -> None:
    block = "Regards\nBo Ek\n\nBuyer\nek-marin.example"
    assert facts(block, Address("bo@ek-marin.example"))["website"] == "ek-marin.example"
    assert "website" not in facts(block)


@pytest.mark.parametrize(
    "line",
    [
        "IBAN: DE44 5001 0517 5407 3249 31",
        "VAT no. 123 456 7890",
        "Fax +49 30 555 0199",
        "Order 2025-03-0001-22",
        "ICQ 511926200",
    ],
)
def test_numbers_that_are_no_telephone(line: str) -> None:
    found = facts(f"Regards\nBo Ek\n\nBuyer\nbo@ek.example\n{line}")
    assert "phone" not in found and "mobile" not in found


def test_social_pages_are_no_website() -> None:
    assert "website" not in facts("Regards\nBo Ek\n\nBuyer\nhttps://www.facebook.com/ekmarin\nhttps://calendly.com/bo")


def test_without_a_block_there_are_no_facts() -> None:
    assert read_facts("Call me on +49 30 555 0123.", None, NOBODY) == ()
    assert facts("Regards\nBo") == {}


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB1 +49(0)./-|:\n\t@w·ltdGmbH,"), max_size=160))
def test_every_fact_is_a_piece_of_the_block(text: str) -> None:
    found = read_facts(text, Span(0, len(text)), Address("a@b.example"))
    assert all(text[fact.start : fact.end] == fact.value and fact.value.strip() for fact in found)
    assert len({fact.name for fact in found}) == len(found)
