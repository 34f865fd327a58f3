"""Numbers by value: digits, words, scales, separators of two languages, digits of every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.figures import figures, stands, values


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("1,200 troops", "en", [("1,200", {"1200", "1.2"})]),
        ("1 200 soldats", "fr", [("1 200", {"1200"})]),
        ("1\u00a0200,5", "fr", [("1\u00a0200,5", {"1200.5"})]),
        ("1\u202f234\u202f567", "fr", [("1\u202f234\u202f567", {"1234567"})]),
        ("1,234,567.89", "en", [("1,234,567.89", {"1234567.89"})]),
        ("1.234.567,89", "de", [("1.234.567,89", {"1234567.89"})]),
        ("3,5 millions", "fr", [("3,5 millions", {"3500000"})]),
        ("3.5 million in 2023.", "en", [("3.5 million", {"3500000"}), ("2023", {"2023"})]),
        ("2 milliards", "fr", [("2 milliards", {"2000000000"})]),
        ("$1.5bn, 100m", "en", [("1.5bn", {"1.5", "1500000000"}), ("100m", {"100", "100000000"})]),
        ("twenty-five men", "en", [("twenty-five", {"25"})]),
        ("two hundred and fifty thousand", "en", [("two hundred and fifty thousand", {"250000"})]),
        ("one million two hundred", "en", [("one million two hundred", {"1000200"})]),
        ("quatre-vingt-dix-sept", "fr", [("quatre-vingt-dix-sept", {"97"})]),
        ("quatre-vingts", "fr", [("quatre-vingts", {"80"})]),
        ("vingt et un, deux mille trois cents", "fr",
         [("vingt et un", {"21"}), ("deux mille trois cents", {"2300"})]),
        ("soixante-quinze", "", [("soixante-quinze", {"75"})]),
        ("three, trois", "sw", [("three", {"3"}), ("trois", {"3"})]),
        ("trois", "en", []),
        ("one man, several hundred, a million", "en", []),
        ("une personne, du matériel neuf", "fr", []),
        ("50 per cent, 50 pour cent", "", [("50", {"50"}), ("50", {"50"})]),
        ("50 pour cent trois fois", "fr", [("50", {"50"}), ("trois", {"3"})]),
        ("5 cents", "en", [("5", {"5"})]),
        ("١٢٣ and १२", "", [("١٢٣", {"123"}), ("१२", {"12"})]),
        ("2020-01-03, the 21st", "en",
         [("2020", {"2020"}), ("01", {"1"}), ("03", {"3"}), ("21", {"21"})]),
        ("no figure", "en", []),
    ],
)  # fmt: skip
def test_figures(text: str, language: str, expected: list[tuple[str, set[str]]]) -> None:
    assert [(f.written, set(f.values)) for f in figures(text, language)] == expected


@pytest.mark.parametrize(
    ("figure", "source", "language", "found"),
    [
        ("2 million", "between 1 and 2 million", "en", True),
        ("1,000,000", "between 1 and 2 million", "en", True),
        ("1,000,000", "on day 1 of 2 million", "en", False),
        ("1", "one man", "en", True),
        ("1000", "mille soldats", "fr", True),
        ("3 200", "200 men on May 3", "en", True),  # 'on May 3 200 men left'
        ("3 200", "200 hommes le 3 mai", "fr", False),
        ("3.5", "3 and 5", "en", False),
        ("03.01.2020", "on 3.1 and 1 3 2020", "en", True),
        ("1,200", "1.2 tonnes", "en", True),  # read in both ways
        ("1 200", "1200", "fr", True),
        ("21", "2 and 1", "en", False),
    ],
)
def test_what_stands(figure: str, source: str, language: str, found: bool) -> None:
    (one,) = figures(figure, language)
    assert stands(one, values(source, language), language) is found


@given(st.integers(0, 10**9))
def test_every_way_to_write_a_number_is_the_same_number(number: int) -> None:
    known = values(f"It was {number:,} then.", "en")
    french = f"{number:,}".replace(",", "\u00a0")
    for written in (str(number), french, french.replace("\u00a0", " ")):
        (figure,) = figures(f"c’était {written} alors", "fr")
        assert stands(figure, known, "fr")


@given(st.text(alphabet="0123456789.,'’ \u00a0-km one", max_size=40))
def test_any_text_is_read_and_stands_in_itself(text: str) -> None:
    known = values(text)
    assert all(stands(figure, known) for figure in figures(text))
