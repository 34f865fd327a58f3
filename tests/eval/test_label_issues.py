from __future__ import annotations

import csv
import io

import numpy as np
import pytest

from eval.label_issues import Issue, issues, suggested, to_csv
from nlp.records import Article, Gold, Item, LabelSet, Prediction

TOPICS = LabelSet(("x", "y"), exclusive=False)
STANCE = LabelSet(("favour", "against"), exclusive=True)


def item(i: int, gold: set[str], scores: dict[str, float], topic: str = "", fold: int = 0) -> Item:
    article = Article(f"a{i}", "text", f"=HYPERLINK({i})")
    prediction = Prediction(f"a{i}", scores=scores)
    return Item(f"a{i}", article, f"s{i}", Gold(frozenset(gold)), prediction, topic, fold)


def test_bars_by_hand() -> None:
    # class 0 is given to rows 0-2: its bar is (0.9 + 0.8 + 0.3) / 3 = 0.667; class 1 to rows 3-4: (0.9 + 0.4) / 2
    # = 0.65. Row 2 has 0.7 for class 1, above 0.65 and above its own 0.3: suggested. Row 4 has 0.6 for class 0,
    # below 0.667: it stays.
    p = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.1, 0.9], [0.6, 0.4]])
    assert suggested(p, np.array([0, 0, 0, 1, 1])).tolist() == [0, 0, 1, 1, 1]


def test_flipped_labels_are_found_among_noise() -> None:
    # 200 examples, 10 of them given the wrong label; a model that is right with probability 0.8 to 1
    rng = np.random.default_rng(0)
    truth = rng.random(200) < 0.4
    flipped = set(rng.choice(200, 10, replace=False).tolist())
    score = np.where(truth, 1, 0) * 0.8 + rng.random(200) * 0.2
    items = [
        item(i, {"x"} if truth[i] ^ (i in flipped) else set(), {"x": float(score[i]), "y": 0.0})
        for i in range(200)
    ]
    found = issues(items, TOPICS)
    # only what is more probable than the average of its class counts as confident: about half of them
    assert {int(f.article[1:]) for f in found} <= flipped and len(found) >= 4
    assert all({f.given, f.suggested} == {"present", "absent"} and f.about == "x" for f in found)
    gaps = [f.probability_suggested - f.probability_given for f in found]
    assert gaps == sorted(gaps, reverse=True)


def test_stance_names_the_topic_and_both_labels() -> None:
    sure = [item(i, {"favour"}, {"favour": 0.9, "against": 0.1}, "t") for i in range(4)]
    also = [item(i, {"against"}, {"favour": 0.1, "against": 0.9}, "t") for i in range(4, 8)]
    odd = item(8, {"favour"}, {"favour": 0.05, "against": 0.95}, "t")
    (found,) = issues([*sure, *also, odd], STANCE)
    assert (found.article, found.about, found.given, found.suggested) == (
        "a8",
        "t",
        "favour",
        "against",
    )


def test_only_out_of_fold_answers_with_scores_count() -> None:
    items = [item(i, {"x"}, {"x": 0.01}, fold=-1) for i in range(5)]
    assert issues(items, TOPICS) == [] and issues([], TOPICS) == []
    assert issues([item(0, {"x"}, {})], TOPICS) == []


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "  ="])
def test_no_cell_can_become_a_formula(start: str) -> None:
    title = f"{start}cmd|'/C calc'!A0\r=1+1"
    text = to_csv([Issue("a1", title, "x", "present", "absent", 0.1, 0.9)])
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["title"] == "'" + title and row["probability_given"] == "0.1"
