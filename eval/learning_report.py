"""A learning curve for readers: its report, every draw as CSV, and all of it as JSON for later runs.

>>> "report.html" in files(record, "macro_f1", sizes, values, points, found)  # doctest: +SKIP
True
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from eval.learning import SHARE, Needed, Point
from eval.scores import Array

FILE = "curve.json"
_HEAD = ("labels", "mean score", f"{SHARE:.0%} of draws", "draws")


def files(
    record: Mapping[str, Any],
    metric: str,
    sizes: Sequence[int],
    values: Array,
    points: Sequence[Point],
    found: Needed,
) -> dict[str, str | bytes]:
    """Return the files of a learning curve by name; ``values`` are (draws, sizes) scores."""
    from eval import report
    from eval.report import curve

    wanted = record["config"].get("report") or {}
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
        FILE: json.dumps(content, indent=2, ensure_ascii=False) + "\n",
        "learning_curve.csv": out.getvalue(),
        **report.files(
            curve.report(content, wanted.get("language", "en")), wanted.get("also") or ()
        ),
    }


def stored(root: Path, record: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the newest curve under ``root`` of a run's model on the run's labels, None without one."""
    for file in sorted((root / "learning_curve" / record["model"]).glob(f"*/{FILE}"), reverse=True):
        with suppress(OSError, ValueError, KeyError, TypeError):  # a damaged curve costs no run
            found = json.loads(file.read_text(encoding="utf-8"))
            if _same(found) == _same({**record, "of": record["task"]}):
                return {k: found[k] for k in ("model", "metric", "points", "needed")}
    return None


def _same(record: Mapping[str, Any]) -> list[Any]:
    """What two records share when they are of one model on one set of labels."""
    hashes = [record.get("gold_hash"), record.get("codebook_hash"), record["corpus"]["hash"]]
    return [record["of"], (record.get("config") or {}).get("model"), *hashes]


def show(
    record: Mapping[str, Any], metric: str, points: Sequence[Point], found: Needed, path: Path
) -> None:
    """Print the curve, the labels needed, and where the files are."""
    from eval.report.console import columns

    print(f"\nLearning curve · {_title(record, metric)}\n")
    print(columns([_HEAD, *_rows(points)]))
    print(f"\n{found.text(metric)}\n{_LIMITS}\n\nReport: {path / 'report.html'}")


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
