"""How much a summary copies: coverage, density, compression (Grusky et al. 2018), novel n-grams.

Coverage is the share of summary words that stand in a fragment copied from the article, density the
mean squared length of those fragments, compression the article's words per summary word. Novel
n-grams are the share of the summary's n-grams that the article does not contain. No reference is
needed; none of these is better higher or lower by itself.

>>> fragments(["a", "b", "x", "c"], ["z", "a", "b", "c"])
[2, 1]
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.tokens import words


class Extractiveness(Mean):
    """Coverage, density, compression, novel 1-, 2- and 3-grams; an empty summary has none of them."""

    name: ClassVar[str] = "extractiveness"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return six descriptions."""
        metrics = ("coverage", "density", "compression", "novel_1", "novel_2", "novel_3")
        return [Column(metric, higher_is_better=None) for metric in metrics]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's six values."""
        article = words(item.article.text, item.article.language)
        summary = words(item.prediction.text, item.article.language) if answered(item) else []
        if not summary:
            return [np.nan] * 6
        copied, n = fragments(summary, article), len(summary)
        shape = [sum(copied) / n, sum(f * f for f in copied) / n, len(article) / n]
        return [*shape, *(novelty(summary, article, order) for order in (1, 2, 3))]


def fragments(summary: Sequence[str], article: Sequence[str]) -> list[int]:
    """Return the lengths of the greedy longest copied fragments of ``summary``, left to right."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for j, token in enumerate(article):
        places[token].append(j)
    lengths, i = [], 0
    while i < len(summary):
        best = max((_run(summary, article, i, j) for j in places.get(summary[i], ())), default=0)
        if best:
            lengths.append(best)
        i += max(best, 1)
    return lengths


def _run(summary: Sequence[str], article: Sequence[str], i: int, j: int) -> int:
    start = i
    while i < len(summary) and j < len(article) and summary[i] == article[j]:
        i, j = i + 1, j + 1
    return i - start


def novelty(summary: Sequence[str], article: Sequence[str], n: int) -> float:
    """Return the share of the summary's n-grams that are not in the article; NaN without any."""
    grams = list(zip(*(summary[k:] for k in range(n)), strict=False))
    known = set(zip(*(article[k:] for k in range(n)), strict=False))
    return sum(gram not in known for gram in grams) / len(grams) if grams else float("nan")
