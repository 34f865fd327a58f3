"""Intervals against hand arithmetic, statsmodels and scipy; what has no interval says why."""

import math

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from eval.intervals import (
    MIN_STORIES,
    Plan,
    bca,
    draws,
    effective_trials,
    interval,
    jackknife,
    limits,
    resample,
    standard_error,
    too_few,
    widened,
    wilson,
)
from eval.metrics.accuracy import Accuracy
from eval.metrics.f1 import F1
from eval.metrics.length import Length
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.sample import Pair, Sample, story_index
from nlp.errors import UserError


@pytest.mark.parametrize(("hits", "trials"), [(0, 10), (3, 10), (10, 10), (412, 500)])
@pytest.mark.parametrize("level", [0.8, 0.95])
def test_wilson_equals_statsmodels_when_every_article_is_its_own_story(hits, trials, level):
    low, high = wilson(hits, trials, trials, trials, level)
    expected = proportion_confint(hits, trials, alpha=1 - level, method="wilson")
    assert (low, high) == pytest.approx(expected, abs=1e-12)


def test_effective_trials_by_hand():
    # 4 stories of 5 identical copies, half right: 20 trials, share 1/2. Residuals ±2.5, their
    # squares sum to 25; variance 4/3 * 25 / 400 = 1/12; 1/4 over that is 3: S - 1 independent trials.
    assert effective_trials(np.array([5, 5, 0, 0.0]), np.full(4, 5.0)) == pytest.approx(3)
    # Copies that disagree as much as independent ones are worth all trials, never more.
    assert effective_trials(np.full(4, 2.5), np.full(4, 5.0)) == 20
    # All right: no variance shows, so each story counts once.
    assert effective_trials(np.full(4, 5.0), np.full(4, 5.0)) == 4


def test_clustered_wilson_is_wider_and_stays_inside_0_1():
    alone = wilson(90, 100, 100, 100, 0.95)
    copied = wilson(90, 100, 20, 20, 0.95)
    assert copied[0] < alone[0] < 0.9 < alone[1] < copied[1] <= 1


def test_draws_count_every_story_draw_and_repeat_with_the_seed():
    chunks = list(draws(700, 8000, seed=5))
    counts = np.concatenate(chunks)
    assert counts.shape == (8000, 700)
    assert (counts.sum(axis=1) == 700).all()
    assert max(chunk.size for chunk in chunks) <= 4_000_000
    assert np.array_equal(counts, np.concatenate(list(draws(700, 8000, seed=5))))
    assert not np.array_equal(counts, np.concatenate(list(draws(700, 8000, seed=6))))
    # multinomial: mean 1, variance 1 - 1/S per story
    assert counts.mean() == 1.0
    assert counts.var(axis=0).mean() == pytest.approx(1 - 1 / 700, rel=0.01)


def test_draws_of_more_stories_than_a_16_bit_number_holds():
    (first, *_) = draws(70_000, 3, seed=0)
    assert first.sum(axis=1)[0] == 70_000
    assert first[:, 65_536:].sum() > 0


def test_resampling_equals_recomputing_on_the_drawn_articles(many, topics):
    """The oracle: build each resample article by article and measure it from scratch."""
    items = many(60, topics, per_story=3)
    story = story_index(items)
    for metric in (F1(), Accuracy(), Ranking()):
        (spread,) = resample([Sample.of(metric, items, topics)], Plan(100, seed=1))
        (counts,) = draws(20, 100, seed=1)
        for drawn, found in zip(counts[:10], spread[:10], strict=True):
            copies = [i for i, s in zip(items, story, strict=True) for _ in range(int(drawn[s]))]
            rows = metric.measure(copies, topics)
            expected = metric.reduce(rows, np.ones((1, len(copies))))[0]
            assert np.allclose(found, expected, atol=1e-6)


def test_percentile_levels_are_those_of_a_t_interval():
    low, high = widened(15, 0.95)
    # the normal quantile at the widened level is t * sqrt(n / (n - 1))
    assert -stats.norm.ppf(low) == pytest.approx(stats.t.ppf(0.975, 14) * math.sqrt(15 / 14))
    assert low + high == 1
    assert widened(10**6, 0.95)[0] == pytest.approx(0.025, abs=1e-5)


def test_bca_equals_scipy(many, topics):
    """scipy's BCa of a mean at the same widened level, on the same skewed values."""
    values = np.random.default_rng(0).exponential(size=80)
    tail, _ = widened(80, 0.9)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, confidence_level=1 - 2 * tail, method="BCa",
        rng=np.random.default_rng(1), vectorized=True,
    ).confidence_interval  # fmt: skip
    spread = np.concatenate([c @ values / 80 for c in draws(80, 20_000, seed=2)])
    left_out = (values.sum() - values) / 79
    assert bca(values.mean(), spread, left_out, 80, 0.9) == pytest.approx(theirs, abs=0.01)
    # and it leans to the right of the percentile interval, as skew demands
    low, high = np.quantile(spread, widened(80, 0.9))
    found = bca(values.mean(), spread, left_out, 80, 0.9)
    assert found[0] > low
    assert found[1] > high


