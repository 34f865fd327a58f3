"""Stems join the forms of a word and its cognates, and keep what is another word apart."""

from __future__ import annotations

import pytest

from nlp.text.stems import stems


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("mercenary", "mercenaires", True),
        ("militaires", "military", True),
        ("Décolonisation", "decolonize", True),
        ("treaty", "treason", False),
        ("army", "arms", False),
    ],
)
def test_forms_and_cognates(one: str, other: str, same: bool) -> None:
    assert (stems(one, content=True) == stems(other, content=True)) is same


def test_function_words_and_numbers() -> None:
    text = "Ces 1,200 soldats, dit-il, ont quitté la base."
    assert stems(text, content=True) == ["soldat", "quitte", "base"]
    assert stems(text, content=False) == [
        "ces",
        "soldat",
        "dit",
        "il",
        "ont",
        "quitte",
        "la",
        "base",
    ]
