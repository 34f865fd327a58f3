"""ROUGE pairs per second against rouge-score, at identical values: ``pytest -m benchmark -s``.

Targets: 10 times as fast on short pairs, 30 times on long ones. Nothing here asserts a time.
"""

import random
import time

import pytest
from rouge_score import rouge_scorer

from eval.metrics.rouge import KINDS, Rouge

pytestmark = pytest.mark.benchmark

VOCABULARY = [f"w{rank}" for rank in range(5000)]
FREQUENCIES = [1 / (rank + 2) for rank in range(5000)]


def text(rng, words, sentence=20, lines=False):
    """Words with the frequencies of running text (the most frequent: 6%), lines on request."""
    drawn = rng.choices(VOCABULARY, FREQUENCIES, k=words)
    parts = [" ".join(drawn[i : i + sentence]) for i in range(0, words, sentence)]
    return ("\n" if lines else " ").join(parts)


CASES = {
    "short (headline 12, summary 25 words)": (12, 25, False, 400),
    "summary (60, 75 words)": (60, 75, False, 100),
    "summary, one sentence per line": (60, 75, True, 100),
    "long (400, 400 words)": (400, 400, False, 20),
    "long, one sentence per line": (400, 400, True, 20),
}


def best(action, rounds):
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("stemmer", [False, True], ids=["plain", "stemmer"])
def test_rouge_against_rouge_score(case, stemmer):
    of_gold, of_said, lines, n = CASES[case]
    rng = random.Random(0)
    pairs = [(text(rng, of_gold, lines=lines), text(rng, of_said, lines=lines)) for _ in range(n)]
    theirs = rouge_scorer.RougeScorer(list(KINDS), use_stemmer=stemmer)
    ours = Rouge(tokenizer="google", stemmer=stemmer)
    for pair in pairs[:20]:
        expected, found = theirs.score(*pair), ours.pair(*pair)
        assert all(tuple(found[kind]) == tuple(expected[kind]) for kind in KINDS)
    slow = best(lambda: [theirs.score(*pair) for pair in pairs], 3)
    fast = best(lambda: [ours.pair(*pair) for pair in pairs], 7)
    mode = "stemmer" if stemmer else "plain"
    print(
        f"\nROUGE {case}, {mode}: {n / fast:,.0f} pairs/s, rouge-score {n / slow:,.0f}: {slow / fast:.1f} x"
    )
