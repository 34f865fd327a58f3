"""Summarize task: a short text that stands for the article, judged against reference summaries.

``python -m nlp.run +task=summarize``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.records import Annotation, Article, Example, Gold, Outcome, Prediction


class Summarize:
    """One example per article; gold is its reference summaries of one kind.

    Parameters
    ----------
    reference
        Which references to judge against: 'abstract', 'headline', …; articles that have none of
        that kind are judged against all they have.
    """

    name = "summarize"
    labels = None

    def __init__(self, reference: str = "abstract") -> None:
        self.reference = reference

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Ask for a summary of every article."""
        gold = [self._gold(annotations.get(a.id) or Annotation(a.id)) for a in articles]
        return [Example(a.id, a) for a in articles], gold

    def check(self, prediction: Prediction) -> Prediction:
        """Mark empty summaries as failed."""
        if prediction.outcome is Outcome.SCORED and not prediction.text.strip():
            return replace(prediction, outcome=Outcome.FAILED, note="the summary is empty")
        return prediction

    def _gold(self, annotation: Annotation) -> Gold:
        chosen = [r.text for r in annotation.references if r.kind == self.reference]
        texts = chosen or [r.text for r in annotation.references]
        return Gold(references=tuple(texts), weight=1 / annotation.inclusion)
