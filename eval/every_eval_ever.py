"""A run in the Every Eval Ever schema, 0.2.2: one record others' leaderboards can read.

>>> record(run, now=0)["schema_version"]  # doctest: +SKIP
'0.2.2'

Source: https://github.com/evaleval/every_eval_ever, ``eval.schema.json``. Values of all
``additional_details`` are texts there; ``score_type`` is left out where a score has no known range.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nlp.store import StoredRun

VERSION = "0.2.2"
_UNIT = (
    "macro_", "micro_", "weighted_", "f1", "precision", "recall", "accuracy", "subset_accuracy",
    "balanced_accuracy", "tpr", "fpr", "ece", "average_precision", "roc_auc", "rouge",
)  # fmt: skip


def record(
    run: StoredRun, *, now: float, organization: str = "", model_id: str = ""
) -> dict[str, Any]:
    """Return the record of a run's own model; ``now`` is the Unix time of the export."""
    about, name = run.record, str(run.record["model"])
    identifier = model_id or f"realign/{name}"
    scores = [s for s in run.scores if s["model"] == name and s["higher_is_better"] is not None]
    return {
        "schema_version": VERSION,
        "evaluation_id": f"{about['task']}/{identifier.replace('/', '_')}/{now:.0f}",
        "evaluation_timestamp": about["started"],
        "retrieved_timestamp": f"{now:.0f}",
        "source_metadata": {
            "source_name": "Realign",
            "source_type": "evaluation_run",
            "source_organization_name": organization or "unknown",
            "evaluator_relationship": "other",
        },
        "eval_library": {
            "name": "realign",
            "version": about["versions"].get("realign", "unknown"),
            "additional_details": _texts({**about["versions"], "code": about["code"]}),
        },
        "model_info": {
            "name": name,
            "id": identifier,
            "developer": identifier.partition("/")[0],
            "additional_details": _texts({"config": about["config"].get("model")}),
        },
        "evaluation_results": [_result(s, about) for s in scores],
    }


def _result(score: Mapping[str, Any], about: Mapping[str, Any]) -> dict[str, Any]:
    key = f"{score['metric']}[{score['label']}]" if score["label"] else score["metric"]
    corpus = about["corpus"]
    details = {k: about[f"{k}_hash"] for k in ("gold", "codebook")}
    details |= {"articles": corpus["articles"], "stories": corpus["stories"]}
    return {
        "evaluation_result_id": key,
        "evaluation_name": f"{corpus['name']} {about['task']}",
        "evaluation_timestamp": about["started"],
        "source_data": {
            "dataset_name": corpus["name"],
            "source_type": "other",
            "source_version": corpus["hash"],
            "additional_details": _texts(details),
        },
        "metric_config": {
            "metric_id": f"realign.{key}",
            "metric_name": key,
            "lower_is_better": not score["higher_is_better"],
            **_range(score["metric"]),
            "additional_details": {"signature": score["signature"]},
        },
        "score_details": {
            "score": score["value"],
            "details": _texts({k: score[k] for k in ("n", "stories", "note") if score[k]}),
            "uncertainty": _uncertainty(score),
        },
        "generation_config": {
            "generation_args": {"execution_command": about["command"]},
            "additional_details": _texts({"seed": about["seed"]}),
        },
    }


def _range(metric: str) -> dict[str, Any]:
    """The range, for the metrics that are known to lie between 0 and 1."""
    if not metric.startswith(_UNIT):
        return {}
    return {"score_type": "continuous", "min_score": 0.0, "max_score": 1.0}


def _uncertainty(score: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"num_samples": score["n"]}
    made = dict(part.partition(":")[::2] for part in score["signature"].split("|"))
    if score["low"] is not None:
        found["confidence_interval"] = {
            "lower": score["low"],
            "upper": score["high"],
            "confidence_level": score["level"],
            "method": f"{made.get('interval', 'unknown')}, stories as clusters",
        }
    if "resamples" in made:
        found["num_bootstrap_samples"] = int(made["resamples"])
    return found


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Return values as texts, those that are not as JSON."""
    plain = values.items()
    return {k: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for k, v in plain}
