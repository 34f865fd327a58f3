"""The run's model against each of its baselines: paired differences on the same stories, with tests.

The numbers behind a verdict's 'above', 'below' and 'cannot be told apart'; p is Holm-adjusted over
the run's baselines.

>>> [c.kind for c in contrasts(record, answers, main)]  # doctest: +SKIP
['above', 'tie']

Sources: see ``eval.significance`` and ``eval.power``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from eval.alignment import label_set
from eval.comparison import Difference, differences
from eval.intervals import Plan
from eval.power import stories_needed
from eval.rebuild import build
from eval.sample import Sample
from eval.scores import Metric, NotMeasuredError, Score
from eval.significance import holm
from nlp.records import Item


@dataclass(frozen=True)
class Contrast:
    """The model's score minus a baseline's, with the baseline's own value.

    ``needed``: stories that would resolve the difference with 80% power, None when it is zero.
    """

    baseline: str
    value: float
    difference: Difference
    needed: int | None
    stories: int
    higher_is_better: bool

    @property
    def kind(self) -> str:
        """Return 'above', 'below', 'tie', 'same' or 'untested' (no interval can be given)."""
        gap = self.difference
        if gap.error == 0 or gap.value == 0 == (gap.wins or 0) + (gap.losses or 0):
            return "same"
        if gap.low is None or not np.isfinite(gap.p):
            return "untested"
        if not gap.resolved:
            return "tie"
        return "above" if (gap.value > 0) == self.higher_is_better else "below"


def contrasts(
    record: Mapping[str, Any], answers: Mapping[str, Sequence[Item]], main: Score
) -> list[Contrast]:
    """Return the first model of ``answers`` against each other one, on the figure ``main``."""
    labels, found = label_set(record), metric_of(record, main)
    if found is None:
        return []
    metric, j = found
    samples = {}
    for name, items in answers.items():
        used = [i for i in items if i.gold.known or not metric.needs_gold]
        try:
            samples[name] = Sample.of(metric, used, labels)
        except NotMeasuredError:
            continue
    own, *baselines = answers
    if own not in samples:
        return []
    articles = [i.article.id for i in answers[own] if i.gold.known or not metric.needs_gold]
    plan = _plan(record)
    sign = -1.0 if main.higher_is_better is False else 1.0
    gaps = [
        differences([samples[own], samples[b]], [own, b], articles, j, sign, plan)[0]
        for b in baselines
        if b in samples and np.isfinite(samples[b].point()[j])
    ]
    adjusted = holm([d.p for d in gaps])
    return [
        _contrast(replace(d, adjusted=p), samples, j, len(gaps), sign > 0)
        for d, p in zip(gaps, adjusted, strict=True)
    ]


def _contrast(
    gap: Difference, samples: Mapping[str, Sample], j: int, family: int, higher: bool
) -> Contrast:
    stories = samples[gap.a].stories
    needed = stories_needed(stories, gap.error, gap.value, 0.05 / family) if gap.error else None
    return Contrast(gap.b, float(samples[gap.b].point()[j]), gap, needed, stories, higher)


def metric_of(record: Mapping[str, Any], main: Score) -> tuple[Metric, int] | None:
    """Return the metric that made a score, and its column; None when the record names none."""
    for metric in map(build, record.get("metrics") or ()):
        for j, column in enumerate(metric.columns(label_set(record))):
            if (column.metric, column.label) == (main.metric, main.label):
                return metric, j
    return None


def _plan(record: Mapping[str, Any]) -> Plan:
    interval = record["config"]["interval"]
    return Plan(interval["resamples"], record["seed"], interval["level"])
