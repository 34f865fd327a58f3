"""TextRank against its published definition, computed densely."""

import math
from itertools import pairwise

import numpy as np
import pytest

from nlp.models.document import read
from nlp.models.textrank import TextRank, _SharedWords
from nlp.models.vectors import count
from nlp.records import Article, Example
from nlp.text.codes import codes


def published(sentences: list[list[str]]) -> np.ndarray:
    """Mihalcea and Tarau's similarity, sizes plus one: shared words / (log + log)."""
    n = len(sentences)
    similarity = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            a, b = set(sentences[i]), set(sentences[j])
            if i != j and a and b:
                similarity[i, j] = len(a & b) / (math.log(1 + len(a)) + math.log(1 + len(b)))
    return similarity


def test_similarity_is_the_published_one() -> None:
    rng = np.random.default_rng(0)
    sentences = [list(rng.choice(list("abcdefghij"), rng.integers(0, 8))) for _ in range(30)]
    shared = _SharedWords(count(codes(sentences, "")))
    expected = published(sentences)
    actual = np.array([shared.times(row) for row in np.eye(30)])
    assert actual == pytest.approx(expected)


def test_the_sentence_that_shares_most_words_wins() -> None:
    text = "Rain fell on Gao. The army took Kidal. The rebels left Kidal to the army. Nobody spoke."
    examples = [Example("x", Article("a", text, language="en"))]
    scores = TextRank().scores(read(examples[0]))
    assert scores[1] == pytest.approx(scores[2])  # linked to each other, to nothing else
    assert scores[1] > scores[0] == pytest.approx(scores[3])


def test_50_000_words_in_memory_linear_in_length() -> None:
    rng = np.random.default_rng(1)
    text = " ".join(
        " ".join(f"w{w}" for w in rng.zipf(1.3, 20) % 5000) + " end." for _ in range(2500)
    )
    summary = (
        TextRank(words=60)
        .predict([Example("x", Article("a", text.replace(". w", ". W")))])[0]
        .summary
    )
    assert len(summary) >= 2
    assert all(a.end <= b.start for a, b in pairwise(summary))
