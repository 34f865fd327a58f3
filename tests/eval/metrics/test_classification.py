"""Label metrics against scikit-learn, and the answers it has no word for."""

import warnings

import numpy as np
import pytest
from sklearn import metrics as sk

from eval.metrics.accuracy import Accuracy
from eval.metrics.balanced_accuracy import BalancedAccuracy
from eval.metrics.brier import Brier
from eval.metrics.ece import ECE
from eval.metrics.f1 import F1
from eval.metrics.indicators import gold_matrix, label_matrix, probability_matrix
from eval.metrics.log_loss import LogLoss
from eval.metrics.mcc import MCC
from eval.metrics.overlap import Overlap
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.scores import NotMeasuredError
from nlp.errors import UserError
from nlp.records import LabelSet, Outcome


def values(metric, items, labels, weights=None):
    """All columns as {key: value}, through the public measure and reduce."""
    rows = metric.measure(items, labels)
    weights = np.ones((1, len(items))) if weights is None else weights[None, :]
    found = metric.reduce(rows, weights)[0]
    return {c.key: v for c, v in zip(metric.columns(labels), found, strict=True)}


@pytest.fixture(params=["topics", "sides"])
def case(request, many):
    labels = request.getfixturevalue(request.param)
    items = many(300, labels, seed=3)
    gold, said = gold_matrix(items, labels.names), label_matrix(items, labels.names)
    return labels, items, gold, said, probability_matrix(items, labels.names)


@pytest.mark.parametrize("average", ["macro", "micro", "weighted"])
def test_averages_equal_sklearn(case, average):
    labels, items, gold, said, _ = case
    p, r, f, _ = sk.precision_recall_fscore_support(gold, said, average=average, zero_division=0)
    found = values(F1(average), items, labels)
    assert found == pytest.approx(
        {f"{average}_f1": f, f"{average}_precision": p, f"{average}_recall": r}, abs=1e-12
    )


def test_per_label_equals_sklearn(case):
    labels, items, gold, said, _ = case
    figures = sk.precision_recall_fscore_support(gold, said, average=None, zero_division=0)
    found = values(PerLabel(), items, labels)
    for j, name in enumerate(labels.names):
        for metric, column in zip(("precision", "recall", "f1", "support"), figures, strict=True):
            assert found[f"{metric}[{name}]"] == pytest.approx(column[j], abs=1e-12)


def test_a_label_never_predicted_or_never_gold_counts_zero_as_in_sklearn(labelled, topics):
    items = [labelled(0, "a", "a"), labelled(1, "b", ""), labelled(2, "", "c")]
    gold, said = gold_matrix(items, topics.names), label_matrix(items, topics.names)
    f = sk.f1_score(gold, said, average="macro", zero_division=0)
    assert values(F1(), items, topics)["macro_f1"] == pytest.approx(f) == pytest.approx(1 / 3)


def test_accuracy_hamming_jaccard_equal_sklearn(case):
    labels, items, gold, said, _ = case
    assert values(Accuracy(), items, labels)["accuracy"] == sk.accuracy_score(gold, said)
    found = values(Overlap(), items, labels)
    assert found["hamming_loss"] == pytest.approx(sk.hamming_loss(gold, said))
    jaccard = sk.jaccard_score(gold, said, average="samples", zero_division=1)
    assert found["jaccard"] == pytest.approx(jaccard)


def test_balanced_accuracy_and_mcc_equal_sklearn(case):
    labels, items, gold, said, _ = case
    balanced, mcc = values(BalancedAccuracy(), items, labels), values(MCC(), items, labels)
    for j, name in enumerate(labels.names):
        pair = gold[:, j], said[:, j]
        assert balanced[f"balanced_accuracy[{name}]"] == pytest.approx(
            sk.balanced_accuracy_score(*pair)
        )
        assert mcc[f"mcc[{name}]"] == pytest.approx(sk.matthews_corrcoef(*pair))
    if labels.exclusive:
        flat = gold.argmax(axis=1), said.argmax(axis=1)
        assert balanced["balanced_accuracy"] == pytest.approx(sk.balanced_accuracy_score(*flat))
        assert mcc["mcc"] == pytest.approx(sk.matthews_corrcoef(*flat))
    else:
        assert mcc["mcc"] == pytest.approx(np.mean([mcc[f"mcc[{n}]"] for n in labels.names]))


