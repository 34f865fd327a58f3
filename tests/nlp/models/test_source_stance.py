"""Sources and their sides: who is a candidate, what is read of one, what is learned, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tiny_models

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models.encoder import opened
from nlp.models.source_candidates import Candidate, attributed, gather, nearest, side
from nlp.models.source_features import Features, Told, marks
from nlp.models.source_majority import SourceMajority
from nlp.models.source_stance import SourceStance
from nlp.records import Article, AttributedStance, Example, Gold, LabelSet

SIDES = LabelSet(("favour", "against"), exclusive=False)
D, M = "defence_cooperation", "mercenary_activity"
WORDS = {"favour": "keeps us safe", "against": "is a shame"}
WHO = ("a nurse", "a colonel", "a lawyer", "a fisherman", "a bishop", "a driver")


def one(number: int, topic: str = D) -> tuple[Example, Gold]:
    """An article in which one source praises, one blames and one reports the weather."""
    pro, con = WHO[number % 6], WHO[(number + 1) % 6]
    parts = [
        f"The military base of camp {number} opened.",
        f"“The military base {WORDS['favour']} in year {number},” said {pro}.",
        f"“The military base {WORDS['against']} in year {number},” said {con}.",
        f"A clerk said that rain fell on field {number}.",
        " ".join(f"w{number}x{k}" for k in range(60)) + ".",  # a story of its own
    ]
    text = " ".join(parts)
    held = []
    for who, label, part in ((pro, "favour", parts[1]), (con, "against", parts[2])):
        start = text.index(part)
        held.append(AttributedStance(who, topic, label, start, start + len(part)))
    article = Article(f"a{number}", text, language="en")
    return Example(f"a{number}#{topic}", article, topic), Gold(
        frozenset(h.label for h in held), attributed=tuple(held)
    )


def data(count: int = 20) -> tuple[list[Example], list[Gold]]:
    pairs = [one(i) for i in range(count)]
    return [e for e, _ in pairs], [g for _, g in pairs]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("nlp.models.encoder.packaged", tiny_models.encoder)
    yield


def test_sides_are_learned_and_the_weather_is_left_out(codebook: str) -> None:
    examples, gold = data(26)
    model = SourceStance(codebook).fit(examples[:20], gold[:20], SIDES)
    for answer, right in zip(model.predict(examples[20:]), gold[20:], strict=True):
        assert {(h.holder, h.label) for h in answer.attributed} == {
            (h.holder, h.label) for h in right.attributed
        }
        assert answer.labels == right.labels


@pytest.mark.slow
def test_an_encoder_reads_clause_name_and_surroundings(
    codebook: str, tmp_path: Path, tiny: None
) -> None:
    examples, gold = data()
    options = {"encoder": "", "cache": "none"}
    model = SourceStance(codebook, **options).fit(examples, gold, SIDES)
    told = model._sources(examples[:1]).told
    assert {len(t.vector) for t in told} == {3 * opened("").dimensions}, "three texts"
    assert (
        model.meter_["parameters"]
        > SourceStance(codebook).fit(examples, gold, SIDES).meter_["parameters"]
    )
    answers = model.predict(examples)
    model.save(tmp_path / "m")
    assert SourceStance(codebook, **options).load(tmp_path / "m").predict(examples) == answers
    with pytest.raises(UserError, match="option encoder"):
        SourceStance(codebook).load(tmp_path / "m")


@pytest.mark.parametrize("label", ["favour", "against"])
def test_a_side_that_nobody_takes_cannot_be_learned(codebook: str, label: str) -> None:
    examples, gold = data(6)
    only = [
        Gold(g.labels, attributed=tuple(h for h in g.attributed if h.label == label)) for g in gold
    ]
    with pytest.raises(
        UserError, match=r"labelled '\w+', so source_stance cannot learn it"
    ) as told:
        SourceStance(codebook).fit(examples, only, SIDES)
    assert "\n" not in str(told.value) and f"'{label}'" not in str(told.value).split(",")[0]


def test_articles_without_any_source_teach_nothing(codebook: str) -> None:
    silent = [
        Example(str(i), Article(str(i), f"Rain fell {i}.", language="en"), D) for i in range(4)
    ]
    with pytest.raises(UserError, match=r"No source found in the training articles"):
        SourceStance(codebook).fit(silent, [Gold(frozenset())] * 4, SIDES)


def test_one_story_is_too_few(codebook: str) -> None:
    example, gold = one(0)
    with pytest.raises(UserError, match="belong to one story"):
        SourceStance(codebook).fit([example], [gold], SIDES)


def test_an_article_without_sources(codebook: str) -> None:
    model = SourceStance(codebook).fit(*data(), SIDES)
    for text in ("Rain fell.", "…", "« »"):
        (answer,) = model.predict([Example("x", Article("x", text, language="en"), D)])
        assert answer.attributed == () and answer.labels == frozenset()
        assert set(answer.scores.values()) == {0.0}


def test_majority_says_the_topics_side_of_everybody(codebook: str) -> None:
    examples, gold = data(6)
    lean = [Gold(g.labels, attributed=g.attributed[:1]) for g in gold]  # all in favour
    model = SourceMajority(codebook).fit(examples, lean, SIDES)
    (answer,) = model.predict(examples[:1])
    assert {h.label for h in answer.attributed} == {"favour"} and len(answer.attributed) == 3
    assert answer.attributed[0].topic == D


def test_candidates_are_gathered_by_source_nearest_to_the_topic() -> None:
    text = (
        "A nurse praised the treaty. Rain fell. Snow fell. Hail fell."
        " “I like soup,” she said. A driver slept."
    )
    (nurse,) = gather(Article("a", text, language="en"), ("treaty",))
    assert (nurse.holder, nurse.near, nurse.cues) == ("A nurse", 0, ("praised",))
    assert text[slice(*nurse.spans[0])] == "A nurse praised the treaty."
    assert text[slice(*nurse.around)] == "A nurse praised the treaty. Rain fell."
    (far,) = gather(Article("a", text, language="en"), ("mine",))
    assert far.near == 5 and len(far.spans) == 2, "a topic that is never named is far from all"


def test_the_nearest_name_is_taken(codebook: str) -> None:
    text = "Colonel Diallo met mercenaries while far away Mary Stone slept. Anna ate."
    found = nearest(Example("x", Article("x", text, language="en"), M), load(codebook))
    assert [c.holder for c in found] == ["Colonel Diallo"]


def test_an_entity_is_no_source_on_itself(codebook: str) -> None:
    text = "Senator Cruz said the wall is good. A clerk said Senator Cruz is wrong."
    found = attributed(
        Example("x", Article("x", text, language="en"), "Senator Cruz"), load(codebook)
    )
    assert [c.holder for c in found] == ["A clerk"]


@pytest.mark.parametrize(
    ("holder", "span", "label"),
    [
        ("Mr Diallo", (90, 99), "favour"),  # by name
        ("somebody", (0, 20), "favour"),  # by words
        ("somebody", (90, 99), ""),
    ],
    ids=["name", "words", "neither"],
)
def test_gold_sides_go_to_like_names_or_the_same_words(
    holder: str, span: tuple[int, int], label: str
) -> None:
    candidate = Candidate("General Diallo", ((0, 25),), ("said",), 0)
    assert side(candidate, [AttributedStance(holder, D, "favour", *span)]) == label


def test_features_by_hand() -> None:
    """Words and vectors count for all topics and once more for their own; marks once."""
    told = [
        Told(topic, ["safe"], marks(topic, "nurse", ("said",), near=0, quoted=True), np.array([v]))
        for topic, v in ((D, 2.0), (M, 3.0))
    ]
    features = Features.learn((D, M), told, np.array([0, 1]))
    table = features.table(told).toarray()
    # columns: safe, vector | the same for D | the same for M | marks in both ('who nurse', 'cue said', …)
    assert table[:, :6].tolist() == [[1, 2, 1, 2, 0, 0], [1, 3, 0, 0, 1, 3]]
    assert np.linalg.norm(table[:, 6:], axis=1) == pytest.approx(1)
    assert table.shape[1] == 6 + 4, "marks of one topic only are too rare to count"
