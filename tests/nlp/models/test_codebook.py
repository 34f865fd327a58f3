"""The dictionary: presence by share of sentences, dated names, cues in the outlet's own voice."""

from __future__ import annotations

import pytest
from trained_support import BOOK

from nlp.models.codebook import Dictionary
from nlp.records import Article, Example, LabelSet, Prediction

TOPICS = LabelSet(("defence_cooperation", "post_colonial_realignment", "mercenary_activity"), False)
SIDES = LabelSet(("favour", "against", "neutral"), True)
FILLER = "Rain fell on the market. "


def topics(text: str, title: str = "", date: str = "") -> Prediction:
    article = Article("a", text.strip(), title, "en", date=date)
    (found,) = Dictionary(BOOK).fit([], [], TOPICS).predict([Example("a", article)])
    return found


@pytest.mark.parametrize(
    ("terms", "sentences", "present"),
    # The lead (first two sentences) counts double; half of the score is reached at 15% of the sentences.
    [(0, 20, False), (1, 20, False), (2, 20, True), (1, 10, True)],
)
def test_a_topic_needs_its_share_of_the_sentences(
    terms: int, sentences: int, present: bool
) -> None:
    text = "Mercenaries came. " * terms + FILLER * (sentences - terms)
    # 1 of 20 in the lead counts 2/20 = 10%; 2 of 20 count 4/20 = 20%; 1 of 10 counts 2/10 = 20%
    assert (topics(text).labels == {"mercenary_activity"}) is present


def test_every_topic_found_has_its_sentences_as_evidence() -> None:
    found = topics("Mercenaries came. " + FILLER)
    (evidence,) = found.evidence
    assert (evidence.label, evidence.start, evidence.end) == ("mercenary_activity", 0, 17)


@pytest.mark.parametrize(("date", "known"), [("2018-05-01", True), ("1975-05-01", False)])
def test_a_name_speaks_only_in_its_years(date: str, known: bool) -> None:
    text = "The Wagner Group held a camp. " + FILLER
    assert bool(topics(text, date=date).labels) is known


@pytest.mark.parametrize(
    ("title", "text", "side"),
    [
        ("", "The mercenaries left. It was a brutal and shameful time.", "against"),
        ("", "The mercenaries left. It was a brutal time.", "neutral"),  # one loaded word is no stance
        ("Brutal men leave", "The mercenaries left. It rained.", "against"),  # but one in the headline is
        ("", "The mercenaries are “brutal and shameful”, a nurse said.", "neutral"),  # hers, not the outlet's
        ("", "The mercenaries were a reliable partner, and steadfast.", "favour"),
    ],
)  # fmt: skip
def test_cues_count_in_the_outlets_own_voice(title: str, text: str, side: str) -> None:
    example = Example("a", Article("a", text, title, "en"), "mercenary_activity")
    (found,) = Dictionary(BOOK).fit([], [], SIDES).predict([example])
    assert found.labels == {side}
    assert sum(found.scores.values()) == pytest.approx(1)
