"""Agreement with people: the coefficients, a tiny corpus by hand, and the real ones when present."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from eval.correlation import correlate, main, pearson, tau_b
from eval.metrics.length import Length
from eval.metrics.rouge import Rouge

CORPORA = Path(__file__).parents[2].parent / "shared" / "corpora"


def test_coefficients_equal_scipy_with_ties():
    rng = np.random.default_rng(0)
    for _ in range(20):
        a, b = rng.integers(0, 5, (2, 30)).astype(float)
        assert tau_b(a, b) == pytest.approx(stats.kendalltau(a, b).statistic)
        assert pearson(a, b) == pytest.approx(stats.pearsonr(a, b).statistic)
    assert np.isnan(tau_b([1, 1], [1, 2]))
    assert np.isnan(pearson(np.ones(3), np.arange(3.0)))


@pytest.fixture
def corpus(tmp_path):
    """Two documents, three systems; people like longer summaries, except once."""
    documents = [{"id": d, "document": "a b c d e", "references": ["a b c d"]} for d in (1, 2)]
    lengths = {1: {"x": "a", "y": "a b", "z": "a b c"}, 2: {"x": "a", "y": "a b", "z": "a b c"}}
    human = {1: {"x": 1.0, "y": 2.0, "z": 3.0}, 2: {"x": 1.0, "y": 3.0, "z": 2.0}}
    rows = [
        {"id": d, "system": s, "summary": lengths[d][s], "relevance": human[d][s]}
        for d in (1, 2)
        for s in "xyz"
    ]
    for name, lines in (("documents", documents), ("judgments", rows)):
        text = "\n".join(json.dumps(line) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return tmp_path


def test_both_levels_by_hand(corpus):
    found = next(a for a in correlate(corpus, [Length()]) if a.metric == "words")
    # system means: words 1 2 3, people 1 2.5 2.5 -> tau-b 2 / sqrt(3 * 2); per document 1 and 1/3
    assert found.system_tau == pytest.approx(2 / 6**0.5)
    assert found.summary_tau == pytest.approx((1 + 1 / 3) / 2)
    assert found.summary_r == pytest.approx((1 + 0.5) / 2)
    assert (found.systems, found.documents, found.low) == (3, 2, None)
    sentences = next(a for a in correlate(corpus, [Length()]) if a.metric == "sentences")
    assert (sentences.documents, np.isnan(sentences.summary_tau)) == (0, True)


def test_the_command_prints_a_table_or_one_line(corpus, capsys):
    assert main([str(corpus)]) == 0
    out = capsys.readouterr().out
    assert "relevance (left: system means" in out
    assert "rouge1_recall" in out
    assert main([str(corpus / "nowhere")]) == 2
    assert "documents.jsonl not found" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(
    not (CORPORA / "realsumm").is_dir(), reason="../shared/corpora/realsumm is absent"
)
def test_rouge_recall_goes_with_people_on_realsumm_better_than_f():
    """Published for REALSumm: recall of content units is best matched by ROUGE recall."""
    found = {a.metric: a for a in correlate(CORPORA / "realsumm", [Rouge()])}
    recall, f = found["rouge1_recall"], found["rouge1_f"]
    assert (recall.documents, recall.systems >= 24) == (100, True)
    assert recall.low > f.high
    assert recall.summary_tau == pytest.approx(0.40, abs=0.03)
    assert recall.system_tau > 0.7
