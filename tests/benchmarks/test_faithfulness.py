"""How well do the faithfulness checks tell consistent summaries from edited ones? AUC on SummEdits, news.

``pytest -m benchmark -s tests/benchmarks/test_faithfulness.py`` prints, for each check, the probability that
it values a consistent summary above an inconsistent one (ties count half; 0.5 is chance), with a 95% interval
over documents, and how the 'doubtful' mark does. Figures are printed, not asserted; those in the docstring of
``eval.metrics.support`` come from here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from eval.metrics.extractiveness import Extractiveness
from eval.metrics.support import Support
from nlp.models.written import Length, prediction
from nlp.records import Article, Example, Gold, Item
from nlp.text.normalize import normalize

pytestmark = pytest.mark.benchmark

RESAMPLES = 1000
Floats = NDArray[np.float64]


def auc(values: Floats, consistent: NDArray[np.bool_]) -> float:
    """Return the share of (consistent, inconsistent) pairs in the right order."""
    apart = values[consistent][:, None] - values[~consistent][None, :]
    return float(np.mean((apart > 0) + 0.5 * (apart == 0)))


def checks(row: dict[str, Any]) -> dict[str, float]:
    """Return every check's value for one summary; where there is nothing to check, all is backed."""
    article = Article("x", normalize(row["doc"]), language="en")
    answer = prediction(Example("x", article), normalize(row["summary"]), Length(words=10_000))
    item = Item("x", article, "x", Gold(), answer)
    found: dict[str, float] = {}
    for metric in (Support(), Extractiveness()):
        columns = [column.metric for column in metric.outputs()]
        found |= zip(columns, np.nan_to_num(np.array(metric.values(item)), nan=1.0), strict=True)
    supports = [s.support for s in answer.summary if s.support]
    return {
        "names_supported": found["names_supported"],
        "numbers_supported": found["numbers_supported"],
        "names and numbers (none missing)": -float(sum(len(s.missing) for s in supports)),
        "sentence_support": found["sentence_support"],
        "weakest_sentence": found["weakest_sentence"],
        "trigrams of the article": -found["novel_3"],
        "not doubtful": float(not any(s.doubtful for s in supports)),
    }


def test_discrimination_on_summedits(shared: Path) -> None:
    file = shared / "corpora" / "summedits_news" / "pairs.jsonl"
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    consistent = np.array([row["label"] == 1 for row in rows])
    documents = np.unique([row["doc"] for row in rows], return_inverse=True)[1]
    members = [np.flatnonzero(documents == d) for d in range(documents.max() + 1)]
    valued = [checks(row) for row in rows]
    rng = np.random.default_rng(0)
    draws = [
        np.concatenate([members[d] for d in rng.integers(0, len(members), len(members))])
        for _ in range(RESAMPLES)
    ]
    print(f"\n{len(rows)} summaries of {len(members)} articles, {consistent.sum()} consistent")
    for name in valued[0]:
        values = np.array([v[name] for v in valued])
        low, high = np.quantile([auc(values[d], consistent[d]) for d in draws], [0.025, 0.975])
        print(f"  {name:34s}AUC {auc(values, consistent):.3f} [{low:.3f}, {high:.3f}]")
    marked = np.array([not v["not doubtful"] for v in valued])
    print(f"  marked doubtful: {marked[~consistent].mean():.0%} of the inconsistent,", end=" ")
    print(f"{marked[consistent].mean():.0%} of the consistent")
