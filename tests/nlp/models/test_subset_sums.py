"""Whether some choice reaches a length: against trying every choice."""

from __future__ import annotations

import random
from itertools import accumulate, product

from nlp.models.subset_sums import reaches


def tried(runs: list[list[int]], least: int, most: int) -> bool:
    """Take the first none, one, two, … of every run, in every combination."""
    choices = ([0, *accumulate(run)] for run in runs)
    return any(least <= sum(taken) <= most for taken in product(*choices))


def test_against_trying_every_choice() -> None:
    rng, seen = random.Random(0), set()
    for _ in range(400):
        runs = [rng.choices(range(1, 30), k=rng.choice([1, 1, 2, 3])) for _ in range(4)]
        least = rng.randrange(80)
        most = least + rng.randrange(4)
        assert reaches(runs, least, most) == tried(runs, least, most), (runs, least, most)
        seen.add(tried(runs, least, most))
    assert seen == {True, False}


def test_nothing_is_asked_or_nothing_may_be_taken() -> None:
    assert reaches([[5]], 0, 3) and not reaches([[5]], 3, 2) and not reaches([], 1, 9)
