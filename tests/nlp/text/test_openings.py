import pytest

from nlp.text.openings import leans

LEANING = {
    "en": ["He left.", "“They are gone,” he said.", "But it rained.", "Its army won.", "This came late.",
           "They’ve left.", "The latter won.", "It is in Kidal.", "Both left.",
           "However, he left.", "Meanwhile they stayed.", "According to him, it is over.", "In his view, it is over.",
           "In fact, he left.", "On Monday, they’ve said, and left the town.", "As a result, she won.", "In 2019, he left.",
           "In his speech, he lied.", "For them, nothing changed.", "With them, the army left.", "That year, Mali voted.", "According to her, it rained."],
    "fr": ["Il est parti.", "Elle a dit non.", "Son armée a gagné.", "Ce dernier est parti.", "Cela dure.",
           "« Ils sont partis », dit-il.", "Mais elle reste.", "Celui-ci part.", "Tous deux sont partis.",
           "Cependant, il part.", "Selon lui, c'est fini.", "Selon elle, rien.", "D’après eux, il pleut.", "En effet, elle part.",
           "Lundi, ils sont partis.", "À leurs yeux, rien ne change.", "Pour elle, c'est non.", "Quant à lui, il reste.",
           "En 2019, il est élu.", "Arrivée quatrième, elle part.", "Il est né d’une famille pauvre.", "Cette année-là, Gao vote."],
}  # fmt: skip
FREE = {
    "en": ["Mali votes.", "The army left.", "Italy won.", "Hers-based firms grew.", "It is clear that he lost.",
           "It was not clear who fired.", "“We are home,” Gen. Keita said.", "Theresa left.", "",
           "This week the army left.", "According to Herman, it rained.", "For her part, Ms. Ba left.",
           "In his speech, Macron lied.", "When the mayor left, he wept.", "But when the mayor left, he wept.",
           "Food supplies, he said, were low.", "America, he has said, must pay.", "Ibrahim Keita, they said, left."],
    "fr": ["Le Mali vote.", "Il y a deux camps.", "Il faut partir.", "Illico a gagné.", "L'armée part.",
           "Cesaire est parti.", "Il s'agit du Mali.", "Il est vrai que Gao vote.", "Cette semaine, l'armée part.", "Ce lundi, Mme Ba part.", "Selon Luissa Ba, rien.",
           "En effet, il faut partir.", "Sans accord, il ne sera pas possible de partir.", "Quand le maire part, il pleure.",
           "Les pilotes, eux, restent.", "Les usines, elles, ferment.",
           "En revanche, il ne faut pas partir.", "En somme, il s’agissait de partir.", "Donc, il nous reste un an."],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_openings(language: str) -> None:
    assert [s for s in LEANING[language] if not leans(s, language)] == []
    assert [s for s in FREE[language] if leans(s, language)] == []


def test_an_unknown_language_is_read_with_all_lists() -> None:
    assert leans("Elle part.", "") and leans("She left.", "de")
