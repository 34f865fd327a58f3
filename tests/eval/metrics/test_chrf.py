"""chrF++ against sacrebleu, corpus level, with one and several references."""

import random

import numpy as np
import pytest
from sacrebleu.metrics import CHRF

from eval.metrics.chrf import ChrF
from nlp.records import Outcome

WORDS = [
    "the",
    "(generals)",
    "signed,",
    "a",
    "deal!",
    "L'armée",
    "a",
    "quitté",
    "Gao.",
    "3.5%",
    "“Москва”",
    "x",
    "...",
    "?",
    "\n",
]


@pytest.mark.parametrize("words", [0, 2])
@pytest.mark.parametrize("references", [1, 3])
def test_corpus_score_equals_sacrebleu(summarized, words, references):
    rng = random.Random(references)
    texts = [
        [
            " ".join(rng.choice(WORDS) for _ in range(rng.randint(0, 12)))
            for _ in range(references + 1)
        ]
        for _ in range(60)
    ]
    items = [summarized(i, [said], gold) for i, (said, *gold) in enumerate(texts)]
    metric = ChrF(words=words)
    rows = metric.measure(items, None)
    columns = [list(column) for column in zip(*(gold for _, *gold in texts), strict=True)]
    theirs = CHRF(word_order=words).corpus_score([said for said, *_ in texts], columns)
    found = metric.reduce(rows, np.ones((1, len(items))))[0, 0]
    assert found == pytest.approx(theirs.score, abs=1e-9)
    single = metric.item_values(rows)[:, 0]
    for value, (said, *gold) in zip(single, texts, strict=True):
        assert value == pytest.approx(CHRF(word_order=words).sentence_score(said, gold).score)


def test_a_failed_item_lowers_the_score_and_no_reference_means_no_value(summarized):
    good = summarized(0, ["a fine deal"], ["a fine deal"])
    failed = summarized(1, ["a fine deal"], ["a fine deal"], outcome=Outcome.FAILED)
    metric = ChrF()
    assert metric.combine(metric.measure([good], None).sum(0, keepdims=True))[0, 0] == 100
    both = metric.combine(metric.measure([good, failed], None).sum(0, keepdims=True))[0, 0]
    assert 0 < both < 100
    assert np.isnan(metric.combine(metric.measure([summarized(2, ["a"])], None))).all()
