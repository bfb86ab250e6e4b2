"""Signatures of deliveries, checked against the example of the Standard Webhooks specification."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from sellwright.store.signed import NotSigned, Signed, new_secret, sign, verify

# From the specification's own reference tests.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def given(**other: str) -> Signed:
    return Signed(**{"id": ID, "timestamp": str(AT), "signature": SIGNATURE, **other})


def test_the_example_of_the_specification_is_believed() -> None:
    assert sign(ID, AT, BODY, SECRET) == SIGNATURE
    verify(given(), BODY, [SECRET], AT)
    verify(given(signature=f"v1a,xxxx v1,AAAA {SIGNATURE}"), BODY, [new_secret(), SECRET], AT + 299)


@pytest.mark.parametrize(
    ("other", "body", "now", "why"),
    [
        ({"id": "msg_other"}, BODY, AT, "wrong"),
        ({"timestamp": str(AT + 1)}, BODY, AT, "wrong"),
        ({"signature": SIGNATURE.replace("v1,", "v2,")}, BODY, AT, "wrong"),
        ({"signature": "v1,not base64!"}, BODY, AT, "wrong"),
        ({"signature": " ".join(["v1,AAAA"] * 8 + [SIGNATURE])}, BODY, AT, "wrong"),
        ({}, BODY + b" ", AT, "wrong"),
        ({}, BODY, AT + 301, "too old"),
        ({}, BODY, AT - 301, "future"),
        ({"timestamp": "1614265330.5"}, BODY, AT, "time is not understood"),
        ({"timestamp": "٣"}, BODY, AT, "time is not understood"),
        ({"id": "a/b"}, BODY, AT, "id is not understood"),
        ({"id": "x" * 121}, BODY, AT, "id is not understood"),
        ({"signature": ""}, BODY, AT, "missing"),
        ({"id": ""}, BODY, AT, "missing"),
    ],
)
def test_anything_else_is_not(other: dict[str, str], body: bytes, now: float, why: str) -> None:
    with pytest.raises(NotSigned, match=why):
        verify(given(**other), body, [SECRET], now)


def test_without_a_secret_nothing_is_believed_and_new_ones_are_long_and_differ() -> None:
    with pytest.raises(NotSigned):
        verify(given(), BODY, [], AT)
    one, other = new_secret(), new_secret()
    assert one != other
    key = base64.b64decode(one.removeprefix("whsec_"))
    assert len(key) == 32
    plain = base64.b64encode(hmac.new(key, b"a.1.b", hashlib.sha256).digest()).decode()
    assert sign("a", 1, b"b", one) == f"v1,{plain}"
