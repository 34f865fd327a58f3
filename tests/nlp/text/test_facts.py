"""Names and numbers: which a text has, and which a summary adds to its article."""

import pytest

from nlp.text.facts import missing, names, numbers

SOURCE = "Assimi Goïta met 1 200 soldiers of Mali’s army in Gao. L’Elysée paid 3,5 millions."


def test_names_skip_sentence_openings() -> None:
    assert names("Yesterday the Malian junta met Assimi Goïta. Nobody else spoke.") == {
        "malian", "assimi", "goïta",
    }  # fmt: skip
    assert names("« Nous restons » dit M. Diop à Bamako", "fr") == {"diop", "bamako"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 troops", {"1200"}),
        ("1 200 soldats", {"1", "200"}),  # a plain space may part two numbers
        ("1\u00a0200 soldats", {"1200"}),
        ("3,5 millions", {"3.5"}),
        ("3.5 million in 2023.", {"3.5", "2023"}),
        ("no figure", set()),
    ],
)
def test_numbers_are_written_one_way(text: str, expected: set[str]) -> None:
    assert numbers(text) == expected


@pytest.mark.parametrize(
    ("summary", "added"),
    [
        ("Then Goïta met 1,200 soldiers in Gao.", ()),
        ("Then Macron met 1,300 soldiers in Gao.", ("Macron", "1,300")),
        ("The Army of Mali's capital, Bamako.", ("Bamako",)),  # case and possessive do not matter
        ("Ici l’Elysée paie 3.5 millions à Goïta et Macron.", ("Macron",)),
        ("They voted in May with Theresa May.", ("May", "Theresa")),
        ("Paris met Gao and Paris met Paris.", ("Paris",)),  # told once; not where it only opens
        ("", ()),
    ],
)
def test_missing(summary: str, added: tuple[str, ...]) -> None:
    assert missing(summary, SOURCE.replace("1 200", "1\u00a0200")) == added
