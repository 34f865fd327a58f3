"""Tests of differences against independent implementations, brute force and the null."""

import itertools

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests

from eval.metrics.accuracy import Accuracy
from eval.metrics.chrf import ChrF
from eval.metrics.f1 import F1
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.sample import Pair, Sample
from eval.significance import discordant, holm, mcnemar, randomisation, tie_groups


def pair_of(metric, a, b, labels):
    return Pair(Sample.of(metric, a, labels), Sample.of(metric, b, labels))


def with_said(labelled, items, seed, errors=0.3, per_story=1):
    """Other answers to the same questions: each label flipped with probability ``errors``."""
    rng = np.random.default_rng(seed)
    out = []
    for i, item in enumerate(items):
        said = {n for n in "abc" if (n in item.gold.labels) != (rng.random() < errors)}
        out.append(
            labelled(i, "".join(item.gold.labels), "".join(said), story=f"s{i // per_story}")
        )
    return out


@pytest.mark.parametrize(("b", "c"), [(0, 0), (1, 0), (3, 9), (9, 3), (10, 10), (40, 71)])
def test_mcnemar_equals_statsmodels_and_the_binomial_test(b, c):
    assert mcnemar(b, c) == pytest.approx(
        statsmodels_mcnemar([[5, b], [c, 5]], exact=True).pvalue, abs=1e-12
    )
    if b + c:
        assert mcnemar(b, c) == pytest.approx(stats.binomtest(b, b + c).pvalue, abs=1e-12)


def test_mcnemar_survives_a_hundred_thousand_discordant_articles():
    assert 0 < mcnemar(50_000, 50_600) < 1


def test_mcnemar_applies_to_right_or_wrong_with_one_item_per_story(labelled, many, topics):
    items = many(30, topics)
    a, b = with_said(labelled, items, 1), with_said(labelled, items, 2)
    counts = discordant(pair_of(Accuracy(), a, b, topics), 0)
    right = [[i.gold.labels == i.prediction.labels for i in run] for run in (a, b)]
    assert counts == (
        sum(x and not y for x, y in zip(*right, strict=True)),
        sum(y and not x for x, y in zip(*right, strict=True)),
    )
    recall = pair_of(PerLabel(), a, b, topics)
    keys = [c.key for c in recall.a.columns]
    assert discordant(recall, keys.index("recall[a]")) is not None  # same gold in both
    assert discordant(recall, keys.index("precision[a]")) is None  # each run said other items
    assert discordant(recall, keys.index("f1[a]")) is None
    copies = [with_said(labelled, items, s, per_story=2) for s in (1, 2)]
    assert discordant(pair_of(Accuracy(), *copies, topics), 0) is None


@pytest.mark.parametrize(
    "p", [[0.01, 0.04, 0.03], [0.5], [0.9, 0.9], [0.001, 0.2, 0.2, 0.04, 0.03]]
)
def test_holm_equals_statsmodels(p):
    assert holm(p) == pytest.approx(multipletests(p, method="holm")[1])


@pytest.mark.parametrize("metric", [F1(), Accuracy(), Ranking()])
def test_randomisation_equals_enumerating_every_swap_of_stories(labelled, many, topics, metric):
    """The oracle swaps stories by hand, all 2^8 ways, and measures each from scratch."""
    base = many(24, topics, per_story=3)
    noisy = many(24, topics, per_story=3, seed=9, errors=0.6)
    other = [
        type(i)(i.id, i.article, i.story, i.gold, j.prediction)
        for i, j in zip(base, noisy, strict=True)
    ]
    pair = pair_of(metric, base, other, topics)
    observed, extreme = abs(pair.point()), 0
    for swap in itertools.product((0, 1), repeat=8):
        sides = [
            (x, y) if swap[s] else (y, x) for x, y, s in zip(base, other, pair.a.story, strict=True)
        ]
        one, two = (Sample.of(metric, list(side), topics) for side in zip(*sides, strict=True))
        extreme = extreme + (abs(one.point() - two.point()) >= observed - 1e-9)
    found = randomisation(pair, 2000 if isinstance(metric, Ranking) else 20_000, seed=0)
    assert found == pytest.approx(extreme / 256, abs=0.04 if isinstance(metric, Ranking) else 0.015)