def test_jackknife_error_of_a_mean_is_the_textbook_one():
    values = np.random.default_rng(0).normal(size=30)
    left_out = (values.sum() - values) / 29
    error = standard_error(left_out)
    assert error == pytest.approx(values.std(ddof=1) / math.sqrt(30))
    low, high = jackknife(values.mean(), left_out, 30, 0.95)
    expected = stats.t.interval(0.95, 29, values.mean(), values.std(ddof=1) / math.sqrt(30))
    assert (low, high) == pytest.approx(expected)


def test_jackknife_steps_in_where_a_resample_has_no_value(many, topics):
    sample = Sample.of(F1(), many(50, topics), topics)
    (spread,) = resample([sample], Plan())
    whole, broken = spread[:, 0].copy(), spread[:, 0].copy()
    broken[7] = np.nan
    assert interval(sample, 0, whole, Plan())[2] == "percentile"
    low, high, how = interval(sample, 0, broken, Plan())
    assert how == "jackknife"
    assert low < sample.point()[0] < high
    one_sided = np.full(100, sample.point()[0] + 1)
    assert interval(sample, 0, one_sided, Plan(method="bca"))[2] == "jackknife"


def test_leaving_out_a_story_equals_removing_its_items(many, topics):
    items = many(60, topics, per_story=4)
    for metric in (F1(), Ranking()):
        sample = Sample.of(metric, items, topics)
        for s in (0, 7, 14):
            kept = [i for i, k in zip(items, sample.story, strict=True) if k != s]
            assert np.allclose(sample.left_out[s], Sample.of(metric, kept, topics).point())


def test_rank_metrics_leave_out_groups_when_stories_are_many(many, topics):
    sample = Sample.of(Ranking(), many(450, topics), topics)
    assert sample.left_out.shape[0] == 200


def test_too_few_stories_or_positives_say_so(many, labelled, topics):
    few = Sample.of(Accuracy(), many(MIN_STORIES - 1, topics), topics)
    assert too_few(few, few.columns[0]) == "only 9 stories: no interval"
    # 40 articles in 40 stories, label b in 9 of them
    items = [labelled(i, "ab" if i < 9 else "ac", "ac") for i in range(40)]
    per_label = Sample.of(PerLabel(), items, topics)
    notes = {c.key: too_few(per_label, c) for c in per_label.columns}
    assert notes["recall[b]"] == "only 9 stories with this label: no interval"
    assert notes["recall[a]"] == ""
    assert notes["support[a]"] == "a count"
    macro = Sample.of(F1(), items, topics)
    assert too_few(macro, macro.columns[0]) == "only 9 stories with its scarcest label: no interval"


def test_positives_are_counted_in_stories_not_articles(labelled, topics):
    items = [labelled(i, "abc", "abc", story=f"wire-{i % 5}") for i in range(100)]
    sample = Sample.of(Accuracy(), items, topics)
    assert too_few(sample, sample.columns[0]) == "only 5 stories: no interval"


def test_a_value_that_never_varies_gets_no_interval_of_width_zero(labelled, topics):
    items = [labelled(i, "abc", "abc") for i in range(50)]
    sample = Sample.of(F1(), items, topics)
    (spread,) = resample([sample], Plan())
    found = limits(sample, 0, spread, Plan())
    assert (found.low, found.high) == (None, None)
    assert "same in every resample" in found.note
    # but a proportion has Wilson's: 50 of 50, lower limit 50 / (50 + 1.96^2)
    sample = Sample.of(Accuracy(), items, topics)
    found = limits(sample, 0, resample([sample], Plan())[0], Plan())
    assert found.low == pytest.approx(50 / (50 + 1.959964**2))
    assert found.high == pytest.approx(1)


def test_pairs_resample_both_runs_on_the_same_stories(many, topics):
    a, b = (Sample.of(F1(), many(80, topics, seed=s, per_story=2), topics) for s in (1, 2))
    pair = Pair(a, b)
    spread_a, spread_b, gap = resample([a, b, pair], Plan(500))
    assert np.allclose(gap, spread_a - spread_b)
    assert np.allclose(pair.left_out, a.left_out - b.left_out)


def test_an_item_without_a_story_is_its_own(summarized):
    items = [summarized(i, ["a"]) for i in range(3)]
    items = [
        type(i)(i.id, i.article, story, i.gold, i.prediction)
        for i, story in zip(items, ("", "s", ""), strict=True)
    ]
    assert story_index(items).tolist() == [0, 1, 2]


def test_a_mean_over_items_that_have_no_value_counts_only_the_others(summarized):
    items = [summarized(0, ["a b"]), summarized(1, ["a b c d"])]
    assert Sample.of(Length(), items, None).point()[0] == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "percentil"}, "unknown interval method 'percentil'"),
        ({"level": 95}, "level 95"),
        ({"level": float("nan")}, "level nan"),
        ({"resamples": 10}, "resamples=10"),
        ({"seed": -1}, "seed=-1"),
    ],
)
def test_a_plan_that_cannot_work_is_refused(options, message):
    with pytest.raises(UserError, match=message):
        Plan(**options)
