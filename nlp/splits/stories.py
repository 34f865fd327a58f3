"""Story-grouped, label-balanced folds: copies of one wire story never sit on both sides of a split.

Greedy iterative stratification over stories (after Sechidis, Tsoumakas & Vlahavas 2011, 'On the
Stratification of Multi-Label Data'): rare-label stories first, each to the fold that lacks them most.
``python -m nlp.run +task=topic split=stories folds=5``
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Sequence

from nlp.errors import UserError
from nlp.records import Example, Gold
from nlp.splits.parts import Part, apart


class Stories:
    """Each story is answered once, by a model fitted on the other folds.

    Parameters
    ----------
    folds
        How many folds, at least 2.
    seed
        Seed of the order in which stories are dealt out.
    """

    how = "story-grouped, label-balanced folds"

    def __init__(self, folds: int = 5, seed: int = 0) -> None:
        self.folds = folds
        self.seed = seed

    def parts(
        self, examples: Sequence[Example], gold: Sequence[Gold], stories: Sequence[str]
    ) -> list[Part]:
        """Return one round per fold."""
        fold = folds(stories, gold, self.folds, self.seed)
        every = range(len(examples))
        return [
            apart(every, (i for i in every if fold[i] == number), stories)
            for number in range(self.folds)
        ]


def folds(stories: Sequence[str], gold: Sequence[Gold], k: int, seed: int) -> list[int]:
    """Return the fold (0…k-1) of every example; examples of one story share a fold.

    Raises
    ------
    UserError
        When there are fewer stories than folds.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, story in enumerate(stories):
        members[story].append(index)
    if not 2 <= k <= len(members):
        raise UserError(
            f"folds={k}, but the corpus has {len(members)} stories (near-duplicate articles count as"
            f" one story). Allowed: 2 to {len(members)}; set folds=K or give more articles."
        )
    counts = {s: Counter(key for i in m for key in _keys(gold[i])) for s, m in members.items()}
    total = sum(counts.values(), Counter[str]())
    order = sorted(members)
    random.Random(seed).shuffle(order)
    order.sort(key=lambda s: min((total[key] for key in counts[s]), default=0))
    placed: list[Counter[str]] = [Counter() for _ in range(k)]
    chosen: dict[str, int] = {}
    for story in order:
        rarest = min(counts[story], key=lambda key: (total[key], key))
        fold = min(range(k), key=lambda f: (placed[f][rarest], placed[f]["#"]))
        placed[fold] += counts[story]
        chosen[story] = fold
    return [chosen[story] for story in stories]


def _keys(gold: Gold) -> list[str]:
    """What to balance: every label, and the example itself ('#')."""
    return ["#", *sorted(gold.labels or ())]
