"""The frozen encoder with a linear head: articles are read whole, or cut where the user asks, and it says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
import tiny_models
from realign_support import small_corpus

from eval.harness import join
from eval.ledger import unread
from nlp.errors import UserError
from nlp.models.encoder_lr import EncoderLR
from nlp.records import Article, Example, Gold, LabelSet, Outcome

pytest.importorskip("torch")
LABELS = LabelSet(("mercenary_activity",), False)


def corpus() -> tuple[list[Example], list[Gold]]:
    rows = small_corpus(16)
    examples = [Example(str(r["id"]), Article(str(r["id"]), str(r["text"]))) for r in rows]
    return examples, [Gold(frozenset(r["topics"]) & {*LABELS.names}) for r in rows]  # type: ignore[call-overload]


def model(codebook: str, characters: int) -> EncoderLR:
    return EncoderLR(codebook, tiny_models.encoder(), characters=characters, cache="none")


def test_what_is_cut_is_not_read_and_is_in_the_ledger(codebook: str) -> None:
    examples, gold = corpus()
    limit = 40 + max(len(e.article.text) for e in examples)
    fitted = model(codebook, limit).fit(examples, gold, LABELS)
    short = examples[0]
    filled = short.article.text.ljust(limit)
    long = replace(short, article=replace(short.article, text=filled + "Mercenaries came. " * 9))
    other = replace(short, article=replace(short.article, text=filled + "The rain went on. " * 9))
    answers = fitted.predict([short, long, other])
    assert [a.outcome for a in answers] == [Outcome.SCORED, *[Outcome.TRUNCATED] * 2]
    assert answers[1] == answers[2] and answers[1].cut == 9 * 18
    assert answers[1].scores == pytest.approx(answers[0].scores, abs=1e-5)
    assert answers[1].note == "the last 162 characters were not read"
    assert unread(join([long], gold[:1], answers[1:2])) == (162, limit + 162)


def test_without_being_asked_everything_is_read(codebook: str) -> None:
    examples, gold = corpus()
    fitted = model(codebook, 0).fit(examples, gold, LABELS)
    long = [
        replace(e, article=replace(e.article, text=e.article.text + end * 400))
        for e in examples[:1]
        for end in (" Treaty.", " Rain.")
    ]
    one, two = fitted.predict(long)
    assert one.outcome is Outcome.SCORED and one.scores != two.scores


def test_a_limit_below_zero_is_refused(codebook: str) -> None:
    with pytest.raises(UserError, match=r"model\.characters is -1"):
        model(codebook, -1).fit(*corpus(), LABELS)
