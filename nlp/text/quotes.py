"""Where a text quotes: spans between quotation marks, nested ones too, over paragraphs where they run on.

Own rules for “ ”, « », ‹ ›, „ “, ‘ ’ and the straight marks. A quotation left open runs to the end of its
paragraph, unless the next one opens with the same mark again (“ or «, in French also »): then it goes on,
as printers have it (The Chicago Manual of Style, 13.30). Apostrophes and plural possessives are no marks.

>>> text = "« Il a dit “non” », note-t-elle. 'Yes,' the soldiers' wives said."
>>> [(text[q.start : q.end], q.depth) for q in quotations(text)]
[('« Il a dit “non” »', 0), ('“non”', 1), ("'Yes,'", 0)]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_CLOSERS = {"“": "”", "«": "»", "‹": "›", "„": "“”", "‘": "’", '"': '"', "'": "'"}
_MARKS = frozenset("".join(_CLOSERS.values()))
_SINGLE = "‘'"
_TERMINAL = ".,!?…"
# An apostrophe stands between letters or before a shortened year or word: no mark at all.
_MARK = re.compile(r"[“”«»‹›„\"\n]|(?<!\w)[‘'](?=\S)(?!\d0s|em\b|tis\b|n['’])|(?<=\S)[’'](?!\w)")
_POSSESSIVE = re.compile(r"(?<=s)[’'] [a-zß-ÿ]")


class Quotation(NamedTuple):
    """A quotation with its marks; ``depth`` is 0 for one that stands in no other."""

    start: int
    end: int
    depth: int


def quotations(text: str) -> list[Quotation]:
    """Return the quotations of ``text`` in order of their start."""
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []  # marks that are open, with their offsets
    skip = -1  # a mark that only says that the quotation goes on
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark == "\n":
            skip = _resumed(text, at, opened)
            if opened and skip < 0:
                found += [Quotation(start, at, depth) for depth, (_, start) in enumerate(opened)]
                opened.clear()
        elif at == skip and opened and mark in (opened[0][0], "»"):
            continue
        elif (depth := _closes(text, at, opened)) >= 0:
            found += [
                Quotation(start, at + 1, d) for d, (_, start) in enumerate(opened[depth:], depth)
            ]
            del opened[depth:]
        elif mark in _CLOSERS and _opens(text, at):
            opened.append((mark, at))
    end = len(text.rstrip())
    found += [Quotation(start, end, depth) for depth, (_, start) in enumerate(opened)]
    return sorted(q for q in found if q.end - q.start > 1)


def masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return ``text`` with the inside of the quoted ``spans`` as one word each, 'Xxxx' or 'xxxx'.

    Offsets stay; so do the marks and a stop or comma before the closing one, which end sentences.
    """
    parts, last = [], 0
    for start, end in spans:
        close = end - (text[end - 1] in _MARKS)
        final = len(text[:close].rstrip()) - 1
        kept = final if text[final] in _TERMINAL and final > start else close
        first = "X" if text[start + 1 : kept].lstrip()[:1].isupper() else "x"
        parts += [text[last : start + 1], (first + "x" * (kept - start - 2))[: kept - start - 1]]
        last = kept
    return "".join(parts) + text[last:]


def _opens(text: str, at: int) -> bool:
    """Whether the mark stands where a quotation may begin; a single one must be closed in its line."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if text[at] == '"':
        return bool(after.strip()) or not before.strip()
    if text[at] not in _SINGLE:
        return True
    closers = (
        m[0] in _CLOSERS[text[at]] for m in _MARK.finditer(text, at + 1, _line_end(text, at))
    )
    return not before.isalnum() and bool(after.strip()) and any(closers)


def _closes(text: str, at: int, opened: Sequence[tuple[str, int]]) -> int:
    """Return the depth of the open quotation that the mark closes, -1 when it closes none."""
    for depth in range(len(opened) - 1, -1, -1):
        if text[at] in _CLOSERS[opened[depth][0]]:
            possessive = opened[depth][0] in _SINGLE and _POSSESSIVE.match(text, at)
            return -1 if possessive and _MARK.search(text, at + 1, _line_end(text, at)) else depth
    return -1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _resumed(text: str, at: int, opened: Sequence[tuple[str, int]]) -> int:
    """Return where the quotation goes on after the line break at ``at``, -1 where it ends.

    That is past the mark that opens it again, or anywhere before the mark that closes it at last.
    """
    if not opened:
        return -1
    mark = opened[0][0]
    after = len(text) - len(text[at:].lstrip())
    if text[after : after + 1] == mark or (mark == "«" and text[after : after + 1] == "»"):
        return after
    following = re.compile(f"[{mark}{_CLOSERS[mark]}]").search(text, after)
    goes_on = mark in "“«„‹" and following is not None and following[0] != mark
    return after if goes_on else -1
