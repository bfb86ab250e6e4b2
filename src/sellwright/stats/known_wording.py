"""What was found about wording a moment ago, so that a text that is being written is not looked up whole at every key.

Good for one index as it stands, one span of time and the same readers left out; whoever keeps it sees to that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from sellwright.stats.shingles import U64, Bools

MOST = 20_000  # shingles and sentences remembered; a long letter has some hundreds


@dataclass(slots=True)
class Known:
    """`mass`: shingle number: whether it went to many. `sets`: the words of a sentence: readers, newest letters."""

    mass: dict[int, bool] = field(default_factory=dict)
    sets: dict[bytes, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def unknown(self, numbers: U64) -> U64:
        """The shingle numbers never asked about, in their order."""
        return np.array([number for number in numbers.tolist() if number not in self.mass], np.uint64)

    def learn(self, numbers: U64, is_mass: Bools) -> None:
        """What was found about these numbers."""
        self.mass.update(zip(numbers.tolist(), is_mass.tolist(), strict=True))

    def told(self, numbers: U64) -> Bools:
        """Whether each number went to many. All of them must be known."""
        return np.array([self.mass[number] for number in numbers.tolist()], bool)

    @property
    def is_full(self) -> bool:
        """Whether it should make room for a new one."""
        return len(self.mass) > MOST or len(self.sets) > MOST
