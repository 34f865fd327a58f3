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
    found = [False] * len(sentences)
    odd = [
        i for i, s in enumerate(sentences) if not (s[:1].isalpha() and s.endswith(_STOPS))
    ]  # in most articles none
    for i in odd:
        found[i] = not any(map(str.isalpha, sentences[i]))
    unstopped = [i for i in odd if not stopped(sentences[i])]
    if not unstopped:
        return found
    rows = {i for i in unstopped if " | " in sentences[i]}
    long = {i for i, n in enumerate(lengths) if n >= _PROSE} - rows
    most = _HEADING if not long <= set(unstopped) else _LABEL if long else 0
    for i in unstopped:
        found[i] = found[i] or lengths[i] <= most or (i in rows and most > 0)
    return found


def stopped(sentence: str) -> bool:
    """Whether ``sentence`` ends with a full stop of some script, perhaps before closing marks."""
    return sentence.rstrip(_CLOSING).endswith(_STOPS)
