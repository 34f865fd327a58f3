"""From margins to probabilities, and from probabilities to labels; learned on held-out margins only.

Labels that may be combined get one curve each: a sigmoid (Platt 1999, with his smoothed targets) below
1,000 examples, isotonic regression (Zadrozny and Elkan 2002) from there on; and one threshold each, where
held-out F1 is highest. Exclusive labels share one temperature and get an offset each (bias-corrected
temperature scaling, Alexandari et al. 2020); the most probable wins.

>>> import numpy as np
>>> margins = np.array([[-2.0], [-1.0], [1.0], [2.0]])
>>> curve = learn(margins, margins > 0, exclusive=False)
>>> curve.probabilities(np.array([[0.0]])).round(2).tolist(), [round(t, 2) for t in curve.thresholds]
([[0.5]], [0.5])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Margins = NDArray[np.float64]  # (examples, labels): 0 is undecided, larger is more likely
Answers = NDArray[np.bool_]  # (examples, labels)

ISOTONIC_FROM = 1000  # examples; fewer make a step function that follows the noise
_PLATEAU = 0.01  # thresholds whose F1 is this near the best are as good as it


@dataclass(frozen=True)
class Calibration:
    """What held-out margins taught. ``curves`` per label: (margin, log-odds) knots.

    A sigmoid is a straight line in log-odds: two knots hold it, and it goes on beyond them. An isotonic
    curve has more and stays flat beyond them.
    """

    exclusive: bool
    curves: tuple[tuple[tuple[float, float], ...], ...]
    thresholds: tuple[float, ...]  # empty for exclusive labels
    temperature: float = 1.0
    offsets: tuple[float, ...] = ()  # of exclusive labels

    def probabilities(self, margins: Margins) -> Margins:
        """Return (n, labels) probabilities; rows of exclusive labels sum to 1."""
        if self.exclusive:
            return _softmax(margins / self.temperature + np.array(self.offsets))
        columns = [_follow(c, m) for c, m in zip(self.curves, margins.T, strict=True)]
        return _sigmoid(np.stack(columns, axis=1))

    def chosen(self, table: Margins) -> Answers:
        """Return which labels are assigned: all at or above their threshold, or the most probable."""
        if self.exclusive:
            return np.asarray(np.arange(table.shape[1]) == table.argmax(1)[:, None])
        return np.asarray(table >= np.array(self.thresholds))

    def content(self) -> dict[str, Any]:
        """Return plain values for JSON; ``restore`` is the inverse."""
        return asdict(self)

    @classmethod
    def restore(cls, content: Mapping[str, Any], labels: int) -> Self:
        """Rebuild from ``content`` for so many labels; ``TypeError`` or ``ValueError`` if it does not fit."""
        curves = tuple(tuple((float(x), float(y)) for x, y in c) for c in content["curves"])
        made = cls(
            bool(content["exclusive"]),
            curves,
            tuple(map(float, content["thresholds"])),
            float(content["temperature"]),
            tuple(map(float, content["offsets"])),
        )
        parts = [made.offsets] if made.exclusive else [made.curves, made.thresholds]
        if any(len(part) != labels for part in parts):
            raise ValueError("calibration and labels differ in number")
        return made


def learn(margins: Margins, answers: Answers, *, exclusive: bool) -> Calibration:
    """Fit curves and thresholds (or temperature and offsets) to held-out ``margins``, both (n, labels)."""
    if exclusive:
        return Calibration(True, (), (), *_temperature(margins, answers))
    fit = _isotonic if len(margins) >= ISOTONIC_FROM else _platt
    curves = tuple(fit(m, a) for m, a in zip(margins.T, answers.T, strict=True))
    table = Calibration(False, curves, ()).probabilities(margins)
    thresholds = tuple(best_threshold(p, a) for p, a in zip(table.T, answers.T, strict=True))
    return Calibration(False, curves, thresholds)


def best_threshold(probabilities: Margins, answers: Answers) -> float:
    """Return the threshold of highest F1, in the middle of its plateau; 0.5 when nothing is positive.

    The middle, since the very best point of a small sample is an accident of its last article.
    """
    if not answers.any():
        return 0.5
    order = np.argsort(-probabilities, kind="stable")
    ranked = probabilities[order]
    hits = np.cumsum(answers[order])
    f1 = 2 * hits / (np.arange(1, len(ranked) + 1) + answers.sum())
    below = np.append(ranked[1:], 0.0)
    f1[ranked == below] = -1.0  # no threshold parts equal probabilities
    low = high = int(np.argmax(f1))
    while low > 0 and f1[low - 1] >= f1.max() - _PLATEAU:
        low -= 1
    while high < len(f1) - 1 and f1[high + 1] >= f1.max() - _PLATEAU:
        high += 1
    return float((ranked[low] + below[high]) / 2)


def _platt(margins: Margins, answers: Answers) -> tuple[tuple[float, float], ...]:
    """Fit ``log-odds = slope * margin + offset``; the slope is not negative."""
    from scipy.optimize import minimize

    positive, negative = answers.sum(), (~answers).sum()
    target = np.where(answers, (positive + 1) / (positive + 2), 1 / (negative + 2))
    spread = float(np.std(margins)) or 1.0

    def loss(parameters: Margins) -> tuple[float, Margins]:
        odds = parameters[0] * margins / spread + parameters[1]
        error = _sigmoid(odds) - target
        gradient = np.array([error @ margins / spread, error.sum()])
        return float(np.sum(np.logaddexp(0, odds) - target * odds)), gradient

    start = np.array([1.0, float(np.log((positive + 1) / (negative + 1)))])
    slope, offset = minimize(loss, start, jac=True, bounds=[(0, None), (None, None)]).x
    return tuple((x, float(slope * x / spread + offset)) for x in (-1.0, 1.0))


def _isotonic(margins: Margins, answers: Answers) -> tuple[tuple[float, float], ...]:
    """Fit a rising step curve; probabilities stay 1/(n+2) away from 0 and 1, which no sample shows."""
    from sklearn.isotonic import IsotonicRegression

    edge = 1 / (len(margins) + 2)
    fitted = IsotonicRegression(y_min=edge, y_max=1 - edge).fit(margins, answers)
    y = np.log(fitted.y_thresholds_ / (1 - fitted.y_thresholds_))
    below = (float(fitted.X_thresholds_[0]) - 1.0, float(y[0]))
    return (below, *zip(fitted.X_thresholds_.tolist(), y.tolist(), strict=True))


def _follow(curve: Sequence[tuple[float, float]], margins: Margins) -> Margins:
    """Return the log-odds a curve gives; two knots are a line, more are flat at both ends."""
    x, y = np.array(curve).T
    if len(x) == 2:
        return np.asarray(y[0] + (margins - x[0]) * (y[1] - y[0]) / (x[1] - x[0]))
    return np.asarray(np.interp(margins, x, y))


def _temperature(margins: Margins, answers: Answers) -> tuple[float, tuple[float, ...]]:
    """Return the temperature and offsets of least log loss; offsets are drawn to 0 like 2 examples."""
    from scipy.optimize import minimize

    scale = float(np.std(margins)) or 1.0

    def loss(parameters: Margins) -> float:
        odds = margins / scale * np.exp(-parameters[0]) + parameters[1:]
        table = _softmax(odds)[answers]
        return -float(np.log(table + 1e-12).sum()) + float(parameters[1:] @ parameters[1:])

    bounds = [(-3.0, 3.0)] + [(-5.0, 5.0)] * margins.shape[1]
    found = minimize(loss, np.zeros(1 + margins.shape[1]), bounds=bounds).x
    return float(scale * np.exp(found[0])), tuple(map(float, found[1:]))


def _softmax(margins: Margins) -> Margins:
    powers = np.exp(margins - margins.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def _sigmoid(odds: Margins) -> Margins:
    return np.asarray(0.5 * (1 + np.tanh(odds / 2)))
