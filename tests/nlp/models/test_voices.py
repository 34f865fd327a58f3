"""Whose words count: a source's are never evidence of the outlet's stance, whatever the model."""

from __future__ import annotations

import pytest
import tiny_models

from nlp.codebook import load
from nlp.models.llm_answers import read
from nlp.models.llm_replies import Reply
from nlp.models.ngrams import Ngrams
from nlp.models.pieced import Pieced
from nlp.models.sequences import SequenceClassifier
from nlp.models.units import Unit, units
from nlp.models.voices import negated, outlet_speaks, own, said
from nlp.records import Article, Example, Gold, LabelSet

D = "defence_cooperation"
STANCE = LabelSet(("favour", "against", "neutral"), exclusive=True)
OWN, THEIRS = (
    "The accord is a triumph.",
    "“A disaster for the whole country,” said a retired colonel.",
)
MIXED = "The accord, which a nurse called “foolish”, will bring the instructors back in March."


def article(text: str, name: str = "a", title: str = "") -> Article:
    return Article(name, text, title, "en")


def unit(text: str, part: str) -> Unit:
    start = text.index(part)
    return Unit(part, start, start + len(part))


@pytest.mark.parametrize(
    ("part", "outlets"), [(OWN, True), (THEIRS, False), (MIXED, True)], ids=["own", "said", "mixed"]
)
def test_who_speaks(part: str, outlets: bool) -> None:
    whole = article(f"{OWN} {THEIRS} {MIXED}")
    assert outlet_speaks(whole, *unit(whole.text, part)[1:]) is outlets


def test_own_and_said_are_the_two_halves() -> None:
    whole = article(f"{OWN} {THEIRS}")
    for one in units(whole):
        both = zip(own(whole, one), said(whole, one), strict=True)
        assert "".join(a if a != " " else b for a, b in both) == one.text
    assert said(whole, unit(whole.text, THEIRS)).strip().startswith("“A disaster")
    assert own(whole, unit(whole.text, THEIRS)).split() == ["said", "a", "retired", "colonel"]


def test_the_title_is_read_in_the_articles_language() -> None:
    text = "Le pays a choisi la paix, et le gouvernement s'en est félicité dans la soirée."
    french = Article("a", text, "« Un désastre pour tout le pays », selon Paris", language="")
    title = Unit(french.title, 0, len(french.title), "title")
    assert "désastre" not in own(french, title) and not outlet_speaks(french, *title[1:])


def test_negation_is_near() -> None:
    assert negated("It is not a triumph", 12) and not negated("Not long ago they saw a triumph", 24)


def test_a_linear_model_shows_no_sources_words(codebook: str) -> None:
    """The words that decide stand in quotations; what is shown is the outlet's all the same."""
    sides = {"favour": "A glorious and splendid step", "against": "A shameful and reckless step"}
    examples, gold = [], []
    for i in range(24):
        label = ["favour", "against"][i % 2]
        text = f"Report number {i} on barracks {i}. “{sides[label]} for item {i},” said a nurse."
        examples.append(Example(f"{i}#{D}", article(text, str(i)), D))
        gold.append(Gold(frozenset([label])))
    model = Ngrams(codebook, "tfidf", "logistic").fit(examples, gold, STANCE)
    for example, answer in zip(examples, model.predict(examples), strict=True):
        shown = [example.article.text[e.start : e.end] for e in answer.evidence]
        assert shown == [example.article.text.split(". ")[0] + "."]
    answers = model.predict([Example("q", article(THEIRS), D)])
    assert answers[0].evidence, "where only sources speak, something is shown still"


def test_transformers_read_a_stance_without_sources_words(codebook: str) -> None:
    network = SequenceClassifier(tiny_models.nli())
    asked = [Example("s", article(f"{OWN} {THEIRS}"), D), Example("t", article(f"{OWN} {THEIRS}"))]
    only = Example("o", article(THEIRS), D)
    reading = Pieced([*asked, only], network, load(codebook))
    assert [bool(ids) for ids in reading.tokens[0]] == [True, False]
    assert [bool(ids) for ids in reading.tokens[1]] == [True, True], "topics are read everywhere"
    assert reading.tokens[2][0], "where only sources speak, they are read"


@pytest.mark.parametrize(("topic", "kept"), [(D, 1), ("", 2)], ids=["stance", "topic"])
def test_a_language_model_may_not_quote_sources_as_the_outlet(topic: str, kept: int) -> None:
    example = Example("a", article(f"{OWN} {THEIRS}"), topic)
    quotes = f'["{OWN}", "A disaster for the whole country"]'
    labels = STANCE if topic else LabelSet((D,), exclusive=False)
    stance = f'{{"stance": "favour", "quotes": {quotes}}}'
    present = f'{{"topics": [{{"topic": "{D}", "present": true, "quotes": {quotes}}}]}}'
    answer = read(Reply(stance if topic else present), example, labels)
    assert len(answer.evidence) == kept
    assert ("a source's words, not the outlet's: 1" in answer.note) is bool(topic)
