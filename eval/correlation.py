"""Which summary metrics agree with people? Kendall's tau-b and Pearson's r on judged summaries.

``python -m eval.correlation FOLDER FOLDER…``, each with ``documents.jsonl`` (id, document and
references, or one summary) and ``judgments.jsonl`` (id, system, summary, and one number per human
criterion), as in SummEval (Fabbri et al. 2021) and REALSumm (Bhandari et al. 2020).

System level: correlation of system means. Summary level: correlation over the systems of each
document, averaged over documents where both vary. tau-b counts ties (Kendall 1945).

>>> tau_b([1, 2, 3, 4], [1, 2, 4, 3])
0.6666666666666666
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from eval.compare_text import table
from eval.metrics.chrf import ChrF
from eval.metrics.extractiveness import Extractiveness
from eval.metrics.length import Length
from eval.metrics.redundancy import Redundancy
from eval.metrics.rouge import Rouge
from eval.metrics.support import Support
from eval.scores import Array, Metric
from nlp.errors import UserError
from nlp.records import Article, Gold, Item, Prediction, SummarySentence
from nlp.text.sentences import split

METRICS: tuple[type, ...] = (Rouge, ChrF, Extractiveness, Redundancy, Length, Support)
_NOT_CRITERIA = ("id", "system", "summary")


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one metric column goes with one human criterion."""

    corpus: str
    criterion: str
    metric: str
    system_tau: float
    system_r: float
    summary_tau: float
    summary_r: float


def correlate(folder: Path, metrics: Sequence[Metric]) -> list[Agreement]:
    """Return the agreement of every metric column with every human criterion of one corpus."""
    items, systems, people = read(folder)
    documents = np.array([item.article.id for item in items])
    scores = {
        column.key: values[:, j]
        for metric in metrics
        for values in [_item_values(metric, items)]
        for j, column in enumerate(metric.columns(None))
    }
    return [
        Agreement(
            folder.name, criterion, key, *_by_group_mean(values, human, systems),
            *_within_group(values, human, documents),
        )
        for criterion, human in people.items()
        for key, values in scores.items()
    ]  # fmt: skip


def read(folder: Path) -> tuple[list[Item], Array, dict[str, Array]]:
    """Return (items, their systems, human ratings by criterion) of a judged corpus."""
    documents = {str(row["id"]): row for row in _rows(folder / "documents.jsonl")}
    judgments = _rows(folder / "judgments.jsonl")
    criteria = [
        k for k, v in judgments[0].items() if k not in _NOT_CRITERIA and isinstance(v, float)
    ]
    items = [_item(i, row, documents[str(row["id"])]) for i, row in enumerate(judgments)]
    systems = np.array([row["system"] for row in judgments])
    return (
        items,
        systems,
        {c: np.array([row[c] for row in judgments], dtype=float) for c in criteria},
    )


def _item(number: int, judgment: Mapping[str, Any], document: Mapping[str, Any]) -> Item:
    text, summary = str(document["document"]), str(judgment["summary"])
    references = document.get("references") or [document.get("reference") or document["summary"]]
    article = Article(str(judgment["id"]), text, language="en")
    sentences = tuple(SummarySentence(summary[a:b]) for a, b in split(summary, "en"))
    prediction = Prediction(str(number), summary=sentences)
    return Item(str(number), article, article.id, Gold(None, tuple(references)), prediction)


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        raise UserError(
            f"{path} not found; give a folder with documents.jsonl and judgments.jsonl."
        )
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    if not rows:
        raise UserError(f"{path} is empty.")
    return rows


def _item_values(metric: Metric, items: Sequence[Item]) -> Array:
    values = metric.item_values(metric.measure(items, None))
    assert values is not None, metric.name
    return values


def _by_group_mean(metric: Array, human: Array, groups: Array) -> tuple[float, float]:
    """Return (tau, r) of group means; groups are systems."""
    names = sorted(set(groups.tolist()))
    means = [
        np.array([_mean(values[groups == name]) for name in names]) for values in (metric, human)
    ]
    return tau_b(*means), pearson(*means)


def _within_group(metric: Array, human: Array, groups: Array) -> tuple[float, float]:
    """Return (tau, r) averaged over groups in which both vary; groups are documents."""
    found = []
    for name in sorted(set(groups.tolist())):
        inside = (groups == name) & np.isfinite(metric) & np.isfinite(human)
        found.append((tau_b(metric[inside], human[inside]), pearson(metric[inside], human[inside])))
    taus, rs = (np.array(column) for column in zip(*found, strict=True))
    return _mean(taus), _mean(rs)


def _mean(values: Array) -> float:
    finite = values[np.isfinite(values)]
    return float(finite.mean()) if len(finite) else float("nan")


def tau_b(a: Sequence[float] | Array, b: Sequence[float] | Array) -> float:
    """Return Kendall's tau-b; NaN where one side does not vary."""
    x, y = (np.sign(np.subtract.outer(np.asarray(v, float), np.asarray(v, float))) for v in (a, b))
    scale = float(np.sqrt((x != 0).sum() * (y != 0).sum()))
    return float((x * y).sum()) / scale if scale else float("nan")


def pearson(a: Array, b: Array) -> float:
    """Return Pearson's r; NaN where one side does not vary."""
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def render(found: Sequence[Agreement]) -> str:
    """Return one table per corpus and criterion, the best summary-level agreement first."""
    parts = []
    for corpus, criterion in dict.fromkeys((a.corpus, a.criterion) for a in found):
        mine = [a for a in found if (a.corpus, a.criterion) == (corpus, criterion)]
        mine.sort(key=lambda a: -np.nan_to_num(a.summary_tau, nan=-9))
        rows = [["metric", "tau, systems", "r, systems", "tau, summaries", "r, summaries"]]
        rows += [
            [
                a.metric,
                *(f"{v:+.3f}" for v in (a.system_tau, a.system_r, a.summary_tau, a.summary_r)),
            ]
            for a in mine
        ]
        parts.append(f"{corpus}: {criterion}\n{table(rows)}")
    return "\n\n".join(parts)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (2 for a user's mistake)."""
    parser = argparse.ArgumentParser(
        "python -m eval.correlation", description="Correlate summary metrics with people."
    )
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="judged corpora")
    given = parser.parse_args(arguments)
    try:
        metrics: list[Metric] = [metric() for metric in METRICS]
        found = [a for folder in given.folders for a in correlate(folder, metrics)]
    except (UserError, OSError, KeyError, ValueError) as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 2
    print(render(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
