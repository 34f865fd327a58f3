import pytest

from nlp.text.openings import leans

LEANING = {
    "en": ["He left.", "“They are gone,” he said.", "But it rained.", "Its army won.", "This came late.",
           "They’ve left.", "The latter won.", "It is in Kidal.", "Both left.",
           "However, he left.", "Meanwhile they stayed."],
    "fr": ["Il est parti.", "Elle a dit non.", "Son armée a gagné.", "Ce dernier est parti.", "Cela dure.",
           "« Ils sont partis », dit-il.", "Mais elle reste.", "Celui-ci part.", "Tous deux sont partis.",
           "Cependant, il part."],
}  # fmt: skip
FREE = {
    "en": ["Mali votes.", "The army left.", "Italy won.", "Hers-based firms grew.", "It is clear that he lost.",
           "It was not clear who fired.", "“We are home,” Gen. Keita said.", "Theresa left.", ""],
    "fr": ["Le Mali vote.", "Il y a deux camps.", "Il faut partir.", "Illico a gagné.", "L'armée part.",
           "Cesaire est parti.", "Il s'agit du Mali."],
}  # fmt: skip


@pytest.mark.parametrize("language", ["en", "fr"])
def test_openings(language: str) -> None:
    assert [s for s in LEANING[language] if not leans(s, language)] == []
    assert [s for s in FREE[language] if leans(s, language)] == []


def test_an_unknown_language_is_read_with_all_lists() -> None:
    assert leans("Elle part.", "") and leans("She left.", "de")
