"""What the pieces of a text come to, each read once.

A text is cut at white space; pieces recur so often that remembering what each one comes to (its words, its
stems, their numbers) halves the time of reading the text anew. The memo empties itself when it grows large.

>>> memo = Memo(lambda piece: piece.split("-"))
>>> list(memo.of("to-day and to-morrow".split()))
['to', 'day', 'and', 'to', 'morrow']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Generic, TypeVar

Part = TypeVar("Part")


class Memo(dict[str, tuple[Part, ...]], Generic[Part]):
    """From a piece of text to what ``parts`` makes of it."""

    limit = 1 << 17  # pieces

    def __init__(self, parts: Callable[[str], Iterable[Part]]) -> None:
        self.parts = parts

    def __missing__(self, piece: str) -> tuple[Part, ...]:
        """Read a piece met for the first time, or again after a clearing."""
        if len(self) >= self.limit:
            self.clear()
        self[piece] = found = tuple(self.parts(piece))
        return found

    def of(self, pieces: Iterable[str]) -> Iterator[Part]:
        """Return the parts of all ``pieces``, in order."""
        return chain.from_iterable(map(self.__getitem__, pieces))
