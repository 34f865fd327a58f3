"""Leave outlets out: every article is answered by a model that never read its newspaper.

Whole outlets are dealt to at most ``folds`` folds, largest first, each to the smallest fold so far. A wire
story printed elsewhere too is left out of training. ``python -m nlp.run +task=topic split=outlet``
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from nlp.errors import UserError
from nlp.records import Example, Gold
from nlp.splits.parts import Part, apart


class Outlet:
    """Folds of whole outlets; articles that name none count as one outlet.

    Parameters
    ----------
    folds
        How many folds at most; null: one per outlet.
    """

    how = "whole outlets held out"

    def __init__(self, folds: int | None = 5) -> None:
        self.folds = folds

    def parts(
        self, examples: Sequence[Example], gold: Sequence[Gold], stories: Sequence[str]
    ) -> list[Part]:
        """Return one round per fold.

        Raises
        ------
        UserError
            When the articles come from fewer than two outlets.
        """
        size = Counter(e.article.outlet for e in examples)
        if len(size) < 2:
            raise UserError(
                f"split=outlet needs at least two outlets; the corpus has {len(size)}"
                f" ({next(iter(size), '') or 'no outlet named'}). Name the column:"
                " corpus.columns.outlet=COLUMN, or use split=stories."
            )
        load = [0] * min(self.folds or len(size), len(size))
        fold: dict[str, int] = {}
        for outlet, count in sorted(size.items(), key=lambda pair: (-pair[1], pair[0])):
            fold[outlet] = load.index(min(load))
            load[fold[outlet]] += count
        every = range(len(examples))
        return [
            apart(every, (i for i in every if fold[examples[i].article.outlet] == number), stories)
            for number in range(len(load))
        ]
