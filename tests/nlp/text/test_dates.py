import pytest

from nlp.text.dates import find

WEDNESDAY = "2024-06-05"
CASES = {
    "on Monday": ["2024-06-03"],
    "on Wednesday": ["2024-06-05"],
    "on Thursday": ["2024-05-30"],
    "next Monday": [],
    "mardi dernier, puis mardi prochain": ["2024-06-04"],
    "yesterday and today": ["2024-06-04", "2024-06-05"],
    "hier, avant-hier, aujourd’hui": ["2024-06-04", "2024-06-03", "2024-06-05"],
    "on 3 May 2023 and May 4, 2023": ["2023-05-03", "2023-05-04"],
    "le 1er juin, le 15 août 2020": ["2024-06-01", "2020-08-15"],
    "the 2nd of June": ["2024-06-02"],
    "Jan. 3 and Sept. 12, 2021": ["2024-01-03", "2021-09-12"],
    "20 December": ["2023-12-20"],  # nearer than the one to come
    "10 October": ["2024-10-10"],
    "in May 2024, en mars 2020": ["2024-05", "2020-03"],
    "in 2014 and since 1991": ["2014", "1991"],
    "2024-02-29 and 2023-02-29": ["2024-02-29"],
    "31 February, 45 mars": [],
    "he may 3 times": [],
    "May 12,000 people": [],
    "in 2014.5, 2020 people, No. 2019": [],
    "Sunday-school, mondays": [],
}


@pytest.mark.parametrize("text", CASES)
def test_dates(text: str) -> None:
    assert [d.iso for d in find(text, WEDNESDAY)] == CASES[text]


def test_offsets() -> None:
    text = "It began on Jan. 3, 2024, and ended hier."
    assert [text[d.start : d.end] for d in find(text, WEDNESDAY)] == ["Jan. 3, 2024", "hier"]


def test_without_a_day_of_publication_open_dates_are_left_out() -> None:
    assert [d.iso for d in find("On Monday, 3 May, hier, 3 May 2023 and in May 2023.")] == [
        "2023-05-03",
        "2023-05",
    ]
