from collections import Counter
from typing import Any

import numpy as np
import pytest

from nlp.errors import UserError
from nlp.models import salience
from nlp.models.document import read
from nlp.models.lead import Lead
from nlp.models.salience import Salience
from nlp.models.textrank import TextRank
from nlp.records import Article, Example, Outcome

TOPIC = (
    "The army of Mali retook the town of Kidal from rebels on Monday. Rebels had held Kidal for years."
    " The army sent a column to Kidal last week. Rebels left the town before the army came. The column"
    " met no rebels in Kidal, the army said."
)


def example(text: str) -> Example:
    return Example("x", Article("a", text, language="en"))


def test_scores_by_hand() -> None:
    # Content words: {army, took, kidal}, {rebels, left, kidal}, {rain, fell}. Only 'kidal' is shared:
    # tf-idf ln(1 + 3/2) = 0.9163, product 0.8396 for sentence 1, then 0, 0; scaled 1, 0, 0.
    # Scores: 1 × (0.2 + 1), 2^-0.5 × 0.2, and 3^-0.5 × 0.2, halved because it quotes.
    document = read(example('Army took Kidal. Rebels left Kidal. "Rain fell."'))
    scores = Salience(position=0.5, floor=0.2, quoted=0.5).scores(document)
    assert scores == pytest.approx([1.2, 0.2 / np.sqrt(2), 0.1 / np.sqrt(3)])


def test_boilerplate_on_top_is_left_behind() -> None:
    boilerplate = "Sign in for more videos. Your browser is out of date. Tap here to unmute."
    summary = Salience(words=15).predict([example(f"{boilerplate} {TOPIC}")])[0].text
    assert summary.startswith("The army of Mali retook")
    assert Lead(words=15).predict([example(f"{boilerplate} {TOPIC}")])[0].text.startswith("Sign in")


def test_a_repeated_sentence_is_taken_once() -> None:
    first = "The army of Mali retook the town of Kidal."
    text = f"{first} {first} Rebels of the north fled from Kidal in cars."
    assert Salience(words=18).predict([example(text)])[0].text.count(first) == 1
    assert Salience(words=18, trade=1).predict([example(text)])[0].text.count(first) == 2


def test_a_large_floor_is_the_lead_and_position_0_forgets_the_order() -> None:
    like_lead = Salience(words=30, floor=1e6, trade=1, quoted=1).predict([example(TOPIC)])
    assert like_lead[0].text == Lead(words=30).predict([example(TOPIC)])[0].text
    scores = Salience(position=0, floor=0).scores(read(example(TOPIC)))
    assert scores.max() == 1.0


FAR = (
    "The army of Mali retook Kidal on Monday. Rebels who had held Kidal for years left the town for the"
    " hills of the north before the army came. The army said that its column had met no rebels in Kidal"
    " on the way. All slept that night."
)


def many() -> list[Example]:
    """40 articles, more than are read at once, of 0 to 30 sentences; some are digests."""
    rng = np.random.default_rng(3)
    asked = []
    for number in range(40):
        lines = [
            "The " + " ".join(f"w{n}" for n in rng.zipf(1.5, 12) % 300) + "."
            for _ in range(int(rng.integers(0, 31)))
        ]
        half = len(" ".join(lines[: len(lines) // 2]))
        parts = {"parts": [{"start": 0}, {"start": half + 1}]} if number % 7 == 3 and half else {}
        asked.append(Example(str(number), Article("a", " ".join(lines), language="en", meta=parts)))
    return asked


OPTIONS = [{}, {"focus": "w9 w17"}, {"trade": 1}, {"least": 60}, {"reach": 9999}, {"words": 5}]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_answers_do_not_depend_on_the_articles_read_before_and_beside(
    options: dict[str, Any],
) -> None:
    asked, model = many(), Salience(**options)
    together = model.predict(asked)
    assert together == [model.predict([example])[0] for example in asked], "to the last digit"
    assert together[::-1] == model.predict(asked[::-1])
    ends = Counter(answer.outcome for answer in together)
    assert ends[Outcome.FAILED] and bool(ends[Outcome.ABSTAINED]) == ("focus" in options)


def test_similarities_computed_beforehand_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Salience().predict(many())
    monkeypatch.setattr(salience, "_FEW", 0)
    assert Salience().predict(many()) == before, "to the last digit"


def test_words_left_are_not_filled_from_out_of_reach() -> None:
    first, last = "The army of Mali retook Kidal on Monday.", "All slept that night."
    assert Salience(words=12, reach=100).predict([example(FAR)])[0].text == f"{first} {last}"
    assert Salience(words=12, reach=20).predict([example(FAR)])[0].text == first


def test_a_least_length_goes_before_reach() -> None:
    (made,) = Salience(words=12, least=9, reach=0).predict([example(FAR)])
    assert made.text.endswith("that night.")


def test_in_a_digest_all_is_in_reach() -> None:
    text = FAR.replace("All slept that night.", "All slept until the next day.")
    several = {"parts": [{"start": 0}, {"start": text.index("Rebels")}]}
    for meta, ends in ({}, "Monday."), (several, "next day."):
        asked = Example("x", Article("a", text, language="en", meta=meta))
        assert Salience(words=14, reach=0).predict([asked])[0].text.endswith(ends)


def test_the_first_sentence_is_taken_from_anywhere() -> None:
    assert Salience(words=4, reach=0).predict([example(FAR)])[0].text == "All slept that night."
    assert Salience(words=1, reach=0).predict([example(FAR)])[0].text.startswith("The army")


def test_a_sentence_with_a_torn_quotation_takes_no_room_within_reach() -> None:
    text = 'The "army of Mali retook Kidal. Rebels who had held Kidal for years left it. All slept.'
    summary = Salience(words=11, reach=0).predict([example(text)])[0].text  # 9 + 2 words
    assert summary == "Rebels who had held Kidal for years left it. All slept."


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("position", -1),
        ("floor", -0.1),
        ("reach", -1),
        ("quoted", 1.5),
        ("quoted", -1),
        ("trade", 2),
        ("trade", -0.5),
    ],
)
def test_options_out_of_range(option: str, value: float) -> None:
    with pytest.raises(UserError, match=rf"model\.{option}: {value}"):
        Salience(**{option: value})


def test_french_stop_words_do_not_count_when_the_language_is_unknown() -> None:
    text = (
        "Le temps est beau et les gens sont dans les rues de la ville. L'armée a repris Kidal. Les"
        " rebelles ont quitté Kidal devant l'armée. Il y a des gens qui ne sont pas là."
    )
    known = Salience(words=6).predict([Example("x", Article("a", text, language="fr"))])
    unknown = Salience(words=6).predict([Example("x", Article("a", text))])
    assert known == unknown
    assert known[0].text == "L'armée a repris Kidal."


def test_unlike_textrank_it_reads_from_the_top() -> None:
    text = f"Kidal changed hands on Monday, the army of Mali said. {TOPIC}"
    assert Salience(words=12).predict([example(text)])[0].summary[0].start == 0
    assert TextRank(words=14).predict([example(text)])[0].summary[0].start > 0
