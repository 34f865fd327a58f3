"""Where in the article a summary comes from: lead bias as a histogram.

Each summary sentence is placed in one of five equal parts of the article by its recorded offset, or,
when it was generated, by the article sentence that shares most of its words. ``position[0-20%]`` is
the share of summary sentences from the first fifth; ``mean_position`` runs from 0 (start) to 1.

>>> Position(parts=5).outputs()[0].key
'position[0-20%]'
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item, SummarySentence
from nlp.text.sentences import split
from nlp.text.tokens import words


class Position(Mean):
    """Share of summary sentences from each part of the article, and their mean position.

    A sentence that shares no word with the article has no place; a summary without any placed
    sentence has no value.
    """

    name: ClassVar[str] = "position"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def __init__(self, parts: int = 5) -> None:
        """Store the number of parts."""
        self.parts = parts

    def outputs(self) -> list[Column]:
        """Return one column per part, then the mean."""
        cuts = [round(100 * i / self.parts) for i in range(self.parts + 1)]
        ranges = [f"{a}-{b}%" for a, b in pairwise(cuts)]
        shares = [Column(self.name, label, None) for label in ranges]
        return [*shares, Column("mean_position", "", None)]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's shares and mean position."""
        places = _places(item) if answered(item) else []
        if not places:
            return [np.nan] * (self.parts + 1)
        bins = np.minimum((np.array(places) * self.parts).astype(int), self.parts - 1)
        shares = np.bincount(bins, minlength=self.parts) / len(places)
        return [*shares.tolist(), float(np.mean(places))]


def _places(item: Item) -> list[float]:
    """Return where each summary sentence starts, as a share of the article in [0, 1)."""
    text = item.article.text
    found = [_start(s, text, item.article.language) for s in item.prediction.summary]
    return [start / max(len(text), 1) for start in found if start >= 0]


def _start(sentence: SummarySentence, text: str, language: str) -> int:
    """Return the recorded start, or that of the most similar article sentence, -1 for none."""
    if sentence.start >= 0:
        return sentence.start
    wanted = set(words(sentence.text, language))
    best, place = 0, -1
    for start, end in split(text, language):
        shared = len(wanted.intersection(words(text[start:end], language)))
        if shared > best:
            best, place = shared, start
    return place
