"""Stance task: the outlet's own stance on every topic that is present (one label per topic).

Topics are taken from the annotations ('oracle topics'): the question is asked where it makes sense.
``python -m nlp.run +task=stance``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.codebook import load
from nlp.records import Annotation, Article, Example, Gold, LabelSet, Prediction
from nlp.tasks.topic import checked, known


class Stance:
    """One example per (article, present topic); its id is ``article#topic``."""

    name = "stance"

    def __init__(self, codebook: str) -> None:
        self.codebook = load(codebook)
        self.labels = LabelSet(self.codebook.stance_labels, exclusive=True)

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Ask about every present topic; articles without topic labels are asked about none."""
        examples: list[Example] = []
        gold: list[Gold] = []
        for article in articles:
            annotation = annotations.get(article.id) or Annotation(article.id)
            topics = annotation.topics or frozenset()
            known(topics | set(annotation.stance), self.codebook.topic_ids, article.id, "topic")
            for topic in (t for t in self.codebook.topic_ids if t in topics):
                examples.append(Example(f"{article.id}#{topic}", article, topic))
                gold.append(self._gold(annotation, topic))
        return examples, gold

    def check(self, prediction: Prediction) -> Prediction:
        """Mark answers that are not exactly one stance label as unparsed."""
        return checked(prediction, self.labels)

    def _gold(self, annotation: Annotation, topic: str) -> Gold:
        label = annotation.stance.get(topic)
        if label is None:
            return Gold()
        known(frozenset([label]), self.labels.names, annotation.article, "stance")
        evidence = tuple(e for e in annotation.evidence if e.label == f"{topic}={label}")
        return Gold(frozenset([label]), evidence=evidence, weight=1 / annotation.inclusion)
