"""The floor: one answer for all, from the shares of the training labels alone."""

from __future__ import annotations

from nlp.models.majority import Majority
from nlp.records import Article, Example, Gold, LabelSet

EXAMPLES = [Example(str(i), Article(str(i), "Text.")) for i in range(4)]


def test_sides_get_the_most_frequent() -> None:
    gold = [Gold(frozenset({side})) for side in ("for", "against", "for", "for")]
    model = Majority().fit(EXAMPLES, gold, LabelSet(("for", "against"), True))
    (found,) = model.predict(EXAMPLES[:1])
    assert found.labels == {"for"} and found.scores == {"for": 0.75, "against": 0.25}


def test_topics_get_those_that_half_of_the_articles_have() -> None:
    gold = [Gold(frozenset(topics)) for topics in ("a", "ab", "a", "")]
    model = Majority().fit(EXAMPLES, gold, LabelSet(("a", "b"), False))
    (found,) = model.predict(EXAMPLES[:1])
    assert found.labels == {"a"} and found.scores == {"a": 0.75, "b": 0.25}
