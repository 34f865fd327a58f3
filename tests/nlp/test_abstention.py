"""Thresholds by hand, and the promise itself by simulation."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.abstention import Rule, abstain, confidence, in_words, threshold
from nlp.errors import UserError
from nlp.records import Article, Evidence, Gold, Item, Outcome, Prediction


def test_confidence_is_the_probability_of_being_right_in_every_label() -> None:
    both = Prediction("a", frozenset({"x"}), {"x": 0.8, "y": 0.3})
    assert confidence(both, exclusive=False) == pytest.approx(0.8 * 0.7)
    one = Prediction("a", frozenset({"x"}), {"x": 0.6, "y": 0.4})
    assert confidence(one, exclusive=True) == 0.6


@pytest.mark.parametrize(
    ("sure", "right", "expected"),
    [
        # 22 right answers show an error below 10% with 90% certainty (0.9 ** 22 = 0.098), 21 do not (0.109)
        ([0.5] * 22, 22, 0.5),
        ([0.5] * 21, 21, None),
        # 40 stories, 26 of them alike at 0.96 and right, the rest less and less sure, and wrong. Ranks 22, 24
        # and 26 all end among the 26: none wrong (0.9 ** 26 = 0.065). At rank 28 two are wrong:
        # P(Bin(28, 0.1) <= 2) = 0.052 + 0.163 + 0.244 = 0.459, above 0.1, so it stops before.
        ([0.96] * 26 + [0.9 - i / 100 for i in range(14)], 26, 0.96),
    ],
)
def test_thresholds_by_hand(sure: list[float], right: int, expected: float | None) -> None:
    wrong = [i >= right for i in range(len(sure))]
    assert threshold(sure, wrong, range(len(sure)), 0.1, 0.9, seed=0) == expected


def test_copies_of_one_story_count_once() -> None:
    # 21 stories of 10 copies each are 21 pieces of information, not 210
    stories = [i // 10 for i in range(210)]
    assert threshold([0.5] * 210, [False] * 210, stories, 0.1, 0.9, seed=0) is None


def test_a_rule_keeps_scores_and_says_why() -> None:
    sure = Prediction("a", frozenset({"x"}), {"x": 0.9}, evidence=(Evidence("x", 0, 4),))
    unsure = Prediction("b", frozenset({"x"}), {"x": 0.6}, evidence=(Evidence("x", 0, 4),))
    failed = Prediction("c", outcome=Outcome.FAILED, note="no text")
    rule = Rule(0.1, 0.9, False, 0.75)
    assert rule.apply(sure) == sure and rule.apply(failed) == failed
    held = rule.apply(unsure)
    assert held.outcome is Outcome.ABSTAINED and held.scores == unsure.scores
    assert not held.labels and not held.evidence
    assert held.note == "confidence 0.60 is below 0.75"
    never = Rule(0.1, 0.9, False, None).apply(sure)
    assert (
        never.outcome is Outcome.ABSTAINED and "no confidence keeps errors below 0.1" in never.note
    )
    assert Rule.restore(rule.content()) == rule


def item(i: int, fold: int, sure: float, right: bool) -> Item:
    said = Prediction(f"a{i}", frozenset({"x"}), {"x": sure, "y": 0.0})
    gold = Gold(frozenset({"x"} if right else {"y"}))
    return Item(f"a{i}", Article(f"a{i}", "text"), f"s{i}", gold, said, fold=fold)


def test_a_fold_never_sets_its_own_threshold() -> None:
    # fold 0: all wrong though sure; fold 1: all right. Fold 0 is judged by fold 1 and answers all, fold 1 by
    # fold 0 and answers nothing.
    items = [item(i, i % 2, 0.9, right=i % 2 == 1) for i in range(80)]
    after, final, cost = abstain(items, exclusive=False, error=0.1, sure=0.9, seed=0)
    answered = {i.fold for i in after if i.prediction.outcome is Outcome.SCORED}
    assert answered == {0} and final.threshold is None
    assert (cost["asked"], cost["answered"], cost["wrong"]) == (80, 40, 40)
    assert cost["wrong_of_all"] == 40 and (cost["silent_folds"], cost["folds"]) == (1, 2)
    told = in_words(cost)
    assert "40 of 80 labelled examples are answered (50% coverage); in 1 of 2 folds no" in told
    assert "40 of them are wrong (100% selective risk); with every one answered, 50% would" in told
    assert "Further articles are not answered" in told


def test_a_threshold_that_was_never_at_work_is_neither_used_nor_told() -> None:
    # 30 right answers show an error below 10% (0.9 ** 30 = 0.04), the 15 of either fold do not (0.21)
    items = [item(i, i % 2, 0.9, right=True) for i in range(30)]
    assert threshold([0.9] * 30, [False] * 30, range(30), 0.1, 0.9, seed=0) == 0.9
    _, final, cost = abstain(items, exclusive=False, error=0.1, sure=0.9, seed=0)
    assert final.threshold is None and cost["answered"] == 0
    assert final.apply(items[0].prediction).outcome is Outcome.ABSTAINED
    told = in_words(cost)
    assert "0.9" not in told and "further articles are not answered" in told
    assert "(0% coverage)" in told and "selective risk" not in told, "no answers, no risk"


def test_a_rule_for_further_articles_is_told_where_folds_answered() -> None:
    items = [item(i, i % 2, 0.9, right=True) for i in range(80)]
    _, final, cost = abstain(items, exclusive=False, error=0.1, sure=0.9, seed=0)
    assert final.threshold == 0.9
    assert in_words(cost).endswith("Further articles are answered from a confidence of 0.90.")


def test_one_fold_has_nothing_to_learn_from() -> None:
    with pytest.raises(UserError, match=r"at least two folds.*there is 1"):
        abstain([item(0, 0, 0.9, True)], exclusive=False, error=0.1, sure=0.9, seed=0)


@pytest.mark.slow
@pytest.mark.parametrize("copies", [1, 4])
@pytest.mark.parametrize("hardness", [0.2, 0.4, 0.7])
def test_the_bound_holds_as_often_as_promised(hardness: float, copies: int) -> None:
    # Confidence c is uniform, an answer is wrong with probability hardness * (1 - c), so that above a
    # threshold t the true error is hardness * (1 - t) / 2. Copies share the fate of their story.
    rng, error, sure, runs = np.random.default_rng(0), 0.1, 0.9, 2000
    broken = answered = 0
    for run in range(runs):
        c = rng.random(200)
        wrong = rng.random(200) < hardness * (1 - c)
        stories = np.repeat(np.arange(200), copies).tolist()
        each, fate = np.repeat(c, copies).tolist(), np.repeat(wrong, copies).tolist()
        found = threshold(each, fate, stories, error, sure, seed=run)
        answered += found is not None
        broken += found is not None and hardness * (1 - found) / 2 > error
    # binomial standard error of a 10% rate in 2,000 runs: 0.7 points
    assert broken / runs <= 1 - sure + 0.02
    assert answered > runs / 20, "a rule that never answers keeps any bound"


@pytest.mark.slow
def test_the_answers_of_a_cross_validated_run_keep_the_bound() -> None:
    # Every fold's threshold comes from the others; the error among all answers, over 400 simulated runs of
    # 250 stories, must stay below the bound in at least 90% of them.
    rng, broken, given = np.random.default_rng(1), 0, 0
    for run in range(400):
        c = 0.4 + 0.6 * rng.random(250)
        items = [item(i, i % 5, p, rng.random() < p) for i, p in enumerate(c)]
        _, _, cost = abstain(items, exclusive=False, error=0.2, sure=0.9, seed=run)
        given += cost["answered"]
        expected = cost["wrong"] / max(1, cost["answered"])
        broken += expected > 0.2 + 1.64 * np.sqrt(0.16 / max(1, cost["answered"]))
    assert broken / 400 <= 0.1 + 0.03 and given > 400 * 25
