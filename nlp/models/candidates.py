"""What a summary of one article may be made of: sentences, what they are worth, and which stand back.

>>> from nlp.models.document import read
>>> from nlp.records import Article, Example
>>> text = "The army left the town of Kidal on Monday. Really. It came back on Friday."
>>> leaning(read(Example("a", Article("a", text, language="en"))), antecedents=True)
[False, True, True]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import or_
from statistics import median
from typing import NamedTuple

import numpy as np

from nlp.models.document import Document
from nlp.models.shape import Limits
from nlp.models.vectors import Floats, count
from nlp.text.codes import codes
from nlp.text.openings import leans

# the number of a sentence -> its similarity, in [0, 1], to several others
Similarity = Callable[[int], Floats]

_HELD = 0.85  # of a sentence's words that one already chosen has: it only repeats that one
_DATELINE = re.compile(r"\A\W*[^\W\d_a-zß-ÿ][^—–]{0,60}\s[—–]\s")  # which makes no other sentence
_SCRAP = 0.25  # of the median length: a shorter sentence ('Just like that.') says nothing alone


class Candidates(NamedTuple):
    """The sentences of an article, by number."""

    document: Document
    scores: list[float]  # a focus counted in
    barred: list[bool]  # not to be taken
    limits: Limits
    near: Sequence[int]  # which may follow the first one chosen


def leaning(document: Document, antecedents: bool) -> list[bool]:
    """Return which sentences are taken only after the one before them: scraps; with ``antecedents``, pronouns.

    In a digest no scraps are, since the one before may be said by another article already.
    """
    least = 0.0 if document.several else _SCRAP * median(document.sizes)
    short = [size < least for size in document.sizes]
    short[0] = False  # nothing stands before it
    if not antecedents:
        return short
    opens = (leans(sentence, document.language) for sentence in document.sentences)
    return list(map(or_, short, opens))


def copying(document: Document, similarity: Similarity) -> Similarity:
    """Return the similarity in a digest, whose articles repeat each other.

    A sentence that adds few words to one is a copy of it.
    """
    pieces = [_DATELINE.sub("", sentence).split() for sentence in document.sentences]
    held = count(codes(pieces, document.language)).held
    return lambda row: np.where(held(row) >= _HELD, 1.0, similarity(row))


def within(document: Document, near: Sequence[int], products: Floats) -> Similarity:
    """Return the similarity to the sentences ``near``, whose ``products`` with each other are known."""
    return lambda row: (
        products[near.index(row)] if row in near else document.unit.similarity(row).take(near)
    )
