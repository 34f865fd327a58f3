"""What every answer is checked for, whichever model gave it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from nlp.answering import answer
from nlp.records import Article, Example, Outcome, Prediction
from nlp.tasks.topic import Topic


class Says:
    """Answers everything alike."""

    def __init__(self, note: str, scores: dict[str, float]) -> None:
        self.note, self.scores = note, scores

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        return [Prediction(e.id, frozenset(), self.scores, note=self.note) for e in examples]


@pytest.mark.parametrize(
    ("language", "text", "note", "told"),
    [
        ("en", "Rain.", "", ""),
        ("", "Rain.", "", ""),
        ("sw", "Mvua.", "", "language 'sw' was not in training (en)"),
        ("sw", "Mvua.", "cut", "language 'sw' was not in training (en); cut"),
        ("sw", "", "", "no readable text, or no answer"),
    ],
)
def test_a_foreign_language_is_told_beside_what_the_model_says(
    codebook: str, language: str, text: str, note: str, told: str
) -> None:
    examples = [Example("a", Article("a", text, language=language))]
    task = Topic(codebook)
    scores = dict.fromkeys(task.labels.names, 0.1)
    model = Says(note, scores)
    (made,) = answer(model, task, examples, frozenset({"en"}))  # type: ignore[arg-type]
    assert made.note == told
    assert made.outcome is (Outcome.SCORED if text else Outcome.FAILED)
