"""What stands in a text like a sentence and is none: headings, labels, rows of a table, a row of stars.

A text without a letter is a fragment. So is, where other lines are prose, a line of up to ten words that no
stop ends ('Et aussi', 'Key points', 'May | 3', the torn end of a cut article). In a text without any prose such
lines are all there is: among longer ones, those of up to three words and the rows of tables are fragments.

>>> fragments(["Et aussi", "The army left the town on Monday.", "* * *"], [2, 7, 3])
[True, False, True]
"""

from __future__ import annotations

from collections.abc import Sequence

_STOPS = tuple(".!?…。！？।॥؟۔։።፧")
_CLOSING = " \"'”’»)]』」"
_HEADING = 10  # words: a longer line without a stop says something
_LABEL = 3  # words: 'Key points'
_PROSE = 5  # words


def fragments(sentences: Sequence[str], lengths: Sequence[int]) -> list[bool]:
    """Return for each sentence of one text whether it is a fragment; ``lengths`` are their words."""
    stopped = [s.endswith(_STOPS) or s.rstrip(_CLOSING).endswith(_STOPS) for s in sentences]
    rows = [" | " in s and not ends for s, ends in zip(sentences, stopped, strict=True)]
    long = [n >= _PROSE and not row for n, row in zip(lengths, rows, strict=True)]
    prose = any(n and ends for n, ends in zip(long, stopped, strict=True))
    most = _HEADING if prose else _LABEL if any(long) else 0
    return [
        (not ends and (n <= most or (row and most > 0))) or not any(map(str.isalpha, s))
        for s, n, ends, row in zip(sentences, lengths, stopped, rows, strict=True)
    ]
