"""A general reader of saved news text: the article in it, and what was furniture and why.

A page saved as text has a section label, a reading time, a headline (often twice), a standfirst, photo
credits, times, bylines, links to other stories, subheads and a footer around and between its prose.
Rules take them out, precision first: a paragraph of prose is never dropped unless it stands there
twice, and text without furniture comes back unchanged. Subheads go too: they are structure, not
prose, and must not reach a summary; ``Page.furniture`` still says where they were.

>>> page = read_page("AFRICA\\n2 min read\\nMali votes again\\nMali votes again\\n\\nMali went to the"
... " polls on Sunday for the first time in a decade.\\n\\nSOURCE: AFP\\nContact us")
>>> page.title, page.section, page.agency
('Mali votes again', 'AFRICA', 'AFP')
>>> page.body
'Mali went to the polls on Sunday for the first time in a decade.'
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text.furniture import AGENCIES, AGENCY, heads_related, hints, why
from nlp.text.masthead import (
    HEAD_LINES,
    LIST_ITEM,
    TITLE_WORDS,
    Line,
    head_end,
    mark_bylines,
    mark_doubled,
    mark_name,
    mark_section,
    mark_title,
)
from nlp.text.normalize import normalize
from nlp.text.timestamps import read_timestamp


@dataclass(frozen=True, slots=True)
class Page:
    """What ``read_page`` found; '' where the page does not say. ``date`` is ISO 8601.

    ``furniture`` holds (start, end, why) of every line left out of ``body``, title included:
    half-open offsets into ``normalize(raw)``.
    """

    title: str
    section: str
    agency: str
    author: str
    date: str
    body: str
    furniture: list[tuple[int, int, str]]


_DATELINE = re.compile(rf"[A-ZÀ-Þ][^.()]{{1,40}}\(({AGENCY})\)\s*[-–—:]", re.IGNORECASE)
_SOURCE = re.compile(r"\W*(?:sources?\s*:|with|avec|from|by|par)?\s*(.*?)\W*", re.IGNORECASE)
_SUBHEAD_WORDS = 10
_RELATED_LINES = 6
_FURNISHED = 2  # lines of these kinds stand on no clean article
_NOTICE = 400  # characters: no longer line is furniture
_SURE = {
    "reading time", "sharing", "newsletter", "follow", "cookies", "copyright", "feedback",
    "contact", "navigation", "comments", "tags", "advertisement", "time",
}  # fmt: skip


def read_page(raw: str) -> Page:
    """Return the article in ``raw``, a news page or clean article saved as text."""
    text = normalize(raw)
    lines = [Line(m.start(), m.end(), m[0]) for m in re.finditer("[^\n]+", text)]
    _mark_anywhere(lines)
    doubled = mark_doubled(lines)
    top = head_end(lines)
    head = lines[:top]
    tail = lines[max((i + 1 for i, line in enumerate(lines) if line.prose), default=top) :]
    author = mark_bylines(head) or mark_bylines(tail)
    for line in head + tail:
        line.why = line.why or why(line.text, edge=True)
    section = mark_section(head, bool(doubled))
    title = doubled or mark_title(lines, top)
    author = author or mark_name(head)
    _mark_related(lines)
    _mark_footer(tail)
    _mark_repeats(lines)
    _mark_subheads(lines)
    _mark_shell(lines)
    return Page(
        title=title,
        section=section,
        agency=_agency(lines),
        author="" if author.lower() in AGENCIES else author,
        date=next(filter(None, (read_timestamp(x.text) for x in lines if x.why == "time")), ""),
        body=_body(text, lines),
        furniture=[(line.start, line.end, line.why) for line in lines if line.why],
    )


def only_furniture(text: str) -> list[str]:
    """Return the kinds of furniture that a normalised text is made of, [] when there is anything else.

    >>> only_furniture("Share\\nPrint\\n© 2024"), only_furniture("Mali votes.\\nShare")
    (['copyright', 'sharing'], [])
    """
    for line in text.split("\n"):  # most articles are told by their first line
        if len(line) > _NOTICE or (Line(0, 0, line).prose and not why(line)):
            return []
    page = read_page(text)
    kinds = {kind for *_, kind in page.furniture}
    proof = _SURE - {"time"}  # a row of a table can look like one: 'May | 3'
    return [] if page.body or kinds.isdisjoint(proof) else sorted(kinds)


def _mark_anywhere(lines: list[Line]) -> None:
    for line in lines:
        line.why = "time" if read_timestamp(line.text) is not None else why(line.text)


def _mark_related(lines: list[Line]) -> None:
    """Mark the headlines listed under 'Related stories', 'À lire aussi' and the like."""
    for i, line in enumerate(lines):
        if line.why in ("", "related") and heads_related(line.text):
            line.why = "related"
            for item in lines[i + 1 : i + 1 + _RELATED_LINES]:
                if item.prose or item.ends or item.size > max(TITLE_WORDS):
                    break
                item.why = item.why or "related"


def _mark_footer(tail: list[Line]) -> None:
    """Mark what follows the first furniture below the last prose and is no sentence."""
    furnished = False
    for line in tail:
        furnished = furnished or bool(line.why)
        if furnished and not line.why and not line.ends:
            line.why = "footer"


def _mark_repeats(lines: list[Line]) -> None:
    """Mark a standfirst that the lead repeats: the earlier of the two."""
    for i, line in enumerate(lines[:HEAD_LINES]):
        later = lines[i + 1 : i + 1 + HEAD_LINES]
        if (
            not line.why
            and line.size >= 5
            and any(not x.why and x.tokens[: line.size] == line.tokens for x in later)
        ):
            line.why = "repeated standfirst"


def _mark_subheads(lines: list[Line]) -> None:
    """Mark short lines without a stop that stand between two paragraphs of prose."""
    kept = [line for line in lines if not line.why]
    for before, line, after in zip(kept, kept[1:], kept[2:], strict=False):
        short = line.size <= _SUBHEAD_WORDS and not line.ends
        heading = line.text[0].isupper() or line.text[0].isdigit()
        open_ended = line.text.endswith((",", ";", ":", '"', "”", "»"))
        listed = LIST_ITEM.match(line.text) is not None
        if short and heading and not open_ended and not listed and before.ends and after.prose:
            line.why = "subhead"


def _mark_shell(lines: list[Line]) -> None:
    """On a page that wears furniture beyond doubt, mark the short lines left that are no sentences.

    One line that looks like a button or a notice may be prose; two or more make a page.
    """
    short = [x for x in lines if not (x.why or x.prose) and x.size <= max(TITLE_WORDS)]
    hinted = [x for x in short if hints(x.text)]
    if len(hinted) + sum(line.why in _SURE for line in lines) < _FURNISHED:
        return
    for line in short:
        listed = LIST_ITEM.match(line.text) is not None
        if line in hinted or not (line.ends or listed):
            line.why = "shell"


def _agency(lines: list[Line]) -> str:
    """Return the news agency named by a source line, byline, copyright line or dateline."""
    for line in lines:
        found = _SOURCE.fullmatch(line.text)
        if line.why == "source" and found:
            return AGENCIES.get(found[1].lower(), found[1])
        if line.why == "byline" and line.tokens[-1] in AGENCIES:
            return AGENCIES[line.tokens[-1]]
    first = next((line.text for line in lines if line.prose), "")
    dateline = _DATELINE.match(first)
    return AGENCIES[dateline[1].lower()] if dateline else ""


def _body(text: str, lines: list[Line]) -> str:
    """Return ``text`` without its furniture; the same string when there is none."""
    start, pieces = 0, []
    for line in lines:
        if line.why:
            pieces.append(text[start : line.start])
            start = min(line.end + 1, len(text))
    return normalize("".join([*pieces, text[start:]])) if pieces else text
