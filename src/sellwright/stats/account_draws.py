"""Drawing a book of deals again by its accounts, many times: what the book's levels would be with other luck.

Accounts are drawn, not deals, because deals of one firm go together (cluster bootstrap; Davison and Hinkley 1997, 3.8).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

F64 = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Things:
    """Things that belong to accounts, put in order of account, so that a draw is one pass: `cells` in that order, and
    how many each account has."""

    cells: Ints
    each: Ints
    size: int

    def sums(self, drawn: F64) -> F64:
        """How many fall in each cell in one draw, shape (size,)."""
        return np.asarray(np.bincount(self.cells, np.repeat(drawn, self.each), minlength=self.size), np.float64)


def things(account: Ints, cells: Ints, accounts: int, size: int) -> Things:
    """Puts things in order: `account` and `cells` name each one's account and cell."""
    order = np.argsort(account, kind="stable")
    return Things(cells[order], np.bincount(account, minlength=accounts), size)


def weights(accounts: int, draws: int, chance: np.random.Generator) -> Iterator[F64]:
    """How often each account is in each of so many draws of as many accounts, one array (accounts,) a draw."""
    for _ in range(draws):
        yield np.bincount(chance.integers(0, accounts, accounts, np.int32), minlength=accounts).astype(np.float64)
