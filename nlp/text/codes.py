"""Content words as numbers, so that counting them is a matter of arrays.

The number of a word is its CRC-32: the same in every process, so that sums over words come out the same to
the last digit (the hashing trick; Weinberger et al. 2009). Two given words share a number once in four billion,
two of the words of an article of 200 different ones once in 200,000 articles; they then count as one.

>>> read = codes([["The", "army", "left."], ["Nobody", "saw", "the", "army."]], "en")
>>> (read.pieces >= 0).tolist(), bool(read.pieces[1] == read.pieces[6])
([False, True, True, False, True, False, True], True)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from nlp.text.tokens import content, stopwords

BITS = 32  # of the number of a word
_NONE = -1
_LIMIT = 1 << 17  # pieces remembered, and numbers of those that hold several words


class Codes(NamedTuple):
    """What stands between white space in several sentences, as numbers.

    A piece is the number of its word, -1 if it has no content word, or 2**BITS + its place in ``several``.
    """

    pieces: NDArray[np.int64]
    sizes: list[int]  # pieces of each sentence
    several: list[list[int]]  # numbers of the words of pieces that hold more than one


def codes(sentences: Sequence[Sequence[str]], language: str) -> Codes:
    """Return the content words of sentences that are cut at white space, as ``sentence.split()`` does."""
    known = _known(language if stopwords(language) else "")
    if max(len(known), known.held) > _LIMIT:
        known.forget()
    sizes = list(map(len, sentences))
    found = map(known.__getitem__, chain.from_iterable(sentences))
    return Codes(np.fromiter(found, np.int64, sum(sizes)), sizes, known.several)


class _Known(dict[str, int]):
    """From a piece of text in one language to its number."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.forget()

    def forget(self) -> None:
        """Start anew; what was read before keeps its own ``several``."""
        self.clear()
        self.several: list[list[int]] = []
        self.held = 0

    def __missing__(self, piece: str) -> int:
        """Read a piece met for the first time."""
        words = content(piece, self.language)
        numbers = [crc32(word.encode("utf-8", "surrogatepass")) for word in words]
        code = numbers[0] if numbers else _NONE
        if len(numbers) > 1:
            code = (1 << BITS) + len(self.several)
            self.several.append(numbers)
            self.held += len(numbers)
        self[piece] = code
        return code


_known = cache(_Known)
