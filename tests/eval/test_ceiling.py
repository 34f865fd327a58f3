"""Annotators as the yardstick: consensus, leave-one-out scores and shares by hand and by recomputing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from eval.ceiling import ceiling
from eval.combined import Combined, mean, on_stories, part
from eval.combined import alone as only
from eval.consensus import consensus
from eval.intervals import Plan, draws, widened
from eval.metrics.accuracy import Accuracy
from eval.metrics.brier import Brier
from eval.metrics.f1 import F1
from eval.metrics.ranking import Ranking
from eval.metrics.rouge import Rouge
from eval.sample import Sample, story_index
from nlp.records import Gold, LabelSet

SETS = LabelSet(("a", "b"), exclusive=False)
SIDES = LabelSet(("a", "b", "c"), exclusive=True)


def gold(text: str | None) -> Gold:
    return Gold(None if text is None else frozenset(text))


@pytest.mark.parametrize(
    ("given", "labels", "tie", "expected"),
    [
        (["ab", "a", ""], SETS, None, "a"),  # 2 of 3 say a, 1 of 3 says b
        (["a", ""], SETS, "a", "a"),  # half say a: the adjudicator says yes
        (["a", ""], SETS, "", ""),  # … or no
        (["a", ""], SETS, None, None),  # nobody to decide
        (["ab", "a"], SETS, "b", "ab"),
        (["a", "a", "b"], SIDES, "c", "a"),
        (["a", "b"], SIDES, "b", "b"),
        (["a", "b"], SIDES, "c", None),  # the adjudicated answer is not among the tied ones
        (["c"], SIDES, None, "c"),
    ],
)
def test_consensus(given, labels, tie, expected):
    found = consensus([gold(g) for g in given], labels, gold(tie))
    assert found == (Gold() if expected is None else gold(expected))


def test_consensus_of_summaries_is_all_of_them():
    given = [Gold(references=("one",)), Gold(references=("two", "three"))]
    assert consensus(given, None, Gold()).references == ("one", "two", "three")


def test_two_annotators_by_hand(labelled):
    # Ten articles. A and B agree on the first 8; the model is right where they agree, and sides with
    # A on the other two. People: 8/10 either way. The model: 10/10 against A, 8/10 against B: 9/10.
    # Its share: (9/10) / (8/10) = 1.125: better than people are against each other.
    a = ["a"] * 5 + ["b"] * 5
    b = ["a"] * 5 + ["b"] * 3 + ["c"] * 2
    items = [labelled(i, a[i], a[i]) for i in range(10)]
    votes = {
        "A": {str(i): gold(a[i]) for i in range(10)}, "B": {str(i): gold(b[i]) for i in range(10)},
    }  # fmt: skip
    found = ceiling({"model": items}, votes, [Accuracy()], SIDES, Plan())
    (people,) = found.judgement.scores
    assert people.value == pytest.approx(0.8)
    assert (people.n, people.stories) == (10, 10)
    assert "against:others" in people.signature
    assert found.share("model", "accuracy").value == pytest.approx(1.125)
    # gold is A's answer throughout: A 10/10, B 8/10
    assert found.against_gold[0].value == pytest.approx(0.9)
    raw = next(s for s in found.agreement if s.metric == "raw_agreement")
    assert raw.value == pytest.approx(0.8)


def test_three_annotators_missing_votes_and_a_tie_by_hand(labelled):
    # i0: all a.  i1: A a, B a, C b.  i2: A a, B missing, C b.  i3: only A.
    # A: i0 others {a,a} right; i1 others {a,b} tie, gold a: right; i2 other {b}: wrong. 2/3
    # B: i0 right; i1 others {a,b}, gold a: right. 2/2
    # C: i0 right; i1 others a, says b: wrong; i2 other a, says b: wrong. 1/3
    items = [labelled(i, "a", "a") for i in range(4)]
    votes = {
        "A": {str(i): gold("a") for i in range(4)},
        "B": {"0": gold("a"), "1": gold("a")},
        "C": {"0": gold("a"), "1": gold("b"), "2": gold("b")},
    }
    found = ceiling({"model": items}, votes, [Accuracy()], SIDES, Plan())
    assert found.judgement.scores[0].value == pytest.approx((2 / 3 + 1 + 1 / 3) / 3)
    assert found.judgement.scores[0].n == 3  # i3 was seen by one annotator only
    # the model says a throughout. Against A's turn 2/3, B's 2/2, C's 3/3
    share = (2 / 3 + 1 + 1) / 3 / ((2 / 3 + 1 + 1 / 3) / 3)
    assert found.share("model", "accuracy").value == pytest.approx(share)
    assert found.judgement.scores[0].note == "only 3 stories: no interval"


def test_people_and_model_meet_the_same_number_of_references(summarized):
    """A model judged against both references at once would gain from the better of the two."""
    texts = ["the army took the town", "soldiers seized the town at dawn"]
    items = [summarized(i, [texts[0]], texts, story=f"s{i}") for i in range(12)]
    votes = {
        "A": {i.id: Gold(references=(texts[0],)) for i in items},
        "B": {i.id: Gold(references=(texts[1],)) for i in items},
    }
    found = ceiling({"model": items}, votes, [Rouge()], None, Plan())
    rouge = Rouge()
    across = rouge.pair(texts[1], texts[0])["rouge1"].f
    assert found.judgement.find("rouge1_f").value == pytest.approx(across)
    # the model's text is A's: 1 against A, `across` against B
    assert found.share("model", "rouge1_f").value == pytest.approx((1 + across) / 2 / across)
    assert found.agreement == []


def test_metrics_that_need_probabilities_are_left_out_for_people(labelled):
    scores = {"a": 0.9, "b": 0.1}
    items = [labelled(i, "a", "a", scores=scores) for i in range(12)]
    votes = {w: {i.id: gold("a") for i in items} for w in "AB"}
    found = ceiling({"model": items}, votes, [Brier(), Ranking(), F1()], SETS, Plan())
    assert {s.metric for s in found.judgement.scores} == {
        "macro_f1",
        "macro_precision",
        "macro_recall",
    }


def test_nobody_to_compare_with_gives_none(labelled):
    items = [labelled(i, "a", "a") for i in range(3)]
    alone = {"A": {i.id: gold("a") for i in items}}
    apart = {"A": {"0": gold("a")}, "B": {"1": gold("a")}}
    for votes in (alone, apart, {"A": {}, "B": {}}):
        assert ceiling({"model": items}, votes, [Accuracy()], SIDES, Plan()) is None


def noisy(items, labels, rng, error):
    """Each item's gold with labels flipped at the given rate."""
    return {
        i.id: gold(
            "".join(x for x in labels.names if (x in i.gold.labels) != (rng.random() < error))
        )
        for i in items
    }


