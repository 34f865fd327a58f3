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
        self.lines: list[tuple[int, int, set[str]]] = []  # first bit, end bit, tokens
        for line in lines:
            for j, token in enumerate(line, start):
                self.places[token] = self.places.get(token, 0) | 1 << j
            end = start + len(line)
            self.lines.append((start, end, set(line)))
            self.full |= (1 << end) - (1 << start)
            start = end + 1

    def union(self, reference: str) -> list[str]:
        """Return the reference tokens matched in any line, in order."""
        rows = [token for token in reference if token in self.places]
        row, steps = self.full, [0]
        for token in rows:
            hits = self.places[token] & row
            row = ((row + hits) | (row - hits)) & self.full
            steps.append(row ^ self.full)
        matched: set[int] = set()
        for start, end, tokens in self.lines:
            mine = [i for i in range(len(rows) - 1, -1, -1) if rows[i] in tokens]
            if mine:
                self._walk(mine, rows, steps, start, end, matched)
        return [rows[i] for i in sorted(matched)]

    def _walk(
        self, mine: list[int], rows: list[str], steps: list[int], start: int, end: int,
        matched: set[int],
    ) -> None:  # fmt: skip
        """Add the rows on the subsequence that rouge-score's walk picks for one line.

        Row i meets the columns ``start`` to ``end``. A set bit in ``steps[i + 1]`` says that the
        length grows at that column, so lengths are counts of set bits. Where a row adds nothing to
        the row above, the walk goes up; else it goes left to the last equal token or growth.
        """
        for i in mine:
            if end == start:
                return
            low = (1 << end) - (1 << start)
            equal = self.places[rows[i]] & low
            if equal >> (end - 1) & 1:
                matched.add(i)
                end -= 1
                continue
            here, above = steps[i + 1] & low, steps[i] & low
            if here == above or here.bit_count() == above.bit_count():
                continue
            end = (here | equal).bit_length()
            if equal >> (end - 1) & 1:
                matched.add(i)
                end -= 1
