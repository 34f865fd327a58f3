"""LSA against the full singular value decomposition."""

import numpy as np
import pytest

from nlp.errors import UserError
from nlp.models.document import Document, read
from nlp.models.lsa import Lsa
from nlp.records import Article, Example


def article(sentences: int) -> Document:
    names = np.random.default_rng(0).zipf(1.5, (sentences, 9)) % 300
    text = " ".join(f"A{' '.join(f'w{n}x' for n in row)}." for row in names)
    return read(Example("x", Article("a", text, language="en")))


@pytest.mark.parametrize("sentences", [5, 60, 250])
@pytest.mark.parametrize("topics", [1, 3])
def test_scores_are_lengths_over_the_leading_topics(sentences: int, topics: int) -> None:
    document = article(sentences)
    vectors = document.tfidf.unit()
    matrix = np.zeros((vectors.height, vectors.width))
    matrix[vectors.rows, vectors.columns] = vectors.values
    left, strength, _ = np.linalg.svd(matrix, full_matrices=False)
    expected = np.sqrt(((left * strength)[:, :topics] ** 2).sum(1))
    assert Lsa(topics=topics).scores(document) == pytest.approx(expected, abs=1e-6)


def test_more_topics_than_sentences() -> None:
    # Over all topics the length of a row is its own: 1.
    assert Lsa(topics=99).scores(article(4)) == pytest.approx(np.ones(4))


def test_no_topic_is_a_user_error() -> None:
    with pytest.raises(UserError, match=r"model\.topics: 0"):
        Lsa(topics=0)
