"""Whether a model points at the words that justify a label: token F1 and sentence hit rate.

F1 = 2 shared / (predicted + gold), in words inside spans. Token precision, recall and F1 count the words
inside gold and predicted spans of the same label, pooled over items. The sentence hit rate is the share
of labels with gold evidence for which some predicted span touches a sentence that holds a gold span.
Items without gold evidence are left out.

>>> [c.metric for c in Evidence().columns(None)]
['evidence_f1', 'evidence_precision', 'evidence_recall', 'sentence_hit_rate']
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.counts import figures
from eval.scores import Additive, Array, Column, answered, ratio
from nlp.records import Article, Item, LabelSet
from nlp.records import Evidence as Span
from nlp.text.sentences import split

_WORD = re.compile(r"\w+")


class Evidence(Additive):
    """Evidence spans; rows are [shared, predicted, gold] tokens and [hit, all] labels."""

    name: ClassVar[str] = "evidence"
    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return token F1, precision, recall and the sentence hit rate."""
        return [
            Column("evidence_f1", needs=(2,)),
            Column("evidence_precision", needs=(1,)),
            Column("evidence_recall", needs=(2,)),
            Column("sentence_hit_rate", needs=(4,), proportion=(3, 4)),
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 5) rows, zero where an item has no gold evidence."""
        return np.array([_row(item) for item in items], dtype=float).reshape(-1, 5)

    def combine(self, sums: Array) -> Array:
        """Return (B, 4); NaN when no item has gold evidence."""
        tokens = np.hstack(figures(sums[:, 0:1], sums[:, 1:2], sums[:, 2:3]))
        tokens = np.where(sums[:, 4:5] > 0, tokens, np.nan)
        return np.hstack([tokens, ratio(sums[:, 3:4], sums[:, 4:5], np.nan)])


def _row(item: Item) -> list[float]:
    gold, said = item.gold.evidence, item.prediction.evidence if answered(item) else ()
    if not gold:
        return [0.0] * 5
    right, given = _tokens(gold, item.article), _tokens(said, item.article)
    labels = {e.label for e in gold}
    sentences = [
        _sentences([e for e in g if e.label == n], item.article)
        for n in sorted(labels)
        for g in (gold, said)
    ]
    hits = sum(bool(a & b) for a, b in zip(sentences[::2], sentences[1::2], strict=True))
    return [len(right & given), len(given), len(right), hits, len(labels)]


def _tokens(spans: Iterable[Span], article: Article) -> set[tuple[str, str, int]]:
    """Return (label, field, offset) of every word that overlaps a span."""
    found = set()
    for span in spans:
        for word in _WORD.finditer(_field(span, article)):
            if word.start() < span.end and word.end() > span.start:
                found.add((span.label, span.field, word.start()))
    return found


def _sentences(spans: Iterable[Span], article: Article) -> set[tuple[str, int]]:
    """Return (field, offset) of every sentence that overlaps a span; a title is one sentence."""
    found = set()
    for span in spans:
        text = _field(span, article)
        bounds = [(0, len(text))] if span.field == "title" else split(text, article.language)
        found |= {(span.field, a) for a, b in bounds if a < span.end and b > span.start}
    return found


def _field(span: Span, article: Article) -> str:
    return article.title if span.field == "title" else article.text
