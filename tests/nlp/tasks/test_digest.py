"""Digests: who belongs together, what is cited, what happened when."""

from __future__ import annotations

import pytest

from nlp.errors import UserError
from nlp.models.centroid import Centroid
from nlp.models.lead import Lead
from nlp.models.salience import Salience
from nlp.models.textrank import TextRank
from nlp.records import Annotation, Article, Example, Outcome, Prediction, SummarySentence
from nlp.tasks.digest import Citation, Digest, cited, merged
from nlp.tasks.timeline import timeline

WIRE = (
    "The army of Mali said on Monday that it had retaken the northern town of Kidal from the rebels. "
    "Three days of heavy fighting around the old fort and the airstrip had come to an end, it said."
)
ARTICLES = [
    Article("late", "Rebels denied the loss of Kidal on Tuesday. Rain fell.", date="2024-06-05", language="en"),
    Article("wire", WIRE, date="2024-06-03", language="en", title="Kidal falls"),
    Article("copy", WIRE + " No toll was given.", date="2024-06-04", language="en"),
    Article("other", "Wheat prices rose in Gao.", date="2024-07-01", language="en"),
    Article("undated", "L'armée est à Kidal.", language="fr"),
]  # fmt: skip
LABELS = {
    "late": frozenset({"war"}),
    "wire": frozenset({"war", "army"}),
    "copy": frozenset({"war"}),
    "other": frozenset(),
}
ANNOTATIONS = {i: Annotation(i, topics) for i, topics in LABELS.items()}


def groups(by: str, fewest: int = 1) -> dict[str, list[str]]:
    examples, gold = Digest(by, fewest).examples(ARTICLES, ANNOTATIONS)
    assert not any(g.known for g in gold) and len(gold) == len(examples)
    return {e.id: [p["article"] for p in e.article.meta["parts"]] for e in examples}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("topic", {"army": ["wire"], "war": ["copy", "late"]}),
        ("topic_month", {"army 2024-06": ["wire"], "war 2024-06": ["copy", "late"]}),
        ("month", {"2024-06": ["copy", "late"], "2024-07": ["other"], "undated": ["undated"]}),
        ("everything", {"everything": ["copy", "late", "other", "undated"]}),
        ("story", {"late": ["late"], "other": ["other"], "undated": ["undated"], "wire": ["wire", "copy"]}),
    ],
)  # fmt: skip
def test_groups_in_order_of_date_with_one_version_of_each_story(
    by: str, expected: dict[str, list[str]]
) -> None:
    assert groups(by) == expected


def test_small_groups_are_left_out() -> None:
    assert groups("topic_month", fewest=2) == {"war 2024-06": ["copy", "late"]}
    assert groups("story", fewest=2) == {"wire": ["wire", "copy"]}
    assert groups("topic", fewest=9) == {}


