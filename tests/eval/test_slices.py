"""Slices against scoring their items alone, the groups they are cut into, and the error rate of their test."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from eval.grouping import groups, varied
from eval.intervals import Plan
from eval.metrics.accuracy import Accuracy
from eval.metrics.f1 import F1
from eval.metrics.ranking import Ranking
from eval.sample import Sample
from eval.significance import holm
from eval.slices import of_run, render, slices
from nlp.errors import UserError
from nlp.records import Article


def placed(items, **columns):
    """Items whose articles carry the given fields, one value per item."""
    out = []
    for k, item in enumerate(items):
        own = {name: values[k] for name, values in columns.items()}
        fields = {n: v for n, v in own.items() if n in ("text", "language", "outlet", "date")}
        meta = {n: v for n, v in own.items() if n not in fields}
        out.append(
            replace(item, article=Article(item.article.id, **{"text": "x", **fields}, meta=meta))
        )
    return out


def test_groups(labelled):
    items = placed(
        [labelled(i, "a", "a") for i in range(9)],
        language=["en", "fr", ""] * 3, genre=["wire", "op"] * 4 + [""],
        date=[f"{2000 + i}-01-02" for i in range(9)], few=[1, 2, 3] * 3, score=[i / 2 for i in range(9)],
        text=["one two three"] * 9,
    )  # fmt: skip
    assert groups(items, "language")[:3] == ["en", "fr", "not given"]
    assert groups(items, "language×genre")[:2] == ["en × wire", "fr × op"]
    assert groups(items, "language*genre") == groups(items, "language × genre")
    assert (
        groups(items, "year")
        == ["2000 to 2002"] * 3 + ["over 2002 to 2005"] * 3 + ["over 2005 to 2008"] * 3
    )
    assert groups(items, "few")[:3] == ["1", "2", "3"]  # few values stay as they are
    assert groups(items, "score")[0] == "0 to 1"
    assert set(groups(items, "length")) == {"3"}
    assert "length" not in varied(items)
    assert {"language", "genre", "year"} <= set(varied(items))


def test_unknown_column_is_one_clear_line(labelled):
    with pytest.raises(
        UserError, match=r"no column 'langage' to slice by\. Did you mean 'language'\?"
    ):
        groups([labelled(0, "a", "a")], "langage")


@pytest.mark.parametrize("metric", [F1(), Accuracy(), Ranking()])
def test_a_slice_equals_scoring_its_items_alone(many, topics, metric):
    items = placed(many(240, topics, per_story=2), outlet=["p", "q", "r"] * 80)
    found = slices(items, metric, topics, ["outlet"], plan=Plan(200))
    for s in found:
        alone = Sample.of(metric, [i for i in items if i.article.outlet == s.value], topics)
        rest = Sample.of(metric, [i for i in items if i.article.outlet != s.value], topics)
        assert (s.n, s.stories) == (80, alone.stories)
        assert s.score == pytest.approx(alone.point()[0])
        assert s.rest == pytest.approx(rest.point()[0])
        assert s.difference == pytest.approx(s.score - s.rest)
        assert s.difference_low < s.difference < s.difference_high
        assert s.low <= s.score <= s.high
    assert [s.score for s in found] == sorted(s.score for s in found)  # worst first


def test_difference_of_a_proportion_by_hand(labelled):
    # p: 8 of 12 right; q: 18 of 24; one article per story. Jackknife of a mean: s² / n summed over
    # both sides, with the factor (G - 1) / G of all G = 36 stories and the side's own n - 1.
    right = [True] * 8 + [False] * 4 + [True] * 18 + [False] * 6
    items = placed(
        [labelled(i, "a", "a" if r else "b") for i, r in enumerate(right)],
        outlet=["p"] * 12 + ["q"] * 24,
    )
    found = {s.value: s for s in slices(items, Accuracy(), None or _sides(), ["outlet"])}
    p, q = 8 / 12, 18 / 24
    assert found["p"].difference == pytest.approx(p - q)
    shifts = [(x - p) / 11 for x in right[:12]] + [-(x - q) / 23 for x in right[12:]]
    error = np.sqrt(35 / 36 * np.sum((np.array(shifts) - np.mean(shifts)) ** 2))
    from scipy.stats import t

    half = t.ppf(0.975, 11) * error
    assert found["p"].difference_high - found["p"].difference == pytest.approx(half)
    single = 2 * t.sf(abs(p - q) / error, 11)
    assert found["p"].p == pytest.approx(min(1, 2 * single))  # two slices: Holm doubles


def _sides():
    from nlp.records import LabelSet

    return LabelSet(("a", "b", "c"), exclusive=True)


def _p(items, s, labels):
    """The p of one slice when it is the only one tested."""
    from scipy.stats import t

    inside = replace(s, p=None)
    error = (inside.difference_high - inside.difference) / t.ppf(0.975, _freedom(items, s))
    return 2 * t.sf(abs(s.difference) / error, _freedom(items, s))


def _freedom(items, s):
    inside = groups(items, s.by).count(s.value)  # one article per story
    return min(inside, len(items) - inside) - 1


def test_p_is_holm_adjusted_over_all_slices(many, sides):
    items = many(120, sides)
    items = placed(items, outlet=["p", "q", "r"] * 40, language=["en", "fr"] * 60)
    alone = slices(items, Accuracy(), sides, ["language"])
    both = slices(items, Accuracy(), sides, ["language", "outlet"])
    assert len(both) == 5
    single = {(s.by, s.value): _p(items, s, sides) for s in both}
    expected = dict(zip(single, holm(list(single.values())), strict=True))
    assert {(s.by, s.value): s.p for s in both} == pytest.approx(expected)
    assert alone[0].p == pytest.approx(min(1, 2 * single["language", alone[0].value]))


def test_scarce_slices_have_no_interval_and_come_last(many, sides):
    items = placed(many(60, sides), outlet=["few"] * 4 + ["many"] * 56)
    found = slices(items, Accuracy(), sides, ["outlet"])
    assert [s.value for s in found] == ["many", "few"]
    assert found[1].note == "only 4 stories: no interval"
    assert (found[1].low, found[1].p, found[0].p) == (
        None,
        None,
        None,
    )  # nothing to be held against
    text = render(found)
    assert text.splitlines()[0].startswith("slice")
    assert "outlet=few" in text


def test_items_without_gold_are_left_out_and_lower_is_better_turns_the_order(many, labelled, sides):
    from eval.metrics.error_rates import ErrorRates

    items = placed([*many(60, sides), labelled(99, None, "a")], outlet=["p", "q"] * 30 + ["p"])
    found = slices(items, ErrorRates(), sides, ["outlet"], column="fpr")
    assert sum(s.n for s in found) == 60
    assert found[0].score >= found[1].score


def test_a_run_gives_its_metric_and_both_error_rates(many, sides):
    record = {
        "labels": {"names": list(sides.names), "exclusive": True},
        "metrics": [{"_target_": "eval.metrics.accuracy.Accuracy"}],
    }
    items = placed(many(60, sides), outlet=["p", "q"] * 30)
    found = of_run(record, items, ["outlet"], "", Plan(200))
    assert [table[0].metric for table in found] == ["accuracy", "tpr", "fpr"]
    assert of_run(record, items, ["outlet"], "tpr[b]", Plan(200))[0][0].metric == "tpr[b]"
    with pytest.raises(UserError, match="does not measure 'acuracy'"):
        of_run(record, items, ["outlet"], "acuracy", Plan(200))


def test_metric_without_probabilities_is_one_clear_line(labelled, topics):
    with pytest.raises(UserError, match="no ranking: the model gives no probabilities"):
        slices([labelled(0, "a", "a")], Ranking(), topics, ["language"])


@pytest.mark.slow
def test_without_a_difference_one_slice_in_twenty_is_called_different(sides, many):
    """Family-wise error of 5 slices of a model that is the same everywhere: at most about 5%."""
    false = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        items = many(150, sides, seed=seed, per_story=2)
        items = placed(items, outlet=list(rng.choice(["p", "q", "r", "s", "t"], 150)))
        found = slices(items, Accuracy(), sides, ["outlet"], plan=Plan(100, seed))
        assert all(s.p is not None for s in found)
        false += any((s.p or 0) <= 0.05 for s in found)
    print(false / 300)
    assert 0.01 <= false / 300 <= 0.08
