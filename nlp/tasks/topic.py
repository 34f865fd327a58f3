"""Topic task: which of the codebook's topics are present in an article (multi-label).

``python -m nlp.run +task=topic``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.codebook import load
from nlp.errors import UserError, did_you_mean
from nlp.records import Annotation, Article, Example, Gold, LabelSet, Outcome, Prediction


class Topic:
    """One example per article; gold is the set of its topics."""

    name = "topic"

    def __init__(self, codebook: str) -> None:
        self.codebook = load(codebook)
        self.labels = LabelSet(self.codebook.topic_ids, exclusive=False)

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Ask about every article; unlabelled ones get gold that is not known."""
        gold = [self._gold(annotations.get(a.id) or Annotation(a.id)) for a in articles]
        return [Example(a.id, a) for a in articles], gold

    def check(self, prediction: Prediction) -> Prediction:
        """Mark answers with labels outside the codebook as unparsed."""
        return checked(prediction, self.labels)

    def _gold(self, annotation: Annotation) -> Gold:
        if annotation.topics is None:
            return Gold()
        known(annotation.topics, self.labels.names, annotation.article, "topic")
        evidence = tuple(e for e in annotation.evidence if e.label in self.labels.names)
        return Gold(annotation.topics, evidence=evidence, weight=1 / annotation.inclusion)


def known(values: frozenset[str], allowed: Sequence[str], where: str, what: str) -> None:
    """Raise a ``UserError`` for a label that the codebook does not have."""
    for value in sorted(values - set(allowed)):
        raise UserError(
            f"Article {where!r}: {what} label {value!r} is not in the codebook."
            f"{did_you_mean(value, allowed)} Correct the annotation, or name its codebook: codebook=PATH."
        )


def checked(prediction: Prediction, labels: LabelSet) -> Prediction:
    """Return the prediction, or an unparsed one when its labels break the label set's rules."""
    if prediction.outcome not in (Outcome.SCORED, Outcome.TRUNCATED):
        return prediction
    unknown = prediction.labels - set(labels.names)
    if unknown:
        note = f"labels outside the codebook: {', '.join(sorted(unknown))}"
    elif labels.exclusive and len(prediction.labels) != 1:
        note = f"{len(prediction.labels)} labels where exactly one is needed"
    else:
        return prediction
    return replace(prediction, labels=frozenset(), outcome=Outcome.UNPARSED, note=note)
