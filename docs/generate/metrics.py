"""The metrics reference: what each is, its formula and source, its columns, and the signature it prints.

Formula and source are the docstring of the module in ``eval/metrics``; columns and signature come from the
metric itself, built from its YAML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from importlib import import_module

from docs.generate.markdown import code, prose
from docs.generate.yamls import Yaml, group
from eval.rebuild import build
from eval.scores import Column, Metric, signature
from nlp.records import LabelSet

METHODS = (
    "eval.intervals", "eval.significance", "eval.power", "eval.slicing", "eval.ledger",
    "eval.prevalence", "eval.agreement", "eval.coefficients", "eval.ceiling", "eval.learning",
    "eval.label_issues", "eval.correlation", "nlp.stories", "nlp.splits.stories",
    "nlp.splits.time", "nlp.splits.outlet", "nlp.models.calibration", "nlp.abstention",
)  # fmt: skip


def metrics() -> str:
    """Return every metric, a section each."""
    return "\n\n".join(_section(file) for file in group("metric"))


def methods() -> str:
    """Return what stands behind every figure besides its metric: intervals, tests, agreement, …"""
    return "\n\n".join(f"### {code(name)}\n\n{_said(name)}" for name in METHODS)


def _said(module: str) -> str:
    return prose(import_module(module).__doc__ or "")


def _section(file: Yaml) -> str:
    metric = made(file)
    lines = [f"### {file.name}", file.header, _said(file.target.rpartition(".")[0])]
    gold = "" if metric.needs_gold else " Needs no right answer."
    lines.append(f"For: {', '.join(metric.tasks)}.{gold}")
    columns = metric.columns(labels(metric))
    lines.append(_given(columns))
    lines.append(f"Signature: {code(signed(metric, columns[0]))}")
    return "\n\n".join(lines)


def _given(columns: Sequence[Column]) -> str:
    """Return the names of the columns, by which way is better."""
    said = {True: "higher is better", False: "lower is better", None: "neither way is better"}
    parts = [
        f"{', '.join(dict.fromkeys(code(c.key) for c in columns if c.higher_is_better is way))} ({words})"
        for way, words in said.items()
        if any(c.higher_is_better is way for c in columns)
    ]
    return f"Gives: {'; '.join(parts)}."


def made(file: Yaml) -> Metric:
    """Return the metric of a YAML; what the user must name is called NAME."""
    return build({k: "NAME" if v == "???" else v for k, v in file.content.items()})


def labels(metric: Metric) -> LabelSet | None:
    """Return the labels a metric is shown with: topics may be combined, sides exclude each other."""
    if "topic" in metric.tasks:
        return LabelSet(("TOPIC",), exclusive=False)
    return LabelSet(("SIDE",), exclusive=True) if "stance" in metric.tasks else None


def signed(metric: Metric, column: Column) -> str:
    """Return the metric's part of its signature; the version is that of whoever runs it."""
    return re.sub(r"version:.*", "version:VERSION", signature(column, metric))
