"""Where a run fails: its scores by outlet, language, year, length, …, each against all the rest.

``python -m eval.slices runs/topic/tfidf_lr/TIME --by language,outlet --by language×length``

Slices are cut from stored predictions; no model runs (``eval.slicing`` says how they are judged). Runs
with labels are also sliced by true- and false-positive rates. Numbers with more than six values (length,
year) are cut into thirds. Worst slices come first, those of too few stories last.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from eval.alignment import label_set
from eval.compare_text import table
from eval.intervals import Plan
from eval.metrics.error_rates import ErrorRates
from eval.rebuild import build
from eval.scores import Metric
from eval.slicing import Slice, slices
from nlp.errors import UserError, did_you_mean, one_line
from nlp.records import Item

__all__ = ["Slice", "main", "of_run", "render", "slices"]


def render(found: Sequence[Slice]) -> str:
    """Return slices of one metric as a text table."""
    rows = [
        ["slice", found[0].metric, "interval", "n", "stories", "rest", "difference", "p (Holm)"]
    ]
    for s in found:
        rows.append(
            [
                f"{s.by}={s.value}", _number(s.score), _range(s.low, s.high) or s.note, str(s.n),
                str(s.stories), _number(s.rest),
                f"{_number(s.difference, '+')} {_range(s.difference_low, s.difference_high, '+')}",
                _number(s.p, digits=4),
            ]
        )  # fmt: skip
    return table(rows)


def _number(value: float | None, sign: str = "", digits: int = 3) -> str:
    return "-" if value is None else f"{value:{sign}.{digits}f}"


def _range(low: float | None, high: float | None, sign: str = "") -> str:
    return "" if low is None or high is None else f"[{low:{sign}.3f}, {high:{sign}.3f}]"


def of_run(
    record: dict[str, object], items: Sequence[Item], by: Sequence[str], metric: str, plan: Plan
) -> list[list[Slice]]:
    """Return one list of slices per figure: ``metric``, then the error rates where labels exist."""
    labels = label_set(record)
    metrics = [build(c) for c in record["metrics"]]  # type: ignore[attr-defined]
    rates: list[Metric] = [ErrorRates()] if labels else []
    able = [(m, c.key) for m in [*metrics, *rates] for c in m.columns(labels)]
    keys = [key for _, key in able]
    if metric and metric not in keys:
        raise UserError(f"this run does not measure {metric!r}.{did_you_mean(metric, keys)}")
    wanted = dict.fromkeys([metric or keys[0], *(["tpr", "fpr"] if labels else [])])
    chosen = [next(pair for pair in able if pair[1] == key) for key in wanted]
    return [slices(items, m, labels, by, column=key, plan=plan) for m, key in chosen]


@one_line
def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (2 for a user's mistake)."""
    parser = argparse.ArgumentParser(
        "python -m eval.slices", description=(__doc__ or "").split("\n")[0]
    )
    parser.add_argument("run", type=Path, metavar="RUN", help="run directory")
    parser.add_argument(
        "--by", action="append", required=True, metavar="COLUMNS",
        help="such as language,outlet,length or language×length",
    )  # fmt: skip
    parser.add_argument(
        "--metric", default="", help="such as macro_f1; default: the first measured"
    )
    parser.add_argument("--resamples", type=int, default=2000, help="of stories (default 2000)")
    parser.add_argument("--seed", type=int, default=0, help="of resampling (default 0)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything as JSON")
    given = parser.parse_args(arguments)
    from nlp.store import read_run

    run = read_run(given.run)
    by = [name.strip() for text in given.by for name in text.split(",") if name.strip()]
    plan = Plan(given.resamples, given.seed)
    tables = of_run(run.record, run.items, by, given.metric, plan)
    if given.json:
        rows = [asdict(s) for found in tables for s in found]
        given.json.write_text(json.dumps(rows, indent=1, ensure_ascii=False), "utf-8")
    print("\n\n".join(render(found) for found in tables))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
