import pytest

from nlp.text.dates import find

WEDNESDAY = "2024-06-05"
CASES = {
    "on Monday": ["2024-06-03"],
    "on Wednesday": ["2024-06-05"],
    "on Thursday": ["2024-05-30"],
    "next Monday": [],
    "jeudi dernier, puis mardi prochain": ["2024-05-30"],
    "last Wednesday": ["2024-05-29"],
    "last Tuesday": [],  # yesterday or the week before, in May: not even the month is sure
    "on Tuesday last week": ["2024-05-28"],
    "mardi de la semaine dernière": ["2024-05-28"],
    "this Friday, ce lundi": [],
    "ce mercredi": ["2024-06-05"],
    "every Friday, tous les lundis, Black Friday, le mardi gras, Monday next week": [],
    "The Sunday Times, the Today programme, “Today”": [],
    "It will vote on Sunday. Le pays votera dimanche": [],
    "The deal is due on Friday; he left on Monday": ["2024-06-03"],
    "It will leave, he said on Monday": ["2024-06-03"],
    "held by police on Monday, by Tuesday": ["2024-06-03"],
    "Monday 3 June 2019, ce lundi 3 juin 2019": ["2019-06-03", "2019-06-03"],
    "Monday, June 3, 2019": ["2019-06-03"],
    "Sunday 26 and 27 May": ["2024-05-27"],
    "3 June last year, June 4 last year": ["2023-06-03", "2023-06-04"],
    "5 June this year, 1 May next year": ["2024-06-05", "2025-05-01"],
    "le 30 novembre dernier, le 30 juin dernier": ["2023-11-30", "2023-06-30"],
    "le 3 janvier prochain, en mai prochain": ["2025-01-03"],
    "en avril dernier, en juin dernier": ["2024-04", "2023-06"],
    "last March, at last may": ["2024-03"],
    "December last year, en mai de l'an dernier": ["2023-12", "2023-05"],
    "last week, two days ago, le mois dernier": ["2024-W22", "2024-06-03", "2024-05"],
    "yesterday and today": ["2024-06-04", "2024-06-05"],
    "hier, avant-hier": ["2024-06-04", "2024-06-03"],
    "le Mali d’aujourd’hui": [],  # most often: nowadays
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


@pytest.mark.parametrize(
    ("published", "iso"), [("2024-06-21", "2024-06"), ("2024-06-17", "2024-06-11"), ("2024-06-18", "2024-06-11")]
)  # fmt: skip
def test_last_tuesday_is_a_day_only_where_its_two_readings_agree(published: str, iso: str) -> None:
    assert [d.iso for d in find("last Tuesday", published)] == [iso]
    assert [d.iso for d in find("mardi dernier", published)] == [iso]


def test_offsets() -> None:
    text = "It began on Jan. 3, 2024, and ended hier."
    assert [text[d.start : d.end] for d in find(text, WEDNESDAY)] == ["Jan. 3, 2024", "hier"]


def test_without_a_day_of_publication_open_dates_are_left_out() -> None:
    assert [
        d.iso
        for d in find("On Monday, 3 May, hier, last week, last May, 3 May 2023 and in May 2023.")
    ] == [
        "2023-05-03",
        "2023-05",
    ]
