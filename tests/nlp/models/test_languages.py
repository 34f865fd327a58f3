"""How multilingual tokenizers write a language."""

from __future__ import annotations

import pytest

from nlp.models.languages import token

KNOWN = {
    "mBART": ("ar_AR", "en_XX", "fr_XX", "sw_KE", "zh_CN"),
    "NLLB": ("arb_Arab", "bam_Latn", "eng_Latn", "fra_Latn", "swh_Latn", "zho_Hans", "zho_Hant"),
    "M2M100": ("__ar__", "__en__", "__fr__", "__ff__"),
    "none": ("<mask>", "french"),
}


class Tokenizer:
    def __init__(self, kind: str) -> None:
        self.kind = kind

    def get_added_vocab(self) -> dict[str, int]:
        return {name: i for i, name in enumerate(KNOWN[self.kind])}


@pytest.mark.parametrize(
    ("kind", "language", "expected"),
    [
        ("mBART", "fr", "fr_XX"),
        ("mBART", "en_XX", "en_XX"),
        ("mBART", "bm", ""),
        ("NLLB", "fr", "fra_Latn"),
        ("NLLB", "bm", "bam_Latn"),
        ("NLLB", "ar", "arb_Arab"),
        ("NLLB", "zh", "zho_Hans"),
        ("NLLB", "zho_Hant", "zho_Hant"),
        ("M2M100", "fr", "__fr__"),
        ("M2M100", "FR", "__fr__"),
        ("M2M100", "sw", ""),
        ("none", "fr", ""),
        ("mBART", "", ""),
    ],
)
def test_tokens(kind: str, language: str, expected: str) -> None:
    assert token(Tokenizer(kind), language) == expected
