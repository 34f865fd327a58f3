"""A stored run judged again, without its model or corpus, as a run directory of its own.

``python -m nlp.run +task=score run=runs/topic/tfidf_lr/TIME metric=[mcc,error_rates]``

Metrics are those given, else the run's own; intervals are made as this command says. Predictions,
baselines and votes are copied, so that the new directory stands alone; the old one is not touched.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nlp.conf import RunConfig, build
from nlp.errors import UserError


def score(settings: RunConfig, names: Mapping[str, str], config: dict[str, Any]) -> Path:
    """Judge the run ``settings.run`` again; return the new run directory."""
    from eval.intervals import Plan
    from eval.publish import publish
    from eval.rescore import rescore
    from nlp import provenance, store, stored

    started = time.monotonic()
    if not settings.run:
        raise UserError("No run to judge again. Add run=runs/TASK/MODEL/TIME.")
    old = store.read_run(str(settings.run))
    metrics = [build(node, f"metric.{name}") for name, node in (settings.metric or {}).items()]
    for metric in metrics:
        if old.record["task"] not in metric.tasks:
            raise UserError(
                f"The metric {metric.name} does not answer task '{old.record['task']}' of run"
                f" {old.path}; it is for {' and '.join(metric.tasks)}."
            )
    path = store.new_path(settings.output, old.record["task"], old.record["model"])
    judged = rescore(old, metrics, Plan(seed=settings.seed, **vars(settings.interval)))
    record = old.record | provenance.made() | {"rescored_from": str(old.path)}
    record["seed"] = settings.seed
    record["config"] = old.record["config"] | {
        "interval": config["interval"],
        "seed": settings.seed,
    }
    if metrics:
        record["metrics"] = list(config["metric"].values())
    record["seconds"] = round(time.monotonic() - started, 2)
    publish(path, record, judged, stored.answers(old), stored.votes(old))
    return path
