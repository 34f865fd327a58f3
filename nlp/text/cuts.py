"""Where a text that is too long may be cut: at a clause mark, or else between words, which '…' shows.

Own rules. No cut parts a negation from its verb (none stands in the two words on either side), and none
falls inside a quotation or brackets as long as there is a way around it; where there is none, '…' is
followed by the mark that closes it. A cut between words leaves no number, article or preposition hanging.

>>> text = "the army left Kidal and went home, the rebels came back to the town of Kidal"
>>> [(text[p.start : p.end], p.ending) for p in pieces(text, 0, len(text), 8)]
[('the army left Kidal and went home', ''), ('the rebels came back to the town', '…'), ('of Kidal', '')]
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from nlp.text.compress import negates, weighty
from nlp.text.quotes import quotations
from nlp.text.tokens import stopwords, unspaced, words

_FEWEST = 5  # words before a clause mark
_NEAR = 4  # words that a cut between phrases may leave unused
_SPACED = re.compile(r"\S+")
_UNSPACED = re.compile(r"[A-Za-z0-9À-ÿ]+|\S{1,2}")  # two characters count as a word
_CLAUSE = ",;–—،؛，；、"
_DANGLING = _CLAUSE + ":-"
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PAIRS = frozenset(["“”", "«»", "‹›", "„“", "„”", "‘’", '""', "''"])
_LOOSE = stopwords("en") | stopwords("fr")  # what a phrase does not end with
_PHRASES = """
in on at for with after as because while who which that to from by during before since until amid despite over
under into against and but or when where if following through about
en à au aux dans sur pour avec après alors parce que qui dont où lors selon par pendant depuis avant contre
entre vers et mais ou chez malgré sous sans qu' afin
"""
_PHRASE = frozenset(_PHRASES.split())  # what opens a phrase: a good place to cut before


class Piece(NamedTuple):
    """Half-open offsets, what must be written behind the text there, and whether a quotation is torn."""

    start: int
    end: int
    ending: str = ""
    torn: bool = False


def trim(text: str, most: int) -> str:
    """Return ``text`` in at most ``most`` words, with '…' where it is cut."""
    found = pieces(text, 0, len(text), most, clauses=False)
    return text[found[0].start : found[0].end] + found[0].ending if found else text


class _Word(NamedTuple):
    start: int
    end: int
    open: tuple[str, ...] = ()  # marks that close what is open behind the word, innermost first


def pieces(text: str, start: int, end: int, most: int, *, clauses: bool = True) -> list[Piece]:
    """Return ``text[start:end]`` in pieces of at most ``most`` words, in order.

    ``clauses``: whether a clause mark may end a piece, without '…'. A piece that begins inside a
    quotation is torn: its words are somebody's, and no mark says so.
    """
    read = _words(text, start, end)
    apart = unspaced(text[start:end]) or " »" in text[start:end]
    room = max(1, most - apart)  # there, what is written behind a piece counts as a word
    found, at = [], 0
    while at < len(read):
        if len(read) - at <= room:
            last, ending, stop = len(read) - 1, "", end
        else:
            last, clause = _last(text, read[at : at + room + 2], room, clauses)
            last += at
            stop = read[last].end
            ending = "" if clause else "".join(("…", *read[last].open))
            stop = read[at].start + len(text[read[at].start : stop].rstrip(_DANGLING + " "))
        found.append(Piece(read[at].start, stop, ending, bool(at and read[at - 1].open)))
        at = last + 1
        while at < len(read) and not text[slice(*read[at][:2])].strip("–—-"):
            at += 1
    return found


def _last(text: str, read: Sequence[_Word], most: int, clauses: bool) -> tuple[int, bool]:
    """Return after which of the words to cut, and whether a clause ends there."""
    shown = [text[word.start : word.end] for word in read]
    best = (-1, most - 1)
    for k in reversed(range(most)):
        if best[0] >= (6 if clauses else 5 if k >= most - _NEAR else 4):  # none before is better
            break
        marked = shown[k][-1] in _CLAUSE or shown[k + 1][0] in "–—"
        hanging = weighty(shown[k]) or not _LOOSE.isdisjoint(words(shown[k])[-1:])
        if any(map(negates, shown[max(0, k - 1) : k + 3])):
            worth = 0
        elif clauses and marked and k + 1 >= _FEWEST and not read[k].open:
            worth = 6
        elif hanging or (k and shown[k - 1][-1] in _CLAUSE and not marked):
            worth = 1
        elif k + 1 < _FEWEST:
            worth = 2
        elif read[k].open or 2 * k < most:
            worth = 3
        else:
            near = k >= most - _NEAR and not _PHRASE.isdisjoint(words(shown[k + 1])[:1])
            worth = 5 if near else 4
        if worth > best[0]:
            best = (worth, k)
    return best[1], best[0] == 6


def _words(text: str, start: int, end: int) -> list[_Word]:
    """Return the words between two offsets, each with what is open behind it."""
    pattern = _UNSPACED if unspaced(text[start:end]) else _SPACED
    spans = [match.span() for match in pattern.finditer(text, start, end)]
    stops = [stop for _, stop in spans]
    quoted = [(start + q.start, start + q.end) for q in quotations(text[start:end])]
    closed = [(a, b) for a, b in quoted if text[a] + text[b - 1] in _PAIRS]
    closed += [match.span() for match in _BRACKETS.finditer(text, start, end)]
    held: list[list[str]] = [[] for _ in spans]
    for opened, close in sorted(closed, key=lambda span: span[1]):  # the innermost closes first
        mark = " »" if text[close - 2 : close] == " »" else text[close - 1]
        for k in range(bisect_right(stops, opened), bisect_left(stops, close)):
            held[k].append(mark)
    return [_Word(*span, tuple(marks)) for span, marks in zip(spans, held, strict=True)]
