"""Lines of a news page that only say when: 'Updated 3 June 2024, 14:30 GMT', 'il y a 3 heures'.

>>> read_timestamp("Publié le 3 juin 2024 à 14h30")
'2024-06-03'
>>> read_timestamp("13 hours ago"), read_timestamp("The vote is on 3 June 2024.")
('', None)
"""

from __future__ import annotations

import re
from datetime import date

from nlp.text.tokens import words

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février févr fév",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sep sept septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre déc",
        ),
        start=1,
    )
    for name in names.split()
}
_TIME_TEXT = """
monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim published updated posted
last first modified on at am pm a.m. p.m. gmt utc bst est edt pst cet cest wat cat eat ist publié
publiée mis mise modifié modifiée jour à le the date h min heure heures dernière actualisation of and
et il y a ago hour hours hr hrs minute minutes mins second seconds sec day days week weeks month
months year years an one jours semaine semaines mois ans secondes un une just now yesterday today
hier aujourd'hui l' instant
"""
_TIME_WORDS = frozenset(_TIME_TEXT.split())
_CLOCK = re.compile(r"\d+(?:[.,:]\d+)*(?:st|nd|rd|th|er|h|h\d\d|am|pm|m|d|w|t\d\d|z)?")
_RELATIVE = re.compile(
    r"\bago$|\bil y a \w+ \w+$|^just now$|^à l['’]instant$|\b(?:yesterday|today|hier)\b",
    re.IGNORECASE,
)
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?=\b|T)")
_SLASHED = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er)?,? ([^\W\d]+)\.?,? (\d{4})\b")
_MONTH_DAY = re.compile(r"\b([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_MOST_WORDS = 16


def read_timestamp(line: str) -> str | None:
    """Return the ISO 8601 date of a line made of nothing but time words.

    '' when the time is relative or its date is unclear ('03/06/2024' outside French can be March
    or June); None when the line says anything else.
    """
    tokens = words(line)
    known = all(t in _TIME_WORDS or t in MONTHS or _CLOCK.fullmatch(t) for t in tokens)
    if not tokens or len(tokens) > _MOST_WORDS or not known or line.endswith((".", "?", "!", ",")):
        return None
    found = _date(line)
    dated = found or any(token in MONTHS for token in tokens) or "/" in line or ":" in line
    relative = bool(_RELATIVE.search(line))
    return found if relative or (dated and any(c.isdigit() for c in line)) else None


def _date(line: str) -> str:
    """Return the first date in ``line`` as ISO 8601, '' when there is none or it is unclear."""
    if match := _ISO.search(line):
        return _iso(match[1], match[2], match[3])
    if match := _DAY_MONTH.search(line):
        return _iso(match[3], MONTHS.get(match[2].lower(), 0), match[1])
    if match := _MONTH_DAY.search(line):
        return _iso(match[3], MONTHS.get(match[1].lower(), 0), match[2])
    if match := _SLASHED.search(line):
        first, second = int(match[1]), int(match[2])
        french = re.search(r"\b(?:le|publiée?|mise?|modifiée?|à)\b", line, re.IGNORECASE)
        if first > 12 or french or first == second:
            return _iso(match[3], second, first)
        return _iso(match[3], first, second) if second > 12 else ""
    return ""


def _iso(year: str | int, month: str | int, day: str | int) -> str:
    """Return the date as ISO 8601, '' when no such day exists."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
