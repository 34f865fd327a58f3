"""True- and false-positive rates by hand and against scikit-learn's confusion matrices."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import multilabel_confusion_matrix

from eval.metrics.error_rates import ErrorRates
from eval.metrics.indicators import gold_matrix, label_matrix
from eval.sample import Sample
from nlp.records import LabelSet


def values(items, labels):
    sample = Sample.of(ErrorRates(), items, labels)
    return dict(zip((c.key for c in sample.columns), sample.point(), strict=True))


def test_by_hand(labelled):
    # a: gold in 0, 1; said in 0, 2: one hit of two, one false alarm of two. b: gold in 0; said in none.
    labels = LabelSet(("a", "b"), exclusive=False)
    items = [
        labelled(0, "ab", "a"),
        labelled(1, "a", ""),
        labelled(2, "", "a"),
        labelled(3, "", ""),
    ]
    found = values(items, labels)
    assert found == pytest.approx(
        {"tpr": 1 / 3, "fpr": 1 / 5, "tpr[a]": 1 / 2, "fpr[a]": 1 / 2, "tpr[b]": 0, "fpr[b]": 0}
    )


@pytest.mark.parametrize("exclusive", [True, False])
def test_equal_to_sklearn(many, exclusive):
    labels = LabelSet(("a", "b", "c"), exclusive)
    items = many(80, labels, errors=0.5)
    found = values(items, labels)
    said, gold = label_matrix(items, labels.names), gold_matrix(items, labels.names)
    matrices = multilabel_confusion_matrix(gold, said)
    for name, ((tn, fp), (fn, tp)) in zip(labels.names, matrices, strict=True):
        assert found[f"tpr[{name}]"] == pytest.approx(tp / (tp + fn))
        assert found[f"fpr[{name}]"] == pytest.approx(fp / (fp + tn))
    (tn, fp), (fn, tp) = matrices.sum(axis=0)
    assert found["tpr"] == pytest.approx(tp / (tp + fn))
    assert found["fpr"] == pytest.approx(fp / (fp + tn))


def test_without_positives_the_rate_is_undefined(labelled):
    labels = LabelSet(("a",), exclusive=False)
    assert np.isnan(values([labelled(0, "", "")], labels)["tpr[a]"])