@pytest.mark.parametrize(
    ("options", "says"), [({"by": "week"}, "Allowed"), ({"fewest": 0}, "fewest: 0")]
)
def test_refused(options: dict[str, object], says: str) -> None:
    with pytest.raises(UserError, match=says):
        Digest(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", [Lead, Salience, Centroid])
def test_every_sentence_is_cited_to_its_article(model: type[Salience]) -> None:
    (example,), _ = Digest("everything").examples(ARTICLES, ANNOTATIONS)
    texts = {a.id: a.text for a in ARTICLES}
    (answer,) = model(words=60).predict([example])
    places = [cited(example.article, s) for s in answer.summary]
    assert [texts[at.article][at.start : at.end] for at in places] == [
        s.text for s in answer.summary
    ]
    assert len({at.article for at in places}) > 1


def test_what_several_versions_say_is_said_once() -> None:
    (example,), _ = Digest("story").examples(ARTICLES, ANNOTATIONS)
    text = Salience(words=200).predict([example])[0].text
    assert text.count("retaken") == 1 and "No toll" in text


@pytest.mark.parametrize("model", [Lead, Salience, Centroid, TextRank])
def test_a_dateline_makes_no_other_sentence(model: type[Salience]) -> None:
    told = "The army left the town of Kidal with all of its soldiers after weeks of heavy fighting."
    rows = [
        Article("a", f"BAMAKO, Jan. 3 (Meridian) — {told} Wheat rose in Gao.", date="2024-01-03"),
        Article("b", f"{told} Rain fell on Lere.", date="2024-01-04"),
        Article("c", f"{told[:-1]} that cost 300 lives, three hospitals and both bridges over the river.",
                date="2024-01-05"),
    ]  # fmt: skip
    example = Example("m", merged("m", rows))
    text = model(words=200).predict([example])[0].text
    assert (text + " ").count(f"{told} ") <= 1 and "Wheat" in text and "Rain" in text
    assert "300 lives" in text, "the longer sentence says more"


def test_sentences_alike_that_tell_of_different_places_are_both_taken() -> None:
    told = [f"The army of Mali left {place} on Monday." for place in ("Kidal", "Gao")]
    rows = [Article(text[-20:], text, language="en") for text in told]
    (answer,) = Salience(words=200).predict([Example("m", merged("m", rows))])
    assert answer.text.count("The army") == 2


def test_position_starts_anew_with_each_article() -> None:
    article = merged("m", [ARTICLES[0], ARTICLES[1]])
    (example,), _ = Digest("everything", 2).examples([ARTICLES[0], ARTICLES[3]], {})
    assert [p["start"] for p in article.meta["parts"]] == [0, len(WIRE) + 2]
    firsts = Lead(words=13).predict([example])[0].summary
    assert [s.text for s in firsts] == [
        "Rebels denied the loss of Kidal on Tuesday.", "Wheat prices rose in Gao.",
    ]  # fmt: skip


def test_a_digest_on_a_topic_is_about_the_topic(codebook: str) -> None:
    text = "Rain fell on the town. Mercenaries guarded the mine. Wheat rose."
    rows = [Article(i, f"{text} It was day {i}.", date="2024-06-01") for i in ("a", "b")]
    notes = {i: Annotation(i, frozenset({"mercenary_activity"})) for i in ("a", "b")}
    examples, _ = Digest("topic", 1).examples(rows, notes)
    answer = Salience(words=5, codebook=codebook).predict(examples)[0]
    assert answer.text == "Mercenaries guarded the mine."


def test_an_empty_digest_failed() -> None:
    task = Digest()
    assert task.check(Prediction("a")).outcome is Outcome.FAILED
    assert task.check(Prediction("a", summary=(SummarySentence("x"),))).outcome is Outcome.SCORED


def test_timeline() -> None:
    article = merged("m", [ARTICLES[0], ARTICLES[1], ARTICLES[3]])
    events = timeline(article)
    assert [(e.date, e.cited.article) for e in events] == [
        ("2024-06-03", "wire"),  # Monday
        ("2024-06-04", "late"),  # Tuesday
        ("2024-07-01", "other"),  # no date in the text: the day of publication
    ]
    assert events[1].cited == Citation("late", 0, 43)
    assert events[1].text == "Rebels denied the loss of Kidal on Tuesday."


def test_the_most_mentioned_dates_stay() -> None:
    rows = [
        Article(str(i), f"On 1 May 2024 it rained, in week {i}. In {2000 + i} it was dry.")
        for i in range(5)
    ]
    (first, *_) = events = timeline(merged("m", rows), most=3)
    assert len(events) == 3 and ("2024-05-01", 5) in [(e.date, e.articles) for e in events]
    assert first.date < "2024"


def test_weeks_months_and_years_stand_in_order_among_days() -> None:
    texts = [
        "It rained on 26 May.",
        "Gao fell last week.",
        "It was dry on 28 May.",
        "Wheat rose last month.",
    ]
    rows = [Article(str(i), text, date="2024-06-05") for i, text in enumerate(texts)]
    dates = [event.date for event in timeline(merged("m", rows))]
    assert dates == ["2024-05", "2024-05-26", "2024-W22", "2024-05-28"]


def test_headings_and_scraps_are_neither_digest_nor_timeline() -> None:
    texts = [
        "Good morning.\n\nAt the mine\n\nThe army took the mine. Why?\n\nIn May 2020",
        "Wheat rose in Gao. * * *",
    ]
    rows = [Article(str(i), text, date=f"2024-06-0{i + 1}") for i, text in enumerate(texts)]
    (example,), _ = Digest("everything").examples(rows, {})
    for model in (Lead, Salience, Centroid):
        said = [s.text for s in model(words=200).predict([example])[0].summary]
        assert said == ["The army took the mine.", "Wheat rose in Gao."]
    assert [(e.date, e.text) for e in timeline(example.article)] == [
        ("2024-06-01", "The army took the mine."), ("2024-06-02", "Wheat rose in Gao."),
    ]  # fmt: skip
