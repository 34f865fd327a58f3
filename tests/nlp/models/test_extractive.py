"""What every extractor owes: budget, order, offsets, and an answer to any input."""

from itertools import pairwise

import numpy as np
import pytest

from nlp.errors import UserError
from nlp.models.centroid import Centroid
from nlp.models.extractive import Extractive
from nlp.models.lead import Lead
from nlp.models.lexrank import LexRank
from nlp.models.lsa import Lsa
from nlp.models.oracle import Oracle
from nlp.models.random import Random
from nlp.models.salience import Salience
from nlp.models.submodular import Submodular
from nlp.models.textrank import TextRank
from nlp.records import Article, Example, Gold, Outcome, Prediction
from nlp.text.tokens import length

FREE = [Lead, Random, Salience, TextRank, LexRank, Lsa, Centroid, Submodular]  # of references
MODELS = [*FREE, Oracle]
ARTICLE = (
    "AFRICA\n\nThe army of Mali said on Monday that it had retaken Kidal. Three days of fighting ended."
    " “We are home,” Gen. A. Keita said. Rebels had held Kidal for eleven years, the army said.\n\n"
    "No toll was given. The rebels of Kidal did not comment on the army. It rained."
)
HARD = {
    "one sentence": "The army left.",
    "one word": "Mali",
    "boilerplate only": "Share\nPrint\nAll rights reserved\nContact us\n© 2024",
    "control characters": "The\x00 army\x07 left.\x1b[0m It\x08 came back.\x7f",
    "marks that never close": '“One. «Two. "Three. ‘Four.',
    "capitals": "ARMY TAKES KIDAL. REBELS FLEE. NO TOLL GIVEN.",
    "no stops": "word " * 20_000,
    "no stops, but commas": "The army of Mali left the town, and rebels did not come, " * 2_000,
    "no stops, in quotation marks": "« " + "The army left, they said, " * 200 + "it is said »",
    "no stops, no spaces": "军队离开了城市" * 3_000,
    "the same sentence again and again": "The army left. " * 50,
    "stop words only": "It was. He is. And they were. " * 3,
    "list and table": "Deaths\n- Gao: 3\n- Kidal: 12\n\nMonth | Deaths\nMay | 3\nJune | 12",
    "mixed languages": "The army left. L'armée est partie. Die Armee ist weg.",
    "right to left": "غادر الجيش المدينة. بقي الناس في بيوتهم. نزل المطر.",
    "no spaces": "军队离开了城市。人们留在家里。下雨了。",
    "emoji and marks": "🙂🙂 left 🙂. ‼️ ⁉️ The army 🪖 stayed. ● ●",
    "zero-width": "The\u200b army\u200d left. It\ufeff came back.",
    "stops only": "... !!! ???",
}


def summarize(model: type[Extractive], text: str, words: int, language: str = "") -> Prediction:
    examples = [Example("x", Article("a", text, language=language))]
    summarizer = model(words=words).fit(
        examples, [Gold(references=("The army left Kidal.",))], None
    )
    return summarizer.predict(examples)[0]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("budget", [2, 5, 12, 25, 40, 1000])
def test_budget_order_and_offsets(model: type[Extractive], budget: int) -> None:
    prediction = summarize(model, ARTICLE, budget, "en")
    assert prediction.outcome is Outcome.SCORED
    assert 1 <= len(prediction.text.split()) <= budget
    assert all(ARTICLE[s.start : s.end] == s.text for s in prediction.summary)
    assert all(a.end <= b.start for a, b in pairwise(prediction.summary))


@pytest.mark.parametrize("model", FREE)
def test_a_budget_longer_than_the_article_takes_all_of_it_but_headings(
    model: type[Extractive],
) -> None:
    prose = ARTICLE.removeprefix("AFRICA").split()
    assert summarize(model, ARTICLE, 1000, "en").text.split() == prose


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", HARD)
def test_hard_input(model: type[Extractive], name: str) -> None:
    text = HARD[name]
    prediction = summarize(model, text, 30)
    assert prediction.outcome is Outcome.SCORED
    assert all(s.text.startswith(text[s.start : s.end]) for s in prediction.summary)
    assert all(s.text[s.end - s.start :] in ("", "…", "… »") for s in prediction.summary)
    assert all(np.isfinite(s.score) for s in prediction.summary)
    assert length(prediction.text) <= 30
    assert prediction.note == (
        f"cut out of a sentence of {length(text)} words" if "no stops" in name else ""
    )


@pytest.mark.parametrize("model", MODELS)
def test_a_budget_holds_without_spaces_between_words(model: type[Extractive]) -> None:
    text = "".join(f"军队在第{i}天离开了城市和村庄。" for i in range(40))
    prediction = summarize(model, text, 30, "zh")
    assert 0 < len("".join(s.text for s in prediction.summary)) <= 2 * 30
    assert all(text[s.start : s.end] == s.text for s in prediction.summary)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("text", ["", " \n\n "])
def test_no_text_fails_with_a_note(model: type[Extractive], text: str) -> None:
    prediction = summarize(model, text, 75)
    assert (prediction.outcome, prediction.summary) == (Outcome.FAILED, ())
    assert prediction.note == "the article has no text"


@pytest.mark.parametrize("model", MODELS)
def test_each_article_is_summarized_on_its_own(model: type[Extractive]) -> None:
    texts = [ARTICLE, HARD["capitals"], "", HARD["mixed languages"]]
    examples = [Example(str(i), Article(str(i), text)) for i, text in enumerate(texts)]
    gold = [Gold(references=("The army left.",))] * 4
    together = model().fit(examples, gold, None).predict(examples)
    alone = [model().fit([e], gold[:1], None).predict([e])[0] for e in examples]
    assert together == alone
    assert [prediction.id for prediction in together] == ["0", "1", "2", "3"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("words", [0, -5])
def test_no_length_is_a_user_error(model: type[Extractive], words: int) -> None:
    with pytest.raises(UserError, match=rf"model\.words: {words} "):
        model(words=words)
