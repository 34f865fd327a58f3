"""Labels that look wrong: confident learning on out-of-fold probabilities, for a person to look at again.

A class is *confidently* predicted when its probability reaches the average it has among the examples that
were given that class; an example given one class but confidently of another is a candidate (Northcutt,
Jiang & Chuang 2021, 'Confident Learning', JAIR 70). Labels that may be combined are taken one at a time,
as present or absent. Most convincing first; candidates are not errors until somebody has read them.

>>> import numpy as np
>>> suggested(np.array([[0.9, 0.1], [0.2, 0.8], [0.8, 0.2], [0.1, 0.9]]), np.array([0, 0, 0, 1])).tolist()
[0, 0, 0, 1]
>>> suggested(np.array([[0.9, 0.1], [0.05, 0.95], [0.8, 0.2], [0.1, 0.9]]), np.array([0, 0, 0, 1])).tolist()
[0, 1, 0, 1]
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from eval.scores import Array
from nlp.records import Item, LabelSet

FILE = "label_issues.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what makes a spreadsheet run a cell


@dataclass(frozen=True)
class Issue:
    """One label to look at again; probabilities are out of fold."""

    article: str
    title: str
    about: str  # the topic that is given as present or absent, or whose stance is given
    given: str
    suggested: str
    probability_given: float
    probability_suggested: float


def issues(items: Sequence[Item], labels: LabelSet) -> list[Issue]:
    """Return the candidates among items with gold that were answered out of fold with scores."""
    able = [i for i in items if i.gold.labels is not None and i.fold >= 0 and i.prediction.scores]
    if not able:
        return []
    table = np.array([[i.prediction.scores.get(n, 0.0) for n in labels.names] for i in able])
    if labels.exclusive:
        known = [i for i, item in enumerate(able) if item.gold.labels]
        given = np.array([labels.names.index(min(able[i].gold.labels or ())) for i in known], int)
        found = _candidates([able[i] for i in known], table[known], given, labels.names, "")
    else:
        found = []
        for column, name in enumerate(labels.names):
            both = np.stack([1 - table[:, column], table[:, column]], axis=1)
            given = np.array([int(name in (i.gold.labels or ())) for i in able])
            found += _candidates(able, both, given, ("absent", "present"), name)
    return sorted(found, key=lambda i: i.probability_given - i.probability_suggested)


def suggested(probabilities: Array, given: Array) -> Array:
    """Return the class of every example: the most probable confident one, if likelier than the given.

    ``probabilities``: (n, classes); ``given``: (n,) class indices.
    """
    bars = np.array([
        probabilities[given == j, j].mean() if (given == j).any() else np.inf
        for j in range(probabilities.shape[1])
    ])  # fmt: skip
    confident = np.where(probabilities >= bars, probabilities, -1.0)
    own = probabilities[np.arange(len(given)), given]
    return np.where(confident.max(1) > own, confident.argmax(1), given)


def _candidates(
    items: Sequence[Item], probabilities: Array, given: Array, classes: Sequence[str], about: str
) -> list[Issue]:
    other = suggested(probabilities, given)
    return [
        Issue(
            items[i].article.id, items[i].article.title, about or items[i].topic,
            classes[given[i]], classes[other[i]],
            round(float(probabilities[i, given[i]]), 4), round(float(probabilities[i, other[i]]), 4),
        )
        for i in np.flatnonzero(other != given).tolist()
    ]  # fmt: skip


def to_csv(found: Sequence[Issue]) -> str:
    """Return the candidates as CSV; cells that a spreadsheet would take for formulas are made text."""
    names = [f.name for f in fields(Issue)]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_inert(getattr(issue, name)) for name in names] for issue in found)
    return out.getvalue()


def _inert(value: str | float) -> str | float:
    risky = isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA)
    return f"'{value}" if risky else value
