"""What every split gives: rounds of fitting and answering that never share a story.

>>> apart([0, 1, 2], [3], stories=["a", "b", "c", "b"])
Part(train=(0, 2), test=(3,))
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from nlp.records import Example, Gold


@dataclass(frozen=True)
class Part:
    """One round: the indices of the examples to learn from, and of those to answer."""

    train: tuple[int, ...]
    test: tuple[int, ...]


class Split(Protocol):
    """A way to divide examples; the constructor stores options, ``parts`` divides."""

    how: ClassVar[str]  # in words, for the report

    def parts(
        self, examples: Sequence[Example], gold: Sequence[Gold], stories: Sequence[str]
    ) -> list[Part]:
        """Return the rounds; no example is answered twice, some may never be."""
        ...


def apart(train: Iterable[int], test: Iterable[int], stories: Sequence[str]) -> Part:
    """Return a round without the training examples whose story is also among the test examples."""
    asked = tuple(test)
    told = {stories[i] for i in asked}
    return Part(tuple(i for i in train if stories[i] not in told), asked)


def in_words(split: Split, parts: Sequence[Part], examples: int) -> str:
    """Return one sentence on how ``examples`` were divided."""
    tested = sum(len(part.test) for part in parts)
    left = f"; {examples - tested} of {examples} examples are never answered" * (tested < examples)
    return f"{split.how}: {len(parts)} round{'s' * (len(parts) != 1)}, no story on both sides{left}"
