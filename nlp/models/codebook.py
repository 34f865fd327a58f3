"""Dictionary model: the codebook's own terms, aliases and presence rule; nothing is learned.

A topic is present when the share of sentences with its terms reaches the codebook's minimum; title
and lead count double, as the presence rule favours them. For stance, cue words outside quotation marks count.
``python -m nlp.run +task=topic model=codebook``
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Self

from nlp.codebook import load
from nlp.models.context import any_of, target, topic_pattern
from nlp.records import Evidence, Example, Gold, LabelSet, Prediction
from nlp.text.sentences import split

_QUOTED = re.compile(r"[\"“«][^\"”»]{1,600}[\"”»]")


class Dictionary:
    """Count codebook terms; the baseline a learned model has to justify itself against.

    Parameters
    ----------
    codebook
        Path of the codebook YAML.
    """

    tasks = ("topic", "stance")
    learns = False
    upper_bound = False

    def __init__(self, codebook: str) -> None:
        self.codebook = codebook

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Load the codebook; gold is not used."""
        self.book_ = load(self.codebook)
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer each example by counting terms (topic) or cues (stance)."""
        return [self._stance(e) if e.topic else self._topics(e) for e in examples]

    def _topics(self, example: Example) -> Prediction:
        article = example.article
        spans = split(article.text, article.language)
        scores: dict[str, float] = {}
        evidence: list[Evidence] = []
        for topic in self.book_.topic_ids:
            pattern = topic_pattern(self.book_, topic, article)
            hits = [i for i, (s, e) in enumerate(spans) if pattern.search(article.text, s, e)]
            in_title = bool(pattern.search(article.title))
            scores[topic] = self._score(hits, len(spans), in_title)
            if scores[topic] >= 0.5:
                evidence += [Evidence(topic, *spans[i]) for i in hits]
                if in_title:
                    evidence.append(Evidence(topic, 0, len(article.title), "title"))
        labels = frozenset(t for t, score in scores.items() if score >= 0.5)
        return Prediction(example.id, labels, scores, evidence=tuple(evidence))

    def _score(self, hits: Sequence[int], sentences: int, in_title: bool) -> float:
        """Map the share of sentences with a term to [0, 1]; the codebook's minimum maps to 0.5."""
        rule = self.book_.presence
        counted = len(hits) + sum(i < rule.lead_sentences for i in hits) + 2 * in_title
        return min(1.0, 0.5 * counted / max(1, sentences) / max(rule.min_share, 0.01))

    def _stance(self, example: Example) -> Prediction:
        book = self.book_
        own = _QUOTED.sub(" ", target(example, book))
        languages = [example.article.language]
        if example.article.language not in book.languages:
            languages = list(book.languages)
        counts = {
            label: sum(
                len(any_of(book.cues.get(label, {}).get(lang, ())).findall(own))
                for lang in languages
            )
            for label in book.stance_labels
        }
        counts[book.stance_default] += (
            1  # one loaded word is not a stance (codebook, holder rule 5)
        )
        best = max(
            book.stance_labels, key=lambda label: (counts[label], label == book.stance_default)
        )
        total = sum(counts.values())
        return Prediction(
            example.id, frozenset([best]), {label: n / total for label, n in counts.items()}
        )
