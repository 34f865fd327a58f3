"""Items that entered the sample with unequal probability are weighted by its inverse."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from eval.harness import judge
from eval.metrics.accuracy import Accuracy
from eval.metrics.f1 import F1
from eval.metrics.ranking import Ranking


def weighted(item, weight):
    return replace(item, gold=replace(item.gold, weight=weight))


def test_accuracy_by_hand(labelled, topics):
    # Two certain items, right and wrong; one sampled with probability 1/4, right, stands for four:
    # (1 + 0 + 4) / (1 + 1 + 4) = 5/6.
    items = [labelled(0, "a", "a"), labelled(1, "a", "b"), labelled(2, "b", "b")]
    items[2] = weighted(items[2], 4.0)
    assert judge(items, [Accuracy()], topics).scores[0].value == pytest.approx(5 / 6)


@pytest.mark.parametrize("metric", [F1(), Accuracy(), Ranking()])
def test_a_weight_of_k_is_k_copies_in_one_story(many, topics, metric):
    items = many(40, topics, seed=3)
    tripled = [replace(i, id=f"{i.id}-{k}") for i in items[:10] for k in range(3)] + items[10:]
    heavy = [weighted(i, 3.0) for i in items[:10]] + items[10:]
    one = {(s.metric, s.label): s.value for s in judge(tripled, [metric], topics).scores}
    two = {(s.metric, s.label): s.value for s in judge(heavy, [metric], topics).scores}
    assert one == pytest.approx(two)


def test_equal_weights_change_nothing_and_unequal_ones_are_named(many, topics):
    items = many(40, topics)
    plain, same = (
        judge(x, [Accuracy()], topics).scores[0] for x in (items, [weighted(i, 7.0) for i in items])
    )
    assert plain == same and "weights" not in plain.signature
    mixed = [weighted(i, 1.0 + k % 2) for k, i in enumerate(items)]
    assert "weights:inclusion" in judge(mixed, [Accuracy()], topics).scores[0].signature


@pytest.mark.slow
def test_weighted_intervals_cover_the_population(labelled, topics):
    # 2,000 articles: 400 that a screen finds (model right on 60%), 1,600 others (right on 90%): truth
    # 0.84. All of the screened and 1 in 8 of the rest are labelled, as in the standoff design.
    rng = np.random.default_rng(5)
    truth, inside, trials = (400 * 0.6 + 1600 * 0.9) / 2000, 0, 400
    for _ in range(trials):
        right = [*(rng.random(400) < 0.6), *(rng.random(200) < 0.9)]
        items = [labelled(i, "a", "a" if r else "b") for i, r in enumerate(right)]
        items = items[:400] + [weighted(i, 8.0) for i in items[400:]]
        score = judge(items, [Accuracy()], topics, resamples=100).scores[0]
        inside += score.low <= truth <= score.high
    assert 0.92 <= inside / trials <= 0.985
