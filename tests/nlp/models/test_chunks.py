"""Pieces of an article: nothing lost, nothing too long, and each knows its units."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.models.chunks import pack


@given(st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=12), st.integers(1, 9))
def test_pieces_are_the_article(units, room):
    pieces = pack(units, room)
    assert [i for piece in pieces for i in piece.ids] == [i for unit in units for i in unit]
    assert all(len(piece.ids) <= room for piece in pieces)
    for piece in pieces:
        held = [i for u in piece.units for i in units[u]]
        assert "".join(map(str, piece.ids)) in "".join(map(str, held))


@pytest.mark.parametrize(
    ("units", "room", "expected"),
    [
        ([[1, 2], [3, 4]], 4, [([1, 2, 3, 4], [0, 1])]),
        (
            [[1, 2], [3, 4]],
            3,
            [([1, 2], [0]), ([3, 4], [1])],
        ),  # a sentence is not cut to fill a piece
        ([[1], [], [2]], 2, [([1, 2], [0, 1, 2])]),
        ([[1] * 5], 2, [([1, 1], [0]), ([1, 1], [0]), ([1], [0])]),
        ([], 4, [([], [])]),
        ([[], []], 4, [([], [0, 1])]),
    ],
)
def test_pieces_by_hand(units, room, expected):
    assert [(p.ids, list(p.units)) for p in pack(units, room)] == expected
