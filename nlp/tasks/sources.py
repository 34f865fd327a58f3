"""Sources task: which quoted or reported sources take a side on a topic that is present, and which.

The stance task's other half. The question is asked once per (article, present topic); its labels are the
sides that some source takes (several, one or none), and ``attributed`` says who: holder, label and span.
``python -m nlp.run +task=stance holder=sources``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.codebook import load
from nlp.records import (
    Annotation,
    Article,
    AttributedStance,
    Evidence,
    Example,
    Gold,
    LabelSet,
    Outcome,
    Prediction,
)
from nlp.tasks.topic import checked, known


class Sources:
    """One example per (article, present topic); its id is ``article#topic``, as in the stance task."""

    name = "sources"

    def __init__(self, codebook: str) -> None:
        self.codebook = load(codebook)
        sides = [n for n in self.codebook.stance_labels if n != self.codebook.stance_default]
        self.labels = LabelSet(tuple(sides), exclusive=False)

    def examples(
        self, articles: Sequence[Article], annotations: Mapping[str, Annotation]
    ) -> tuple[list[Example], list[Gold]]:
        """Ask about every present topic; articles without topic labels are asked about none.

        In a set of annotations that names sources somewhere, an article without any has none that takes
        a side; where no article names any, sources were not annotated and gold is not known.

        Raises
        ------
        UserError
            For a topic or label outside the codebook.
        """
        annotated = any(a.attributed for a in annotations.values())
        examples: list[Example] = []
        gold: list[Gold] = []
        for article in articles:
            annotation = annotations.get(article.id) or Annotation(article.id)
            topics = annotation.topics or frozenset()
            held = annotation.attributed
            allowed = self.codebook.topic_ids
            known(topics | {a.topic for a in held}, allowed, article.id, "topic")
            known(frozenset(a.label for a in held), self.labels.names, article.id, "source stance")
            for topic in (t for t in allowed if t in topics):
                examples.append(Example(f"{article.id}#{topic}", article, topic))
                own = [a for a in held if a.topic == topic]
                gold.append(_gold(annotation, own) if annotated else Gold())
        return examples, gold

    def check(self, prediction: Prediction) -> Prediction:
        """Mark answers whose labels are not those of their attributed stances as unparsed."""
        prediction = checked(prediction, self.labels)
        if prediction.outcome not in (Outcome.SCORED, Outcome.TRUNCATED):
            return replace(prediction, attributed=())
        if prediction.labels == {a.label for a in prediction.attributed}:
            return prediction
        note = "the labels are not those of the attributed stances"
        unparsed = {"labels": frozenset[str](), "attributed": (), "outcome": Outcome.UNPARSED}
        return replace(prediction, note=note, **unparsed)  # type: ignore[arg-type]


def _gold(annotation: Annotation, held: Sequence[AttributedStance]) -> Gold:
    return Gold(
        frozenset(a.label for a in held),
        evidence=tuple(Evidence(f"{a.topic}={a.label}", a.start, a.end, a.field) for a in held),
        weight=1 / annotation.inclusion,
        attributed=tuple(held),
    )
