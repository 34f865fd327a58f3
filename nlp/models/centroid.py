"""Sentences nearest to the article's centre: the mean of its tf-idf vectors.

Source: the centroid feature of MEAD (Radev et al. 2004), as cosine. Still a strong baseline for several
articles at once (Gholipour Ghalandari 2017). Time is linear in length.

>>> from nlp.records import Article, Example
>>> text = "Rain fell. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> Centroid(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

from dataclasses import dataclass

from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats


@dataclass(eq=False)
class Centroid(Extractive):
    """Cosine to the sum of all sentences; options as in ``Shape``."""

    trade: float = 0.7

    def scores(self, document: Document) -> Floats:
        """Return the cosine of each sentence to the centroid, times the centroid's length."""
        return document.unit.times(document.tfidf.total())
