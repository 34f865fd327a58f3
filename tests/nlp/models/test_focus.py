"""Closeness of sentences to a query, by hand."""

import numpy as np
import pytest

from nlp.models.focus import Focus
from nlp.records import Article

SENTENCES = [
    "Rain fell.",
    "Mercenaries and rebels came.",
    "They stayed.",
    "Rebels left.",
    "It was May.",
]
ARTICLE = Article("a", " ".join(SENTENCES), language="en")


def test_rare_words_count_more_and_neighbours_a_little() -> None:
    # Of five sentences 'mercen' stands in 1: ln(1 + 5) = 1.79; 'rebels' in 2: ln(1 + 2.5) = 1.25.
    # Sentence 1 has both, 3.04; sentence 3 one, 1.25 / 3.04 = 0.41. A neighbour gets a fifth of the better.
    closeness = Focus("mercenary rebels").closeness(SENTENCES, ARTICLE)
    assert closeness == pytest.approx([0.2, 1, 0.2, 0.411, 0.0823], abs=1e-3)


def test_a_neighbour_in_another_article_gives_no_context() -> None:
    opening = np.array([True, False, True, True, False])
    closeness = Focus("mercenary").closeness(SENTENCES, ARTICLE, "en", opening)
    assert closeness.tolist() == [0.2, 1, 0, 0, 0]


def test_stop_words_and_capitals_do_not_matter() -> None:
    plain = Focus("mercenary").closeness(SENTENCES, ARTICLE).tolist()
    assert Focus("The MERCENARIES, and they").closeness(SENTENCES, ARTICLE).tolist() == plain


CHINESE = ["军队离开了城市。", "三天的激战结束了。", "雇佣兵守卫着金矿。", "下雨了。"]
JAPANESE = ["雨が降っていた。", "傭兵が金鉱を守っていた。", "学校が開いた。"]
THAI = ["กองทัพยึดเมืองคืนได้", "ทหารรับจ้างเฝ้าเหมืองทอง", "ฝนตก"]


@pytest.mark.parametrize(
    ("query", "language", "sentences", "best"),
    [
        ("雇佣兵", "zh", CHINESE, 2),
        ("金", "zh", CHINESE, 2),  # one character
        ("金矿的雇佣兵", "zh", CHINESE, 2),
        ("傭兵が守っていた", "ja", JAPANESE, 1),  # the endings stand in the first sentence too
        ("ทหารรับจ้าง", "th", THAI, 1),
    ],
)
def test_words_without_spaces_between_them(
    query: str, language: str, sentences: list[str], best: int
) -> None:
    article = Article("a", "".join(sentences), language=language)
    closeness = Focus(query).closeness(sentences, article)
    assert closeness[best] == 1 and sorted(closeness)[-2] <= 0.2
    assert not Focus("足球").closeness(sentences, article).any()


def test_nothing_said() -> None:
    assert not Focus("football").closeness(SENTENCES, ARTICLE).any()


def test_a_topic_is_its_dictionary(codebook: str) -> None:
    closeness = Focus("topic:mercenary_activity", codebook).closeness(SENTENCES, ARTICLE)
    assert closeness.argmax() == 1 and closeness[3] == 0
