"""All that is judged in one run: every model's answers, and the annotators', under one plan.

The same call makes the scores of a new run, re-scores a stored one and verifies it.

>>> judged = judge_all({"lead": items}, {}, metrics, None, Plan())  # doctest: +SKIP
>>> list(judged.models), judged.ceiling  # doctest: +SKIP
(['lead'], None)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from eval.ceiling import NAME, Ceiling, ceiling
from eval.consensus import Answers
from eval.grouping import varied
from eval.harness import Judgement, judge
from eval.intervals import Plan
from eval.ledger import Bound, bounds
from eval.scores import Metric
from eval.selective import Answered, selective
from eval.slicing import Slice, slices
from nlp.records import Item, LabelSet


@dataclass(frozen=True)
class Judged:
    """Judgements by model, the run's own first, and what annotators reach (None without votes).

    ``bounds`` and ``slices`` are of the run's own model; ``slices`` on its first figure. ``answered``
    is what it and the others reach where it answers (None when it never abstains).
    """

    models: dict[str, Judgement]
    ceiling: Ceiling | None = None
    bounds: list[Bound] = field(default_factory=list)
    slices: list[Slice] = field(default_factory=list)
    answered: Answered | None = None

    @property
    def rows(self) -> dict[str, Judgement]:
        """Return the judgements of the models, then that of the annotators, by name."""
        own = {} if self.ceiling is None else {NAME: self.ceiling.judgement}
        return self.models | own


def judge_all(
    answers: Mapping[str, Sequence[Item]],
    votes: Answers,
    metrics: Sequence[Metric],
    labels: LabelSet | None,
    plan: Plan,
) -> Judged:
    """Judge every model's answers to the same examples; with votes, the annotators too."""
    how = {"resamples": plan.resamples, "seed": plan.seed}
    models = {
        name: judge(items, metrics, labels, **how, level=plan.level, method=plan.method)
        for name, items in answers.items()
    }
    own, judgement = next(iter(answers.values())), next(iter(models.values()))
    able = [m for m in metrics if m.needs_gold and m.name not in judgement.left_out]
    return Judged(
        models,
        ceiling(answers, votes, metrics, labels, plan) if votes else None,
        bounds(own, metrics, labels),
        _slices(own, able, labels, plan),
        selective(answers, metrics, labels, plan),
    )


def _slices(
    items: Sequence[Item], metrics: Sequence[Metric], labels: LabelSet | None, plan: Plan
) -> list[Slice]:
    """The slices by every column that varies, on the first figure."""
    known = [item for item in items if item.gold.known]
    return slices(known, metrics[0], labels, varied(known), plan=plan) if metrics and known else []
