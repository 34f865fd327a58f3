"""Only the beginning of an article is read where the user asks for it, and the answer says so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from realign_support import small_corpus

from eval.harness import join
from eval.ledger import unread
from nlp.errors import UserError
from nlp.models.beginnings import beginnings, shortened
from nlp.models.by_sentence import BySentence
from nlp.models.ensemble import Ensemble
from nlp.models.learned import Learned
from nlp.models.ngrams import Ngrams
from nlp.records import Article, Example, Gold, LabelSet, Outcome, Prediction

LABELS = LabelSet(("mercenary_activity",), False)
EXAMPLE = Example("x", Article("a", "Rain fell. All slept.", title="A long title of rain"))


def corpus() -> tuple[list[Example], list[Gold]]:
    rows = small_corpus(16)
    examples = [Example(str(r["id"]), Article(str(r["id"]), str(r["text"]))) for r in rows]
    return examples, [Gold(frozenset(r["topics"]) & {*LABELS.names}) for r in rows]  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("characters", "read"), [(0, 21), (10, 10), (21, 21), (22, 21)], ids=lambda v: str(v)
)
def test_the_text_is_cut_and_the_title_is_not(characters: int, read: int) -> None:
    (cut,) = beginnings([EXAMPLE], characters)
    assert cut == replace(
        EXAMPLE, article=replace(EXAMPLE.article, text=EXAMPLE.article.text[:read])
    )


@pytest.mark.parametrize(
    ("answer", "characters", "told"),
    [
        (Prediction("x"), 10, (Outcome.TRUNCATED, 11, "the last 11 characters were not read")),
        (
            Prediction("x", note="so"),
            20,
            (Outcome.TRUNCATED, 1, "so; the last 1 characters were not read"),
        ),
        (Prediction("x"), 21, (Outcome.SCORED, 0, "")),
        (Prediction("x"), 0, (Outcome.SCORED, 0, "")),
        (Prediction("x", outcome=Outcome.FAILED), 10, (Outcome.FAILED, 0, "")),
    ],
)
def test_an_answer_says_how_much_was_not_read(
    answer: Prediction, characters: int, told: tuple[Outcome, int, str]
) -> None:
    marked = shortened(EXAMPLE, answer, characters)
    assert (marked.outcome, marked.cut, marked.note) == told


def test_what_is_cut_is_not_learned_from_and_is_in_the_ledger(codebook: str) -> None:
    examples, gold = corpus()
    limit = max(len(e.article.text) for e in examples)
    hint = ["Mercenaries came. " if g.labels else "The rain went on. " for g in gold]
    spoilt = [
        replace(e, article=replace(e.article, text=e.article.text.ljust(limit) + more * 9))
        for e, more in zip(examples, hint, strict=True)
    ]
    bare = [
        replace(e, article=replace(e.article, text=e.article.text.ljust(limit))) for e in examples
    ]
    model = Ngrams(codebook, characters=limit).fit(spoilt, gold, LABELS)
    whole = Ngrams(codebook).fit(bare, gold, LABELS)
    answers = model.predict(spoilt)
    assert [a.scores for a in answers] == [a.scores for a in whole.predict(bare)]
    assert unread(join(spoilt[:1], gold[:1], answers[:1])) == (162, limit + 162)


@pytest.mark.parametrize("kind", [Ngrams, BySentence, Ensemble])
def test_a_limit_below_zero_is_refused(codebook: str, kind: type[Learned]) -> None:
    given = {"members": ["tfidf_lr"]} if kind is Ensemble else {}
    with pytest.raises(UserError, match=r"model\.characters is -1\. Give the characters"):
        kind(codebook, characters=-1, **given).fit(*corpus(), LABELS)  # type: ignore[call-arg]
