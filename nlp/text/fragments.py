"""What stands in a text like a sentence and is none: headings, labels, a row of stars.

A text without a letter or digit is a fragment. So is a line of up to ten words that no stop ends ('Et aussi',
'Key points', the torn end of a cut article), where other lines are prose; in a text without any, as a list
of headlines, such lines are all there is.

>>> fragments(["Et aussi", "The army left the town on Monday.", "* * *"], [2, 7, 3])
[True, False, True]
"""

from __future__ import annotations

from collections.abc import Sequence

_STOPS = tuple(".!?…。！？।॥؟۔։።፧")
_CLOSING = " \"'”’»)]』」"
_HEADING = 10  # words: a longer line without a stop says something
_PROSE = 5  # words


def fragments(sentences: Sequence[str], lengths: Sequence[int]) -> list[bool]:
    """Return for each sentence of one text whether it is a fragment; ``lengths`` are their words."""
    stopped = [s.endswith(_STOPS) or s.rstrip(_CLOSING).endswith(_STOPS) for s in sentences]
    prose = any(n >= _PROSE for n, ends in zip(lengths, stopped, strict=True) if ends)
    return [
        (prose and not ends and n <= _HEADING) or not any(map(str.isalnum, s))
        for s, n, ends in zip(sentences, lengths, stopped, strict=True)
    ]
