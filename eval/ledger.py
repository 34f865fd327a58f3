"""What the unanswered could change: best- and worst-case bounds of every score, and failures.

Denominators are fixed: failed, abstained and unparsed answers stay in them as empty, hence wrong,
answers (``eval.harness``). The bounds say what the score would be had they all been answered right,
and the lowest of leaving them empty and of answering them wrongly: with every wrong label where
several are allowed, with one wrong label, the same throughout, where one is.

>>> failures({"scored": 37, "failed": 2, "unparsed": 1})
3
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from eval.sample import Sample
from eval.scores import Metric, NotMeasuredError, answered
from nlp.records import Item, LabelSet, Outcome, SummarySentence

_FAILURES = (Outcome.FAILED, Outcome.UNPARSED)
_Fill = Callable[[Item], Item]


@dataclass(frozen=True, slots=True)
class Bound:
    """One score with its value had the unanswered been answered as badly and as well as can be."""

    metric: str
    label: str
    worst: float
    value: float
    best: float


def failures(ledger: Mapping[str, int]) -> int:
    """Return how many examples failed or gave an answer that could not be read."""
    return sum(ledger.get(str(outcome), 0) for outcome in _FAILURES)


def unread(items: Sequence[Item]) -> tuple[int, int]:
    """Return how many characters of the truncated articles were not read, and all they have."""
    cut = [i for i in items if i.prediction.outcome is Outcome.TRUNCATED]
    return sum(i.prediction.cut for i in cut), sum(len(i.article.text) for i in cut)


def bounds(
    items: Sequence[Item], metrics: Sequence[Metric], labels: LabelSet | None
) -> list[Bound]:
    """Return the bounds of every score that has a better and a worse; [] when all are answered."""
    known = [i for i in items if i.gold.known]
    if all(answered(i) for i in known):
        return []
    filled = [
        [i if answered(i) else fill(i) for i in known] for fill in _fills(known, labels)
    ]  # fmt: skip
    return [b for m in metrics if m.needs_gold for b in _of(m, filled, labels)]


def _of(metric: Metric, filled: Sequence[Sequence[Item]], labels: LabelSet | None) -> list[Bound]:
    try:
        samples = [Sample.of(metric, items, labels) for items in filled]
    except NotMeasuredError:
        return []
    values = np.stack([s.point() for s in samples])  # the first as it is
    out = []
    for j, column in enumerate(samples[0].columns):
        if column.higher_is_better is None or not np.isfinite(values[:, j]).all():
            continue
        ends = [float(values[:, j].min()), float(values[:, j].max())]
        worst, best = ends if column.higher_is_better else reversed(ends)
        out.append(Bound(column.metric, column.label, worst, float(values[0, j]), best))
    return out


def _fills(items: Sequence[Item], labels: LabelSet | None) -> list[_Fill]:
    """Return the ways to answer an unanswered item: not at all, rightly, wrongly."""
    if labels is None:
        return [lambda i: i, _reference]
    scored = any(i.prediction.scores for i in items)
    names = frozenset(labels.names)

    def say(item: Item, given: frozenset[str]) -> Item:
        scores = {name: float(name in given) for name in labels.names} if scored else {}
        held = item.gold.attributed if given == _gold(item) else ()
        answer = replace(
            item.prediction, labels=given, scores=scores, outcome=Outcome.SCORED, attributed=held
        )
        return replace(item, prediction=answer)

    def wrong(name: str) -> _Fill:
        return lambda i: i if name in _gold(i) else say(i, frozenset([name]))

    if labels.exclusive:
        wrongly = [wrong(name) for name in labels.names]
    else:
        wrongly = [lambda i: say(i, names - _gold(i))]
    return [lambda i: i, lambda i: say(i, _gold(i)), *wrongly]


def _gold(item: Item) -> frozenset[str]:
    return item.gold.labels or frozenset()


def _reference(item: Item) -> Item:
    """Return the item with its first reference as the summary."""
    summary = (SummarySentence(item.gold.references[0]),)
    return replace(
        item, prediction=replace(item.prediction, summary=summary, outcome=Outcome.SCORED)
    )
