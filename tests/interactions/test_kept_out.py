"""What a person keeps out of capture, and what stays in although a named person is in it."""

import pytest

from sellwright.interactions.kept_out import keeps_out, tidy

ME = ("me@firm.com",)
NEVER = ("anna@home.org", "bank.com", "@praxis.de")


@pytest.mark.parametrize(
    ("addresses", "out"),
    [
        (["anna@home.org", "me@firm.com"], True),  # she writes
        (["ME@firm.com", "Anna@Home.org"], True),  # to her alone, however it is written
        (["ben@home.org", "me@firm.com"], False),  # another at her provider
        (["news@mail.bank.com", "me@firm.com"], True),  # below the domain
        (["x@notbank.com", "me@firm.com"], False),  # ends alike, is another
        (["x@bank.com.evil.org", "me@firm.com"], False),
        (["me@firm.com", "lab@customer.com", "anna@home.org"], False),  # a letter to a customer
        (["anna@home.org", "me@firm.com", "lab@customer.com"], True),  # her letter
        (["me@firm.com", "anna@home.org", "dr@praxis.de"], True),  # both named
        (["me@firm.com"], False),  # a note to oneself
        (["", "me@firm.com", "anna@home.org"], True),  # no sender
        (["", "me@firm.com"], False),
        ([], False),
    ],
)
def test_what_is_kept_out(addresses: list[str], out: bool) -> None:
    assert keeps_out(NEVER, addresses, ME) is out


def test_own_address_that_is_named_decides_nothing() -> None:
    assert not keeps_out(["firm.com"], ["me@firm.com", "lab@customer.com"], ME)
    assert keeps_out(["firm.com"], ["boss@firm.com", "me@firm.com"], ME)


def test_nothing_named_keeps_nothing_out() -> None:
    assert not keeps_out([], ["anna@home.org"], ME)
    assert not keeps_out(["", " "], ["anna@home.org"], ME)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@Bank.com", "bank.com"),
        ("*.bank.com", "bank.com"),
        (" Anna@HOME.org. ", "anna@home.org"),
        ("müller.de", "xn--mller-kva.de"),
        ("dr@müller.de", "dr@xn--mller-kva.de"),
    ],
)
def test_one_form(typed: str, kept: str) -> None:
    assert tidy(typed) == kept
    assert keeps_out([typed], ["someone@" + kept if "@" not in kept else kept])
