"""Who is called by an "@", and who is not."""

from __future__ import annotations

import pytest

from sellwright.interactions.mentions import Colleague, read

FIRM = [
    Colleague(1, "Ben Carter", "ben@kestrel.example"),
    Colleague(2, "Ben Ahlers", "ben.ahlers@kestrel.example"),
    Colleague(3, "Mira", "mira@kestrel.example"),
    Colleague(4, "Zoë Žižek", "zoe@kestrel.example"),
    Colleague(5, "", "desk@kestrel.example"),
]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("@Mira can you look?", (3,)),
        ("can you look, @mira?", (3,)),
        ("@Ben Carter and @mira, and @mira again", (1, 3)),
        ("@ben carter's turn", (1,)),
        ("@ben@kestrel.example please", (1,)),
        ("@ben.ahlers@kestrel.example please", (2,)),
        ("(@Zoë)", (4,)),
        ("@desk@kestrel.example", (5,)),
        ("@Miranda is not Mira", ()),
        ("write to mira@kestrel.example", ()),
        ("at @ nobody", ()),
        ("@stranger", ()),
        ("", ()),
    ],
)
def test_called(text: str, ids: tuple[int, ...]) -> None:
    assert read(text, FIRM).ids == ids


def test_a_first_name_of_two_calls_neither_and_says_so() -> None:
    called = read("@Ben what do you think", FIRM)
    assert called.ids == ()
    assert called.unclear == ("Ben",)


def test_a_page_of_marks_is_bounded() -> None:
    crowd = [Colleague(n, f"n{n}", f"n{n}@x.example") for n in range(100)]
    assert len(read(" ".join(f"@n{n}" for n in range(100)), crowd).ids) <= 20
