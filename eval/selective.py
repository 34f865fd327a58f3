"""Selective classification: scores on what a model answers, beside the share that it answers.

Scores over all examples count an abstention as a wrong answer. Of a model that abstains on purpose they say
little alone; here it and its baselines are judged on the examples that it answers, and on no others.

>>> selective({"m": items}, [Accuracy()], labels, Plan()).coverage.text()  # doctest: +SKIP
'0.49 [0.43, 0.55]'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.harness import Judgement, judge
from eval.intervals import Plan
from eval.metrics.selective import Selective
from eval.scores import Metric, Score, answered
from nlp.records import Item, LabelSet, Outcome


@dataclass(frozen=True)
class Answered:
    """``coverage`` of all examples with gold; judgements of every model on those that the first answers.

    ``models`` is empty when it answers none.
    """

    coverage: Score
    models: dict[str, Judgement]


def selective(
    answers: Mapping[str, Sequence[Item]],
    metrics: Sequence[Metric],
    labels: LabelSet | None,
    plan: Plan,
) -> Answered | None:
    """Judge every model where the first one answers; None when that one never abstains."""
    own = [item for item in next(iter(answers.values())) if item.gold.known]
    if labels is None or all(i.prediction.outcome is not Outcome.ABSTAINED for i in own):
        return None
    given = frozenset(item.id for item in own if answered(item))
    (coverage,) = _judged(own, [Selective()], labels, plan).scores[:1]
    wanted = [Selective(), *(m for m in metrics if m.needs_gold and m.name != Selective.name)]
    models = {
        name: _judged([i for i in items if i.id in given], wanted, labels, plan)
        for name, items in (answers.items() if given else ())
    }
    return Answered(coverage, models)


def _judged(
    items: Sequence[Item], metrics: Sequence[Metric], labels: LabelSet, plan: Plan
) -> Judgement:
    how = {"resamples": plan.resamples, "seed": plan.seed}
    return judge(items, metrics, labels, **how, level=plan.level, method=plan.method)
