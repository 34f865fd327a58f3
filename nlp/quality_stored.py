"""Quality of models that are judged whole, such as those that find sources: what their stored runs say.

Values, intervals and paired differences are those of ``eval.compare`` on the runs' own first metric; seconds
are what the runs took, all folds together. See ``nlp.quality``, which writes the lines.

>>> [line["config"] for line in lines("sources", runs, "source_majority")]  # doctest: +SKIP
['source_stance', 'source_majority', 'source_nearest']
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from eval.compare import compare
from eval.comparison import Comparison
from nlp.store import StoredRun

Line = dict[str, Any]


def lines(task: str, runs: Sequence[StoredRun], reference: str) -> Iterator[Line]:
    """Yield one line per run, best first; differences are from ``reference``, Holm-adjusted over all pairs."""
    found, by_name = compare(runs), {str(run.record["model"]): run for run in runs}
    for standing in found.standings:
        run = by_name[standing.name]
        articles = len({item.article.id for item in run.items if item.gold.known})
        value = {k: _rounded(getattr(standing, k)) for k in ("value", "low", "high")}
        yield {
            "task": task, "config": standing.name, "corpus": "bundled", "metric": found.metric, **value,
            "articles": articles, "stories": found.stories, **_times(run, articles),
            **_difference(found, standing.name, reference), "date": date.today().isoformat(),
        }  # fmt: skip


def _difference(found: Comparison, name: str, reference: str) -> Line:
    for pair in found.differences:
        if {pair.a, pair.b} == {name, reference}:
            sign = 1 if pair.a == name else -1
            ends = [None if x is None else sign * x for x in (pair.low, pair.high)][::sign]
            low, high = map(_rounded, ends)
            return {"reference": reference, "difference": _rounded(sign * pair.value), "difference_low": low,
                    "difference_high": high, "p_adjusted": round(pair.adjusted, 4)}  # fmt: skip
    return {}


def _times(run: StoredRun, articles: int) -> Line:
    cost = run.record.get("cost") or {}
    asked = cost.get("predict_s")
    return {
        "fit_s": cost.get("fit_s"),
        "articles_per_s": round(articles / asked) if asked else None,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
