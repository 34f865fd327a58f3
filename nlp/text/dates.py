"""Dates in running text, as ISO 8601: 'on 3 June', 'le 3 juin 2024', 'in May 2024', 'on Monday', 'hier'.

What a date leaves open is settled by the day the text was published: a weekday is the last one up to that
day ('next Monday' is left out), a day without a year the nearest one. Without that day such dates are left
out. Own rules, English and French. ``nlp.text.timestamps`` reads lines that hold nothing but a date.

>>> [(d.iso, d.end - d.start) for d in find("On Monday, as on 3 May 2023, it rained.", "2024-06-05")]
[('2024-06-03', 6), ('2023-05-03', 10)]
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from nlp.text.timestamps import MONTHS


class Found(NamedTuple):
    """One date: half-open offsets, and as much of 'YYYY-MM-DD' as the text and its day say."""

    start: int
    end: int
    iso: str


_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday lundi",
            "tuesday mardi",
            "wednesday mercredi",
            "thursday jeudi",
            "friday vendredi",
            "saturday samedi",
            "sunday dimanche",
        )
    )
    for name in names.split()
}
_DAYS_AGO = {"today": 0, "aujourd'hui": 0, "yesterday": 1, "hier": 1, "avant-hier": 2}
_DATE = re.compile(
    rf"""(?<![\w-])(?:
    (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    |(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\ (?:of\ )?(?P<month>{_MONTH})\b\.?(?:,?\ (?P<year>\d{{4}}))?
    |(?P<month2>{_MONTH})\b\.?\ (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\ (?P<year2>\d{{4}}))?(?![\d:,.]*\d)
    |(?P<month3>{_MONTH})\b\.?,?\ (?P<year3>\d{{4}})
    |(?:in|since|by|en|depuis|until)\ (?P<year4>(?:19|20)\d\d)(?![%,.]?\d)
    |(?<!next\ )(?P<weekday>{"|".join(_WEEKDAYS)})(?!\ prochain)
    |(?P<ago>{"|".join(_DAYS_AGO)})
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_HALF_YEAR = 183  # days


def find(text: str, published: str = "") -> list[Found]:
    """Return the dates in ``text``, in order; ``published`` is its ISO date, '' when unknown."""
    day = _day(published)
    found = []
    for match in _DATE.finditer(text.replace("’", "'")):
        if iso := _iso({k: v for k, v in match.groupdict().items() if v}, day):
            found.append(Found(match.start(), match.end(), iso))
    return found


def _iso(said: dict[str, str], published: date | None) -> str:
    """Return one match as ISO 8601, '' when it names no day or leaves too much open."""
    if "weekday" in said and published:
        back = (published.weekday() - _WEEKDAYS[said["weekday"].lower()]) % 7
        return (published - timedelta(days=back)).isoformat()
    if "ago" in said and published:
        return (published - timedelta(days=_DAYS_AGO[said["ago"].lower()])).isoformat()
    if "iso" in said:
        known = _day(said["iso"])
        return known.isoformat() if known else ""
    if "year4" in said:
        return said["year4"]
    if "month3" in said:
        return f"{said['year3']}-{MONTHS[said['month3'].lower()]:02d}"
    if said.get("month2", "").islower():  # 'he may 3': in this order months are English
        return ""
    for suffix in ("", "2"):
        if f"day{suffix}" in said:
            month = MONTHS[said[f"month{suffix}"].lower()]
            return _nearest(int(said[f"day{suffix}"]), month, said.get(f"year{suffix}"), published)
    return ""


def _nearest(day: int, month: int, year: str | None, published: date | None) -> str:
    """Return the day; without a year the one nearest to publication."""
    if year is None and published is None:
        return ""
    years = [int(year)] if year else [published.year + k for k in (0, -1, 1)] if published else []
    days = [d for y in years if (d := _day(f"{y:04d}-{month:02d}-{day:02d}"))]
    if published and not year:
        days = [d for d in days if abs((d - published).days) <= _HALF_YEAR]
    return days[0].isoformat() if days else ""


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
