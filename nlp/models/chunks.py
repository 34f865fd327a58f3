"""An article as pieces that a transformer can take: whole sentences packed together, nothing left out.

A sentence longer than a piece is cut; every other piece ends where a sentence ends, so that each piece knows
which units (title, sentences) it holds.

>>> [(list(piece.units), piece.ids) for piece in pack([[1, 2], [3], [4, 5, 6, 7]], room=3)]
[([0, 1], [1, 2, 3]), ([2], [4, 5, 6]), ([2], [7])]
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Piece(NamedTuple):
    """Token ids, and which units of the article they come from."""

    ids: list[int]
    units: range


def pack(units: Sequence[Sequence[int]], room: int) -> list[Piece]:
    """Return the units' token ids as pieces of at most ``room`` tokens; at least one, maybe empty."""
    pieces: list[Piece] = []
    held: list[int] = []
    first = 0
    for number, ids in enumerate(units):
        if held and len(held) + len(ids) > room:
            pieces.append(Piece(held, range(first, number)))
            held, first = [], number
        held = [*held, *ids]
        while len(held) > room:
            pieces.append(Piece(held[:room], range(first, number + 1)))
            held, first = held[room:], number
    if held or not pieces:
        pieces.append(Piece(held, range(first, len(units))))
    return pieces
