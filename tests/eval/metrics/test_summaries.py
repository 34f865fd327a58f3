"""Reference-free summary metrics, by hand arithmetic on small texts."""

import numpy as np
import pytest

from eval.metrics.extractiveness import Extractiveness, fragments
from eval.metrics.length import Length
from eval.metrics.position import Position
from eval.metrics.readability import Readability
from eval.metrics.redundancy import Redundancy
from eval.metrics.support import Support, supported
from nlp.records import Item, Outcome, Prediction, SummarySentence

TEXT = "Troops left Gao on Monday. The junta praised them. Schools opened again. Rain fell. Trade grew."


def values(metric, item):
    return dict(zip((c.key for c in metric.outputs()), metric.values(item), strict=True))


def test_fragments_are_greedy_and_longest():
    assert fragments(list("abxcd"), list("abcdab")) == [2, 2]
    assert fragments(list("bcd"), list("bxbcd")) == [3]
    assert fragments(list("z"), list("abc")) == []


def test_extractiveness_by_hand(summarized):
    item = summarized(
        0, ["the junta left Gao quickly"], text="The junta praised them. Troops left Gao."
    )
    # copied: 'the junta' (2), 'left gao' (2); 'quickly' is new. 7 article words.
    assert values(Extractiveness(), item) == pytest.approx({
        "coverage": 4 / 5, "density": (4 + 4) / 5, "compression": 7 / 5,
        "novel_1": 1 / 5, "novel_2": 2 / 4, "novel_3": 3 / 3,
    })  # fmt: skip


def test_extractiveness_of_a_copy_is_full(summarized):
    found = values(Extractiveness(), summarized(0, ["Rain fell."], text=TEXT))
    assert (found["coverage"], found["density"], found["novel_2"]) == (1.0, 2.0, 0.0)
    assert np.isnan(found["novel_3"])  # two words have no trigram


def test_redundancy_by_hand(summarized):
    item = summarized(0, ["a b c d", "a b c e"])
    # trigrams abc bcd cda dab abc bce: 5 of 6 distinct; {a,b,c,d} and {a,b,c,e} share 3 of 5
    assert values(Redundancy(), item) == pytest.approx({"repeated_3": 1 / 6, "twin_sentences": 0.6})
    assert values(Redundancy(), summarized(0, ["a b"])) == {"repeated_3": 0, "twin_sentences": 0}


def test_length_counts_words_sentences_characters(summarized):
    item = summarized(0, ["Rain fell.", "Trade grew."])
    assert values(Length(), item) == {"words": 4, "sentences": 2, "characters": 22}


def test_position_uses_offsets_and_else_the_most_similar_sentence(summarized):
    first, last = "Troops left Gao on Monday.", "Trade grew."
    found = values(Position(parts=2), summarized(0, [first, last], text=TEXT))
    start = TEXT.index(last) / len(TEXT)
    assert found == pytest.approx(
        {"position[0-50%]": 0.5, "position[50-100%]": 0.5, "mean_position": start / 2}
    )
    free = summarized(0, ["Later, trade clearly grew"], text=TEXT)
    assert free.prediction.summary[0].start == -1
    assert values(Position(parts=2), free)["mean_position"] == pytest.approx(start)


def test_position_of_words_from_nowhere_is_undefined(summarized):
    assert np.isnan(values(Position(), summarized(0, ["xyz"], text=TEXT))["mean_position"])


def test_support_by_hand(summarized):
    item = summarized(
        0, ["Troops left Gao with 300 men.", "Nobody asked Paris."],
        text="Troops left Gao. They were 300 strong. Schools opened.",
    )  # fmt: skip
    found = values(Support(), item)
    # names: gao yes, paris no; number 300 yes; words of sentence 1 in its best two neighbours:
    # troops left gao 300 of 6; of sentence 2: none
    assert found == pytest.approx({
        "names_supported": 0.5, "numbers_supported": 1.0,
        "sentence_support": (4 / 6 + 0) / 2, "weakest_sentence": 0.0,
    })  # fmt: skip


def test_a_copied_sentence_is_fully_supported():
    assert supported(["Rain fell."], TEXT, "en") == [1.0]
    assert supported(["Rain fell."], "Rain fell.", "en") == [1.0]
    assert supported(["Rain fell."], "", "en") == [0.0]


def test_readability_by_hand(summarized):
    found = values(Readability(), summarized(0, ["The government resigned.", "Rain fell."]))
    # 5 words, 2 sentences, long: government, resigned -> 2.5 + 40
    assert found == pytest.approx({"lix": 42.5, "words_per_sentence": 2.5})


@pytest.mark.parametrize(
    "metric", [Extractiveness(), Redundancy(), Position(), Support(), Readability()]
)
def test_an_empty_or_unanswered_summary_has_no_value(metric, summarized):
    for item in (
        summarized(0, [], text=TEXT),
        summarized(0, ["Rain fell."], text=TEXT, outcome=Outcome.FAILED),
    ):
        assert np.isnan(metric.values(item)).all()
    assert not metric.needs_gold


def test_an_unanswered_summary_has_length_zero(summarized):
    assert Length().values(summarized(0, ["a"], outcome=Outcome.ABSTAINED)) == [0, 0, 0]


def test_generated_sentences_without_offsets_are_accepted(summarized):
    base = summarized(0, ["x"], text=TEXT)
    prediction = Prediction("0", summary=(SummarySentence("Schools opened today"),))
    item = Item(base.id, base.article, base.story, base.gold, prediction)
    assert 0.4 < values(Position(), item)["mean_position"] < 0.6