def test_balanced_accuracy_leaves_out_a_class_that_never_occurs(labelled, sides):
    items = [labelled(0, "a", "a"), labelled(1, "a", "c"), labelled(2, "b", "b")]
    # recalls: a 1/2, b 1/1, c undefined -> (1/2 + 1) / 2
    assert values(BalancedAccuracy(), items, sides)["balanced_accuracy"] == pytest.approx(0.75)


def test_no_answer_is_one_more_class_for_mcc(labelled, sides):
    items = [labelled(i, g, s) for i, (g, s) in enumerate(zip("aabbcc", "aabccb", strict=True))]
    items.append(labelled(9, "a", "", outcome=Outcome.FAILED))
    gold, said = list("aabbcca"), list("aabccbz")
    assert values(MCC(), items, sides)["mcc"] == pytest.approx(sk.matthews_corrcoef(gold, said))


def test_ranking_equals_sklearn_with_ties_and_weights(case):
    labels, items, gold, _, p = case
    rng = np.random.default_rng(1)
    p = np.round(p, 1)  # ties
    items = [
        type(i)(**{f: getattr(i, f) for f in i.__slots__ if f != "prediction"},
                prediction=type(i.prediction)(i.id, scores=dict(zip(labels.names, map(float, row), strict=True))))
        for i, row in zip(items, p, strict=True)
    ]  # fmt: skip
    for weights in (np.ones(len(items)), rng.integers(0, 4, len(items)).astype(float)):
        found = values(Ranking(), items, labels, weights)
        areas = []
        for j, name in enumerate(labels.names):
            pair = gold[:, j], p[:, j]
            areas.append(sk.roc_auc_score(*pair, sample_weight=weights))
            assert found[f"roc_auc[{name}]"] == pytest.approx(areas[-1])
            precision = sk.average_precision_score(*pair, sample_weight=weights)
            assert found[f"average_precision[{name}]"] == pytest.approx(precision)
        assert found["roc_auc"] == pytest.approx(np.mean(areas))


def test_ranking_gives_the_same_in_float32_as_the_bootstrap_uses(case):
    labels, items, *_ = case
    rows = Ranking().measure(items, labels)
    weights = np.random.default_rng(0).integers(0, 5, (3, len(items)))
    single = Ranking().reduce(rows, weights.astype(np.float32))
    assert np.allclose(single, Ranking().reduce(rows, weights.astype(float)), atol=1e-6)


def test_brier_and_log_loss_equal_sklearn(case):
    labels, items, gold, _, p = case
    brier, loss = values(Brier(), items, labels), values(LogLoss(), items, labels)["log_loss"]
    for j, name in enumerate(labels.names):
        assert brier[f"brier[{name}]"] == pytest.approx(sk.brier_score_loss(gold[:, j], p[:, j]))
    if labels.exclusive:
        whole = sk.brier_score_loss(gold.argmax(1), p, labels=[0, 1, 2], scale_by_half=False)
        assert brier["brier"] == pytest.approx(whole)
        assert loss == pytest.approx(sk.log_loss(gold.argmax(1), p, labels=[0, 1, 2]))
    else:
        each = [sk.log_loss(gold[:, j], p[:, j]) for j in range(3)]
        assert loss == pytest.approx(np.mean(each))


def test_ece_by_hand(labelled):
    # Four probabilities in two equally filled bins: {.1, .3} with gold {0, 1}: |.4 - 1| = .6;
    # {.6, .9} with gold {1, 1}: |1.5 - 2| = .5; together 1.1 over 4 decisions.
    one = LabelSet(("a",), exclusive=False)
    items = [
        labelled(i, g, "", scores={"a": p})
        for i, (g, p) in enumerate([("", 0.1), ("a", 0.3), ("a", 0.6), ("a", 0.9)])
    ]
    assert values(ECE(bins=2), items, one)["ece"] == pytest.approx(1.1 / 4)


