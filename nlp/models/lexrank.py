"""LexRank: sentences that are most like the rest of the article, by tf-idf cosine.

Source: Erkan and Radev (2004), the continuous form (section 3.3: all cosines as weights, damping
0.85), which needs no similarity threshold.

>>> from nlp.records import Article, Example
>>> text = "Rain fell. The army took Kidal. The rebels left Kidal. The army lost no men."
>>> LexRank(words=4).predict([Example("a", Article("a", text, language="en"))])[0].text
'The army took Kidal.'
"""

from __future__ import annotations

from nlp.models.document import Document
from nlp.models.extractive import Extractive
from nlp.models.vectors import Floats
from nlp.models.walk import walk


class LexRank(Extractive):
    """PageRank over tf-idf cosines; options as in ``Shape``."""

    def scores(self, document: Document) -> Floats:
        """Return each sentence's visit probability."""
        vectors = document.unit
        return walk(vectors.gram, vectors.height)
