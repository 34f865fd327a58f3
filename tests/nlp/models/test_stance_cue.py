"""What stance_cue reads: the outlet's own words, marked near the topic; cues by voice, place and negation."""

from __future__ import annotations

import pytest
from trained_support import BOOK

from nlp.codebook import load
from nlp.models.reading import Reading
from nlp.models.stance_cue import StanceCue
from nlp.records import Article, Example


def marks(text: str, title: str = "") -> list[list[str]]:
    model = StanceCue(BOOK)
    model.book_ = load(BOOK)
    example = Example("a", Article("a", text, title, "en"), "mercenary_activity")
    return list(model._pieces(Reading([example])))


def test_a_sources_words_are_not_counted_as_the_outlets() -> None:
    (unit,) = marks("The mercenaries are “vermin”, a nurse said.")
    assert "vermin" not in unit and "near vermin" not in unit
    assert "nurse" in unit and "near nurse" in unit


def test_words_far_from_the_topic_are_not_marked() -> None:
    *_, far = marks("Mercenaries came. Rain fell. It was dry. Nobody sang.")
    assert "sang" in far and "near sang" not in far


@pytest.mark.parametrize(
    ("text", "title", "mark"),
    [
        ("The mercenaries were brutal.", "", "text: against"),
        ("The mercenaries were not brutal.", "", "text: not against"),
        ("The mercenaries were “brutal”, a nurse said.", "", "said: against"),
        ("Rain fell.", "Brutal mercenaries leave", "title: against"),
        ("The mercenaries were a reliable partner.", "", "text: favour"),
    ],
)
def test_cues_are_marked_by_voice_place_and_negation(text: str, title: str, mark: str) -> None:
    found = [m for unit in marks(text, title) for m in unit if ": " in m]
    assert found == [mark]
