"""Headlines lead with the news: no 'But', no question, no fragment, nothing about the page."""

from __future__ import annotations

import pytest

from nlp.text.headlines import opened, unfit

SHED = {
    "But the army left.": "The army left.",
    "But, for now, the army stays.": "For now, the army stays.",
    "However, meanwhile, it rained.": "It rained.",
    "In addition, rebels left.": "Rebels left.",
    "Mais l’armée est partie.": "L’armée est partie.",
    "Par ailleurs, il a plu.": "Il a plu.",
    "Cependant le maire reste.": "Le maire reste.",
}
WHOLE = [
    "So many people left.", "Still waters run deep.", "Then president Keita left.", "Yet another town fell.",
    "Ainsi va la vie.", "Or noir et or blanc.", "Et si l’armée partait.", "Butter prices rose.", "Carte blanche au maire.",
    "Andy Burnham spoke.", "The army left, but rebels stayed.", "Instead of leaving, the army stayed.",
]  # fmt: skip
UNFIT = [
    "Follow BBC West on Facebook, Twitter and Instagram.", "Find BBC News on Facebook and Instagram.",
    "Why not follow us on Facebook today", "Watch: How the army left Kidal", "Read more: The army left Kidal",
    "Lire aussi : Le Mali quitte la mission", "A lire aussi sur BBC Afrique: Le Mali", "A ne pas manquer sur BBC Afrique",
    "Suivez en temps réel les résultats", "Par Awa Sow Correspondante à Bamako hier", "By Awa Sow in Bamako today",
    "itter staff left in anger today", ", called Now, released this week", "VIDÉO", "The army left.",
    "Will the army leave Kidal?", "“Will they leave Kidal today?”", "L’armée va-t-elle partir ?",
]  # fmt: skip
FIT = [
    "The army left Kidal.", "“We left Kidal today.”", "« Nous partons de Kidal », dit-il", "12 soldiers left Kidal",
    "L’armée a quitté Kidal", "Parliament in Bamako has voted", "Findings were published on Monday", "军队离开了城市和村庄",
    "Watchdogs in Mali met today", "Bystanders saw the army leave", "À Kidal, l’armée recule",
]  # fmt: skip


@pytest.mark.parametrize("sentence", SHED)
def test_connectives_are_shed(sentence: str) -> None:
    assert opened(sentence) == SHED[sentence]


@pytest.mark.parametrize("sentence", WHOLE)
def test_words_that_only_look_like_connectives_stay(sentence: str) -> None:
    assert opened(sentence) == sentence


@pytest.mark.parametrize("sentence", UNFIT)
def test_unfit(sentence: str) -> None:
    assert unfit(sentence)


@pytest.mark.parametrize("sentence", FIT)
def test_fit(sentence: str) -> None:
    assert not unfit(sentence)
