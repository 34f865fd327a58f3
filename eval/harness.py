"""The judge: joins predictions to gold loudly, keeps the ledger, gives every score an interval.

>>> items = join(examples, gold, predictions, stories)  # doctest: +SKIP
>>> judgement = judge(items, [F1(), Accuracy()], labels, seed=0)  # doctest: +SKIP
>>> print(judgement.scores[0].text())  # doctest: +SKIP
0.71 [0.66, 0.76]

Failed, abstained and unparsed answers stay in the denominator as empty, hence wrong, answers; only
items without gold are left out, and the ledger counts them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from eval.checks import check_items
from eval.intervals import Plan, limits, resample, too_few
from eval.sample import Sample, story_index
from eval.scores import Array, Metric, NotMeasuredError, Score, answered, signature
from nlp.errors import UserError
from nlp.records import Example, Gold, Item, LabelSet, Outcome, Prediction


@dataclass(frozen=True, slots=True)
class Judgement:
    """All scores of a run, how its examples ended, and which metrics gave no number, and why."""

    scores: list[Score]
    ledger: dict[str, int]  # outcome -> items, every outcome present, in the order of Outcome
    left_out: dict[str, str] = field(default_factory=dict)  # metric or column -> why

    def find(self, metric: str, label: str = "") -> Score | None:
        """Return the score of one metric and label, None when there is none."""
        return next((s for s in self.scores if (s.metric, s.label) == (metric, label)), None)


def join(
    examples: Sequence[Example],
    gold: Sequence[Gold],
    predictions: Iterable[Prediction],
    stories: Mapping[str, str] | None = None,
    folds: Mapping[str, int] | None = None,
) -> list[Item]:
    """Return one Item per example, in order.

    ``stories`` maps article ids to story ids (an article without one is its own story), ``folds``
    maps example ids to folds. Raises UserError when a prediction is missing, doubled or unknown.
    """
    if len(examples) != len(gold):
        raise UserError(f"{len(examples)} examples but {len(gold)} gold answers; give one each.")
    _distinct([e.id for e in examples], "examples")
    given = list(predictions)
    _distinct([p.id for p in given], "predictions")
    answers = {p.id: p for p in given}
    wanted = {e.id for e in examples}
    _none([e.id for e in examples if e.id not in answers], "examples without a prediction")
    _none([p.id for p in given if p.id not in wanted], "predictions for unknown examples")
    stories, folds = stories or {}, folds or {}
    return [
        Item(
            e.id, e.article, stories.get(e.article.id, e.article.id), g, answers[e.id], e.topic,
            folds.get(e.id, -1),
        )
        for e, g in zip(examples, gold, strict=True)
    ]  # fmt: skip


def _distinct(ids: Sequence[str], what: str) -> None:
    _none([i for i, n in Counter(ids).items() if n > 1], f"doubled ids among the {what}")


def _none(ids: Sequence[str], what: str) -> None:
    if ids:
        shown = ", ".join(repr(i) for i in ids[:3]) + (", …" if len(ids) > 3 else "")
        raise UserError(f"{len(ids)} {what}: {shown}. Every example needs exactly one prediction.")


def ledger(items: Sequence[Item]) -> dict[str, int]:
    """Return how many items ended in each outcome; an answer without gold counts as skipped."""
    counts = Counter(
        i.prediction.outcome if i.gold.known or not answered(i) else Outcome.SKIPPED_NO_GOLD
        for i in items
    )
    return {str(outcome): counts[outcome] for outcome in Outcome}


def judge(
    items: Sequence[Item],
    metrics: Sequence[Metric],
    labels: LabelSet | None,
    *,
    resamples: int = 2000,
    seed: int = 0,
    level: float = 0.95,
    method: str = "percentile",
) -> Judgement:
    """Score ``items`` with every metric, each value with its story-clustered interval.

    ``method`` is 'percentile' or 'bca'. The same items, metrics and seed give the same digits.
    Raises UserError on doubled ids, unknown labels, probabilities outside [0, 1], mixed tasks.
    """
    plan = Plan(resamples, seed, level, method)
    check_items(items, labels)
    scores: dict[int, list[Score]] = {}
    left_out: dict[str, str] = {}
    for with_gold in (True, False):
        chosen = [i for i in items if i.gold.known or not with_gold]
        wanted = [k for k, metric in enumerate(metrics) if metric.needs_gold == with_gold]
        if not chosen:
            left_out |= {metrics[k].name: "no item has a gold answer" for k in wanted}
            continue
        samples, story = {}, story_index(chosen)
        for k in wanted:
            try:
                samples[k] = Sample.of(metrics[k], chosen, labels, story)
            except NotMeasuredError as why:
                left_out[metrics[k].name] = str(why)
        spreads = _spreads(list(samples.values()), plan)
        for (k, sample), spread in zip(samples.items(), spreads, strict=True):
            scores[k], missing = _scores(sample, spread, plan)
            left_out |= missing
    in_order = [score for k in sorted(scores) for score in scores[k]]
    return Judgement(in_order, ledger(items), left_out)


def _spreads(samples: Sequence[Sample], plan: Plan) -> list[Array | None]:
    """Resample only what can have an interval."""
    able = [s for s in samples if any(not too_few(s, c) for c in s.columns)]
    drawn = iter(resample(able, plan))
    return [next(drawn) if any(s is a for a in able) else None for s in samples]


def _scores(sample: Sample, spread: Array | None, plan: Plan) -> tuple[list[Score], dict[str, str]]:
    point, scores, left_out = sample.point(), [], {}
    for j, column in enumerate(sample.columns):
        if not np.isfinite(point[j]):
            left_out[column.key] = "undefined: nothing to average over"
            continue
        found = limits(sample, j, spread, plan)
        stamp = signature(column, sample.metric, found.how)
        scores.append(
            Score(
                column.metric, column.label, float(point[j]), found.low, found.high, len(sample.rows),
                sample.stories, plan.level, found.note, stamp, column.higher_is_better,
            )
        )  # fmt: skip
    return scores, left_out
