"""Longest common subsequences over texts coded as one character per token.

``longest`` is rapidfuzz's bit-parallel length. ``union_hits`` is the summary-level count of
ROUGE-Lsum (Lin 2004, section 3.2), which needs the matched positions and not only the length: it
keeps one bit row per reference token (Hyyrö 2004) and walks back through them with the tie rule of
rouge-score, so that both give the same digits. Reference tokens that a line does not hold never
move that walk sideways, so it skips them.

>>> longest("abcd", "axcd"), union_hits(["abc", "de"], ["ab", "cde"])
(3, 5)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq


def longest(a: str, b: str) -> int:
    """Return the length of the longest common subsequence."""
    return int(LCSseq.similarity(a, b))


def union_hits(reference: Sequence[str], summary: Sequence[str]) -> int:
    """Return how many reference tokens lie on a longest common subsequence with any summary line.

    No token counts more often than it occurs on either side.
    """
    if len(reference) == 1 and len(summary) == 1:
        return longest(reference[0], summary[0])
    table = _Table(summary)
    left_reference, left_summary = Counter("".join(reference)), Counter("".join(summary))
    hits = 0
    for line in reference:
        for token in table.union(line):
            if left_summary[token] > 0 and left_reference[token] > 0:
                hits += 1
                left_summary[token] -= 1
                left_reference[token] -= 1
    return hits


class _Table:
    """All summary lines side by side in one bit row, one empty bit between lines.

    The empty bit takes the carry of the line below it, so one addition advances every line at once.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self.full, start = 0, 0
        self.places: dict[str, int] = {}  # token -> bits of its positions in any line
        self.lines: list[tuple[int, int, dict[str, int]]] = []  # first bit, length, places in it
        for line in lines:
            own: dict[str, int] = {}
            for j, token in enumerate(line):
                own[token] = own.get(token, 0) | 1 << j
            for token, bits in own.items():
                self.places[token] = self.places.get(token, 0) | bits << start
            self.lines.append((start, len(line), own))
            self.full |= ((1 << len(line)) - 1) << start
            start += len(line) + 1

    def union(self, reference: str) -> list[str]:
        """Return the reference tokens matched in any line, in order."""
        rows = [token for token in reference if token in self.places]
        row, steps = self.full, []
        for token in rows:
            hits = self.places[token] & row
            row = ((row + hits) | (row - hits)) & self.full
            steps.append(row ^ self.full)
        matched: set[int] = set()
        for start, length, own in self.lines:
            mine = [i for i, token in enumerate(rows) if token in own]
            if mine:
                full = (1 << length) - 1
                grown = [0, *(steps[i] >> start & full for i in mine)]
                matched.update(_walk(mine, [own[rows[i]] for i in mine], grown, length))
        return [rows[i] for i in sorted(matched)]


def _walk(mine: list[int], equal: list[int], grown: list[int], end: int) -> list[int]:
    """Return the rows on the subsequence that rouge-score's walk picks for one line.

    ``equal[k]`` has a bit where the line holds the token of row ``mine[k]``; ``grown[k + 1]`` one
    where, at that row, the length grows with the column, so that lengths are counts of set bits.
    Where a row adds nothing to the row above, the walk goes up; else it goes left to the last equal
    token or growth.
    """
    matched = []
    for k in range(len(mine) - 1, -1, -1):
        same = equal[k]
        if not same >> (end - 1) & 1:
            low = (1 << end) - 1
            here = grown[k + 1] & low
            if here.bit_count() == (grown[k] & low).bit_count():
                continue
            end = (here | same & low).bit_length()
            if not same >> (end - 1) & 1:
                continue
        matched.append(mine[k])
        end -= 1
        if not end:
            break
    return matched
