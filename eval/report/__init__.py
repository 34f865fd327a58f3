"""Reports people act on: one value (``model.Report``), several renderers."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from eval.harness import Judgement
from nlp.records import Item


def render(
    record: Mapping[str, Any],
    judged: Mapping[str, Judgement],
    answers: Mapping[str, Sequence[Item]],
) -> dict[str, str]:
    """Return the report files of a run by name: HTML, Markdown and the scores as JSON.

    ``judged`` and ``answers`` are by model name, the run's own model first, then its baselines.
    """
    from eval.report import html, markdown
    from eval.report.model import report

    value = report(record, judged, answers)
    scores = [{"model": m, **asdict(s)} for m, j in judged.items() for s in j.scores]
    return {
        "report.html": html.page(value),
        "report.md": markdown.page(value),
        "scores.json": json.dumps(scores, indent=1, ensure_ascii=False) + "\n",
    }
