"""Compare runs on the same articles: paired differences, tie groups, and what would settle a tie.

``python -m eval.compare runs/topic/tfidf_lr/TIME runs/topic/codebook/TIME --metric macro_f1``

Runs are joined on example id. For every pair: the difference, its story-clustered interval, an exact
McNemar test where it applies and story-swapped randomisation elsewhere, Holm-adjusted over all
pairs. Runs that cannot be told apart form one group (see ``eval.significance.tie_groups``).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from eval.alignment import Run, align, label_set, names_of
from eval.checks import check_items
from eval.compare_text import render
from eval.comparison import Comparison, differences, standings
from eval.intervals import Plan
from eval.power import stories_needed
from eval.rebuild import build
from eval.sample import Sample
from eval.scores import Metric, NotMeasuredError, signature
from eval.significance import tie_groups
from nlp.errors import UserError, did_you_mean, one_line
from nlp.records import Item, LabelSet


def compare(
    runs: Sequence[Run], metric: str = "", *, resamples: int = 10_000, seed: int = 0,
    level: float = 0.95,
) -> Comparison:  # fmt: skip
    """Compare two or more runs on one metric column, such as 'macro_f1' or 'f1[topic]'.

    Default: the first column of the first run's first metric. Raises UserError when the runs answer
    different tasks, gold, codebooks or examples, or lack the metric.
    """
    plan = Plan(resamples, seed, level)
    names = names_of([run.path for run in runs], [run.record for run in runs])
    aligned = align(runs, names)
    labels = label_set(runs[0].record)
    for items in aligned:
        check_items(items, labels)
    chosen, j = _choose(_metrics(runs[0].record), labels, metric)
    if chosen.needs_gold:
        aligned = [[item for item in items if item.gold.known] for items in aligned]
    if not aligned[0]:
        raise UserError("no item of these runs has a gold answer: nothing can be compared.")
    samples = [_sample(chosen, items, labels, n) for n, items in zip(names, aligned, strict=True)]
    articles = [item.article.id or item.id for item in aligned[0]]
    return _rank(samples, names, articles, j, plan)


def _rank(
    samples: list[Sample], names: list[str], articles: Sequence[str], j: int, plan: Plan
) -> Comparison:
    column, stories = samples[0].columns[j], samples[0].stories
    sign = -1.0 if column.higher_is_better is False else 1.0
    values = {name: float(s.point()[j]) for name, s in zip(names, samples, strict=True)}
    for name, value in values.items():
        if not np.isfinite(value):
            raise UserError(f"{column.key} is undefined for run {name!r}: nothing to average.")
    order = sorted(range(len(names)), key=lambda k: (-sign * values[names[k]], names[k]))
    samples, names = [samples[k] for k in order], [names[k] for k in order]
    found = differences(samples, names, articles, j, sign, plan)
    resolved = {(d.a, d.b): d.resolved for d in found}
    groups = tie_groups(names, lambda a, b: resolved[a, b])
    top, family = found[0], len(found)
    needed = stories_needed(stories, top.error, top.value, 0.05 / family)
    how = {"clusters": "story", "resamples": str(plan.resamples), "seed": str(plan.seed)}
    return Comparison(
        column.key, sign > 0, len(articles), stories, plan.level,
        standings(samples, names, groups, j, plan), groups, found, needed,
        signature(column, samples[0].metric, how | {"family": f"holm-{family}"}),
    )  # fmt: skip


def _metrics(record: Mapping[str, Any]) -> list[Metric]:
    configs = record.get("metrics") or []
    metrics = [build(c) for c in (configs.values() if isinstance(configs, Mapping) else configs)]
    if not metrics:
        raise UserError("the first run records no metric to compare on; run it again with one.")
    return metrics


def _choose(metrics: Sequence[Metric], labels: LabelSet | None, wanted: str) -> tuple[Metric, int]:
    columns = [(m, j, c.key) for m in metrics for j, c in enumerate(m.columns(labels))]
    for metric, j, key in columns:
        if key == wanted or not wanted:
            return metric, j
    hint = did_you_mean(wanted, [key for _, _, key in columns])
    raise UserError(f"these runs do not measure {wanted!r}.{hint}")


def _sample(metric: Metric, items: Sequence[Item], labels: LabelSet | None, name: str) -> Sample:
    try:
        return Sample.of(metric, items, labels)
    except NotMeasuredError as why:
        raise UserError(f"run {name!r} has no {metric.name}: {why}.") from why


@one_line
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (2 for a user's mistake)."""
    parser = argparse.ArgumentParser("python -m eval.compare", description="Compare stored runs.")
    parser.add_argument("runs", nargs="+", type=Path, metavar="RUN", help="run directories")
    parser.add_argument(
        "--metric", default="", help="such as macro_f1; default: the first measured"
    )
    parser.add_argument("--resamples", type=int, default=10_000, help="of stories (default 10000)")
    parser.add_argument(
        "--seed", type=int, default=0, help="of resampling and swapping (default 0)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything as JSON")
    parser.add_argument("--html", type=Path, metavar="FILE", help="also write a report, one file")
    parser.add_argument("--language", default="en", help="of the report: en or fr (default en)")
    given = parser.parse_args(arguments)
    from nlp.store import read_run

    stored: list[Run] = [read_run(path) for path in given.runs]
    result = compare(stored, given.metric, resamples=given.resamples, seed=given.seed)
    if given.json:
        given.json.write_text(json.dumps(result.to_dict(), indent=1), encoding="utf-8")
    if given.html:
        from eval.report import compared, page

        text = page.page(compared.report(result, stored, given.language))
        given.html.write_text(text, encoding="utf-8", errors="replace", newline="\n")
    print(render(result))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
