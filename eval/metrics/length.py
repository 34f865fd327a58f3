"""Length of summaries in words, sentences and characters: read it beside every ROUGE recall.

>>> [c.metric for c in Length().outputs()]
['words', 'sentences', 'characters']
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.tokens import words


class Length(Mean):
    """Mean words, sentences and characters; an unanswered item has length 0."""

    name: ClassVar[str] = "length"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return three descriptions."""
        return [Column(m, higher_is_better=None) for m in ("words", "sentences", "characters")]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's three lengths."""
        if not answered(item):
            return [0.0, 0.0, 0.0]
        text = item.prediction.text
        tokens = words(text, item.article.language)
        return [float(len(tokens)), float(len(item.prediction.summary)), float(len(text))]
