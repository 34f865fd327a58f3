"""Who holds which stance: sources matched between prediction and gold, then their sides compared.

A predicted source is a gold one when the shorter of the two names has more than half of its words in the
other ('Mr Muizzu', 'President Mohamed Muizzu'), or when their spans share at least a quarter of their
characters (Dice); every source is matched at most once, as many as can be (Kuhn 1955), the likeliest pairs
first. ``attributed_*`` want holder, topic and label right, ``holder_*`` the holder and topic only,
``named_f1`` the holder by name, whatever the spans; ``side_accuracy`` is that of labels on matched holders.

>>> [c.metric for c in Attributed().columns(None)][:3]
['attributed_f1', 'attributed_precision', 'attributed_recall']
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.counts import figures
from eval.scores import Additive, Array, Column, answered, ratio
from nlp.records import AttributedStance, Item, LabelSet
from nlp.text.holders import alike

NAMES = 0.5  # more of the shorter name's words than this must be shared
SPANS = 0.25  # at least this much of both spans' characters (Dice) must be shared


class Attributed(Additive):
    """Attributed stances; rows are [right, said, gold, matched, named]."""

    name: ClassVar[str] = "attributed"
    tasks: ClassVar[tuple[str, ...]] = ("sources",)

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return F1, precision and recall of triples and of holders, F1 by name, accuracy of sides."""
        both = [
            column
            for what, hits in (("attributed", 0), ("holder", 3))
            for column in (
                Column(f"{what}_f1", needs=(2,)),
                Column(f"{what}_precision", needs=(1,), proportion=(hits, 1)),
                Column(f"{what}_recall", needs=(2,), proportion=(hits, 2)),
            )
        ]
        named = Column("named_f1", needs=(2,))
        return [*both, named, Column("side_accuracy", needs=(3,), proportion=(0, 3))]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 5) counts of stances."""
        return np.array([_row(item) for item in items], dtype=float).reshape(-1, 5)

    def combine(self, sums: Array) -> Array:
        """Return (B, 8); sides are NaN where no holder matches."""
        right, said, gold, matched, named = (sums[:, j : j + 1] for j in range(5))
        triples, holders = figures(right, said, gold), figures(matched, said, gold)
        by_name = figures(named, said, gold)[0]
        return np.hstack([*triples, *holders, by_name, ratio(right, matched, np.nan)])

    def item_values(self, rows: Array) -> Array | None:
        """Return minus the stances that are wrong or missing on each item, for all columns."""
        return -np.repeat(rows[:, 1:2] + rows[:, 2:3] - 2 * rows[:, 0:1], 8, axis=1)

    def settings(self) -> dict[str, str]:
        """Return what counts as the same holder."""
        return {"names": f">{NAMES:g}", "spans": f">={SPANS:g}"}


def _row(item: Item) -> list[float]:
    gold = item.gold.attributed
    said = item.prediction.attributed if answered(item) else ()
    pairs = _matched(said, gold, _either)
    right = sum(said[i].label == gold[j].label for i, j in pairs)
    return [right, len(said), len(gold), len(pairs), len(_matched(said, gold, _by_name))]


def _matched(
    said: Sequence[AttributedStance],
    gold: Sequence[AttributedStance],
    like: Callable[[AttributedStance, AttributedStance], float],
) -> list[tuple[int, int]]:
    """Return the pairs (said, gold) of one holder: the most there can be, then the likeliest."""
    from scipy.optimize import linear_sum_assignment

    if not said or not gold:
        return []
    table = np.array([[like(a, b) if a.topic == b.topic else 0.0 for b in gold] for a in said])
    rows, columns = linear_sum_assignment(table + 1000 * (table > 0), maximize=True)
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True) if table[i, j] > 0]


def _either(a: AttributedStance, b: AttributedStance) -> float:
    """How surely two stances have one holder, by name or by span; 0: they have not."""
    shared = _dice(a, b)
    return _by_name(a, b) + (shared if shared >= SPANS else 0.0)


def _by_name(a: AttributedStance, b: AttributedStance) -> float:
    shared = alike(a.holder, b.holder)
    return shared if shared > NAMES else 0.0


def _dice(a: AttributedStance, b: AttributedStance) -> float:
    both = min(a.end, b.end) - max(a.start, b.start)
    return (
        2 * both / (a.end - a.start + b.end - b.start) if a.field == b.field and both > 0 else 0.0
    )
