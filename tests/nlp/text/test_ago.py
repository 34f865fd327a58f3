"""Time counted back from a day; what it says is the precision that is given."""

import re
from datetime import date

import pytest

from nlp.text.ago import PATTERN, back, before, first_day

WEDNESDAY = date(2024, 6, 5)
CASES = {
    "two days ago": "2024-06-03",
    "il y a trois jours": "2024-06-02",
    "il y a déjà 5 jours": "2024-05-31",
    "last week": "2024-W22",
    "3 weeks ago": "2024-W20",
    "a fortnight ago": "2024-W21",
    "la semaine dernière": "2024-W22",
    "il y a huit jours": "2024-W22",  # French for a week
    "il y a quinze jours": "2024-W21",
    "last weekend": "2024-W22",
    "le week-end dernier": "2024-W22",
    "last month": "2024-05",
    "le mois dernier": "2024-05",
    "six months ago": "2023-12",
    "il y a un mois": "2024-05",
    "last year": "2023",
    "l'an passé": "2023",
    "il y a deux ans": "2022",
    "99 years ago": "1925",
    "ten years ago": "",  # an estimate as often as not
    "il y a 20 ans": "",
    "almost three weeks ago": "",
    "more than a year ago": "",
    "one or two weeks ago": "",
}
NOTHING = [
    "the last week", "his last year", "last week of May", "some days ago", "il y a quelques jours", "1,200 years ago",
    "il y a environ un mois", "il y a un an et demi", "il y a deux ans de prison", "il y a 3 000 ans", "last-year",
]  # fmt: skip


def found(text: str) -> list[str]:
    pattern = re.compile(rf"(?<!\w)(?:{PATTERN})(?![\w-])", re.IGNORECASE | re.VERBOSE)
    return [back(match, WEDNESDAY) for match in pattern.finditer(text)]


@pytest.mark.parametrize("text", CASES)
def test_as_far_back_as_it_says(text: str) -> None:
    assert found(f"Fell {text}, it did.") == [CASES[text]]


@pytest.mark.parametrize("text", NOTHING)
def test_what_says_no_time(text: str) -> None:
    assert not any(found(f"Fell {text}, it did."))


def test_counted_over_the_ends_of_months_and_years() -> None:
    assert before(date(2024, 1, 31), 11, "month") == "2023-02"
    assert before(date(2024, 1, 31), 1, "month") == "2023-12"
    assert before(date(2021, 1, 5), 1, "week") == "2020-W53"
    assert before(date(2024, 6, 8), 1, "weekend") == ""  # said on a Saturday


def test_order() -> None:
    mixed = ["2024-05-28", "2024-W23", "2024-W22", "2024", "2024-05-26", "2024-05"]
    ordered = ["2024", "2024-05", "2024-05-26", "2024-W22", "2024-05-28", "2024-W23"]
    assert sorted(mixed, key=first_day) == ordered
