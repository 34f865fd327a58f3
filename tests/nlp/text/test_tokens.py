import pytest

from nlp.text.tokens import content, stopwords, words

CASES = {
    "lower case": ("The Army LEFT", ["the", "army", "left"]),
    "numbers": (
        "1,200 men, 3.5 percent, 14:30, 90s",
        ["1,200", "men", "3.5", "percent", "14:30", "90s"],
    ),
    "number before a stop": ("in 2021. The", ["in", "2021", "the"]),
    "age": ("an 18-year-old", ["an", "18-year-old"]),
    "score": ("won 2-1", ["won", "2", "1"]),
    "acronym": ("the U.S. Army in the U.S.", ["the", "u.s.", "army", "in", "the", "u.s."]),
    "time of day": ("at 9 a.m. today", ["at", "9", "a.m.", "today"]),
    "compound": ("counter-terrorism F-16", ["counter-terrorism", "f-16"]),
    "dash": ("Mali - Niger—Togo", ["mali", "niger", "togo"]),
    "possessive": ("Mali’s and O'Neill's", ["mali", "'s", "and", "o'neill", "'s"]),
    "contraction": ("don't can’t", ["don't", "can't"]),
    "quotes": ("'suspicious' “calm” «oui»", ["suspicious", "calm", "oui"]),
    "elision": ("L'armée d’Afrique qu'il", ["l'", "armée", "d'", "afrique", "qu'", "il"]),
    "elision kept whole": ("aujourd'hui, presqu’île", ["aujourd'hui", "presqu'île"]),
    "inverted subject": ("a-t-il dit-elle est-ce", ["a", "il", "dit", "elle", "est", "ce"]),
    "French names": ("Jean-Luc, Aix-en-Provence", ["jean-luc", "aix-en-provence"]),
    "rendez-vous": ("un rendez-vous là-bas", ["un", "rendez-vous", "là-bas"]),
    "combining marks": ("ọ̀rọ̀ हिन्दी", ["ọ̀rọ̀", "हिन्दी"]),
    "arabic": ("قال الجيش", ["قال", "الجيش"]),
    "emoji and symbols": ("🙂 $5bn #Mali @un 3%", ["5bn", "mali", "un", "3"]),
    "nothing": ("… — !", []),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_across_white_space_are_words_of_the_pieces() -> None:
    text = "L'armée malienne\na-t-elle  repris Kidal, le 3 mars ?"
    assert words(text) == [word for piece in text.split() for word in words(piece)]


@pytest.mark.parametrize(
    ("language", "known", "unknown"), [("en", "the", "army"), ("fr", "les", "armée")]
)
def test_stopwords(language: str, known: str, unknown: str) -> None:
    assert known in stopwords(language)
    assert unknown not in stopwords(language)
    assert stopwords("xx") == frozenset()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_stopwords_are_words_as_words_gives_them(language: str) -> None:
    for word in stopwords(language):
        assert words(f"{word}x" if word.endswith("'") else word)[0] == word


def test_content_words() -> None:
    assert list(content("L'armée de Mali, est-il là", "fr")) == ["armée", "mali"]
    assert list(content("The army", "xx")) == ["the", "army"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("军队离开 Wagner公司", ["军队", "队离", "离开", "wagner", "公司"]),
        ("金", ["金"]),
        ("ウラン100人", ["ウラ", "ラン", "100", "人"]),
        ("กองทัพ", ["กองท", "องทั", "งทัพ"]),
    ],
)
def test_content_of_text_without_spaces(text: str, parts: list[str]) -> None:
    assert list(content(text, "zh")) == parts == list(content(text, "en"))
