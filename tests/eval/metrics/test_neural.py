"""Metrics that need weights: their arithmetic with a stand-in model, and what they say without one."""

import numpy as np
import pytest

from eval.metrics.embedding_f1 import EmbeddingF1, greedy_f1
from eval.metrics.nli_consistency import NLIConsistency, windows
from nlp.errors import UserError
from nlp.records import Article, Outcome


def one_hot(text):
    """Each letter is its own direction."""
    return np.eye(26)[[ord(c) - 97 for c in text if c.isalpha()]]


def test_greedy_match_by_hand():
    # 'ab' against 'abcd': every predicted letter has a twin, half of the gold ones do
    assert greedy_f1(one_hot("ab"), one_hot("abcd")) == pytest.approx((2 / 3, 1.0, 0.5))
    assert greedy_f1(one_hot("ab"), one_hot("")) == (0, 0, 0)


def test_the_best_reference_counts(summarized):
    metric = EmbeddingF1("somewhere")
    metric.__dict__["encode"] = one_hot
    assert metric.values(summarized(0, ["ab"], ["cd", "ab", "abcd"])) == (1, 1, 1)
    assert metric.values(summarized(0, ["ab"], ["ab"], outcome=Outcome.FAILED)) == [0, 0, 0]
    assert np.isnan(metric.values(summarized(0, ["ab"]))).all()
    assert metric.settings()["encoder"] == "somewhere"


def test_each_claim_takes_its_best_window(summarized):
    metric = NLIConsistency("somewhere", window=1)
    metric.__dict__["entailment"] = lambda pairs: np.array([float(c in p) for p, c in pairs])
    text = "Rain fell. Trade grew."
    assert metric.values(summarized(0, ["Rain fell.", "Trade grew."], text=text)) == [1.0, 1.0]
    assert metric.values(summarized(0, ["Rain fell.", "Snow fell."], text=text)) == [0.5, 0.0]
    assert np.isnan(metric.values(summarized(0, [], text=text))).all()


@pytest.mark.parametrize(
    ("size", "expected"),
    [(1, ["A b.", "C d.", "E f."]), (2, ["A b. C d.", "C d. E f."]), (9, ["A b. C d. E f."])],
)
def test_windows_overlap(size, expected):
    assert windows(Article("x", "A b. C d. E f.", language="en"), size) == expected


@pytest.mark.parametrize("metric", [EmbeddingF1("w"), NLIConsistency("w")])
def test_without_torch_one_line_says_what_to_install(metric, summarized, monkeypatch):
    def no_torch(name):
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr("eval.metrics.weights.import_module", no_torch)
    with pytest.raises(UserError, match="needs torch"):
        metric.values(summarized(0, ["Rain fell."], ["Rain fell."], text="Rain fell."))
