"""Where the training articles quote nobody, source_stance says so in one line."""

from __future__ import annotations

import pytest

from nlp.errors import UserError
from nlp.models.source_stance import SourceStance
from nlp.records import Article, AttributedStance, Example, Gold, LabelSet

SIDES = LabelSet(("favour", "against"), exclusive=False)


def test_articles_that_quote_nobody_are_refused(codebook: str) -> None:
    text = "Rain fell on the town. The harvest was good."
    examples = [Example(f"a{i}#mercenary_activity", Article(f"a{i}", text, language="en"), "mercenary_activity") for i in range(4)]  # fmt: skip
    held = AttributedStance("the mayor", "mercenary_activity", "favour", 0, 22)
    gold = [Gold(frozenset({"favour"}), attributed=(held,)) for _ in examples]
    with pytest.raises(UserError, match="No source found in the training articles"):
        SourceStance(codebook).fit(examples, gold, SIDES)
