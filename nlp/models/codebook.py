"""Dictionary model: the codebook's own terms, aliases and presence rule; nothing is learned.

A topic is present when the share of sentences with its terms reaches the codebook's minimum; title
and lead count double, as the presence rule favours them. For stance, the outlet's own cue words count in
the title and in sentences that name the topic or stand beside one that does.
``python -m nlp.run +task=topic model=codebook``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from nlp.codebook import load
from nlp.models import storage
from nlp.models.units import Unit, any_of, naming, topic_pattern, units
from nlp.models.voices import own
from nlp.records import Article, Evidence, Example, Gold, LabelSet, Prediction


class Dictionary:
    """Count codebook terms; the baseline a learned model has to justify itself against.

    Parameters
    ----------
    codebook
        Path of the codebook YAML.
    """

    tasks: ClassVar[tuple[str, ...]] = ("topic", "stance")
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False

    def __init__(self, codebook: str) -> None:
        self.codebook = codebook

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Load the codebook; gold is not used."""
        self.book_ = load(self.codebook)
        self.exclusive_ = labels is not None and labels.exclusive
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer each example by counting terms (topic) or cues (stance)."""
        return [self._stance(e) if e.topic else self._topics(e) for e in examples]

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """One half for every topic; empty for stance, where the most frequent label wins."""
        return {} if self.exclusive_ else dict.fromkeys(self.book_.topic_ids, 0.5)

    def save(self, folder: Path) -> None:
        """Write which codebook it was, and for which kind of labels."""
        storage.write(folder, self, {"exclusive": self.exclusive_}, {}, self.book_)

    def load(self, folder: Path) -> Self:
        """Read the codebook; raises ``UserError`` when it is another than the stored one."""
        self.book_ = load(self.codebook)
        content, _ = storage.read(folder, self, self.book_)
        self.exclusive_ = bool(content.get("exclusive"))
        return self

    def _topics(self, example: Example) -> Prediction:
        article = example.article
        read = units(article)
        scores: dict[str, float] = {}
        evidence: list[Evidence] = []
        for topic, threshold in self.thresholds_.items():
            pattern = topic_pattern(self.book_, topic, article)
            hits = [unit for unit in read if pattern.search(unit.text)]
            scores[topic] = self._score(hits, read)
            if scores[topic] >= threshold:
                evidence += [Evidence(topic, *unit[1:]) for unit in hits]
        labels = frozenset(t for t, least in self.thresholds_.items() if scores[t] >= least)
        return Prediction(example.id, labels, scores, evidence=tuple(evidence))

    def _score(self, hits: Sequence[Unit], read: Sequence[Unit]) -> float:
        """Map the share of sentences with a term to [0, 1]; the codebook's minimum maps to 0.5."""
        rule = self.book_.presence
        body = [unit for unit in read if unit.field == "text"]
        lead = body[: rule.lead_sentences]
        counted = sum(2 if u.field == "title" or u in lead else 1 for u in hits)
        return min(1.0, 0.5 * counted / max(1, len(body)) / max(rule.min_share, 0.01))

    def _stance(self, example: Example) -> Prediction:
        book, article = self.book_, example.article
        read = units(article)
        near = naming(book, example.topic, article, read)
        if any(near):
            read = [u for u, n in zip(read, near, strict=True) if n or u.field == "title"]
        hits = {label: self._cues(label, article, read) for label in book.stance_labels}
        counts = {label: sum(found.values()) for label, found in hits.items()}
        counts[book.stance_default] += (
            1  # one loaded word in the body is no stance, one in the headline is (rules 2 and 5)
        )
        best = max(counts, key=lambda label: (counts[label], label == book.stance_default))
        total = sum(counts.values())
        return Prediction(
            example.id,
            frozenset([best]),
            {label: n / total for label, n in counts.items()},
            evidence=tuple(
                Evidence(f"{example.topic}={best}", *unit[1:]) for unit in hits[best] or read[:1]
            ),
        )

    def _cues(self, label: str, article: Article, read: Sequence[Unit]) -> dict[Unit, int]:
        """Return the units with a label's cues in the outlet's own voice, and how many; a title's twice."""
        terms = self.book_.cues.get(label, {})
        known = article.language in self.book_.languages
        patterns = [
            any_of(terms.get(language, ()))
            for language in ([article.language] if known else self.book_.languages)
        ]
        found = {u: sum(len(p.findall(own(article, u))) for p in patterns) for u in read}
        return {u: n * (2 if u.field == "title" else 1) for u, n in found.items() if n}
