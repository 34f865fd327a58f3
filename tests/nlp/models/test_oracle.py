from itertools import combinations

import pytest

from nlp.models.oracle import Oracle, _grams, _rouge
from nlp.records import Article, Example, Gold, Outcome

TEXT = "Rain fell. The army left the town. It is empty. Rebels came at night. They took the radio."


def ask(*references: str, words: int = 75) -> str:
    examples = [Example("x", Article("a", TEXT))]
    fitted = Oracle(words).fit(examples, [Gold(references=references)], None)
    return fitted.predict(examples)[0].text


def test_rouge_by_hand() -> None:
    # 'the army left' against 'the army has left': words 3 of 3 and 4, F1 6/7; pairs 1 of 2 and 3, F1 2/5.
    value = _rouge(_grams("The army left."), [_grams("the army has left")])
    assert value == pytest.approx((6 / 7 + 2 / 5) / 2)
    twice = _rouge(_grams("The army left."), [_grams("the army has left"), _grams("rain")])
    assert twice == pytest.approx(value / 2)


def test_takes_sentences_while_they_help() -> None:
    assert ask("The army left the town.") == "The army left the town."
    assert (
        ask("Rebels came and they took the radio.") == "Rebels came at night. They took the radio."
    )
    assert (
        ask("The army left the town.", words=3) == "Rain fell."
    )  # the first that fits, if none helps


def test_no_extract_beats_it_here() -> None:
    reference = [_grams("The army left and rebels took the radio at night.")]
    sentences = [f"{sentence}." for sentence in TEXT.rstrip(".").split(". ")]
    extracts = [c for size in range(1, 6) for c in combinations(sentences, size)]
    best = max(_rouge(_grams(" ".join(extract)), reference) for extract in extracts)
    greedy = ask("The army left and rebels took the radio at night.")
    assert _rouge(_grams(greedy), reference) == pytest.approx(best)


def test_is_an_upper_bound_and_abstains_without_references() -> None:
    assert Oracle.upper_bound
    examples = [Example("x", Article("a", TEXT)), Example("y", Article("b", TEXT))]
    fitted = Oracle().fit(examples[:1], [Gold()], None)
    for prediction in fitted.predict(examples):
        assert (prediction.outcome, prediction.note) == (
            Outcome.ABSTAINED,
            "no reference to look at",
        )
