import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text.normalize import normalize

CASES = {
    "composed": ("Cafe\u0301", "Café"),
    "line breaks": ("a\r\nb\rc\u2028d\u2029e\x85f\x0bg\x0ch", "a\nb\nc\nd\ne\nf\ng\nh"),
    "spaces": ("a\tb\u00a0c\u202fd\u2009e\u3000f", "a b c d e f"),
    "runs of spaces": ("a   b \u00a0 c", "a b c"),
    "line ends": ("a  \n  b\t\n", "a\nb"),
    "blank lines": ("a\n\n\n\nb\n \n \nc", "a\n\nb\n\nc"),
    "invisible": ("\ufeffa\u200bb\u200dc\u00add\u2060e\x00f\x1bg", "abcdefg"),
    "colours of a terminal": (
        "\x1b[31mred\x1b[0m and \x1b[1;4mbold\x1b[m [sic]",
        "red and bold [sic]",
    ),
    "invisible between spaces": ("a \u200b b", "a b"),
    "lone surrogate": ("a\ud800b", "a\ufffdb"),
    "kept": ("« Oui », dit-il… – 1 200 €", "« Oui », dit-il… – 1 200 €"),
    "empty": (" \n\t ", ""),
}


@pytest.mark.parametrize(("raw", "expected"), CASES.values(), ids=CASES)
def test_normalize(raw: str, expected: str) -> None:
    assert normalize(raw) == expected


ODD = st.sampled_from(
    "aé\u0301 \t\n\r\x0b\x0c\x1c\x1f\x85\xa0\xad\u2003\u200b\u2028\u3000\ufeff\ud800\u1100\u1161"
)


@given(st.text(st.one_of(ODD, st.characters(exclude_categories=[]))))
def test_idempotent_and_clean(raw: str) -> None:
    text = normalize(raw)
    assert normalize(text) == text
    assert unicodedata.is_normalized("NFC", text)
    assert "  " not in text and " \n" not in text and "\n " not in text and "\n\n\n" not in text
    assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c != "\n")
    text.encode("utf-8")
