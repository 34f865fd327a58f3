"""Articles on which runs disagree, to be read side by side: who is right where the other is wrong.

Examples that separate the two best runs come first. Filters take all that is chosen: 'right: A' and
'wrong: B' leave what A finds and B misses. Summaries are read with each run's score.

>>> browser(comparison, {"a": run, "b": other}, Voice("en")).facets[0].id  # doctest: +SKIP
'right'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from eval.alignment import Run, align, label_set
from eval.comparison import Comparison
from eval.report.contrasts import metric_of
from eval.report.pieces import cut
from eval.report.readings import facet
from eval.report.value import Browser, Reading
from eval.report.voice import Voice
from eval.sample import Sample
from eval.scores import Score, answered
from nlp.records import Item, Prediction

MOST = 5_000  # articles in one page


def browser(found: Comparison, runs: Mapping[str, Run], say: Voice) -> Browser:
    """Return the examples with their filters, those that separate the runs first."""
    names = [s.name for s in found.standings]
    aligned = dict(zip(runs, align(list(runs.values()), list(runs)), strict=True))
    columns = [aligned[name] for name in names]
    record = next(iter(runs.values())).record
    rows = list(zip(*columns, strict=True))
    if record["labels"]:
        return _labelled(rows, names, record, say)
    return _summarized(rows, names, _scores(found, record, columns), found.metric, say)


def _labelled(
    rows: list[tuple[Item, ...]], names: list[str], record: Mapping[str, Any], say: Voice
) -> Browser:
    labels = tuple(record["labels"]["names"])
    known = [row for row in rows if row[0].gold.labels is not None]

    def right(item: Item) -> bool:
        return answered(item) and item.prediction.labels == item.gold.labels

    known.sort(key=lambda row: (right(row[0]) == right(row[1]), all(map(right, row))))
    used = known[:MOST]
    told = [[n for n, item in zip(names, row, strict=True) if right(item)] for row in used]
    missed = [[n for n in names if n not in good] for good in told]
    gold = [
        [say.label(record, n) for n in labels if n in (row[0].gold.labels or ())] for row in used
    ]
    plan = [
        facet("right", say("facet.right"), told, names, every=True),
        facet("wrong", say("facet.wrong"), missed, names, every=True),
        facet("gold", say("facet.gold"), gold, [say.label(record, n) for n in labels]),
    ]
    readings = []
    for k, row in enumerate(used):
        cells = [_cells(row, name, record, say) for name in labels]
        who = say.listed(told[k]) if told[k] else say("none")
        readings.append(
            _reading(
                row[0], say("compare.right", names=who), cells, [c[k] for c, _ in plan], labels
            )
        )
    heads = [say("read.label"), say("read.gold"), *names]
    marks = [(str(i), say.label(record, n)) for i, n in enumerate(labels[:8])]
    return Browser(readings, [f for _, f in plan], heads, marks, len(known) - len(used))


def _cells(row: Sequence[Item], name: str, record: Mapping[str, Any], say: Voice) -> list[str]:
    def has(item: Item) -> str:
        score = item.prediction.scores.get(name)
        said = say("yes" if name in item.prediction.labels else "no")
        return (
            "–"
            if not answered(item)
            else said + ("" if score is None else f" ({say.decimal(score)})")
        )

    gold = say("yes" if name in (row[0].gold.labels or ()) else "no")
    return [say.label(record, name), gold, *map(has, row)]


def _summarized(
    rows: list[tuple[Item, ...]], names: list[str], scores: list[list[float]], metric: str, say: Voice
) -> Browser:  # fmt: skip
    order = sorted(
        range(len(rows)), key=lambda k: -abs(scores[k][0] - scores[k][1]) if scores[k] else 0.0
    )
    used = order[:MOST]
    best = [
        [n for n, v in zip(names, scores[k], strict=False) if v == max(scores[k])] for k in used
    ]
    codes, one = facet("best", say("facet.best"), best, names)
    readings = []
    for place, k in enumerate(used):
        values = [say.value(metric, v) for v in scores[k]] or ["–"] * len(names)
        cells = [[n, v, i.prediction.text] for n, v, i in zip(names, values, rows[k], strict=True)]
        told = say("compare.best", names=say.listed(best[place])) if best[place] else ""
        readings.append(
            _reading(rows[k][0], told, cells, [codes[place]], (), say("read.reference"))
        )
    heads = [say("column.run"), say("column.score"), say("browser.summary")]
    return Browser(readings, [one] if len(one.values) > 1 else [], heads, [], len(rows) - len(used))


def _scores(
    found: Comparison, record: Mapping[str, Any], columns: Sequence[Sequence[Item]]
) -> list[list[float]]:
    """Each example's value under every run; [] where the metric has none."""
    name, _, label = found.metric.partition("[")
    made = metric_of(record, Score(name, label.rstrip("]"), 0.0, None, None, 0, 0))
    if made is None:
        return [[] for _ in columns[0]]
    metric, j = made
    values = [
        metric.item_values(Sample.of(metric, items, label_set(record)).rows) for items in columns
    ]
    if any(v is None for v in values):
        return [[] for _ in columns[0]]
    return [[float(v[k, j]) for v in values if v is not None] for k in range(len(columns[0]))]


def _reading(
    item: Item, verdict: str, cells: list[list[str]], codes: list[list[int]], labels: Sequence[str],
    reference: str = "",
) -> Reading:  # fmt: skip
    article = item.article
    about = [article.outlet, article.date, article.language, article.section, item.topic]
    shared = replace(item, prediction=Prediction(item.id))  # what one run points to is not shown
    pieces, left = cut(shared, labels)
    return Reading(
        item.id, article.title or article.text[:80] or item.id, " · ".join(a for a in about if a), verdict,
        [], cells, [], [(reference, r) for r in item.gold.references], pieces, codes, left,
    )  # fmt: skip
