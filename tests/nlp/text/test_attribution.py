"""Attribution by hand: who holds what, in English and French; what is left of the outlet's own voice."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.records import Article
from nlp.text.attribution import attributions, others, outlet_text

HERE = Path(__file__).parent


def cases(language: str) -> list[tuple[str, str, list[str]]]:
    lines = (HERE / f"attributions_{language}.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(" => ") for line in lines if line and not line.startswith("#")]
    return [
        (language, text.replace("\\n", "\n"), [] if who == "none" else who.split(" | "))
        for text, who in pairs
    ]


CASES = cases("en") + cases("fr")


@pytest.mark.parametrize(
    ("language", "text", "holders"), CASES, ids=[text[:40] for _, text, _ in CASES]
)
def test_holders(language: str, text: str, holders: list[str]) -> None:
    assert [a.holder for a in attributions(text, language)] == holders


def test_there_are_enough_cases() -> None:
    assert min(len(cases("en")), len(cases("fr"))) >= 40


def test_an_attribution_says_where() -> None:
    text = "Rain fell. A nurse said that it keeps us safe; the mayor disagreed."
    first, second = attributions(text, "en")
    assert text[first.start : first.end] == "A nurse said that it keeps us safe; "
    assert text[slice(*first.mention)] == "A nurse" and first.cue == "said"
    assert [text[slice(*s)] for s in first.said] == [" that it keeps us safe; "]
    assert second.holder == "the mayor" and text[second.start : second.end].startswith("the mayor")


OUTLET = [
    ("A nurse said that it is folly. It rained.", "A nurse said It rained."),
    ("It is folly, a nurse said. It rained.", "a nurse said. It rained."),
    ("According to Paris, it is folly. It rained.", "According to Paris It rained."),
    ("The “historic” pact is a shameful deal.", "The pact is a shameful deal."),
    ("“Folly.” It rained. “Folly.”", "It rained."),
    ("The regime is brutal. Its friends say so.", "The regime is brutal. Its friends say"),
    ("« Une folie », dit un pêcheur. Il pleut.", "dit un pêcheur Il pleut."),
    ("VOIX DE FEMME : Une folie.\nIl pleut.", "VOIX DE FEMME : \nIl pleut."),
]


@pytest.mark.parametrize(("text", "own"), OUTLET)
def test_the_outlets_own_voice(text: str, own: str) -> None:
    language = "fr" if "«" in text or "VOIX" in text else "en"
    left = outlet_text(Article("a", text, language=language))
    assert len(left) == len(text)
    assert left.split() == own.split()


def test_the_title_has_a_voice_too() -> None:
    article = Article("a", "It rained.", title="Pact is “folly”, minister says", language="en")
    assert outlet_text(article, "title").split() == ["minister", "says"]
    assert outlet_text(article) == "It rained."


@pytest.mark.parametrize("language", ["", "en", "fr", "sw", "xx"])
@pytest.mark.parametrize(
    "text", ["", " ", "\n", "“", "said", ": ", "A:", "😀 said 🙂", "السلام قال", "X" * 3000]
)
def test_odd_texts(text: str, language: str) -> None:
    assert all(0 <= a.start < a.end <= len(text) for a in attributions(text, language))
    assert len(outlet_text(Article("a", text, language=language))) == len(text)


WORDS = ["The", "minister", "said", "that", "A", "nurse", ",", ".", "“", "”", "she", "and", "who", ";", ":", "\n",
         "selon", "le", "ministre", "a", "dit", "Elle", "«", "»", "is", "by", "In", "Gao"]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=40), st.sampled_from(["en", "fr"]))
def test_any_text(parts: list[str], language: str) -> None:
    text = " ".join(parts)
    for found in attributions(text, language):
        assert found.holder.strip() and 0 <= found.start < found.end <= len(text)
        assert all(0 <= a <= b <= len(text) for a, b in found.said)
    spans = others(text, language)
    assert all(a[1] < b[0] for a, b in itertools.pairwise(spans)), "merged and in order"