def test_randomisation_of_chrf_equals_sacrebleu(summarized, monkeypatch):
    """The same paired test, written by others, on the corpus score of 40 summaries."""
    from sacrebleu.metrics import CHRF
    from sacrebleu.significance import PairedTest

    rng = np.random.default_rng(0)
    words = [
        "the",
        "junta",
        "left",
        "Gao",
        "after",
        "talks",
        "with",
        "France",
        "and",
        "asked",
        "for",
        "new",
        "partners",
    ]

    def noisy(gold, rate):
        return " ".join(str(rng.choice(words)) if rng.random() < rate else w for w in gold.split())

    gold = [" ".join(rng.choice(words, 12)) for _ in range(40)]
    a, b = [noisy(g, 0.3) for g in gold], [noisy(g, 0.38) for g in gold]
    runs = [
        [summarized(i, [s], [g]) for i, (s, g) in enumerate(zip(run, gold, strict=True))]
        for run in (a, b)
    ]
    found = float(randomisation(pair_of(ChrF(), *runs, None), 10_000, seed=0)[0])
    monkeypatch.setenv("SACREBLEU_SEED", "1")
    test = PairedTest(
        [("a", a), ("b", b)], {"chrF": CHRF(word_order=2, references=[gold])},
        references=None, test_type="ar", n_samples=10_000,
    )  # fmt: skip
    scores = test()[1]
    theirs = next(v for k, v in scores.items() if k != "System")[1].p_value
    assert 0.001 < theirs < 0.6
    assert found == pytest.approx(theirs, abs=0.02)


def test_identical_runs_have_p_one(many, topics):
    items = many(50, topics)
    for metric in (F1(), Ranking()):
        assert (randomisation(pair_of(metric, items, items, topics), 200, 0) == 1).all()


def test_copies_do_not_make_a_difference_significant(labelled, topics):
    """One run is right on 6 of 8 stories where the other is wrong; 20 copies each change nothing."""

    def run(good, copies):
        return [
            labelled(k, "a", "a" if (s < 6) == good else "b", story=f"s{s}")
            for k, s in enumerate(s for s in range(8) for _ in range(copies))
        ]  # fmt: skip

    p = [
        randomisation(pair_of(Accuracy(), run(True, c), run(False, c), topics), 20_000, 0)[0]
        for c in (1, 20)
    ]
    # 2 * P(6 or more of 8) = 2 * 37/256
    assert p == pytest.approx([74 / 256] * 2, abs=0.01)


def test_tie_groups_follow_their_rule():
    resolved = {("a", "b"): False, ("a", "c"): True, ("a", "d"): False, ("b", "c"): False,
                ("b", "d"): True, ("c", "d"): True}  # fmt: skip
    groups = tie_groups(list("abcd"), lambda x, y: resolved[x, y])
    # b and d are not shown to differ from a, the best; c opens the next group
    assert groups == [["a", "b", "d"], ["c"]]
    assert tie_groups(list("abc"), lambda x, y: True) == [["a"], ["b"], ["c"]]
    assert tie_groups(list("abc"), lambda x, y: False) == [["a", "b", "c"]]


@pytest.mark.slow
@pytest.mark.parametrize("per_story", [1, 4])
def test_p_values_are_uniform_under_the_null(labelled, per_story):
    """Two runs with the same error rate, 400 times; copies repeat their story's answers."""
    from nlp.records import LabelSet

    labels, rng, p_values = LabelSet(("a", "b"), exclusive=False), np.random.default_rng(0), []
    for trial in range(400):
        gold = rng.random((60, 2)) < 0.4
        runs = []
        for _ in range(2):
            said = np.repeat(gold ^ (rng.random((60, 2)) < 0.25), per_story, axis=0)
            runs.append([
                labelled(k, "".join(np.array(["a", "b"])[gold[k // per_story]]),
                         "".join(np.array(["a", "b"])[s]), story=str(k // per_story))
                for k, s in enumerate(said)
            ])  # fmt: skip
        p_values.append(float(randomisation(pair_of(F1(), *runs, labels), 499, seed=trial)[0]))
    assert stats.kstest(p_values, "uniform").pvalue > 0.01
    share = np.mean(np.array(p_values) <= 0.05)
    assert 0.02 <= share <= 0.08  # 400 trials: 0.05 +- 2.75 standard errors
