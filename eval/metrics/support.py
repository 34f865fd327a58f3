"""What the article backs: names and numbers of a summary, and each of its sentences.

``names_supported`` / ``numbers_supported``: the share of the summary's names (capitalised words that
do not merely open a sentence) and numbers that occur in the article. ``sentence_support``: the share
of a sentence's words found in the two neighbouring article sentences that hold most of them, averaged
over the summary; ``weakest_sentence`` is its minimum. Word matching, not understanding: a high value
does not prove a claim, a low one is worth reading. No reference needed.

How far to trust them: on SummEdits (Laban et al. 2023; 819 news summaries of 25 articles, many edited into
falsehood by a word or two) the probability that a consistent summary scores above an inconsistent one is 0.60
[0.56, 0.64] by names, 0.53 [0.52, 0.56] by numbers, 0.66 [0.62, 0.71] by both and negations together, and 0.50
[0.44, 0.56] by sentence support: no better than chance (trigrams shared with the article: 0.49). Written
sentences that are marked doubtful (``nlp.records.Support``) are in 50% of the inconsistent summaries and in 21%
of the others.
Measured by ``pytest -m benchmark -s tests/benchmarks/test_faithfulness.py``.

>>> supported(["The army left Gao."], "The army left. Gao was calm.")
[1.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from eval.scores import Column, Mean, answered
from nlp.records import Item
from nlp.text.facts import names
from nlp.text.figures import figures, stands, values
from nlp.text.support import best
from nlp.text.tokens import words


class Support(Mean):
    """Names, numbers and sentences found in the article; no value where the summary has none."""

    name: ClassVar[str] = "support"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def outputs(self) -> list[Column]:
        """Return four columns, higher is better."""
        return [
            Column("names_supported"),
            Column("numbers_supported"),
            Column("sentence_support"),
            Column("weakest_sentence"),
        ]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's four values."""
        summary = [s.text for s in item.prediction.summary] if answered(item) else []
        article, language = item.article, item.article.language
        source = f"{article.title}\n{article.text}"
        known, counted = set(words(source, language)), values(source, language)
        said = {n for text in summary for n in names(text, language)}
        stated = {f.values: f for text in summary for f in figures(text, language)}
        backed = supported(summary, article.text, language)
        return [
            _share([n in known for n in said]),
            _share([stands(f, counted, language) for f in stated.values()]),
            float(np.mean(backed)) if backed else np.nan,
            min(backed, default=np.nan),
        ]


def supported(summary: Sequence[str], text: str, language: str = "") -> list[float]:
    """Return, for each summary sentence with words, the share held by its best two neighbours."""
    return [best(s, text, language).share for s in summary if words(s, language)]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits) if hits else np.nan
