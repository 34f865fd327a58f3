"""Which summary metrics agree with people? Kendall's tau-b and Pearson's r on judged summaries.

``python -m eval.correlation FOLDER FOLDER…``, each with ``documents.jsonl`` (id, document and
references, or one summary) and ``judgments.jsonl`` (id, system, summary, and one number per human
criterion), as in SummEval (Fabbri et al. 2021) and REALSumm (Bhandari et al. 2020).

System level: correlation of system means. Summary level: correlation over the systems of each
document, averaged over the documents in which both vary, with an interval over documents. tau-b
allows for ties (Kendall 1945). Metrics and their settings are those of their default options.

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
from eval.intervals import MIN_STORIES, draws, widened
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
    systems: int
    system_tau: float
    system_r: float
    documents: int
    summary_tau: float
    low: float | None  # 95% interval of summary_tau over documents; None below ten of them
    high: float | None
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
        _agreement(folder.name, criterion, key, values, human, systems, documents)
        for criterion, human in people.items()
        for key, values in scores.items()
    ]


def _agreement(
    corpus: str, criterion: str, key: str, values: Array, human: Array, systems: Array,
    documents: Array,
) -> Agreement:  # fmt: skip
    """Compare one metric column with one human criterion at both levels."""
    names = sorted(set(systems.tolist()))
    ours, theirs = (np.array([_mean(v[systems == n]) for n in names]) for v in (values, human))
    taus, rs = _by_document(values, human, documents)
    low, high = _interval(taus)
    return Agreement(
        corpus, criterion, key, len(names), tau_b(ours, theirs), pearson(ours, theirs),
        len(taus), _mean(taus), low, high, _mean(rs),
    )  # fmt: skip


def _by_document(values: Array, human: Array, documents: Array) -> tuple[Array, Array]:
    """Return (taus, rs) over the systems of each document in which both vary."""
    found = []
    for name in sorted(set(documents.tolist())):
        inside = (documents == name) & np.isfinite(values) & np.isfinite(human)
        found.append((tau_b(values[inside], human[inside]), pearson(values[inside], human[inside])))
    both = np.array(found)
    return both[np.isfinite(both).all(axis=1)].T[0], both[np.isfinite(both).all(axis=1)].T[1]


def _interval(taus: Array) -> tuple[float | None, float | None]:
    """Return the 95% percentile interval of the mean over documents, widened as all others are."""
    if len(taus) < MIN_STORIES:
        return None, None
    means = np.concatenate([counts @ taus for counts in draws(len(taus), 2000, 0)]) / len(taus)
    low, high = np.quantile(means, widened(len(taus), 0.95))
    return float(low), float(high)


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
        head = ["systems", "tau", "r", "documents", "tau", "95% interval", "r"]
        rows = [["metric", *head]]
        rows += [_row(a) for a in mine]
        title = f"{corpus}: {criterion} (left: system means; right: summaries of one document)"
        parts.append(f"{title}\n{table(rows)}")
    return "\n\n".join(parts)


def _row(a: Agreement) -> list[str]:
    few = a.low is None or a.high is None
    interval = "too few documents" if few else f"{a.low:+.2f} to {a.high:+.2f}"
    return [
        a.metric, str(a.systems), f"{a.system_tau:+.2f}", f"{a.system_r:+.2f}",
        str(a.documents), f"{a.summary_tau:+.2f}", interval, f"{a.summary_r:+.2f}",
    ]  # fmt: skip


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
