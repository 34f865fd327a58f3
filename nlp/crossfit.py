"""Out-of-fold predictions: every example is answered by a model that never saw its story.

Finished batches are kept in a checkpoint, so that a killed job resumes where it stopped.

``crossfit(build, task, examples, gold, parts, checkpoint=…)`` gives one prediction per tested example and
the fold that answered it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tqdm import tqdm

from nlp.answering import answer, languages
from nlp.cost import Cost
from nlp.errors import UserError
from nlp.records import Example, Gold, Model, Outcome, Prediction, Task
from nlp.splits import Part
from nlp.store import Checkpoint


@dataclass(frozen=True)
class Answers:
    """Predictions in the order of the examples, each one's round (-1: no learning), and the bill."""

    predictions: list[Prediction]
    fold: list[int]
    cost: dict[str, Any]


def crossfit(
    build: Callable[[], Model],
    task: Task,
    examples: Sequence[Example],
    gold: Sequence[Gold],
    parts: Sequence[Part],
    *,
    checkpoint: Checkpoint,
    batch: int = 256,
) -> Answers:
    """Predict the test examples of all ``parts``, each by a model fitted on that part's labelled ones."""
    probe = build()
    fold = {i: n if probe.learns else -1 for n, part in enumerate(parts) for i in part.test}
    tested = sorted(fold)
    answers: dict[str, Prediction] = checkpoint.load()
    model, cost = probe, Cost(whole=not answers)
    bar = tqdm(total=len(tested), delay=2, disable=None, leave=False, initial=len(answers))
    for number in sorted(set(fold.values())):
        test = [i for i in tested if fold[i] == number]
        todo = [examples[i] for i in test if examples[i].id not in answers]
        if not todo:
            continue
        rest = parts[number].train if probe.learns else ()
        train = test if probe.upper_bound else [i for i in rest if gold[i].known]
        learned = [examples[i] for i in train]
        told = [gold[i] for i in train]
        try:
            with cost.timed("fit_s"):
                model = build().fit(learned, told, task.labels)
        except UserError as problem:
            if _alike(told) and not _alike([g for g in gold if g.known]):
                where = f"Round {number + 1} of {len(parts)} of the split"
                raise UserError(f"{where}: {problem}") from None
            raise
        known = languages(learned) if probe.learns else None
        size = getattr(model, "at_once", batch)
        for start in range(0, len(todo), size):
            part = todo[start : start + size]
            with cost.timed("predict_s"):
                done = answer(model, task, part, known)
            checkpoint.add(done)
            answers.update((p.id, p) for p in done)
            bar.update(len(part))
    bar.close()
    predictions = [answers[examples[i].id] for i in tested]
    return Answers(predictions, [fold[i] for i in tested], cost.content(model))


def _alike(gold: Sequence[Gold]) -> bool:
    return len({g.labels for g in gold}) < 2


def with_reasons(predictions: Sequence[Prediction], reasons: dict[str, str]) -> list[Prediction]:
    """Say why failed predictions failed, where the corpus knows (``reasons`` by example id)."""
    return [
        replace(p, note=reasons[p.id]) if p.outcome is Outcome.FAILED and p.id in reasons else p
        for p in predictions
    ]
