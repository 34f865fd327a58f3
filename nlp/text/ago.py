r"""Time counted back from a day: 'last week', 'three days ago', 'le mois dernier', 'il y a deux ans'.

No more is made of the words than they say: days give a day, weeks an ISO 8601 week ('2024-W22'), months a
month, years a year. Estimates give nothing: 'some days ago', 'almost two weeks ago', 'il y a environ un
mois', and counts of ten, fifteen, twenty and so on. Own rules, English and French.

>>> import re
>>> day = date(2024, 6, 5)
>>> [back(m, day) for m in re.finditer(PATTERN, "last week, 3 days ago, over a year ago", re.VERBOSE)]
['2024-W22', '2024-06-02', '']
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from nlp.text.figures import ONES

_COUNTS = {"a": 1, "an": 1, "une": 1, "quinze": 15}
_COUNTS |= {word: n for own in ONES.values() for n, word in enumerate(own.split()[:13]) if n}
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_COUNTS)})"
_UNITS = {
    "day": "day", "jour": "day", "week": "week", "semaine": "week", "weekend": "weekend",
    "week-end": "weekend", "fortnight": "fortnight", "month": "month", "mois": "month", "year": "year",
    "an": "year", "année": "year",
}  # fmt: skip
_OWN = "".join(
    rf"(?<!\b{word}\ )"
    for word in ["the", "this", "its", "his", "her", "my", "our", "their", "your"]
)
PATTERN = rf"""
    {_OWN}(?<!'s\ )last\ (?P<last>week(?:end)?|month|year)(?!\ of\b)
    |(?:la\ (?P<last_fr>semaine)|(?:le|du|au)\ (?P<last_fr2>mois|week-end)
      |l'(?P<last_fr3>an(?:née)?))\ (?:derni[eè]re?|passée?)
    |(?P<about>(?:(?:more|less|fewer)\ than|over|under|nearly|almost|about|around|roughly|some|at\ least
      |up\ to|half|or|to|and)\ )?(?<!\d[\ ,.])(?P<count>{_COUNT})
     \ (?P<unit>day|week|fortnight|month|year)s?\ ago
    |il\ y\ a\ (?:(?:déjà|exactement|tout\ juste|seulement)\ )?(?P<count_fr>{_COUNT})
     \ (?P<unit_fr>jour|semaine|mois|an(?:née)?)s?(?!\ (?:et|de|par|ou|d'|à)\b)(?!\ \d)
"""
"""To be compiled ignoring case, verbose."""


def back(match: re.Match[str], day: date) -> str:
    """Return the day, week, month or year that lies as far before ``day`` as ``PATTERN`` found."""
    said = {name: found.lower() for name, found in match.groupdict().items() if found}
    last = next((said[k] for k in ("last", "last_fr", "last_fr2", "last_fr3") if k in said), "")
    if last:
        return before(day, 1, _UNITS[last])
    word = said.get("count") or said.get("count_fr", "")
    count = int(word) if word.isdigit() else _COUNTS.get(word, 0)
    unit = _UNITS[said.get("unit") or said["unit_fr"]]
    if "unit_fr" in said and unit == "day" and count in (8, 15):  # French for one and two weeks
        return before(day, (count + 6) // 7 - 1, "week")
    if "about" in said or not count or (count >= 10 and count % 5 == 0):
        return ""
    return before(day, count, unit)


def before(day: date, count: int, unit: str) -> str:
    """Return the day, week, weekend, month or year ``count`` before that of ``day``, as ISO 8601.

    >>> before(date(2024, 1, 31), 2, "month"), before(date(2024, 1, 3), 1, "week")
    ('2023-11', '2023-W52')
    """
    if unit == "day":
        return (day - timedelta(days=count)).isoformat()
    if unit == "weekend" and day.weekday() >= 5:  # said on a weekend: which is the last one?
        return ""
    if unit in ("week", "weekend", "fortnight"):
        year, week, _ = (day - timedelta(weeks=count * (1 + (unit == "fortnight")))).isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "month":
        months = 12 * day.year + day.month - 1 - count
        return f"{months // 12:04d}-{months % 12 + 1:02d}"
    return f"{day.year - count:04d}"


def first_day(iso: str) -> str:
    """Return where 'YYYY', 'YYYY-MM', 'YYYY-Www' or 'YYYY-MM-DD' stands in an order of dates.

    >>> first_day("2024-W22"), first_day("2024-05")
    ('2024-05-27', '2024-05')
    """
    return date.fromisoformat(iso + "-1").isoformat() if "W" in iso else iso
