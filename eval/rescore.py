"""A stored run judged again, from its predictions and votes alone: no model, no corpus.

>>> fresh = rescore(read_run("runs/topic/tfidf_lr/TIME"))  # doctest: +SKIP
>>> fresh.models["tfidf_lr"].find("macro_f1").value  # doctest: +SKIP
0.71
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eval.alignment import label_set
from eval.intervals import Plan
from eval.judging import Judged, judge_all
from eval.rebuild import build
from eval.scores import Metric
from nlp.errors import UserError
from nlp.store import StoredRun
from nlp.stored import answers, votes


def plan_of(record: Mapping[str, Any]) -> Plan:
    """Return how the intervals of a recorded run were made."""
    interval = record["config"]["interval"]
    return Plan(interval["resamples"], record["seed"], interval["level"], interval["method"])


def metrics_of(record: Mapping[str, Any]) -> list[Metric]:
    """Return the metrics of a recorded run."""
    return [build(config) for config in record["metrics"]]


def rescore(run: StoredRun, metrics: Sequence[Metric] = (), plan: Plan | None = None) -> Judged:
    """Return every judgement of a stored run, by its own metrics and plan unless others are given.

    Raises
    ------
    UserError
        When the record lacks what judging needs.
    """
    try:
        labels, how = label_set(run.record), plan or plan_of(run.record)
        chosen = list(metrics) or metrics_of(run.record)
    except (KeyError, TypeError) as problem:
        raise UserError(f"{run.path / 'run.json'} lacks {problem}: run it again.") from None
    return judge_all(answers(run), votes(run), chosen, labels, how)
