r"""Numbers of a text by value, however written: '1,200' is '1 200', 'two' is '2', '1.5 million' '1,500,000'.

English and French number words are read, and the decimal digits of every script. What may be read in two ways
('1.200', '100m') has both readings.

>>> [(f.written, sorted(f.values)) for f in figures("1.5 million fled, 1,200 in twenty-five days.")]
[('1.5 million', ['1500000']), ('1,200', ['1.2', '1200']), ('twenty-five', ['25'])]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from decimal import Decimal
from functools import cache
from typing import NamedTuple

_SPACE = " \u00a0\u202f"
_NUMBER = rf"\d{{1,3}}(?:[{_SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*"
_GROUPED = re.compile(rf"\d{{1,3}}(?:[{_SPACE},.'’]\d{{3}})+")
_SEPARATORS = re.compile(rf"[{_SPACE},.'’]")
_UNITS = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9}
_SCALES = {
    "thousand": 10**3, "million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9,
    "trillion": 10**12, "trillions": 10**12, "mille": 10**3, "milliard": 10**9, "milliards": 10**9,
}  # fmt: skip
_HUNDREDS = {"en": ("hundred",), "fr": ("cent", "cents")}
ONES = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize",
}
_TENS = {
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
    "fr": "vingt trente quarante cinquante soixante",
}
_NO_COUNT = frozenset(("one", "un", "une", "neuf"))  # alone they are a pronoun, an article, 'new'
_RANGE = re.compile(r"\s*(?:and|to|or|et|à|ou|-|–)\s*")


class Figure(NamedTuple):
    """A number as it is written, what it may be worth (plain decimals), and where it stands."""

    written: str
    values: frozenset[str]
    scale: int  # by which a word after it multiplies
    vague: bool  # an article or a scale without a number
    start: int
    end: int


def figures(text: str, language: str = "") -> Iterator[Figure]:
    """Yield the numbers of ``text``; number words of ``language``, of English and French where it is neither.

    Not 'one' or 'neuf' alone, nor 'several hundred': they state no number.
    """
    return (figure for figure in _all(text, language) if not figure.vague)


def values(text: str, language: str = "") -> set[str]:
    """Return what the numbers of ``text`` may be worth, in all readings; '1 or 2 million' has 1000000."""
    found: set[str] = set()
    last = None
    for figure in _all(text, language):
        found.update(figure.values, _apart(figure))
        if last and figure.scale > 1 and _RANGE.fullmatch(text[last.end : figure.start]):
            found.update(_plain(Decimal(value) * figure.scale) for value in last.values)
        last = figure
    return found


def stands(figure: Figure, known: Set[str], language: str = "") -> bool:
    """Whether a number is among ``known``; where only French groups by spaces, also as several numbers."""
    if not known.isdisjoint(figure.values):
        return True
    parts = _apart(figure) if language != "fr" or not figure.values else []
    return bool(parts) and all(part in known for part in parts)


def _all(text: str, language: str) -> Iterator[Figure]:
    pattern, worth = _known(language if language in ONES else "")
    for match in pattern.finditer(text):
        place = match.span()
        if match["digits"]:
            scale = _SCALES.get((match["scale"] or "").lower(), 1)
            values = _readings(match["digits"], scale, match["unit"])
            yield Figure(match[0], frozenset(values), scale, False, *place)
            continue
        heard = [w for w in re.findall(r"[^\W\d_]+", match[0].lower()) if w in worth]
        vague = all(worth[w] >= 100 for w in heard) or (len(heard) == 1 and heard[0] in _NO_COUNT)
        counted = frozenset([str(_counted(heard, worth))])
        yield Figure(match[0], counted, 1, vague, *place)


def _apart(figure: Figure) -> list[str]:
    """Return the numbers that a figure may be instead of one: '3 200' in 'on May 3 200 men', a dotted date."""
    several = not figure.values or (figure.scale == 1 and re.search(r"\d\s\d", figure.written))
    return [_plain(Decimal(p)) for p in re.findall(r"\d+", figure.written)] if several else []


def _readings(digits: str, scale: int, unit: str | None) -> Iterator[str]:
    parts = [part for part in _SEPARATORS.split(digits) if part]
    if _GROUPED.fullmatch(digits):
        yield _plain(Decimal("".join(parts)) * scale)
    if len(parts) < 3 and not digits[len(parts[0]) : len(parts[0]) + 1].isspace():
        yield _plain(Decimal(".".join(parts)) * scale)
    elif digits[-len(parts[-1]) - 1] in ".," and _GROUPED.fullmatch(digits[: -len(parts[-1]) - 1]):
        yield _plain(Decimal("".join(parts[:-1]) + "." + parts[-1]) * scale)
    if unit:
        yield _plain(Decimal(".".join(parts[:2])) * _UNITS[unit.lower()])


def _counted(heard: list[str], worth: dict[str, int]) -> int:
    """Return what number words come to."""
    total = group = 0
    for word in heard:
        if word in _SCALES:
            total, group = total + max(group, 1) * worth[word], 0
        elif worth[word] == 100 or (group == 4 and worth[word] == 20):  # quatre-vingts
            group = max(group, 1) * worth[word]
        else:
            group += worth[word]
    return total + group


@cache
def _known(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return the pattern of numbers and what each number word is worth."""
    worth = dict(_SCALES)
    for own in [language] if language else ONES:
        worth |= {word: i for i, word in enumerate(ONES[own].split())}
        worth |= {word: 10 * i for i, word in enumerate(_TENS[own].split(), 2)}
        worth |= dict.fromkeys(_HUNDREDS[own], 100)
    if language != "en":
        worth |= {"une": 1, "vingts": 20}
    word = rf"(?:{'|'.join(sorted(worth, key=len, reverse=True))})\b"
    scale = rf"(?:[\s-](?P<scale>(?:{'|'.join(_SCALES)})\b))?"
    return re.compile(
        rf"(?<![\w])(?:(?P<digits>{_NUMBER})(?P<unit>(?:bn|mn|m|k)\b)?{scale}"
        rf"|(?<!per )(?<!pour ){word}(?:(?:-et-|-|\s(?:and\s|et\s)?){word})*)",
        re.IGNORECASE,
    ), worth


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
