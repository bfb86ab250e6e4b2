"""Open shares worked out by hand."""

from __future__ import annotations

from sellwright.measures import open_share
from tests.measures.deal_books import book


def table(of_ben: int) -> str:
    lines = ["id,created,close date,stage,rep"]
    for who, still in (("Anna", 10), ("Ben", of_ben)):
        lines += [f"{who}{i},2025-01-01,{'' if i < still else '2025-02-01'},{'talk' if i < still else 'lost'},{who}"
                  for i in range(100)]  # fmt: skip
    return "\n".join(lines)


def test_ten_and_forty_of_a_hundred_lie_apart() -> None:
    (found,) = open_share.measure(book(table(40)))
    assert (found.by, found.low, found.high, found.groups) == ("rep", 0.1, 0.4, 2)
    assert found.tail < 0.001
    assert "Anna" not in repr(found)


def test_ten_and_thirteen_do_not() -> None:
    assert open_share.measure(book(table(13))) == ()
    assert open_share.measure(book(table(40)), leave_out=["rep"]) == ()
