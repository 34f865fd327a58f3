"""Noun phrases and whom they stand for, one rule a case."""

from __future__ import annotations

import pytest

from nlp.text.holders import Sources, alike, phrase, plural
from nlp.text.reporting import CUES, EN_BASES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the mayor", "the mayor"),
        ("But meanwhile the mayor", "the mayor"),
        ("At the cookhouse the woman", "the woman"),
        ("In Baghdad", None),
        ("A trader who lives in Gao", "A trader"),
        ("analysts", "analysts"),
        ("rain", None),
        ("we", None),
        ("she", "she"),
        ("she and others", None),
        ("the army's", None),
        ("The state is poor and its", None),
        ("l'état-major", "l'état-major"),
        ("Un diacre de Faa'a", "Un diacre de Faa'a"),
        ("Faute de mieux, à", "Faute de mieux, à"),
        (" ".join(["The"] + ["very"] * 20), None),
        ("", None),
    ],
)
def test_phrases(text: str, found: str | None) -> None:
    span = phrase(text, 0, len(text))
    assert (text[slice(*span)] if span else None) == found


@pytest.mark.parametrize(
    ("named", "mention", "language", "meant"),
    [
        (["a man", "a woman"], "he", "en", "a man"),
        (["a woman", "Colonel Ba"], "she", "en", "a woman"),
        (["villagers", "a mayor"], "they", "en", "villagers"),
        (["the ministry", "a mayor"], "it", "en", "the ministry"),
        (["une avocate", "le maire"], "elle", "fr", "une avocate"),
        (["a mayor"], "a mayor", "en", "a mayor"),
        (["President Ali Bo"], "Mr Bo", "en", "President Ali Bo"),
        (["officials of the union"], "one", "en", "officials of the union"),
        ([], "he", "en", "he"),
        (["the mayor"], "she", "xx", "the mayor"),
    ],
)
def test_references(named: list[str], mention: str, language: str, meant: str) -> None:
    sources = Sources()
    for name in named:
        sources.resolve(name, language)
    assert sources.resolve(mention, language) == meant


def test_a_new_source_is_not_an_old_one() -> None:
    sources = Sources()
    sources.resolve("a student", "en")
    sources.resolve("a student", "en")
    assert sources.named == ["a student", "a student"]
    sources.resolve("another student", "en")
    assert sources.named[-1] == "another student"


def test_likeness() -> None:
    assert alike("President Mohamed Muizzu", "Mr Muizzu") == 1.0
    assert alike("the", "le") == 0.0 == alike("", "a nurse")
    # {defence, minister} and {south, africa, defence, minister}: 2 of 2
    assert alike("the defence minister", "South Africa's defence minister") == 1.0


@pytest.mark.parametrize(
    ("name", "many"),
    [("villagers near the port", True), ("a mayor of the towns", False), ("Ali and Bo", True), ("les élus", True),
     ("the press", False), ("the police", True), ("a European consul", False)],
)  # fmt: skip
def test_number(name: str, many: bool) -> None:
    assert plural(name) is many


def test_inflection() -> None:
    for form in ("praises", "praised", "praising", "wishes", "denied", "told"):
        assert CUES["en"].fullmatch(form), form
    forms = (
        "espère",
        "rappelle",
        "dénonçait",
        "exigea",
        "relèvent",
        "s'est réjoui",
        "a fait savoir",
        "nous l'a dit",
    )
    for form in forms:
        assert CUES["fr"].fullmatch(form), form
    assert {"say", "praise"} <= EN_BASES and "said" not in EN_BASES
