"""Agreement against hand arithmetic, published examples, statsmodels, and the definition by pairs."""

from __future__ import annotations

import warnings
from itertools import combinations, permutations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import aggregate_raters, cohens_kappa, fleiss_kappa

from eval.agreement import agreement
from eval.coefficients import alpha, coincidences, masi, nominal, ordinal
from eval.intervals import Plan
from nlp.errors import UserError

# Krippendorff 2011, section C: four observers, twelve units, values missing ('.').
KRIPPENDORFF = """\
1 2 3 3 2 1 4 1 2 . . .
1 2 3 3 2 2 4 1 2 5 . 3
. 3 3 3 2 3 4 2 2 5 1 .
1 2 3 3 2 4 4 1 2 5 1 ."""


def votes_of(text: str) -> dict[str, dict[str, str]]:
    return {
        f"annotator {a}": {f"u{u}": x for u, x in enumerate(line.split()) if x != "."}
        for a, line in enumerate(text.splitlines())
    }


def random_votes(rng, units, annotators, labels, missing=0.2, noise=0.3):
    truth = rng.integers(0, len(labels), units)
    return {
        f"a{k}": {
            f"u{u}": labels[int(rng.integers(len(labels))) if rng.random() < noise else truth[u]]
            for u in range(units)
            if rng.random() > missing
        }
        for k in range(annotators)
    }


def value(votes, metric, labels=(), **options):
    found = {s.metric: s.value for s in agreement(votes, labels, **options)}
    return found[metric]


def by_pairs(votes, distance):
    """Alpha as defined: mean distance within units over mean distance between all pairable labels."""
    units: dict[str, list] = {}
    for given in votes.values():
        for unit, label in given.items():
            units.setdefault(unit, []).append(label)
    pairable = [labels for labels in units.values() if len(labels) > 1]
    pool = [label for labels in pairable for label in labels]
    within = sum(
        distance(a, b) / (len(labels) - 1)
        for labels in pairable
        for a, b in permutations(labels, 2)
    ) / len(pool)
    between = [distance(a, b) for a, b in permutations(pool, 2)]
    return 1 - within / np.mean(between), pool


def masi_by_hand(a, b):
    if a == b:
        return 0.0
    step = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - len(a & b) / len(a | b) * (step if a & b else 0)


def test_alpha_equals_krippendorffs_published_example():
    votes = votes_of(KRIPPENDORFF)
    assert value(votes, "alpha") == pytest.approx(0.743, abs=5e-4)
    assert value(votes, "alpha", "12345", distance="ordinal") == pytest.approx(0.815, abs=5e-4)
    # Gwet's R package irrCAC documents this table with AC1 0.77544 and Fleiss 0.76117
    assert value(votes, "ac1") == pytest.approx(0.77544, abs=5e-6)
    assert value(votes, "fleiss") == pytest.approx(0.76117, abs=5e-6)


def test_four_units_by_hand():
    # A: y y n n, B: y n n n. Pairs agree in 3 of 4 units.
    votes = {
        "A": dict(zip("1234", "yynn", strict=True)), "B": dict(zip("1234", "ynnn", strict=True)),
    }  # fmt: skip
    found = {s.metric: s.value for s in agreement(votes, ["n", "y"])}
    assert found["raw_agreement"] == 3 / 4
    # Cohen: chance = 1/2*1/4 + 1/2*3/4 = 1/2, so (3/4 - 1/2) / (1/2) = 1/2.
    assert found["cohen"] == pytest.approx(1 / 2)
    # 3 y and 5 n in all. Fleiss: chance = 9/64 + 25/64 = 34/64; (48 - 34) / (64 - 34) = 14/30.
    assert found["fleiss"] == pytest.approx(14 / 30)
    # AC1: chance = 2 * 3/8 * 5/8 / (2 - 1) = 30/64; (48 - 30) / (64 - 30) = 18/34.
    assert found["ac1"] == pytest.approx(18 / 34)
    # Alpha: observed 2 ordered unequal pairs; expected 2*3*5 / (8 - 1); 1 - 7 * 2 / 30 = 16/30.
    assert found["alpha"] == pytest.approx(16 / 30)


def test_ac1_resists_the_paradox_of_a_rare_label():
    # Gwet 2008, table 1: 118 yes/yes, 5 yes/no, 2 no/yes. Share of yes (123 + 120) / 250 = 0.972;
    # chance = 2 * 0.972 * 0.028 = 0.054432; (0.944 - 0.054432) / 0.945568 = 0.940777.
    # Cohen: chance = (123 * 120 + 2 * 5) / 125² = 0.94528; (0.944 - 0.94528) / 0.05472 = -0.023392.
    a = ["y"] * 123 + ["n"] * 2
    b = ["y"] * 118 + ["n"] * 5 + ["y"] * 2
    votes = {"A": {str(i): x for i, x in enumerate(a)}, "B": {str(i): x for i, x in enumerate(b)}}
    assert value(votes, "ac1", "ny") == pytest.approx(0.940777, abs=1e-6)
    assert value(votes, "cohen", "ny") == pytest.approx(-0.023392, abs=1e-6)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0), ("x", "x", 0), ("", "x", 1), ("x", "y", 1),
        ("x", "xy", 1 - 1 / 2 * 2 / 3), ("xy", "yz", 1 - 1 / 3 * 1 / 3), ("xyz", "yz", 1 - 4 / 9),
    ],
)  # fmt: skip
def test_masi_by_hand(a, b, distance):
    assert masi([set(a), set(b)]) == pytest.approx(np.array([[0, distance], [distance, 0]]))


