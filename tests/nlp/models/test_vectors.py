"""The sparse products against dense matrices built the slow way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.vectors import Vectors, count
from nlp.text.codes import codes

WORDS = ["a", "b", "c", "d", "e", "f/g", "b/b", "-"]  # pieces of one word, of two, of none
SENTENCES = st.lists(st.lists(st.sampled_from(WORDS), max_size=6), max_size=7)


def dense(vectors: Vectors) -> np.ndarray:
    matrix = np.zeros((vectors.height, vectors.width))
    matrix[vectors.rows, vectors.columns] = vectors.values
    return matrix


def counted(sentences: list[list[str]]) -> Vectors:
    return count(codes(sentences, ""))


def parted(sentences: list[list[str]]) -> list[list[str]]:
    return [[word for piece in s for word in piece.split("/") if word != "-"] for s in sentences]


@given(SENTENCES)
def test_counts(sentences: list[list[str]]) -> None:
    read = parted(sentences)
    expected = [
        [sentence.count(word) for sentence in read]
        for word in {w for sentence in read for w in sentence}
    ]
    assert sorted(dense(counted(sentences)).T.tolist()) == sorted(expected)


@given(st.lists(SENTENCES.filter(bool), min_size=1, max_size=16), st.data())
def test_several_articles_at_once_are_each_as_alone(
    articles: list[list[list[str]]], data: st.DataObject
) -> None:
    heights = list(map(len, articles))
    joint = count(*(codes(sentences, "") for sentences in articles))
    alone = [counted(sentences) for sentences in articles]
    for made in (lambda v: v, Vectors.tfidf, lambda v: v.tfidf().unit()):
        singly = list(map(made, alone))
        assert made(joint).values.tolist() == [x for v in singly for x in v.values], "every digit"
        assert made(joint).idf().tolist() == [x for v in singly for x in v.idf()]
    ahead = joint.forward(joint.idf() ** 2).tolist()
    assert ahead == [x for one in alone for x in one.forward(one.idf() ** 2).tolist()]
    groups = [data.draw(st.lists(st.integers(0, n - 1), unique=True)) for n in heights]
    above = np.cumsum([0, *heights])
    rows = np.array([i + n for group, n in zip(groups, above, strict=False) for i in group], int)
    blocks = joint.tfidf().unit().blocks(rows, list(map(len, groups)))
    for one, group, block in zip(alone, groups, blocks, strict=True):
        unit = one.tfidf().unit()
        expected = [unit.similarity(row).take(group).tolist() for row in group]
        assert block.tolist() == expected, "every digit"


@given(SENTENCES)
def test_products_equal_dense_ones(sentences: list[list[str]]) -> None:
    counts = counted(sentences)
    vectors = counts.tfidf()
    matrix = dense(vectors)
    gram = matrix @ matrix.T
    weights = np.linspace(1, 2, len(sentences))
    assert vectors.gram(weights) == pytest.approx(gram @ weights)
    assert counts.forward(counts.idf() ** 2) == pytest.approx(np.triu(gram, 1).sum(1))
    for row in range(len(sentences)):
        assert vectors.similarity(row) == pytest.approx(gram[row])


@given(SENTENCES)
def test_what_a_row_holds_of_the_others(sentences: list[list[str]]) -> None:
    vectors, read = counted(sentences), parted(sentences)
    for row, mine in enumerate(read):
        expected = [len(set(s) & set(mine)) / max(1, len(set(s))) for s in read]
        assert vectors.held(row) == pytest.approx(expected)


def test_tfidf_by_hand() -> None:
    # 'mali' stands in both sentences: ln(1 + 2/2) = 0.693; 'votes' twice in one: 2 ln(1 + 2/1) = 2.197
    vectors = counted([["mali", "votes", "votes"], ["mali"]]).tfidf()
    columns = dense(vectors).T.tolist()
    assert np.array(sorted(columns)) == pytest.approx(
        np.array([[0.6931, 0.6931], [2.1972, 0]]), abs=1e-4
    )


def test_unit_rows_have_length_one_or_zero() -> None:
    matrix = dense(counted([["a", "b", "b"], [], ["c"]]).unit())
    assert (matrix**2).sum(1) == pytest.approx([1, 0, 1])
