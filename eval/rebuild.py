"""Metrics from their stored configuration: a dict with ``_target_`` and keyword arguments.

Only classes below ``eval.metrics.`` are ever imported, whatever a run directory says.

>>> build({"_target_": "eval.metrics.accuracy.Accuracy", "called": "accuracy"}).name
'accuracy'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from eval.scores import Metric
from nlp.errors import UserError

_TARGET = re.compile(r"eval\.metrics\.[a-z][a-z0-9_]*\.[A-Z]\w*")


def build(config: Mapping[str, Any]) -> Metric:
    """Return the metric that ``config`` describes; raises UserError when it describes none."""
    target = str(config.get("_target_", ""))
    if not _TARGET.fullmatch(target):
        raise UserError(
            f"metric target {target!r} is not allowed; it must be a class in eval.metrics, "
            "such as 'eval.metrics.f1.F1'."
        )
    module, name = target.rsplit(".", 1)
    options = {key: value for key, value in config.items() if not key.startswith("_")}
    try:
        metric = getattr(import_module(module), name)(**options)
    except (ImportError, AttributeError, TypeError) as problem:
        raise UserError(f"metric {target!r} cannot be built: {problem}.") from problem
    if not isinstance(metric, Metric):
        raise UserError(f"{target!r} is not a metric; name a class that measures and reduces.")
    return metric