def test_ordinal_distance_by_hand():
    # Totals 2, 4, 6. From the first to the second: 2 + 4 - (2 + 4)/2 = 3; to the third:
    # 2 + 4 + 6 - (2 + 6)/2 = 8; second to third: 4 + 6 - 5 = 5. Squared: 9, 64, 25.
    assert ordinal(np.array([[2.0, 4, 6]]))[0].tolist() == [[0, 9, 64], [9, 0, 25], [64, 25, 0]]


@pytest.mark.parametrize("seed", range(4))
def test_alpha_equals_its_definition_by_pairs(seed):
    rng = np.random.default_rng(seed)
    votes = random_votes(rng, 25, 2 + seed % 3, list("abcd"))
    expected, pool = by_pairs(votes, lambda x, y: float(x != y))
    assert value(votes, "alpha") == pytest.approx(expected)
    counts = {label: pool.count(label) for label in "abcd"}

    def between(x, y):
        low, high = sorted((x, y))
        inside = sum(n for label, n in counts.items() if low <= label <= high)
        return (inside - (counts[x] + counts[y]) / 2) ** 2 if x != y else 0.0

    expected, _ = by_pairs(votes, between)
    assert value(votes, "alpha", "abcd", distance="ordinal") == pytest.approx(expected)


def test_alpha_of_sets_equals_its_definition_by_pairs():
    rng = np.random.default_rng(7)
    sets = [frozenset(s) for n in range(4) for s in combinations("xyz", n)]
    votes = random_votes(rng, 30, 3, sets)
    expected, _ = by_pairs(votes, masi_by_hand)
    found = agreement(votes, "xyz", distance="masi")
    assert [s.metric for s in found] == ["alpha", "raw_agreement"]
    assert found[0].value == pytest.approx(expected)


def test_two_labels_make_ordinal_nominal():
    votes = random_votes(np.random.default_rng(1), 40, 3, ["no", "yes"])
    plain = value(votes, "alpha", ["no", "yes"])
    assert value(votes, "alpha", ["no", "yes"], distance="ordinal") == pytest.approx(plain)


@pytest.mark.parametrize("seed", range(3))
def test_cohen_and_fleiss_equal_statsmodels(seed):
    rng = np.random.default_rng(seed)
    votes = random_votes(rng, 50, 3, list("abc"), missing=0)
    units = sorted(votes["a0"])
    table = np.array([["abc".index(given[u]) for u in units] for given in votes.values()]).T
    assert value(votes, "fleiss", "abc") == pytest.approx(fleiss_kappa(aggregate_raters(table)[0]))
    pairs = []
    for i, j in combinations(range(3), 2):
        square = np.zeros((3, 3))
        np.add.at(square, (table[:, i], table[:, j]), 1)
        pairs.append(cohens_kappa(square, return_results=False))
    assert value(votes, "cohen", "abc") == pytest.approx(np.mean(pairs))  # Light 1971


def test_units_of_one_label_change_nothing_but_the_shares():
    votes = votes_of("a b a a\na b b a")
    more = {**votes, "annotator 2": {"u9": "b"}}
    for metric in ("alpha", "cohen", "raw_agreement"):
        assert value(more, metric) == value(votes, metric)
    assert value(more, "fleiss") != value(votes, "fleiss")  # u9 speaks of how common 'b' is


def test_the_order_of_annotators_units_and_names_does_not_matter():
    votes = random_votes(np.random.default_rng(3), 30, 3, list("abc"))
    turned = {k: dict(reversed(v.items())) for k, v in reversed(votes.items())}
    renamed = {
        k: {u: {"a": "z", "b": "y", "c": "x"}[x] for u, x in v.items()} for k, v in votes.items()
    }
    for s, t, r in zip(agreement(votes), agreement(turned), agreement(renamed), strict=True):
        assert s == t
        assert s.value == pytest.approx(r.value)


def test_only_one_label_ever_leaves_the_coefficients_undefined():
    votes = votes_of("a a a\na a a")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = agreement(votes, ["a", "b"])
    # Nothing varies: alpha and the kappas are 0/0. AC1's chance is 0, so it is 1.
    assert {s.metric: s.value for s in found} == {"ac1": 1, "raw_agreement": 1}


