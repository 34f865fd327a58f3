"""One linear decision per label, fitted by liblinear (Fan et al. 2008) through scikit-learn.

liblinear takes a few milliseconds for a few hundred articles; its BLAS calls are so small that they must
not wake threads (``Learned.fit`` sees to that). Rare and frequent sides of a label weigh the same.

``fit(features, answers, "logistic", c=1.0, seed=0)`` returns weights (features, labels) and biases (labels).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from nlp.models.calibration import Answers, Margins
from nlp.models.vocabulary import Ints

Loss = Literal["logistic", "hinge"]


def fit(
    features: Any, answers: Answers, loss: Loss, c: float, seed: int
) -> tuple[Margins, Margins]:
    """Return weights (features, labels) and biases (labels) for ``answers`` (examples, labels).

    ``features`` is a dense or sparse (examples, features) array. A label that all or no examples carry
    gets no weights and a bias that says how often it was seen.
    """
    weights = np.zeros((features.shape[1], answers.shape[1]))
    bias = np.zeros(answers.shape[1])
    for label, column in enumerate(answers.T):
        if column.all() or not column.any():
            share = (column.sum() + 0.5) / (len(column) + 1)
            bias[label] = np.log(share / (1 - share))
        else:
            solver = _solver(loss, c, seed).fit(features, column)
            weights[:, label], bias[label] = solver.coef_[0], solver.intercept_[0]
    return weights, bias


def fit_units(
    features: Any, spoken: Ints, inside: Answers, c: float, seed: int
) -> tuple[Margins, Margins]:
    """Return weights and biases, each label learned by logistic regression from the units that teach it.

    ``spoken`` (units, labels) is 1 where a unit speaks of a label, -1 where not, 0 where it teaches nothing;
    ``inside`` (units) says of which units to learn at all.
    """
    fitted = []
    for column in spoken.T:
        lessons = np.flatnonzero(inside & (column != 0))
        fitted.append(fit(features[lessons], column[lessons, None] > 0, "logistic", c, seed))
    weights, biases = zip(*fitted, strict=True)
    return np.hstack(weights), np.hstack(biases)


def _solver(loss: Loss, c: float, seed: int) -> Any:
    if loss == "hinge":
        from sklearn.svm import LinearSVC

        return LinearSVC(C=c, class_weight="balanced", max_iter=5000, random_state=seed)
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(
        C=c, class_weight="balanced", solver="liblinear", max_iter=1000, random_state=seed
    )