def test_intervals_are_those_of_recomputing_on_the_drawn_stories(many, topics):
    """The oracle: build a resample article by article and run the whole ceiling on it."""
    items = many(80, topics, per_story=2)
    rng = np.random.default_rng(3)
    votes = {w: noisy(items, topics, rng, 0.1) for w in "ABC"}
    story = story_index(items)
    found = ceiling({"m": items}, votes, [F1()], topics, Plan(100, seed=1))
    (counts,) = draws(40, 100, seed=1)
    values, shares = [], []
    for drawn in counts:
        copies, said = [], {w: {} for w in votes}
        for k, (item, s) in enumerate(zip(items, story, strict=True)):
            for copy in range(int(drawn[s])):
                name = f"{k}.{copy}"
                copies.append(replace(item, id=name))
                for w in votes:
                    said[w][name] = votes[w][item.id]
        again = ceiling({"m": copies}, said, [F1()], topics, Plan(100))
        values.append(again.judgement.find("macro_f1").value)
        shares.append(again.share("m", "macro_f1").value)
    for score, spread in (
        (found.judgement.find("macro_f1"), values),
        (found.share("m", "macro_f1"), shares),
    ):
        low, high = np.quantile(spread, widened(40, 0.95))
        assert (score.low, score.high) == pytest.approx((low, high), abs=1e-5)


def test_a_part_of_a_sample_keeps_its_stories(many, topics):
    items = [
        replace(item, gold=replace(item.gold, weight=1.0 + k % 3))
        for k, item in enumerate(many(30, topics, per_story=3))
    ]
    whole = Sample.of(F1(), items, topics)
    keep = np.arange(30) % 2 == 0
    even = part(whole, keep)
    alone = Sample.of(F1(), [i for i, k in zip(items, keep, strict=True) if k], topics)
    assert even.stories == 10
    assert even.point() == pytest.approx(alone.point())
    both = Combined([even, part(whole, ~keep)], mean)
    assert both.point() == pytest.approx((even.point() + part(whole, ~keep).point()) / 2)
    own = only(whole, keep)
    assert (own.stories, own.point()) == (alone.stories, pytest.approx(alone.point()))
    assert own.sums == pytest.approx(alone.sums)
    few = on_stories(alone, np.zeros(15, dtype=np.intp), 1)
    assert few.stories == 1
    assert few.point() == pytest.approx(alone.point())


@pytest.mark.slow
def test_simulated_coverage_of_the_ceiling_and_the_share(labelled):
    """95% intervals of people's accuracy and of a model's share of it hold the truth."""

    def draw(rng, stories):
        items, votes = [], {"A": {}, "B": {}}
        for s in range(stories):
            hard = rng.random() < 0.3  # the copies of a hard story are all hard, for everybody
            for k in range(2):
                truth = "abc"[rng.integers(3)]

                def answer(error, truth=truth, hard=hard):
                    wrong = rng.random() < error * (3 if hard else 1)
                    return "abc"[rng.integers(3)] if wrong else truth

                items.append(labelled(2 * s + k, truth, answer(0.3), story=f"s{s}"))
                for given in votes.values():
                    given[str(2 * s + k)] = gold(answer(0.1))
        return {"m": items}, votes

    def values(found):
        return {"people": found.judgement.find("accuracy"), "share": found.share("m", "accuracy")}

    answers, votes = draw(np.random.default_rng(0), 30_000)
    truth = {
        n: s.value
        for n, s in values(ceiling(answers, votes, [Accuracy()], SIDES, Plan(100))).items()
    }
    inside = dict.fromkeys(truth, 0)
    for seed in range(400):
        answers, votes = draw(np.random.default_rng(1 + seed), 60)
        found = ceiling(answers, votes, [Accuracy()], SIDES, Plan(500, seed))
        for name, score in values(found).items():
            inside[name] += score.low <= truth[name] <= score.high
    print({name: hits / 400 for name, hits in inside.items()})
    assert all(0.92 <= hits / 400 <= 0.985 for hits in inside.values()), inside
