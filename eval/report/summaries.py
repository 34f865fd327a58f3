"""What summaries look like: how scores spread, where sentences come from, how long they are.

>>> [b.id for b in summaries(findings).blocks]  # doctest: +SKIP
['distribution', 'position', 'length']
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from eval.metrics.position import Position
from eval.report import backing
from eval.report.charts.bars import bars
from eval.report.charts.svg import Scale, nice
from eval.report.findings import Findings
from eval.report.value import Block, Figure, Section, Table
from eval.scores import answered
from nlp.text.tokens import words

PARTS = 5
MODELS = 4  # as many as have a pattern of their own


def summaries(found: Findings) -> Section | None:
    """Return the section for a summary task, None for any other."""
    if found.labels or not any(i.prediction.summary for i in found.items):
        return None
    made = [_distribution(found), _position(found), _length(found)]
    figures: list[Block] = [figure for figure in made if figure is not None]
    return Section(
        "summaries", found.voice("section.summaries"), [*backing.blocks(found), *figures]
    )


def _distribution(found: Findings) -> Figure | None:
    """How many summaries score how much, each judged alone."""
    say, main = found.voice, found.main
    per_item = {m: list(found.per_item(m).values()) for m in list(found.answers)[:MODELS]}
    if main is None or not per_item[found.model]:
        return None
    edges = _edges(max(max(v, default=0.0) for v in per_item.values()))
    low, high = np.quantile(per_item[found.model], [0.1, 0.9])
    ends = {"low": say.value(main.metric, low), "high": say.value(main.metric, high)}
    title = say("distribution.title", metric=say.metric(main.metric), **ends)
    return _shares(
        found, "distribution", title, main.metric, edges, per_item, say("distribution.below")
    )


def _edges(most: float) -> list[float]:
    """Return round edges of bins, from 0 to a round number above ``most``."""
    top = nice(most)
    step = Scale(0, top, 0, 1).ticks()[1] / 2
    return [k * step for k in range(round(top / step) + 1)]


def _length(found: Findings) -> Figure | None:
    """How many words the summaries have."""
    say = found.voice
    lengths = {
        m: [float(len(words(i.prediction.text, i.article.language))) for i in items if answered(i)]
        for m, items in list(found.answers.items())[:MODELS]
    }
    own = lengths[found.model]
    if not own:
        return None
    low, middle, high = np.quantile(own, [0.1, 0.5, 0.9])
    edges = _edges(max(max(v, default=1.0) for v in lengths.values()))
    ends = {
        k: say.decimal(float(v), 0) for k, v in (("low", low), ("middle", middle), ("high", high))
    }
    return _shares(
        found, "length", say("length.title", **ends), "words", edges, lengths, say("length.below")
    )


def _shares(
    found: Findings, key: str, title: str, metric: str, edges: Sequence[float],
    values: dict[str, list[float]], below: str,
) -> Figure:  # fmt: skip
    say = found.voice
    names = [say.value(metric, e) if metric != "words" else say.decimal(e, 0) for e in edges]
    series = [
        (m, [float(n) / max(1, len(v)) for n in np.histogram(v, bins=edges)[0]])
        for m, v in values.items()
    ]
    return _bars(found, key, title, names, series, below)


def _position(found: Findings) -> Figure | None:
    """From which part of the article the sentences come."""
    say, metric = found.voice, Position(PARTS)
    series = []
    for model, items in list(found.answers.items())[:MODELS]:
        values = np.array([metric.values(i) for i in items], dtype=float)[:, :PARTS]
        if np.isfinite(values).any():
            series.append((model, [float(v) for v in np.nanmean(values, axis=0)]))
    if not series or series[0][0] != found.model:
        return None
    names = [
        c.label.replace("-", "–").replace("%", say.share(0)[1:]) for c in metric.outputs()[:PARTS]
    ]
    title = say("position.title", share=say.share(series[0][1][0]), part=names[0])
    return _bars(found, "position", title, names, series, say("position.below"))


def _bars(
    found: Findings, key: str, title: str, bins: Sequence[str],
    series: Sequence[tuple[str, Sequence[float]]], below: str,
) -> Figure:  # fmt: skip
    say = found.voice
    svg = bars(bins, series, say("bars.share"), title, say.share, below)
    count = len(series[0][1])
    if len(bins) > count:  # edges: a row says from where to where
        bins = [say("range", low=a, high=b) for a, b in pairwise(bins)]
    rows = [[bins[k], *(say.share(values[k]) for _, values in series)] for k in range(count)]
    table = Table(key, title, [below, *(m for m, _ in series)], rows)
    return Figure(key, title, say("bars.alt", title=title), svg, table)
