"""Any other metric, once per group of items: by holder, language, outlet, section, fold, topic.

``by_holder`` uses it to keep apart the outlet's own stance and that of quoted sources. The group of
an item is its own field of that name, else its article's, else an entry of the article's ``meta``;
for ``by='holder'`` an item that names none is the outlet's.

>>> split = Split({"_target_": "eval.metrics.accuracy.Accuracy"}, by="language", values=["en", "fr"])
>>> split.columns(LabelSet(("a",), exclusive=True))[1].key
'accuracy[fr]'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np

from eval.rebuild import build
from eval.scores import Additive, Array, Column
from nlp.errors import UserError
from nlp.records import Item, LabelSet


class Split(Additive):
    """The columns of an additive metric for each of ``values``; other values go to ``others``.

    ``metric``: configuration of the metric, with ``_target_``. ``others``: the name for all groups
    not in ``values``, '' to leave them out. ``missing``: the group of items that name none.
    """

    name: ClassVar[str] = "split"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance", "summarize")

    def __init__(
        self,
        metric: Mapping[str, Any],
        by: str,
        values: Sequence[str],
        others: str = "",
        missing: str = "",
    ) -> None:
        """Build the metric; raises UserError when its rows cannot be added up."""
        inner = build(metric)
        if not isinstance(inner, Additive):
            raise UserError(f"metric split: {inner.name!r} ranks items and cannot be split.")
        self.inner, self.by, self.others, self.missing = inner, by, others, missing
        self.groups = [*values, others] if others and others not in values else list(values)

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return the metric's columns for the first group, then the next, labelled by group."""
        own = self.inner.columns(labels)
        size = len(self.groups)
        return [_of_group(c, group, g, size) for g, group in enumerate(self.groups) for c in own]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, k * groups): each of the metric's k figures, in the place of its group."""
        rows = self.inner.measure(items, labels)
        place = {group: g for g, group in enumerate(self.groups)}
        spread = np.zeros((*rows.shape, len(self.groups)))
        for i, item in enumerate(items):
            g = place.get(self._group(item), place.get(self.others))
            if g is not None:
                spread[i, :, g] = rows[i]
        return spread.reshape(len(items), rows.shape[1] * len(self.groups))

    def combine(self, sums: Array) -> Array:
        """Return the metric's values of every group side by side; NaN for an empty group."""
        blocks = self._by_group(sums)
        values = [self.inner.combine(block) for block in blocks]
        empty = [~block.any(axis=1, keepdims=True) for block in blocks]
        return np.hstack([np.where(e, np.nan, v) for e, v in zip(empty, values, strict=True)])

    def item_values(self, rows: Array) -> Array | None:
        """Return the metric's item values, 0 outside an item's group."""
        blocks = [self.inner.item_values(block) for block in self._by_group(rows)]
        kept = [block for block in blocks if block is not None]
        return np.hstack(kept) if len(kept) == len(blocks) else None

    def settings(self) -> dict[str, str]:
        """Return the metric's own settings and what it is split by."""
        return {**self.inner.settings(), "by": self.by}

    def _group(self, item: Item) -> str:
        for holder in (item, item.article):
            if getattr(holder, self.by, ""):
                return str(getattr(holder, self.by))
        return str(item.article.meta.get(self.by) or self.missing)

    def _by_group(self, rows: Array) -> list[Array]:
        return [rows[:, g :: len(self.groups)] for g in range(len(self.groups))]


def _of_group(column: Column, group: str, g: int, size: int) -> Column:
    hits = column.proportion
    return replace(
        column,
        label=f"{group}: {column.label}" if column.label else group,
        needs=tuple(j * size + g for j in column.needs),
        proportion=(hits[0] * size + g, hits[1] * size + g) if hits else None,
    )
