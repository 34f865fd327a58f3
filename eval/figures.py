"""Every figure of a run as plain values, by the file that holds it: what is stored, and verified.

>>> list(figures(Judged({"lead": judgement})))  # doctest: +SKIP
['scores.json']
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from eval.judging import Judged


def figures(judged: Judged) -> dict[str, Any]:
    """Return the contents of the JSON files of a run directory; empty ones are left out."""
    found: dict[str, Any] = {
        "scores.json": [
            {"model": m, **asdict(s)} for m, j in judged.rows.items() for s in j.scores
        ],
        "annotators.json": judged.ceiling and judged.ceiling.to_dict(),
        "bounds.json": [asdict(b) for b in judged.bounds],
        "slices.json": [asdict(s) for s in judged.slices],
    }
    return {name: value for name, value in found.items() if value or name == "scores.json"}