def test_ece_of_exclusive_labels_asks_about_the_likeliest(labelled, sides):
    right = labelled(0, "a", "a", scores={"a": 0.8, "b": 0.1, "c": 0.1})
    wrong = labelled(1, "c", "a", scores={"a": 0.8, "b": 0.1, "c": 0.1})
    assert values(ECE(), [right, wrong], sides)["ece"] == pytest.approx(0.3)  # |1.6 - 1| / 2


def test_an_unanswered_item_is_wrong_everywhere(labelled, topics):
    """Gold is empty, so a mere empty answer would be right: failing must not pay."""
    failed = [
        labelled(0, "", "", outcome=o)
        for o in (Outcome.FAILED, Outcome.ABSTAINED, Outcome.UNPARSED)
    ]
    sure = labelled(1, "", "", scores=dict.fromkeys("abc", 0.0))
    for item in failed:
        pair = [sure, item]
        assert values(Accuracy(), pair, topics)["accuracy"] == 0.5
        assert values(Overlap(), pair, topics) == {"hamming_loss": 0.5, "jaccard": 0.5}
        assert values(Brier(), pair, topics)["brier"] == 0.5
        assert values(LogLoss(), pair, topics)["log_loss"] == pytest.approx(36.0437 / 2, abs=1e-3)
        assert values(ECE(bins=2), pair, topics)["ece"] == 0.5
    truncated = labelled(0, "", "", outcome=Outcome.TRUNCATED)
    assert values(Accuracy(), [truncated], topics)["accuracy"] == 1.0


def test_an_unanswered_item_costs_recall_and_ranks_last(labelled, topics):
    items = [
        labelled(0, "a", "a", scores={"a": 0.6, "b": 0, "c": 0}),
        labelled(1, "", "", scores={"a": 0.0, "b": 0, "c": 0}),
        labelled(2, "a", "", outcome=Outcome.FAILED),
    ]
    assert values(PerLabel(), items, topics)["recall[a]"] == 0.5
    # the failed positive stands below the negative with probability 0: one of two pairs is right
    assert values(Ranking(), items, topics)["roc_auc[a]"] == 0.5


@pytest.mark.parametrize("metric", [Ranking(), Brier(), LogLoss(), ECE()])
def test_without_probabilities_there_is_a_reason_not_a_number(metric, labelled, topics):
    with pytest.raises(NotMeasuredError, match="no probabilities"):
        metric.measure([labelled(0, "a", "a")], topics)


@pytest.mark.parametrize(
    "metric", [F1(), PerLabel(), Accuracy(), Overlap(), MCC(), Ranking(), Brier(), LogLoss(), ECE()]
)
def test_label_metrics_refuse_a_task_without_labels(metric):
    with pytest.raises(UserError, match="scores labels"):
        metric.columns(None)


def test_options_are_checked():
    with pytest.raises(UserError, match="Did you mean 'macro'"):
        F1("makro")
    with pytest.raises(UserError, match="bins=1"):
        ECE(bins=1)


@pytest.mark.parametrize(
    "metric", [F1(), F1("micro"), F1("weighted"), PerLabel(), MCC(), BalancedAccuracy()]
)
def test_items_are_compared_by_their_errors(metric, labelled, topics):
    items = [labelled(0, "ab", "ab"), labelled(1, "ab", "a"), labelled(2, "", "abc")]
    rows = metric.measure(items, topics)
    found = metric.item_values(rows)
    assert found.shape == (3, len(metric.columns(topics)))
    assert found.sum(axis=1)[0] == 0
    assert (np.diff(found.sum(axis=1)) < 0).all()


def test_integer_weights_are_copies(case):
    """The contract every interval rests on: weight w means the item w times."""
    labels, items, *_ = case
    items, weights = items[:40], np.random.default_rng(2).integers(0, 3, 40)
    copies = [i for i, w in zip(items, weights, strict=True) for _ in range(w)]
    for metric in (
        F1(),
        F1("micro"),
        PerLabel(),
        Accuracy(),
        Overlap(),
        MCC(),
        BalancedAccuracy(),
        Ranking(),
        Brier(),
        LogLoss(),
    ):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            weighted = values(metric, items, labels, weights.astype(float))
        assert weighted == pytest.approx(values(metric, copies, labels), abs=1e-12, nan_ok=True)
