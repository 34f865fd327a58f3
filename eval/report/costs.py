"""What differs between compared runs, and what each cost: changed options; seconds, parameters, tokens.

>>> configs({"a": run, "b": other}, Voice("en")).rows[0]  # doctest: +SKIP
['model.ngrams', '1', '2']
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from eval.alignment import Run
from eval.comparison import Comparison
from eval.report.charts.scatter import Spot, scatter
from eval.report.value import Block, Figure, Prose, Table
from eval.report.voice import Voice

KINDS = ("seconds", "fit_s", "predict_s", "parameters", "tokens", "price")
SPREAD = 1.5  # times the least cost: nearer ones are no choice to draw
DRAWN = ("seconds", "parameters", "tokens")


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
    text = re.sub(r"\$\{data:([^}]*)\}", r"\1", str(node))
    return [
        (
            prefix.replace("_target_", "class"),
            text.rpartition(".")[2] if prefix.endswith("_target_") else text,
        )
    ]


def cost(found: Comparison, runs: Mapping[str, Run], say: Voice) -> list[Block]:
    """Quality against each cost that two runs or more recorded, and all costs in one table."""
    spent = {s.name: costs(runs[s.name].record) for s in found.standings}
    known = [kind for kind in KINDS if sum(kind in of for of in spent.values()) > 1]
    if not known:
        return [Prose([say("compare.no_cost")])]
    metric = found.metric.partition("[")[0]
    rows = [
        [
            s.name,
            *(_amount(say, kind, spent[s.name].get(kind)) for kind in known),
            say.bracketed(metric, s.value, s.low, s.high),
        ]
        for s in found.standings
    ]
    heads = [say(f"column.{c}") for c in ("run", *known)]
    table = Table("cost", say("table.cost"), [*heads, metric_name(say, found)], rows)
    drawn = [_picture(found, spent, kind, say) for kind in known if kind in DRAWN]
    return [*(figure for figure in drawn if figure is not None), table]


def costs(record: Mapping[str, Any]) -> dict[str, float]:
    """Return what a run's own model cost, by kind; only what was measured.

    ``cost`` of a run says it in full; older runs only timed their answers, or the whole run.
    """
    given = record.get("cost") or {}
    spent = {k: given.get(k) for k in ("fit_s", "predict_s", "parameters", "price")}
    tokens = [n for k in ("tokens_in", "tokens_out") if (n := given.get(k)) is not None]
    spent["tokens"] = sum(tokens) if tokens else None
    timed = [n for k in ("fit_s", "predict_s") if (n := given.get(k)) is not None]
    whole = (record.get("answering") or {}).get(record["model"], record.get("seconds"))
    spent["seconds"] = sum(timed) if timed else whole
    return {k: float(v) for k, v in spent.items() if isinstance(v, int | float)}


def _picture(
    found: Comparison, spent: Mapping[str, Mapping[str, float]], kind: str, say: Voice
) -> Figure | None:
    """Quality against one cost, on a logarithmic axis; None where the runs cost about the same."""
    spots = [
        Spot(s.name, amount, s.value, s.low, s.high)
        for s in found.standings
        if (amount := spent[s.name].get(kind, 0.0)) > 0
    ]
    if not spots or max(s.cost for s in spots) < SPREAD * min(s.cost for s in spots):
        return None
    metric, cheap = found.metric.partition("[")[0], min(spots, key=lambda s: s.cost)
    title = say(f"compare.least.{kind}", name=cheap.name, amount=_amount(say, kind, cheap.cost))
    svg = scatter(
        spots, say(f"compare.axis.{kind}"), metric_name(say, found), title,
        lambda v: say.value(metric, v), say.plain,
    )  # fmt: skip
    left = [s.name for s in found.standings if s.name not in {spot.name for spot in spots}]
    note = say(f"compare.about.{kind}")
    note += " " + say("compare.not_drawn", names=say.listed(left)) if left else ""
    rows = [
        [s.name, _amount(say, kind, s.cost), say.bracketed(metric, s.value, s.low, s.high)]
        for s in spots
    ]
    heads = [say("column.run"), say(f"column.{kind}"), metric_name(say, found)]
    table = Table(f"cost-{kind}", say("table.cost_by", kind=say(f"column.{kind}")), heads, rows)
    return Figure(f"cost-{kind}", title, title, svg, table, note)


def _amount(say: Voice, kind: str, amount: float | None) -> str:
    if amount is None:
        return "–"
    if kind in ("parameters", "tokens"):
        return say.decimal(amount, 0)
    return say.plain(float(f"{amount:.2g}")) if amount < 10 else say.decimal(amount, 1)
