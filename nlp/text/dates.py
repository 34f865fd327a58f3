"""Dates in running text, as ISO 8601: 'on 3 June', 'in May 2024', 'on Monday', 'hier', 'last month'.

What a date leaves open is settled by the day the text was published, and no more than that settles is given:
a day, a week ('2024-W22'), a month or a year. A weekday is the last one up to that day; a day without a year
the nearest one. 'Last Tuesday', said on a Wednesday, is yesterday to some and the Tuesday of the week before
to others: where they differ only the month is given, or nothing when even that is open. What lies ahead
('next Monday', 'will vote on Sunday'), recurs ('every Friday') or is estimated ('some years ago') is left
out, and so is all that is open when the day of publication is not known. Own rules, English and French.
``nlp.text.ago`` counts back; ``nlp.text.timestamps`` reads lines that hold nothing but a date.

>>> [(d.iso, d.end - d.start) for d in find("On Monday, as last month and in 2023, it rained.", "2024-06-05")]
[('2024-06-03', 6), ('2024-05', 10), ('2023', 7)]
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from nlp.text.ago import PATTERN, back, before
from nlp.text.timestamps import MONTHS


class Found(NamedTuple):
    """One date: half-open offsets; 'YYYY-MM-DD', 'YYYY-Www', 'YYYY-MM' or 'YYYY', as far as it is known."""

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
_WEEKDAY = "|".join(_WEEKDAYS)
_DAYS_AGO = {"today": 0, "yesterday": 1, "hier": 1, "avant-hier": 2}
_FRENCH_LAST = r"derni[eè]re?|passée?"
_WHICH = (  # of several years
    rf"(?:of\ )?(?:last|this|next)\ year|(?:{_FRENCH_LAST}|prochain)"
    rf"|(?:de\ )?(?:l'an(?:née)?\ (?:{_FRENCH_LAST}|prochaine?)|cette\ année)"
)
_NO_DAY = (  # of one week: days ahead, recurring, feasts, newspapers, a football club
    r"next|coming|every|each|black|good|super|ash|bloody|easter|palm|remembrance|sheffield|chaque|tous\ les"
)
_DATE = re.compile(
    rf"""(?<![\w-])(?:
    (?P<iso>\d{{4}}-\d{{2}}-\d{{2}})
    |(?:(?:{_WEEKDAY}),?\ (?:the\ )?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th|er)?\ (?:of\ )?(?P<month>{_MONTH})\b\.?
     (?:,?\ (?P<year>\d{{4}})|\ (?P<which>{_WHICH}))?
    |(?:(?:{_WEEKDAY}),?\ )?(?P<month2>{_MONTH})\b\.?\ (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?
     (?:,?\ (?P<year2>\d{{4}})|\ (?P<which2>{_WHICH}))?(?![\d:,.]*\d)
    |(?P<month3>{_MONTH})\b\.?(?:,?\ (?P<year3>\d{{4}})|\ (?P<which3>{_WHICH}))
    |last\ (?P<month4>{_MONTH})
    |(?:in|since|by|en|depuis|until)\ (?P<year4>(?:19|20)\d\d)(?![%,.]?\d)
    |(?P<which_day>last\ |this\ |ce\ |(?P<no_day>(?:{_NO_DAY})\ ))?(?P<weekday>{_WEEKDAY})(?!,?\ (?:le\ )?\d)
     (?:,?\ (?:(?:of\ )?(?P<week>last\ week)|(?:de\ )?(?P<week_fr>la\ semaine\ (?:{_FRENCH_LAST}))))?
     (?P<dernier>\ (?:{_FRENCH_LAST}))?
     (?P<no_day2>\ (?:prochain|(?:of\ )?next|de\ la\ semaine\ prochaine|gras|saint|times|mirror|express
      |telegraph))?
    |(?<!["“«])(?P<ago>{"|".join(_DAYS_AGO)})(?!'s)
    |{PATTERN}
    )(?![\w-])""",
    re.IGNORECASE | re.VERBOSE,
)
_AHEAD = re.compile(  # before a weekday: what is said of it lies ahead, unless said is what was done on it
    r"(?:(?:\b(?:will|shall|would|is to|are to|due|expected|scheduled|planned|set to)|['’]ll"
    r"|\b(?:va|vont|doit|doivent|devrait|devraient|prévue?s?|attendue?s?)|\b[a-zà-ÿ]+(?:ra|ront))\b"
    r"(?:(?!\b(?:said|told|announced|added|warned|dit|déclaré|annoncé|affirmé|indiqué|ajouté)\b)[^.!?;\n])*"
    r"|\b(?:until|by|before|ahead of|to [a-z]+(?: on)?|jusqu['’]à|d['’]ici|avant) )\Z"
)
_CLAUSE = 120  # characters before a weekday
_HALF_YEAR = 183  # days
_Said = dict[str, str]


def find(text: str, published: str = "") -> list[Found]:
    """Return the dates in ``text``, in order; ``published`` is its ISO date, '' when unknown."""
    day = _day(published)
    found = []
    for match in _DATE.finditer(text.replace("’", "'")):
        if iso := _iso(match, day):
            found.append(Found(match.start(), match.end(), iso))
    return found


def _iso(match: re.Match[str], published: date | None) -> str:
    """Return one match as ISO 8601, '' when it names no day or leaves too much open."""
    said = {k: v.lower() for k, v in match.groupdict().items() if v}
    if "iso" in said:
        known = _day(said["iso"])
        return known.isoformat() if known else ""
    if "year4" in said:
        return said["year4"]
    if (
        match["month2"] and match["month2"].islower()
    ):  # 'he may 3': in this order months are English
        return ""
    if "month4" in said or "month3" in said:
        return _month(match, said, published)
    for suffix in ("", "2"):
        if f"day{suffix}" in said:
            number, month = int(said[f"day{suffix}"]), MONTHS[said[f"month{suffix}"]]
            year = said.get(f"year{suffix}") or _year(said.get(f"which{suffix}", ""), published)
            return _nearest(number, month, year, published, said.get(f"which{suffix}", ""))
    if published is None:
        return ""
    if "weekday" in said:
        return _weekday(match, said, published)
    if "ago" in said:
        if match["ago"].istitle() and match.string[: match.start()].rstrip()[-1:].isalnum():
            return ""  # 'the Today programme'
        return (published - timedelta(days=_DAYS_AGO[said["ago"]])).isoformat()
    return back(match, published)


def _weekday(match: re.Match[str], said: _Said, published: date) -> str:
    """Return the day that a weekday means, its month when it may be one of two."""
    number = _WEEKDAYS[said["weekday"]]
    latest = published - timedelta(days=(published.weekday() - number) % 7)
    if "no_day" in said or "no_day2" in said:
        return ""
    monday = published - timedelta(days=published.weekday())
    if "week" in said or "week_fr" in said:
        return (monday - timedelta(days=7 - number)).isoformat()
    which = said.get("which_day", "").strip()
    if which in ("this", "ce"):
        return latest.isoformat() if latest == published else ""
    if which == "last" or "dernier" in said:
        if latest == published:
            return (latest - timedelta(days=7)).isoformat()
        other = latest if latest < monday else latest - timedelta(days=7)
        if other == latest:
            return latest.isoformat()
        return latest.isoformat()[:7] if latest.month == other.month else ""
    ahead = _AHEAD.search(match.string, max(0, match.start() - _CLAUSE), match.start())
    return "" if ahead else latest.isoformat()


def _month(match: re.Match[str], said: _Said, published: date | None) -> str:
    """Return a month: of a year that is named, or of one counted from the day of publication."""
    if "year3" in said:
        return f"{said['year3']}-{MONTHS[said['month3']]:02d}"
    if published is None or (match["month4"] and match["month4"].islower()):  # 'at last may'
        return ""
    month = MONTHS[said.get("month4") or said["month3"]]
    if year := _year(said.get("which3", ""), published):
        return f"{year}-{month:02d}"
    if said.get("which3") == "prochain":
        return ""
    return before(published, (published.month - month - 1) % 12 + 1, "month")


def _year(which: str, published: date | None) -> str | None:
    """Return the year that 'last year' or 'de cette année' means, None where nothing says so."""
    if published is None or not re.search(r"\b(?:an|année|year)\b", which):
        return None
    step = (
        -1 if re.search(r"last|derni|passé", which) else 0 if re.search("this|cette", which) else 1
    )
    return f"{published.year + step:04d}"


def _nearest(day: int, month: int, year: str | None, published: date | None, which: str) -> str:
    """Return the day; without a year the one nearest to publication, or on the side ``which`` says."""
    if year is None and published is None:
        return ""
    years = [int(year)] if year else [published.year + k for k in (0, -1, 1)] if published else []
    days = [d for y in years if (d := _day(f"{y:04d}-{month:02d}-{day:02d}"))]
    if published and not year:
        if which:
            ahead = which == "prochain"
            days = [d for d in days if d != published and (d > published) == ahead]
        days = [d for d in days if which or abs((d - published).days) <= _HALF_YEAR]
    return days[0].isoformat() if days else ""


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso[:10])
    except ValueError:
        return None
