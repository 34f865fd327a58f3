"""Names and numbers: which a text has, and which a summary adds to its article."""

import pytest

from nlp.text.facts import missing, names

SOURCE = "Assimi Goïta met 1 200 soldiers of Mali’s army in Gao. L’Elysée paid 3,5 millions."


def test_names_skip_sentence_openings() -> None:
    assert names("Yesterday the Malian junta met Assimi Goïta. Nobody else spoke.") == {
        "malian", "assimi", "goïta",
    }  # fmt: skip
    assert names("« Nous restons » dit M. Diop à Bamako", "fr") == {"diop", "bamako"}


@pytest.mark.parametrize(
    ("summary", "added"),
    [
        ("Then Goïta met 1,200 soldiers in Gao.", ()),
        ("Then Macron met 1,300 soldiers in Gao.", ("Macron", "1,300")),
        ("The Army of Mali's capital, Bamako.", ("Bamako",)),  # case and possessive do not matter
        ("Ici l’Elysée paie 3.5 millions à Goïta et Macron.", ("Macron",)),
        ("Zelensky refused to pay. Macron a refusé. Goïta met him.", ("Zelensky", "Macron")),
        (
            "Residents said so. Fighting resumed. Previously was better. Police said no. Despite it all.",
            (),
        ),
        ("L’opération a réussi. Personne n’est venu. Le Kremlin a payé.", ("Kremlin",)),
        ("Zelensky, who fled. Elysée paid.", ()),
        ("They voted in May with Theresa May.", ("May", "Theresa")),
        ("Paris met Gao and Paris met Paris.", ("Paris",)),  # told once; not where it only opens
        ("", ()),
    ],
)
def test_missing(summary: str, added: tuple[str, ...]) -> None:
    assert missing(summary, SOURCE.replace("1 200", "1\u00a0200")) == added


SPOKEN = "Three of 25 soldiers died; 1.5 million fled between 2019 and 2020-01-03. 12.5 percent returned."
PARLE = "Trois civils et 1 200 soldats ont fui, soit 12,5 % ; 3,5 millions d’euros ont été versés le 3 janvier."


@pytest.mark.parametrize(
    ("language", "source", "summary", "added"),
    [
        ("en", SPOKEN, "Then 3 of twenty-five soldiers died.", ()),
        ("en", SPOKEN, "Then four of 26 soldiers died.", ("four", "26")),
        ("en", SPOKEN, "Some 1,500,000 fled, or 1.5m.", ()),
        ("en", SPOKEN, "Some 1.5 billion fled, not 1.5.", ("1.5 billion", "1.5")),
        ("en", SPOKEN, "It was over on 3 January 2020, 12.5 per cent say.", ()),
        ("en", SPOKEN, "It was over on 4 February 2020.", ("February", "4")),
        ("en", SPOKEN, "One man says ٣ of ٢٥ died.", ()),
        ("en", SPOKEN, "One man says ٤ of ٢٥ died.", ("٤",)),
        ("fr", PARLE, "Ici 3 civils et 1200 soldats ont fui, soit 12.5 pour cent.", ()),
        ("fr", PARLE, "Ici quatre civils et 1 300 soldats ont fui.", ("quatre", "1 300")),
        ("fr", PARLE, "Mille deux cents soldats et 3 500 000 euros.", ()),
        ("fr", PARLE, "Une personne a du matériel neuf.", ()),
        ("sw", PARLE, "Trois soldats, three soldiers, 3 500 000.", ()),
    ],
)
def test_numbers_by_value(language: str, source: str, summary: str, added: tuple[str, ...]) -> None:
    assert missing(summary, source, language) == added
