"""The sparse products against dense matrices built the slow way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.vectors import Vectors, count_words

SENTENCES = st.lists(st.lists(st.sampled_from("abcdefg"), max_size=6), max_size=7)


def dense(vectors: Vectors) -> np.ndarray:
    matrix = np.zeros((vectors.height, vectors.width))
    matrix[vectors.rows, vectors.columns] = vectors.values
    return matrix


@given(SENTENCES)
def test_counts(sentences: list[list[str]]) -> None:
    columns = list(dict.fromkeys(word for sentence in sentences for word in sentence))
    expected = [[sentence.count(word) for word in columns] for sentence in sentences]
    assert dense(count_words(sentences)).tolist() == expected


@given(SENTENCES)
def test_products_equal_dense_ones(sentences: list[list[str]]) -> None:
    vectors = count_words(sentences).tfidf()
    matrix = dense(vectors)
    gram = matrix @ matrix.T
    weights = np.linspace(1, 2, len(sentences))
    assert vectors.gram(weights) == pytest.approx(gram @ weights)
    assert vectors.forward() == pytest.approx(np.triu(gram, 1).sum(1))
    for row in range(len(sentences)):
        assert vectors.similarity(row) == pytest.approx(gram[row])


@given(SENTENCES)
def test_what_a_row_holds_of_the_others(sentences: list[list[str]]) -> None:
    vectors = count_words(sentences)
    for row, mine in enumerate(sentences):
        expected = [len(set(s) & set(mine)) / max(1, len(set(s))) for s in sentences]
        assert vectors.held(row) == pytest.approx(expected)


def test_tfidf_by_hand() -> None:
    # 'mali' stands in both sentences: ln(1 + 2/2) = 0.693; 'votes' twice in one: 2 ln(1 + 2/1) = 2.197
    vectors = count_words([["mali", "votes", "votes"], ["mali"]]).tfidf()
    assert dense(vectors) == pytest.approx(np.array([[0.6931, 2.1972], [0.6931, 0]]), abs=1e-4)


def test_unit_rows_have_length_one_or_zero() -> None:
    matrix = dense(count_words([["a", "b", "b"], [], ["c"]]).unit())
    assert (matrix**2).sum(1) == pytest.approx([1, 0, 1])
