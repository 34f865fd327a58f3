"""What backs a written sentence: the source sentence that says most of it, and what is nowhere there.

For each sentence, the one or two neighbouring source sentences that hold the largest share of its words,
its names and numbers that the source lacks, and a negation that those sentences lack. Word matching, not
understanding: a high share does not prove a claim, a low one is worth reading.

>>> best("The army left Gao.", "It rained. The army left. Gao was calm.", "en")
Support(start=11, end=39, share=1.0, missing=())
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from nlp.records import Support
from nlp.text.denials import denial
from nlp.text.facts import missing
from nlp.text.sentences import split
from nlp.text.tokens import words


def best(sentence: str, source: str, language: str = "") -> Support:
    """Return the best support for ``sentence``; one source sentence before two, earlier before later."""
    wanted = set(words(sentence, language))
    found = (-1, -1, 0.0)
    for start, end, held in _stretches(source, language):
        share = len(wanted & held) / max(1, len(wanted))
        if share > found[2]:
            found = (start, end, share)
    return Support(*found)


def checked(sentence: str, source: str, title: str = "", language: str = "") -> Support:
    """Return the best support, with the names and numbers that neither ``source`` nor ``title`` has.

    A negation that the supporting sentences lack is among them, in quotation marks.
    """
    found = best(sentence, source, language)
    strange = missing(sentence, f"{title}\n{source}", language)
    if found.share and (word := denial(sentence, source[found.start : found.end], language)):
        strange = (*strange, f"“{word}”")
    return replace(found, missing=strange)


@lru_cache(maxsize=8)
def _stretches(source: str, language: str) -> list[tuple[int, int, frozenset[str]]]:
    """Return every sentence, then every two neighbours, with the words they hold."""
    one = [(a, b, frozenset(words(source[a:b], language))) for a, b in split(source, language)]
    two = [(x[0], y[1], x[2] | y[2]) for x, y in pairwise(one)]
    return one + two
