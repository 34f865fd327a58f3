"""One batch of examples through a fitted model: unreadable articles, broken answers, foreign languages.

>>> answer(model, task, examples, frozenset({"en"}))  # doctest: +SKIP
[Prediction(id='a1', …, note="language 'sw' was not in training (en)")]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nlp.records import Example, Model, Outcome, Prediction, Task

STRANGE = "was not in training"  # in the note of an answer on an article in another language


def answer(
    model: Model, task: Task, examples: Sequence[Example], known: frozenset[str] | None
) -> list[Prediction]:
    """Return one checked prediction per example, in order.

    Articles without text never reach the model; they, and examples it does not answer, are FAILED.
    ``known``: the languages it was trained on (None: it was not trained); answers on articles in
    another one say so in their note.
    """
    readable = [e for e in examples if e.article.text]
    given = {p.id: task.check(p) for p in model.predict(readable)}
    failed = {"outcome": Outcome.FAILED, "note": "no readable text, or no answer"}
    answers = [given.get(e.id) or Prediction(e.id, **failed) for e in examples]  # type: ignore[arg-type]
    if known is None:
        return answers
    return [_flagged(p, e.article.language, known) for p, e in zip(answers, examples, strict=True)]


def languages(examples: Sequence[Example]) -> frozenset[str]:
    """Return the languages of the examples' articles ('' for one that was not recognised)."""
    return frozenset(e.article.language for e in examples)


def strangers(flagged: Mapping[str, int]) -> str:
    """Return a sentence on the number of ``flagged`` answers by language, '' for none."""
    if not flagged:
        return ""
    kinds = ", ".join(f"{language} {n:,}" for language, n in sorted(flagged.items()))
    total = f"{sum(flagged.values()):,}"
    return f"{total} answers are on articles in a language the model was not trained on ({kinds})."


def _flagged(prediction: Prediction, language: str, known: frozenset[str]) -> Prediction:
    if not language or language in known or prediction.outcome is Outcome.FAILED:
        return prediction
    trained = ", ".join(sorted(known - {""})) or "none recognised"
    told = f"language '{language}' {STRANGE} ({trained})"
    return replace(prediction, note="; ".join(filter(None, [told, prediction.note])))
