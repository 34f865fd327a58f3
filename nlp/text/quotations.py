"""Quotations that several sentences share, so that no extract tears one apart.

Pairs “ ”, „ “, « », ‘ ’ and straight double marks. A straight mark opens after white space and before
a word, closes the other way round, and turns where its surroundings do not tell. ’ closes only what ‘
opened. Straight single marks are taken for apostrophes and left alone.

>>> text = 'The army left. "We go. We stay gone," he said.'
>>> whole(text, [(0, 14), (15, 22), (23, 46)])
([(0, 14), (15, 46)], [True, True])
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

Spans = list[tuple[int, int]]

_MARKS = '"“”„«»‘'
_MARK = re.compile(rf"[{_MARKS}’](?!(?<=’)\w)")  # one leading set: the scan skips all other text
_CLOSED_BY = {"“": "”", "„": "“”", "«": "»", "‘": "’", '"': '"'}
_BEFORE_OPENING = " \n([{-–—/'’“«"
_AFTER_CLOSING = " \n.,;:!?…)]}-–—/'’”»"
_LONGEST = 6  # sentences; a mark that finds no partner within them is taken for a slip


def whole(text: str, spans: Spans) -> tuple[Spans, list[bool]]:
    """Return the sentences, those of one quotation joined, and whether the marks of each pair.

    ``spans`` are half-open offsets of sentences, in order, with white space between them. No join
    crosses a line break.
    """
    if not any(mark in text for mark in _MARKS):  # much faster than a search
        return spans, [True] * len(spans)
    places = [match.start() for match in _MARK.finditer(text)]
    before = [bisect_left(places, start) for start, _ in spans] + [len(places)]
    marks = [places[a:b] for a, b in pairwise(before)]
    joined: Spans = []
    paired: list[bool] = []
    first = 0
    while first < len(spans):
        last, good = _reach(text, spans, marks, first) if marks[first] else (first, True)
        joined.append((spans[first][0], spans[last][1]))
        paired.append(good)
        first = last + 1
    return joined, paired


def _reach(text: str, spans: Spans, marks: list[list[int]], first: int) -> tuple[int, bool]:
    """Return the sentence where all that opens from ``first`` on is closed, and whether marks pair.

    ``marks`` are the offsets of the marks in each sentence.
    """
    awaited: list[str] = []
    good = True
    for i in range(first, min(first + _LONGEST, len(spans))):
        if i > first and "\n" in text[spans[i - 1][1] : spans[i][0]]:
            break
        good &= _follow(text, marks[i], awaited)
        if not awaited:
            return i, good
    return first, False


def _follow(text: str, places: list[int], awaited: list[str]) -> bool:
    """Update the closing marks ``awaited``, innermost last; False when a mark has no partner."""
    good = True
    for place in places:
        mark, expected = text[place], awaited[-1] if awaited else ""
        if _closes(text, place, expected):
            if mark in expected:
                awaited.pop()
            elif mark != "’":
                good = False
        else:
            if mark == expected:  # a second straight mark opens: the first was never closed
                good = False
                awaited.pop()
            awaited.append(_CLOSED_BY[mark])
    return good


def _closes(text: str, at: int, expected: str) -> bool:
    """Whether the mark at ``at`` closes; ``expected`` are the marks that may close what is open."""
    mark = text[at]
    if mark != '"':
        return mark not in _CLOSED_BY or (mark == "“" and mark in expected)
    opens = at == 0 or text[at - 1] in _BEFORE_OPENING
    closes = text[at + 1 : at + 2] in _AFTER_CLOSING  # also at the end
    return closes if opens != closes else mark in expected
