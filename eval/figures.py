"""Every figure of a run as plain values, by the file that holds it: what is stored, and verified.

>>> list(figures(Judged({"lead": judgement})))  # doctest: +SKIP
['scores.json']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from eval.harness import Judgement
from eval.judging import Judged


def figures(judged: Judged) -> dict[str, Any]:
    """Return the contents of the JSON files of a run directory; empty ones are left out."""
    found: dict[str, Any] = {
        "scores.json": _rows(judged.rows),
        "annotators.json": judged.ceiling and judged.ceiling.to_dict(),
        "bounds.json": [asdict(b) for b in judged.bounds],
        "slices.json": [asdict(s) for s in judged.slices],
        "answered.json": _answered(judged),
    }
    return {name: value for name, value in found.items() if value or name == "scores.json"}


def _rows(models: Mapping[str, Judgement]) -> list[dict[str, Any]]:
    return [{"model": m, **asdict(s)} for m, j in models.items() for s in j.scores]


def _answered(judged: Judged) -> list[dict[str, Any]]:
    """Return the model's coverage, then every model's scores where the first one answers."""
    given, own = judged.answered, next(iter(judged.models))
    if given is None:
        return []
    return [{"model": own, **asdict(given.coverage)}, *_rows(given.models)]
