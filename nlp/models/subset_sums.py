"""Whether the sentences left can still bring a summary to its least length without passing its most.

Subset sums as bits of one integer (bit n: some choice comes to n words), the textbook form of the knapsack
question (Bellman 1957). Sentences that may only follow the one before them stand in one run with it, of
which a choice takes the first, the first two, and so on, or none.

>>> reaches([[25], [25], [40]], 60, 75), reaches([[50], [50]], 60, 75), reaches([[20, 45]], 40, 60)
(True, False, False)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate


def reaches(runs: Iterable[Sequence[int]], least: int, most: int) -> bool:
    """Return whether some choice of sentences, given by their words, comes to ``least`` to ``most``."""
    if least <= 0 or most < least:
        return most >= 0 >= least
    kept = (1 << (most + 1)) - 1
    sums = 1
    for run in runs:
        before = sums
        for words in accumulate(run):
            sums |= (before << words) & kept
        if sums >> least:
            return True
    return False