def test_coincidences_sum_to_the_labels_of_paired_units():
    counts = np.array([[2.0, 1, 0], [0, 1, 0], [1, 1, 2]])
    assert coincidences(counts).sum(axis=(1, 2)) == pytest.approx(np.array([3, 0, 4]))
    # 2 a and 1 b: ordered pairs aa 2, ab 2, ba 2, each worth 1/2
    assert coincidences(counts)[0].tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 0]]


def test_resampling_equals_recomputing_on_the_drawn_stories():
    rng = np.random.default_rng(5)
    codes = rng.integers(-1, 3, size=(60, 3))
    counts = np.stack([(codes == c).sum(axis=1) for c in range(3)], axis=1).astype(float)
    drawn = rng.integers(0, 60, 60)
    weights = np.bincount(drawn, minlength=60)
    tables = coincidences(counts)
    weighted = (weights @ tables.reshape(60, -1)).reshape(1, 3, 3)
    copies = coincidences(counts[drawn]).sum(axis=0, keepdims=True)
    assert alpha(weighted, nominal(3)) == pytest.approx(alpha(copies, nominal(3)))


def test_intervals_respect_stories_and_repeat_with_the_seed():
    rng = np.random.default_rng(2)
    votes = random_votes(rng, 60, 2, ["no", "yes"], missing=0)
    copied = {
        a: {f"{u}.{k}": x for u, x in given.items() for k in range(3)} for a, given in votes.items()
    }
    stories = {f"u{u}.{k}": f"s{u}" for u in range(60) for k in range(3)}
    once = agreement(votes)
    thrice = agreement(copied, stories=stories)
    alone = agreement(copied)
    for s, t, a in zip(once, thrice, alone, strict=True):
        assert (t.n, t.stories, a.stories) == (180, 60, 180)
        if s.metric != "alpha":  # alpha has a small-sample term
            assert t.value == pytest.approx(s.value)
        # copies add nothing when they are known as copies, and pretend to when they are not
        assert t.high - t.low == pytest.approx(s.high - s.low, rel=0.15)
        assert a.high - a.low < 0.8 * (t.high - t.low)
    assert agreement(votes) == once
    assert agreement(votes, plan=Plan(seed=1))[0].low != once[0].low
    assert "interval:percentile" in once[0].signature
    assert "distance:nominal" in once[0].signature
    assert "interval:wilson" in once[-1].signature


def test_too_few_stories_give_no_interval_and_say_why():
    few = agreement(votes_of("a b a\na b b"))
    assert {s.note for s in few} == {"only 3 stories: no interval"}
    rare = votes_of("a " * 30 + "b\n" + "a " * 31)
    notes = {s.metric: s.note for s in agreement(rare)}
    assert notes["alpha"] == "only 1 story where anyone gave another label: no interval"
    assert notes["raw_agreement"] == ""


@pytest.mark.parametrize(
    ("votes", "labels", "options", "says"),
    [
        ({"A": {"u": "x"}}, (), {}, "no unit was labelled by two annotators"),
        ({}, (), {}, "no unit was labelled by two annotators"),
        ({"A": {"u": "yess"}, "B": {"u": "no"}}, ["yes", "no"], {}, "unknown label 'yess'. Did you mean 'yes'?"),
        ({"A": {"u": "x"}, "B": {"u": "y"}}, (), {"distance": "ordinal"}, "needs the labels in their order"),
        ({"A": {"u": "x"}, "B": {"u": "y"}}, (), {"distance": "nominl"}, "Did you mean 'nominal'?"),
        ({"A": {"u": "x"}, "B": {"u": "y"}}, (), {"distance": "masi"}, "compares sets of labels"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_line(votes, labels, options, says):
    with pytest.raises(UserError, match=r"^[^\n]+$") as caught:
        agreement(votes, labels, **options)
    assert says in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("per_story", [1, 3])
def test_simulated_coverage_of_the_intervals(per_story):
    """95% intervals of alpha and AC1 hold the truth (a huge sample) in 92% to 98% of samples."""

    def draw(rng, stories):
        votes: dict[str, dict[str, str]] = {"A": {}, "B": {}}
        story_of = {}
        for s in range(stories):
            hard = rng.random() < 0.3  # copies of a hard story are all hard
            positive = rng.random() < 0.3
            for k in range(per_story):
                unit = f"{s}.{k}"
                story_of[unit] = f"s{s}"
                for given in votes.values():
                    flip = rng.random() < (0.4 if hard else 0.05)
                    given[unit] = "ny"[positive != flip]
        return votes, story_of

    votes, story_of = draw(np.random.default_rng(0), 40_000)
    truth = {s.metric: s.value for s in agreement(votes, "ny", stories=story_of, plan=Plan(100))}
    inside = dict.fromkeys(truth, 0)
    for seed in range(400):
        votes, story_of = draw(np.random.default_rng(1000 + seed), 60)
        for s in agreement(votes, "ny", stories=story_of, plan=Plan(500, seed)):
            inside[s.metric] += s.low <= truth[s.metric] <= s.high
    print({m: n / 400 for m, n in inside.items()})
    for metric, hits in inside.items():
        assert 0.92 <= hits / 400 <= 0.985, (metric, hits / 400)
