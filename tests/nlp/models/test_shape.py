"""The options every extractor has: what they do to a summary, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from nlp.conf import RunConfig, model_node
from nlp.errors import UserError
from nlp.models.lead import Lead
from nlp.models.oracle import Oracle
from nlp.models.salience import Salience
from nlp.models.shape import Limits, Shape
from nlp.records import Article, Example, Gold, Outcome, Prediction

TEXT = (
    "BAMAKO (AP) — The army of Mali (FAMa) retook Kidal on Monday. It met no rebels there. “We are home."
    " We will stay,” Gen. A. Keita said. Rebels had held Kidal since 2014. Mercenaries guarded the mine."
    " They came from abroad. Rain fell on Gao."
)


def ask(model: Any, text: str = TEXT) -> Prediction:
    prediction: Prediction = model.predict([Example("x", Article("a", text, language="en"))])[0]
    return prediction


LENGTHS: dict[str, tuple[dict[str, Any], Limits]] = {  # of an article of ten sentences of ten words
    "words": ({"words": 30}, Limits(30)),
    "sentences": ({"sentences": 2}, Limits(75, 2)),
    "share": ({"share": 0.25}, Limits(75, share=25)),
    "share, at most": ({"share": 0.5, "words": 40}, Limits(40, share=40)),
    "share, at least": ({"share": 0.1, "least": 20}, Limits(75, least=20, share=10)),
    "a share of less than a word": ({"share": 0.001}, Limits(75, share=1)),
    "headline": ({"form": "headline", "sentences": 3, "least": 30}, Limits(14, 1)),
    "shorter headline": ({"form": "headline", "words": 8}, Limits(8, 1)),
}


@pytest.mark.parametrize("name", LENGTHS)
def test_limits(name: str) -> None:
    options, expected = LENGTHS[name]
    assert Shape(**options).limits(np.array([10] * 10)) == expected


REMARKS = {  # on a summary of so many words
    "as asked": (40, Limits(40, least=20, share=40), ""),
    "above the most": (41, Limits(40, share=10), "41 words, above model.words=40: no sentence is"),
    "below the least": (
        19,
        Limits(40, least=20),
        "19 words, below model.least=20: no sentences come",
    ),
    "above the share": (
        12,
        Limits(40, share=10),
        "12 words, above the 10 that model.share allows: no",
    ),
    "the least beats the share": (
        22,
        Limits(40, least=20, share=10),
        "allows: model.least=20 goes before it",
    ),
}


@pytest.mark.parametrize("name", REMARKS)
def test_a_length_that_is_missed_is_said(name: str) -> None:
    words, limits, says = REMARKS[name]
    assert says in limits.remark(words) and bool(says) == bool(limits.remark(words))


SUMS = "One two three. Four five six seven. Eight nine ten eleven. Twelve."  # 3, 4, 4, 1 words
EXAMPLE = Example("x", Article("a", SUMS, language="en"))


@pytest.mark.parametrize("model", [Lead, Salience, Oracle])
def test_the_least_length_is_kept_or_its_lack_is_said(model: Any) -> None:
    for least, most in ((7, 7), (1, 3), (8, 8), (5, 6), (0, 4)):
        asked = model(words=most, least=least, trade=1.0)
        asked.fit([EXAMPLE], [Gold(references=("Four nine.",))], None)
        (found,) = asked.predict([EXAMPLE])
        assert least <= len(found.text.split()) <= most and not found.note, (least, most)
    assert "below model.least=13" in ask(Lead(words=20, least=13), SUMS).note


@pytest.mark.parametrize("form", ["text", "bullets"])
def test_a_share_that_no_sentence_fits_is_said(form: str) -> None:
    kept, broken = (ask(Lead(share=share, form=form)) for share in (0.1, 0.02))
    assert kept.text.endswith("Mercenaries guarded the mine.") and not kept.note
    assert "above the 1 that model.share allows: no sentence is short enough" in broken.note


def test_the_least_length_goes_before_share_and_sentences() -> None:
    for options in ({"share": 0.05}, {"sentences": 1}):
        found = ask(Lead(least=20, **options))
        assert 20 <= len(found.text.split()) <= 75 and len(found.summary) > 1


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"words": 0}, "model.words: 0"),
        ({"sentences": -1}, "model.sentences: -1"),
        ({"share": 0}, "model.share: 0"),
        ({"share": 1.5}, "model.share: 1.5"),
        ({"least": -1}, "model.least: -1"),
        ({"least": 80}, "model.least: 80 is outside its range; use 0 to model.words=75"),
        ({"trade": 1.1}, "model.trade: 1.1"),
        ({"order": "date"}, "model.order: unknown 'date'. Allowed: score, source"),
        ({"form": "bullet"}, "Did you mean 'bullets'"),
        ({"focus": "topic:war"}, "needs a codebook"),
        ({"focus": "?!"}, "no word to look for"),
    ],
)
def test_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(UserError, match=says.replace("?", r"\?")):
        Shape(**options)


def test_an_unknown_topic_is_named(codebook: str) -> None:
    with pytest.raises(UserError, match="Did you mean 'topic:mercenary_activity'"):
        Salience(focus="topic:mercenary_activty", codebook=codebook)


@pytest.mark.parametrize("model", [Lead, Salience])
def test_a_quotation_is_whole_or_absent(model: Any) -> None:
    for words in range(1, 60):
        text = ask(model(words=words)).text
        assert text.count("“") == text.count("”")
    torn = ask(Lead(words=20, quotations=False)).text
    assert torn.count("“") != torn.count("”")


def test_a_quotation_that_is_never_closed_is_left_out() -> None:
    text = "The army left Kidal. “The town is ours. Rebels fled from Kidal."
    assert ask(Lead(), text).text == "The army left Kidal. Rebels fled from Kidal."


def test_pieces_of_text_without_full_stops_tear_no_quotation() -> None:
    text = "the “ army left Kidal, " + "rebels fled and “we go,” they said, " * 40
    for words in range(6, 60):
        assert (said := ask(Salience(words=words), text).text).count("“") == said.count("”")
    assert "the “ army" in ask(Salience(words=20, quotations=False), text).text


def test_the_default_summary_of_a_saved_page_tears_no_quotation() -> None:
    text = (
        'Moscow wants more ties, the Kremlin said. "We intend to develop our cooperation," Peskov said.\n\n'
        '"This cooperation extends to defence. In this respect, Russia will go on," Peskov said. He gave no date.'
    )
    for words in range(5, 60):
        assert ask(Salience(words=words), text).text.count('"') % 2 == 0


def test_pronouns_keep_their_antecedents() -> None:
    assert "They came" in ask(Salience(words=100)).text
    for words in range(1, 60):
        text = ask(Salience(words=words, antecedents=True)).text
        assert "It met" not in text or "on Monday. It met" in text
        assert "They came" not in text or "the mine. They came" in text


SCRAP = (
    "The army of Mali retook the town of Kidal from the rebels of the north on Monday. Rebels of the north"
    " had held the town of Kidal since the spring of the year before. Just like that."
)


@pytest.mark.parametrize("model", [Lead, Salience])
def test_a_scrap_is_taken_only_after_the_sentence_before_it(model: Any) -> None:
    for words in range(17, 45):
        text = ask(model(words=words), SCRAP).text
        assert "Just like that." not in text or "before. Just like that." in text
    assert "Just like that." in ask(model(words=45), SCRAP).text
    assert ask(model(words=2), f"Hopeless. {SCRAP}").text == "Hopeless.", "nothing stands before it"


def test_focus_on_words() -> None:
    assert ask(Lead(words=4, focus="the mercenary")).text == "Mercenaries guarded the mine."
    assert "Mercenaries" not in ask(Lead(words=25)).text and "Rain" in ask(Lead(words=99)).text
    assert "Rain" not in ask(Lead(words=99, focus="mercenary")).text


def test_focus_on_a_topic_of_the_codebook(codebook: str) -> None:
    model = Salience(words=5, focus="topic:mercenary_activity", codebook=codebook)
    assert ask(model).text == "Mercenaries guarded the mine."


def test_a_focus_the_article_does_not_speak_of() -> None:
    prediction = ask(Salience(focus="football"))
    assert prediction.outcome is Outcome.ABSTAINED and not prediction.summary
    assert prediction.note == "nothing in the article speaks of 'football'"


def test_order_and_bullets() -> None:
    best_first = ask(Salience(words=40, order="score")).summary
    assert [s.score for s in best_first] == sorted((s.score for s in best_first), reverse=True)
    assert {s.start for s in best_first} == {s.start for s in ask(Salience(words=40)).summary}
    bullets = ask(Salience(words=40, form="bullets")).summary
    assert all(s.text == f"• {TEXT[s.start : s.end]}" for s in bullets)


def test_less_redundancy_on_request() -> None:
    text = "The army took Kidal. The army took Kidal. Rain fell on Gao."
    assert ask(Lead(words=8), text).text == "The army took Kidal. The army took Kidal."
    assert ask(Lead(words=8, trade=0.5), text).text == "The army took Kidal. Rain fell on Gao."


def test_compressed_sentences_know_where_they_come_from() -> None:
    first = ask(Lead(words=12, compress=True)).summary[0]
    assert first.text == "The army of Mali retook Kidal on Monday."
    assert TEXT[first.start : first.end].startswith("BAMAKO (AP) — The army of Mali (FAMa)")


def test_a_headline_opens_with_no_pronoun() -> None:
    text = "He retook the town of Kidal. The army of Mali retook the town of Kidal."
    (headline,) = ask(Salience(form="headline"), text).summary
    assert headline.text == "The army of Mali retook the town of Kidal"


def test_a_headline_is_the_best_sentence_even_where_it_must_be_cut() -> None:
    lead = "The army of Mali retook the town of Kidal from the rebels of the north on Monday of last week"
    (cut,) = ask(Salience(form="headline"), f"{lead}. Rain fell on Gao.").summary
    assert (
        cut.text == "The army of Mali retook the town of Kidal from the rebels…" and cut.start == 0
    )


def test_a_headline_tears_no_quotation() -> None:
    text = "The mayor of Gao said: “We shall never leave this town, nor its people, nor its mine, ever.”"
    for words in range(1, 15):
        (cut,) = ask(Salience(form="headline", words=words), text).summary
        assert cut.text.count("“") == cut.text.count("”") and len(cut.text.split()) <= words


FURNISHED = (
    "Follow us on Facebook, X and Instagram. Why now? But the army left Kidal. He said so in Gao."
)


def test_a_headline_is_no_furniture_and_leads_with_no_connective() -> None:
    assert ask(Lead(form="headline"), FURNISHED).text == "The army left Kidal"
    assert (
        ask(Lead(form="headline"), FURNISHED[:-42]).text == "Follow us on Facebook, X and Instagram"
    ), "or nothing"


@pytest.mark.parametrize("model", [Lead, Salience])
def test_headlines_have_at_most_14_words(model: Any) -> None:
    (headline,) = ask(model(form="headline")).summary
    assert headline.text == "The army of Mali retook Kidal on Monday"
    (cut,) = ask(model(form="headline"), "word " * 40 + "end.").summary
    assert len(cut.text.split()) == 14 and cut.text.endswith("…")


def test_baselines_are_asked_for_the_same_length_focus_and_form(codebook: str) -> None:
    asked = {"words": 30, "sentences": 2, "share": 0.5, "focus": "Kidal", "form": "bullets"}
    lead = model_node("lead", RunConfig(model=asked | {"position": 0.5}, codebook=codebook))
    assert {name: lead[name] for name in asked} == asked
    assert "position" not in lead and lead["trade"] == 1.0
