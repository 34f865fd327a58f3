"""A learning curve for readers: the sentence, the table, the picture, and every draw as CSV and JSON.

>>> files(record, "macro_f1", sizes, values, points, found)["report.md"]  # doctest: +SKIP
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from eval.learning import SHARE, Needed, Point
from eval.scores import Array

_HEAD = ("labels", "mean score", f"{SHARE:.0%} of draws", "draws")


def files(
    record: Mapping[str, Any],
    metric: str,
    sizes: Sequence[int],
    values: Array,
    points: Sequence[Point],
    found: Needed,
) -> dict[str, str]:
    """Return the files of a learning curve by name; ``values`` are (draws, sizes) scores."""
    content = {
        **record,
        "metric": metric,
        "points": [asdict(p) for p in points],
        "needed": asdict(found),
    }
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["labels", "draw", metric])
    for size, column in zip(sizes, values.T, strict=True):
        table.writerows(
            [size, i, round(float(v), 6)] for i, v in enumerate(column) if np.isfinite(v)
        )
    return {
        "curve.json": json.dumps(content, indent=2, ensure_ascii=False) + "\n",
        "learning_curve.csv": out.getvalue(),
        "learning_curve.svg": _picture(record, metric, points),
        "report.md": _page(record, metric, points, found),
    }


def show(
    record: Mapping[str, Any], metric: str, points: Sequence[Point], found: Needed, path: Path
) -> None:
    """Print the curve, the labels needed, and where the files are."""
    from eval.report.console import columns

    print(f"\nLearning curve · {_title(record, metric)}\n")
    print(columns([_HEAD, *_rows(points)]))
    print(f"\n{found.text(metric)}\n{_LIMITS}\n\nFiles: {path}")


_LIMITS = (
    "Each draw holds out one story-grouped fold; the band shows draws of this corpus, not other corpora."
    " The law is fitted to the means, its interval to resampled draws."
)


def _title(record: Mapping[str, Any], metric: str) -> str:
    return f"{record['of']} · {record['model']} · {record['corpus']['name']} · {metric}"


def _rows(points: Sequence[Point]) -> list[list[str]]:
    return [
        [f"{p.size:,}", f"{p.value:.2f}", f"{p.low:.2f} to {p.high:.2f}", str(p.draws)]
        for p in points
    ]


def _page(record: Mapping[str, Any], metric: str, points: Sequence[Point], found: Needed) -> str:
    rows = ["| " + " | ".join(row) + " |" for row in [_HEAD, ["---"] * len(_HEAD), *_rows(points)]]
    versions = ", ".join(f"{k} {v}" for k, v in record["versions"].items())
    parts = [
        f"# Learning curve: {_title(record, metric)}".replace("_", r"\_"),
        found.text(metric).replace("_", r"\_"),
        "\n".join(rows),
        "![Learning curve](learning_curve.svg)",
        _LIMITS,
        f"Corpus {record['corpus']['hash'][:12]}, labels {record['gold_hash'][:12]}, codebook"
        f" {record['codebook_hash'][:12]}, seed {record['seed']}; {versions}.",
        f"`{record['command']}`",
    ]
    return "\n\n".join(parts) + "\n"


def _picture(record: Mapping[str, Any], metric: str, points: Sequence[Point]) -> str:
    from eval.report.charts.curves import Axes, Line, curves
    from eval.report.charts.svg import nice
    from eval.report.standalone import svg
    from eval.report.value import Figure, Table

    line = Line(
        metric,
        [(p.size, p.value) for p in points],
        [(p.size, p.low, p.high) for p in points],
        band=True,
    )
    axes = Axes(
        "labelled examples", metric, (0, nice(points[-1].size)), (0, 1), tick="{:.0f}".format
    )
    alt = (
        f"{metric} from {points[0].value:.2f} at {points[0].size} labels to {points[-1].value:.2f}"
    )
    alt += f" at {points[-1].size}; the band holds {SHARE:.0%} of the draws."
    table = Table("learning_curve", "Learning curve", _HEAD, _rows(points))
    title = f"Learning curve: {_title(record, metric)}"
    return svg(Figure("learning_curve", title, alt, curves([line], axes, alt), table))
