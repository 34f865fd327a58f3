"""What differs between compared runs, and what each cost: only changed options, seconds, scores.

>>> configs({"a": run, "b": other}, Voice("en")).rows[0]  # doctest: +SKIP
['model.ngrams', '1', '2']
"""

from __future__ import annotations

from collections.abc import Mapping

from eval.alignment import Run
from eval.comparison import Comparison
from eval.report.charts.scatter import Spot, scatter
from eval.report.value import Block, Figure, Prose, Table
from eval.report.voice import Voice


def metric_name(say: Voice, found: Comparison) -> str:
    """The compared column as the field writes it; 'f1[topic]' keeps its label."""
    metric, _, label = found.metric.partition("[")
    return say.metric(metric) + (f" [{label}" if label else "")


def configs(runs: Mapping[str, Run], say: Voice) -> Table:
    """Only the options that are not the same in all runs."""
    flat = [dict(_options(run.record.get("config") or {})) for run in runs.values()]
    keys = [k for k in dict.fromkeys(k for f in flat for k in f) if k != "output"]
    rows = [
        [key, *(f.get(key, "–") for f in flat)]
        for key in keys
        if len({f.get(key) for f in flat}) > 1
    ]
    return Table("configs", say("table.configs"), [say("column.option"), *runs], rows)


def _options(node: object, prefix: str = "") -> list[tuple[str, str]]:
    if isinstance(node, dict):
        return [
            pair
            for k, v in node.items()
            for pair in _options(v, f"{prefix}.{k}" if prefix else str(k))
        ]
    return [(prefix, str(node))]


def cost(found: Comparison, runs: Mapping[str, Run], say: Voice) -> list[Block]:
    """Seconds against quality, where every run recorded its time."""
    spots = []
    for s in found.standings:
        record = runs[s.name].record
        seconds = (record.get("answering") or {}).get(record["model"], record.get("seconds"))
        if not isinstance(seconds, int | float) or seconds <= 0:
            return [Prose([say("compare.no_cost")])]
        spots.append(Spot(s.name, float(seconds), s.value, s.low, s.high))
    metric = found.metric.partition("[")[0]
    cheap = min(spots, key=lambda s: s.cost)
    title = say("compare.cheapest", name=cheap.name, seconds=say.decimal(cheap.cost, 1))
    rows = [
        [s.name, say.decimal(s.cost, 1), say.bracketed(metric, s.value, s.low, s.high)]
        for s in spots
    ]
    heads = [say("column.run"), say("column.seconds"), metric_name(say, found)]
    svg = scatter(
        spots,
        say("compare.seconds"),
        metric_name(say, found),
        title,
        lambda v: say.value(metric, v),
    )
    table = Table("cost", say("table.cost"), heads, rows)
    return [Figure("cost", title, title, svg, table, say("compare.cost_note"))]
