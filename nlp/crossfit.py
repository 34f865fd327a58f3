"""Out-of-fold predictions: every example is answered by a model that never saw its story.

Finished folds are kept in a checkpoint, so that a killed job resumes where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tqdm import tqdm

from nlp.records import Example, Gold, Model, Outcome, Prediction, Task
from nlp.splits import folds
from nlp.store import Checkpoint


@dataclass(frozen=True)
class Answers:
    """Predictions aligned with the examples, and the fold each was made in (-1: no folds)."""

    predictions: list[Prediction]
    fold: list[int]


def crossfit(
    build: Callable[[], Model],
    task: Task,
    examples: Sequence[Example],
    gold: Sequence[Gold],
    stories: Sequence[str],
    *,
    k: int,
    seed: int,
    checkpoint: Checkpoint,
    batch: int = 256,
) -> Answers:
    """Predict every example; a model that learns is fitted on the other folds' labelled examples."""
    probe = build()
    fold = folds(stories, gold, k, seed) if probe.learns else [-1] * len(examples)
    answers: dict[str, Prediction] = checkpoint.load()
    bar = tqdm(total=len(examples), delay=2, disable=None, leave=False, initial=len(answers))
    for number in sorted(set(fold)):
        test = [i for i, f in enumerate(fold) if f == number]
        todo = [examples[i] for i in test if examples[i].id not in answers]
        if not todo:
            continue
        rest = (i for i, f in enumerate(fold) if f != number and gold[i].known)
        train = test if probe.upper_bound else list(rest)
        model = build().fit([examples[i] for i in train], [gold[i] for i in train], task.labels)
        for start in range(0, len(todo), batch):
            part = todo[start : start + batch]
            done = _answered(model, task, part)
            checkpoint.add(done)
            answers.update((p.id, p) for p in done)
            bar.update(len(part))
    bar.close()
    return Answers([answers[e.id] for e in examples], fold)


def _answered(model: Model, task: Task, examples: Sequence[Example]) -> list[Prediction]:
    """Predict a batch; articles without text never reach the model, answers are checked."""
    readable = [e for e in examples if e.article.text]
    predictions = {p.id: task.check(p) for p in model.predict(readable)}
    return [
        predictions.get(e.id)
        or Prediction(e.id, outcome=Outcome.FAILED, note="no readable text, or no answer")
        for e in examples
    ]


def with_reasons(predictions: Sequence[Prediction], reasons: dict[str, str]) -> list[Prediction]:
    """Say why failed predictions failed, where the corpus knows (``reasons`` by example id)."""
    return [
        replace(p, note=reasons[p.id]) if p.outcome is Outcome.FAILED and p.id in reasons else p
        for p in predictions
    ]
