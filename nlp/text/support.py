"""The source sentence that says most of what a written sentence says, by shared words.

For each sentence, the one or two neighbouring source sentences that hold the largest share of its words.
Word matching, not understanding: a high share does not prove a claim, a low one is worth reading.

>>> best("The army left Gao.", "It rained. The army left. Gao was calm.", "en")
Support(start=11, end=39, share=1.0)
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from nlp.text.sentences import split
from nlp.text.tokens import words


class Support(NamedTuple):
    """Half-open offsets into the source (-1: none), and the share of words found there, in [0, 1]."""

    start: int
    end: int
    share: float


def best(sentence: str, source: str, language: str = "") -> Support:
    """Return the best support for ``sentence``; one source sentence before two, earlier before later."""
    wanted = set(words(sentence, language))
    found = Support(-1, -1, 0.0)
    for start, end, held in _stretches(source, language):
        share = len(wanted & held) / max(1, len(wanted))
        if share > found.share:
            found = Support(start, end, share)
    return found


@lru_cache(maxsize=8)
def _stretches(source: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return every sentence, then every two neighbours, with the words they hold."""
    one = [(a, b, frozenset(words(source[a:b], language))) for a, b in split(source, language)]
    two = [(x[0], y[1], x[2] | y[2]) for x, y in pairwise(one)]
    return one + two
