"""The set of sentences that together cover best what the article keeps coming back to.

Source: budgeted submodular selection (Lin and Bilmes 2010, 2011) of a feature-based objective (Wei et al.
2014). A set of sentences is worth Σ over words of (occurrences in the article) × sqrt(how much of the word
the set holds); words of a single sentence count nothing, and the sentence at place i holds i^-position of
its words. The root gives diminishing returns, so the set avoids saying things twice. Sentences are taken by
gain per words^cost; for such objectives greedy choice comes within a constant of the best set.

>>> from nlp.records import Article, Example
>>> text = "Rain fell. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> Submodular(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nlp.errors import UserError
from nlp.models.candidates import Candidates, Similarity
from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.selection import Values
from nlp.models.vectors import Floats


@dataclass(eq=False)
class Submodular(Extractive):
    """Greedy coverage of repeated words.

    ``position`` (0 or more): how fast worth falls from the top. ``cost`` (0 or more): how much a
    sentence's length counts against it. The rest as in ``Shape``, but redundancy lowers itself, and
    ``trade`` is not used.
    """

    position: float = 1.0
    cost: float = 0.5

    def __post_init__(self) -> None:
        """Refuse options out of range."""
        super().__post_init__()
        for name, value in (("position", self.position), ("cost", self.cost)):
            if value < 0:
                raise UserError(f"model.{name}: {value} is below 0; use 0 or more.")

    def scores(self, document: Document) -> Floats:
        """Return what each sentence is worth alone."""
        return self._gains(document)(np.zeros(document.counts.width))

    def values(self, candidates: Candidates, similarity: Similarity | None) -> Values:
        """Return what each sentence adds to the cover; scores may be weighted by a focus."""
        document, scores = candidates.document, np.array(candidates.scores)
        gains = self._gains(document)
        held = np.zeros(document.counts.width)
        alone = gains(held)
        weights = np.divide(scores, alone, out=np.zeros_like(alone), where=alone > 0)
        counts, hold = document.counts, self._hold(document)

        def values(chosen: list[int], able: list[int]) -> dict[int, float]:
            for entry in np.flatnonzero(counts.rows == chosen[-1]) if chosen else ():
                held[counts.columns[entry]] += hold[entry]
            return dict(zip(able, (gains(held) * weights)[able].tolist(), strict=True))

        return values

    def _gains(self, document: Document) -> Callable[[Floats], Floats]:
        """Return the function from what is held of each word to what each sentence adds, by its cost."""
        counts, hold = document.counts, self._hold(document)
        often = np.where(counts.spread > 1, counts.total(), 0.0)[counts.columns]
        cost = np.maximum(document.lengths, 1) ** self.cost

        def gains(held: Floats) -> Floats:
            before = held[counts.columns]
            added = often * (np.sqrt(before + hold) - np.sqrt(before))
            return np.asarray(np.bincount(counts.rows, added, counts.height) / cost)

        return gains

    def _hold(self, document: Document) -> Floats:
        """Return how much of its word each entry of ``counts`` holds."""
        weights = document.places**-self.position
        return np.asarray(document.counts.values * weights[document.counts.rows])
