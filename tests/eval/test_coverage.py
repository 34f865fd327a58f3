"""Nominal 95% intervals must cover the truth 92-97% of the time, with and without wire copy.

Every trial draws stories from a population whose true values are known in closed form, judges the
articles as the harness does, and asks whether the interval holds the truth. Wire copy: each story
runs 1 to 20 times, every copy with the same gold and the same answers.
"""

import numpy as np
import pytest

from eval.comparison import _limits as pair_limits
from eval.intervals import Plan, limits, resample
from eval.metrics.accuracy import Accuracy
from eval.metrics.f1 import F1
from eval.metrics.rouge import Rouge
from eval.sample import Pair, Sample, sum_by_story
from nlp.records import LabelSet

LABELS = LabelSet(("a", "b", "c"), exclusive=False)
RATES = np.array([0.5, 0.4, 0.35])  # share of stories that carry each label
ERRORS = (0.2, 0.25)  # each run's share of wrong decisions
TRIALS = {40: 2000, 150: 1500, 600: 1000}  # standard errors of 0.5, 0.6, 0.7 points
RESAMPLES = 1000


def true_macro_f1(error):
    hits = RATES * (1 - error)
    return float(np.mean(2 * hits / (2 * hits + RATES * error + (1 - RATES) * error)))


def sample(metric, rows, story, stories):
    """A Sample from rows made directly: building 100,000 items per scenario would take minutes."""
    sums = sum_by_story(rows, story, stories)
    columns = metric.columns(LABELS)
    return Sample(
        metric, columns, rows, np.ones(len(rows)), story, stories, sums, sums.astype(np.float32)
    )


def draw(rng, stories, wire):
    """Return the samples of one trial: macro-F1 of both runs, accuracy, a mean of ROUGE-like F."""
    copies = rng.integers(1, 21, stories) if wire else np.ones(stories, dtype=int)
    story = np.repeat(np.arange(stories), copies)
    gold = rng.random((stories, 3)) < RATES
    runs, right = [], None
    for error in ERRORS:
        said = gold ^ (rng.random((stories, 3)) < error)
        right = (gold == said).all(axis=1) if right is None else right
        parts = np.stack([gold & said, said, gold], axis=2).reshape(stories, -1)
        rows = np.hstack([parts, np.tile([1, 0], (stories, 1))]).astype(float)
        runs.append(sample(F1(), rows[story], story, stories))
    accuracy = sample(
        Accuracy(), np.stack([right, np.ones(stories)], axis=1)[story], story, stories
    )
    rouge = np.hstack([rng.beta(2, 5, (stories, 2)), np.ones((stories, 2))])
    return *runs, accuracy, sample(Rouge(["rouge1"]), rouge[story], story, stories)


TRUTH = {
    "macro_f1": true_macro_f1(ERRORS[0]),
    "difference": true_macro_f1(ERRORS[0]) - true_macro_f1(ERRORS[1]),
    "accuracy": (1 - ERRORS[0]) ** 3,
    "rouge": 2 / 7,
}


def coverage(stories, wire, method="percentile"):
    """Return the share of trials whose interval holds the truth, per kind of value."""
    trials = TRIALS[stories]
    rng, held = np.random.default_rng(stories + wire), {name: [] for name in TRUTH}
    for trial in range(trials):
        plan = Plan(RESAMPLES, trial, method=method)
        one, two, accuracy, rouge = draw(rng, stories, wire)
        pair = Pair(one, two)
        spreads = resample([one, pair, accuracy, rouge], plan)
        found = {"difference": pair_limits(pair, 0, spreads[1][:, 0], plan)[:2]}
        for name, s, spread in (
            ("macro_f1", one, spreads[0]), ("accuracy", accuracy, spreads[2]), ("rouge", rouge, spreads[3]),
        ):  # fmt: skip
            limit = limits(s, 0, spread, plan)
            found[name] = limit.low, limit.high
        for name, (low, high) in found.items():
            if low is not None:
                held[name].append(low <= TRUTH[name] <= high)
    assert all(len(v) > 0.8 * trials for v in held.values())
    return {name: float(np.mean(v)) for name, v in held.items()}


@pytest.mark.slow
@pytest.mark.parametrize("wire", [False, True], ids=["alone", "wire"])
@pytest.mark.parametrize("stories", [40, 150, 600])
def test_percentile_and_wilson_intervals_cover_92_to_97_percent(stories, wire):
    found = coverage(stories, wire)
    print(stories, "wire" if wire else "alone", found)
    assert all(0.92 <= share <= 0.97 for share in found.values()), found


@pytest.mark.slow
@pytest.mark.parametrize("wire", [False, True], ids=["alone", "wire"])
def test_bca_intervals_cover_92_to_97_percent(wire):
    found = coverage(150, wire, "bca")
    print("bca", 150, "wire" if wire else "alone", found)
    assert all(0.92 <= share <= 0.97 for share in found.values()), found


@pytest.mark.slow
def test_article_level_intervals_would_not_cover():
    """The control: the same simulation can fail, and does when copies count as evidence."""
    rng, held = np.random.default_rng(0), []
    for trial in range(200):
        one, *_ = draw(rng, 150, wire=True)
        articles = np.arange(len(one.rows))
        naive = sample(F1(), one.rows, articles, len(articles))
        (spread,) = resample([naive], Plan(500, trial))
        found = limits(naive, 0, spread, Plan(500, trial))
        held.append(found.low <= TRUTH["macro_f1"] <= found.high)
    assert np.mean(held) < 0.6
