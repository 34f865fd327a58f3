"""The top of a news page: section label, headline, bylines, and where the article begins.

Used by ``page.read_page``; works on ``Line`` values and marks those it recognises.

>>> lines = [Line(0, 6, "AFRICA"), Line(7, 17, "Mali votes"), Line(18, 28, "By Awa Sow")]
>>> mark_bylines(lines), mark_section(lines), mark_title(lines, 3)
('Awa Sow', 'AFRICA', 'Mali votes')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice, pairwise

from nlp.text.timestamps import read_timestamp
from nlp.text.tokens import words

_ENDS = re.compile(r"[.!?…][\"'”’»)\]]*(?: »)?\Z")
LIST_ITEM = re.compile(r"(?:[-–—•*·▪►]|\d{1,2}[.)]|[a-z]\)) ?\S")
_NAME = r"(?:(?:de|du|van|von|der|el|al|ben|bin|ould|ag|la|le|d['’])[ -]?)*[A-ZÀ-Þ][\w'’.-]*"
_NAMES = rf"{_NAME}(?: {_NAME}){{0,3}}"
_BYLINE = re.compile(
    r"(?i:(?:written |reported |words |analysis )?by|par|auteure?|author|propos recueillis par)"
    rf"\s*:?\s+({_NAMES}(?:(?:,| and| et| &| with| avec) {_NAMES})*)"
    r"(?:\s*(?:[,|•·–—-]| in\b| à\b).{0,60})?"
)
_ROLE = re.compile(
    r"(?i:[\w' -]{0,40}\b(?:correspondent|correspondante?|reporter|editor|journaliste"
    r"|envoyée? spéciale?)\b.{0,40})|(?:BBC|CNN|RFI|TRT|VOA|DW|France 24)\b[\w ,'’-]{0,30}"
)
_SITE_SUFFIX = re.compile(r"\s+[-|–—·]\s+\S.{0,40}\Z")
_SECTION_NAMES = """
africa afrique world monde politics politique news actualités international business economy économie
sport sports security sécurité défense defence opinion analysis analyse culture society société middle
east europe americas asia asie moyen-orient explainer interview mali niger burkina faso science health
santé technology technologie climate climat conflict war
"""
_SECTIONS = frozenset(_SECTION_NAMES.split())
HEAD_LINES = 12  # times and doubled headlines further down do not belong to the head
_HEAD_PROSE = 2  # a standfirst, perhaps two, may stand above them
_PROSE_WORDS = 10
TITLE_WORDS = range(2, 26)


@dataclass(slots=True)
class Line:
    """One line of the page; ``why`` is set once it is known to be furniture."""

    start: int
    end: int
    text: str
    why: str = ""
    tokens: list[str] = field(init=False)
    size: int = field(init=False)
    ends: bool = field(init=False)

    def __post_init__(self) -> None:
        """Measure the line once."""
        self.tokens = words(self.text)
        self.size = len(self.tokens)
        self.ends = bool(_ENDS.search(self.text))

    @property
    def prose(self) -> bool:
        """Whether this is a paragraph of the article: enough words and a stop at the end."""
        return not self.why and self.ends and self.size >= _PROSE_WORDS


def mark_doubled(lines: list[Line]) -> str:
    """Return the headline that stands twice at the top, also as 'Headline - Site'; '' if none."""
    top = [x for x in lines[:HEAD_LINES] if not x.why and x.size >= 3 and not x.text.endswith(".")]
    for line in top:
        plain = {x.text.casefold() for x in top if x is not line}
        short = _SITE_SUFFIX.sub("", line.text)
        if line.text.casefold() in plain or (short != line.text and short.casefold() in plain):
            same = [x for x in top if x.text.casefold() in (short.casefold(), line.text.casefold())]
            for copy in same:
                copy.why = "doubled headline"
            title = min(same, key=lambda x: x.size)
            title.why = "title"
            return title.text
    return ""


def head_end(lines: list[Line]) -> int:
    """Return how many lines come before the body: up to the first prose, or past a standfirst."""
    prose = [i for i, line in enumerate(lines) if line.prose]
    end = prose[0] if prose else len(lines)
    for i, line in enumerate(lines[:HEAD_LINES]):
        above = sum(x < i for x in prose)
        if line.why in ("reading time", "time", "doubled headline") and above <= _HEAD_PROSE:
            end = max(end, i + 1)
    return end


def mark_bylines(zone: list[Line]) -> str:
    """Return the names of the first byline; mark it and the role or bureau next to it."""
    author = ""
    for i, line in enumerate(zone):
        found = None if line.why or line.ends or line.size > 14 else _BYLINE.fullmatch(line.text)
        if found and read_timestamp(found[1] + " 1") is None:
            line.why = "byline"
            author = author or found[1]
            for near in zone[i + 1 : i + 3]:
                if not near.why and near.size <= 8 and _ROLE.fullmatch(near.text):
                    near.why = "byline"
    return author


def mark_name(head: list[Line]) -> str:
    """Return the author whose bare name stands right above a time, below the headline."""
    for line, below in pairwise(head):
        named = 2 <= line.size <= 4 and re.fullmatch(_NAMES, line.text)
        if named and not line.why and below.why in ("time", "reading time"):
            line.why = "byline"
            return line.text
    return ""


def _is_section(line: Line) -> bool:
    known = all(token in _SECTIONS for token in line.tokens)
    return not line.why and 0 < line.size <= 3 and (known or line.text.isupper()) and not line.ends


def mark_section(head: list[Line], titled: bool = False) -> str:
    """Return the section label at the top: a known name, or capitals above a headline."""
    for i, line in enumerate(head):
        if not _is_section(line):
            continue
        below = islice(head, i + 1, None)
        known = all(token in _SECTIONS for token in line.tokens)
        if known or titled or any(not x.why and x.size in TITLE_WORDS for x in below):
            line.why = "section"
            return line.text
    return ""


def mark_title(lines: list[Line], head: int) -> str:
    """Return the headline: the first of the ``head`` top lines that can be one.

    Without any furniture around it only a first line without a stop, right above prose, counts.
    """
    dressed = any(line.why for line in lines[:head])
    for i, line in enumerate(lines[:head]):
        if line.why or line.size not in TITLE_WORDS or LIST_ITEM.match(line.text):
            continue
        if line.prose or line.text.endswith((".", ",", ";", ":")) or line.text[0].islower():
            break
        alone = i == 0 and line.size >= 3 and not line.ends and lines[1:] and lines[1].prose
        if dressed or alone:
            line.why = "title"
            return line.text
        break
    return ""
