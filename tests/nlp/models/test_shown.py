"""Which sentences are shown as evidence, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.codebook import load
from nlp.models.shown import of_stance, strongest
from nlp.models.units import units
from nlp.records import Article, Example

D, M = "defence_cooperation", "mercenary_activity"
BOOK = load("data/codebook.yaml")
TEXT = (
    "The treaty was signed on Monday. It deserves to last. “It is a splendid success,” said a"
    " minister. The mercenaries arrived by night. It deserves to end."
)  # five sentences: the treaty, of it, a source, the mercenaries, of them


@pytest.mark.parametrize(
    ("contributions", "among", "kept"),
    [
        ([0.1, 2.0, 1.5], None, [1, 2]),
        ([2.0, 0.9, 1.0], None, [0, 2]),  # less than half of the strongest is left out
        ([-3.0, -1.0, -2.0], None, [1]),  # one is shown whatever it contributes
        ([4.0, 3.0, 4.0, 4.0], None, [0, 2, 3]),  # three at most, in reading order
        ([9.0, 1.0, 2.0], [False, True, True], [1, 2]),
        ([0.0, 0.0], None, [0]),
    ],
)
def test_the_strongest_are_shown(
    contributions: list[float], among: list[bool] | None, kept: list[int]
) -> None:
    allowed = None if among is None else np.array(among)
    assert strongest(np.array(contributions), allowed) == kept


@pytest.mark.parametrize(
    ("topic", "label", "contributions", "kept"),
    [
        # the strongest need not name the topic
        (D, "favour", [-1.0, 2.0, -1.0, -1.0, 0.0], [1]),
        # a source's words are the source's, however strong
        (D, "favour", [0.0, 1.0, 9.0, 0.0, 0.0], [1]),
        # equally strong, 1.2 spreads above the mean of -0.2: where the other topic was named since, 0.2 is left
        (D, "against", [-1.0, 1.0, -1.0, -1.0, 1.0], [1]),
        (M, "against", [-1.0, 1.0, -1.0, -1.0, 1.0], [4]),
        # much stronger elsewhere: shown all the same
        (M, "against", [-1.0, 3.0, -1.0, -1.0, 0.0], [1]),
        # no side: the sentence that names the topic, whatever contributes
        (D, "neutral", [-1.0, 3.0, -1.0, -1.0, 0.0], [0]),
        (M, "neutral", [-1.0, 3.0, -1.0, -1.0, 0.0], [3]),
    ],
)
def test_a_stance_shows_the_outlets_judgement_of_the_topic(
    topic: str, label: str, contributions: list[float], kept: list[int]
) -> None:
    example = Example("x", Article("x", TEXT, language="en"), topic)
    read = units(example.article)
    assert len(read) == 5
    assert of_stance(BOOK, example, read, np.array(contributions), label) == kept


def test_no_side_on_what_only_sources_name_is_shown_beside_them() -> None:
    text = "Rain fell. A man rose to speak. “The treaty holds,” said a minister. It was late. All slept."
    example = Example("x", Article("x", text, language="en"), D)
    read = units(example.article)
    assert len(read) == 5
    kept = of_stance(BOOK, example, read, np.array([9.0, 1.0, 9.0, 2.0, 9.0]), "neutral")
    assert kept == [1, 3]


def test_where_only_sources_speak_something_is_shown() -> None:
    example = Example("x", Article("x", "“A splendid treaty,” said a minister.", language="en"), D)
    read = units(example.article)
    for label in BOOK.stance_labels:
        assert of_stance(BOOK, example, read, np.zeros(len(read)), label) == [0]
