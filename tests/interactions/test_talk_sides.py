"""Who is ours: as told, or guessed and said; never taken at random."""

from __future__ import annotations

import pytest

from sellwright.interactions import talk_sides
from sellwright.interactions.failures import NothingFound
from tests import talking

TALK = (
    "Ann Berg: We use a spreadsheet and it takes too long.",
    "Tom Reed: Thanks for making time. What does that cost you?",
    "Ann Berg: It is too expensive to go on like that.",
    "Tom Reed: I'll send you our offer on Monday. Would you like to go ahead?",
)


def sides(*lines: str, me: tuple[str, ...] = ()) -> tuple[dict[str, str], str]:
    found, why = talk_sides.of(talking.talk(*lines), talking.said(*lines), me)
    return dict(found), why


def test_guessed_by_who_asks_and_offers_and_said() -> None:
    found, why = sides(*TALK)
    assert found == {"Ann Berg": "them", "Tom Reed": "us"} and "Tom Reed" in why and "--me" in why


@pytest.mark.parametrize("me", ["Ann Berg", "ann", "BERG"])
def test_told_in_any_way_that_fits_one(me: str) -> None:
    assert sides(*TALK, me=(me,)) == ({"Ann Berg": "us", "Tom Reed": "them"}, "")


@pytest.mark.parametrize(("lines", "me", "words"), [
    (TALK, ("Carl",), "Nobody in call.txt is called Carl"),
    (TALK, ("Ann", "Tom"), "Everybody in call.txt would be ours"),
    (("Tom Reed: hello there", "Tom Hale: hello"), ("Tom",), "fits several: Tom Reed, Tom Hale"),
    (("Tom: hello there", "Ann: hello you"), (), "Who of you is ours"),
    (("Tom: hello there",), (), "Only Tom speaks"),
    (("00:00:01.000 --> 00:00:03.000", "hello there"), (), "names nobody"),
])  # fmt: skip
def test_what_cannot_be_told_is_asked(lines: tuple[str, ...], me: tuple[str, ...], words: str) -> None:
    with pytest.raises(NothingFound, match=words):
        sides(*lines, me=me)
