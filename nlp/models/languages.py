"""The token by which a multilingual model knows a language: fr_XX (mBART), fra_Latn (NLLB), __fr__ (M2M100).

Corpora name languages by ISO 639-1; the tokenizer's own added tokens say how the model writes them.

>>> class Tokenizer:
...     def get_added_vocab(self):
...         return {"en_XX": 5, "fr_XX": 6}
>>> token(Tokenizer(), "fr"), token(Tokenizer(), "en_XX"), token(Tokenizer(), "sw")
('fr_XX', 'en_XX', '')
"""

from __future__ import annotations

from typing import Any

# ISO 639-1 to 639-3, as NLLB (Costa-jussà et al. 2022) names the languages that news is mostly written in
_LONG = {
    "am": "amh", "ar": "arb", "bm": "bam", "bn": "ben", "de": "deu", "en": "eng", "es": "spa",
    "fa": "pes", "ff": "fuv", "fr": "fra", "ha": "hau", "he": "heb", "hi": "hin", "id": "ind",
    "ig": "ibo", "it": "ita", "ja": "jpn", "kg": "kon", "ko": "kor", "lg": "lug", "ln": "lin",
    "mg": "plt", "my": "mya", "nl": "nld", "om": "gaz", "pl": "pol", "ps": "pbt", "pt": "por",
    "rn": "run", "ro": "ron", "ru": "rus", "rw": "kin", "sn": "sna", "so": "som", "sv": "swe",
    "sw": "swh", "ta": "tam", "th": "tha", "ti": "tir", "tr": "tur", "uk": "ukr", "ur": "urd",
    "vi": "vie", "wo": "wol", "xh": "xho", "yo": "yor", "zh": "zho", "zu": "zul",
}  # fmt: skip


def token(tokenizer: Any, language: str) -> str:
    """Return the added token for ``language``, a code or the token itself; '' when there is none."""
    if not language:
        return ""
    short = language.lower()
    begins = (f"{short}_", f"{_LONG.get(short, short)}_")
    for name in sorted(map(str, tokenizer.get_added_vocab())):
        if name in (language, f"__{short}__") or name.startswith(begins):
            return name
    return ""
