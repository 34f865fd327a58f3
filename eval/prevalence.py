"""How common a label is in articles nobody labelled: counts of predictions, corrected for known errors.

A classifier that misses some and invents others miscounts. Where a run measured its true- and false-positive
rate, the share of articles that carry a label is (counted share - fpr) / (tpr - fpr), kept within 0 and 1.
The interval carries both uncertainties: of the rates, over stories of the run, and of the count, over the
new articles. It holds only where the model errs on the new articles as it did on the run's.

>>> [round(v, 2) for v in corrected(300, 1000, [(0.8, 0.1)] * 500, 0.95, seed=0)]
[0.29, 0.25, 0.33]

Sources: Rogan & Gladen 1978; Forman 2008, "Quantifying counts and costs via classification".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.alignment import label_set
from eval.intervals import MIN_STORIES, Plan, resample, widened
from eval.metrics.error_rates import ErrorRates
from eval.sample import Sample
from eval.scores import Array
from nlp.store import StoredRun

APART = 0.1  # least tpr - fpr: a model that tells less apart cannot be corrected


def corrected(
    counted: int, of: int, rates: Sequence[tuple[float, float]] | Array, level: float, seed: int,
    stories: int = 10_000,
) -> tuple[float, float, float]:  # fmt: skip
    """Return share, low and high; ``rates`` are (tpr, fpr): the measured ones, then (B - 1) resampled.

    ``stories``: how many stand behind the rates; few widen the interval.
    """
    tpr, fpr = np.asarray(rates, dtype=float).T
    shares = np.random.default_rng(seed).binomial(of, counted / of, size=len(tpr)) / of
    shares[0] = counted / of
    values = np.clip((shares - fpr) / np.maximum(tpr - fpr, 1e-9), 0, 1)
    low, high = np.quantile(values[1:], widened(stories, level))
    return float(values[0]), float(low), float(high)


def rates(run: StoredRun, plan: Plan) -> dict[str, Array]:
    """Return label -> (B + 1, 2) true- and false-positive rates of a stored run, the measured ones first.

    A label is left out where it excludes others, where too little was labelled, or where the model hardly
    tells it from the rest (``APART``).
    """
    labels, items = label_set(run.record), [i for i in run.items if i.gold.known]
    if labels is None or labels.exclusive or not items:
        return {}
    sample = Sample.of(ErrorRates(), items, labels)
    if sample.stories < MIN_STORIES:
        return {}
    (spread,) = resample([sample], plan)
    values = np.vstack([sample.point(), spread])
    place = {(c.metric, c.label): j for j, c in enumerate(sample.columns)}
    found = {}
    for name in labels.names:
        both = values[:, [place["tpr", name], place["fpr", name]]]
        if np.isfinite(both).all() and both[0, 0] - both[0, 1] >= APART:
            found[name] = both
    return found
