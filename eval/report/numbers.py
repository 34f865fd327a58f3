"""How scores are named and written for readers: 'macro-F1' 0.57, 'ROUGE-1 F1' 16.1 (points of 100).

>>> name("rouge1_f"), value("rouge1_f", 0.161)
('ROUGE-1 F1', '16.1')
"""

from __future__ import annotations

import re

from eval.scores import Score

_NAMES = {
    "macro_f1": "macro-F1", "micro_f1": "micro-F1", "weighted_f1": "weighted F1", "f1": "F1",
    "subset_accuracy": "all labels right", "mcc": "MCC", "ece": "calibration error (ECE)",
}  # fmt: skip
_PARTS = {"f": "F1", "recall": "recall", "precision": "precision"}
_ROUGE = re.compile(r"rouge(\w+?)_(f|recall|precision)")


def name(metric: str) -> str:
    """Return a metric's name as the field writes it."""
    rouge = _ROUGE.fullmatch(metric)
    if rouge:
        return f"ROUGE-{rouge[1]} {_PARTS[rouge[2]]}"
    return _NAMES.get(metric, metric.replace("_", " "))


def value(metric: str, number: float) -> str:
    """Return a value: ROUGE in points of 100, counts whole, everything else with two decimals."""
    if _ROUGE.fullmatch(metric):
        return f"{100 * number:.1f}"
    if abs(number) >= 100 or (number == int(number) and abs(number) > 1):
        return f"{number:.0f}"
    return f"{number:.2f}"


def interval(score: Score) -> str:
    """Return '0.49 to 0.63', or '–' when there is no interval (``Score.note`` says why)."""
    if score.low is None or score.high is None:
        return "–"
    return f"{value(score.metric, score.low)} to {value(score.metric, score.high)}"


def short(score: Score) -> str:
    """Return '0.57 [0.49, 0.63]', or the bare value when there is no interval."""
    point = value(score.metric, score.value)
    if score.low is None or score.high is None:
        return point
    return f"{point} [{value(score.metric, score.low)}, {value(score.metric, score.high)}]"
