"""Salience over sentence vectors, with vectors put in by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.models import salience_encoder as module
from nlp.models.batch import Batch
from nlp.models.salience_encoder import SalienceEncoder
from nlp.records import Article, Example

VECTORS = {"Rain fell.": [0.0, 1.0], "Army left.": [1.0, 0.0], "Troops went.": [0.8, 0.6]}
ASKED = [Example("x", Article("a", " ".join(VECTORS), language="en"))]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> SalienceEncoder:
    asked: list[list[str]] = []

    def vectors(encoder: object, texts: list[str], cache: str) -> np.ndarray:
        asked.append(texts)
        return np.array([VECTORS[text] for text in texts])

    monkeypatch.setattr(module, "vectors", vectors)
    made = SalienceEncoder(words=2)
    made.asked = asked  # type: ignore[attr-defined]
    return made


def test_centrality_by_hand(model: SalienceEncoder) -> None:
    # Rain: 0 × to the army + 0.6 to the troops; army: 0.8 to the troops; troops: nothing after them.
    assert model.predict(ASKED)[0].text == "Rain fell."
    assert model.centrality(Batch([model.read(ASKED[0])])) == pytest.approx([0.6, 0.8, 0.0])
    assert model.similarity(model.read(ASKED[0]))(0) == pytest.approx([1.0, 0.0, 0.6])
    parts = [{"start": 0}, {"start": 11}]
    several = Example(
        "x", Article("a", ASKED[0].article.text, language="en", meta={"parts": parts})
    )
    # In a digest: to all sentences, itself included: 1 + 0.6, 1 + 0.8, 1 + 0.6 + 0.8.
    assert model.centrality(Batch([model.read(several)])) == pytest.approx([1.6, 1.8, 2.4])


def test_words_that_differ_still_agree(model: SalienceEncoder) -> None:
    model.position, model.words = 0, 2
    assert model.predict(ASKED)[0].text == "Army left."


def test_all_sentences_are_embedded_at_once_and_once(model: SalienceEncoder) -> None:
    model.predict([*ASKED, *ASKED])
    assert model.asked == [list(VECTORS)]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("language", "encoder", "flagged"),
    [("en", "", False), ("", "", False), ("fr", "", True), ("fr", "folder", False)],
)
def test_another_language_than_the_encoders_is_told(
    model: SalienceEncoder, language: str, encoder: str, flagged: bool
) -> None:
    model.encoder = encoder
    article = Article("a", ASKED[0].article.text, language=language)
    (answer,) = model.predict([Example("x", article)])
    said = "the built-in encoder reads English, the article is in 'fr': name another"
    assert answer.note == said * flagged


def test_an_empty_article_has_no_note_on_its_language(model: SalienceEncoder) -> None:
    (answer,) = model.predict([Example("x", Article("a", "", language="fr"))])
    assert answer.note == "the article has no text"
