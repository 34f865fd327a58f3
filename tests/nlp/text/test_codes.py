"""Words as numbers against the words themselves."""

from zlib import crc32

import pytest

from nlp.text import codes as module
from nlp.text.codes import BITS, codes
from nlp.text.tokens import content

TEXTS = {
    "en": "The army left; Niger/Mali votes. The U.S.-backed army's men, the army said",
    "fr": "L'armée de Mali, est-il là: Niger/Mali et l’armée",
    "zh": "军队离开 Wagner公司",
    "xx": "The army \ud800 left",  # half a surrogate pair, as broken pages hold
}


def numbers(text: str, language: str) -> list[int]:
    read = codes([text.split()], language)
    split = [[n] if n < 1 << BITS else read.several[n - (1 << BITS)] for n in read.pieces.tolist()]
    return [n for some in split for n in some if n >= 0]


@pytest.mark.parametrize("language", TEXTS)
def test_each_content_word_is_its_checksum(language: str) -> None:
    text = TEXTS[language]
    expected = [crc32(w.encode("utf-8", "surrogatepass")) for w in content(text, language)]
    assert expected and numbers(text, language) == expected


def test_sizes_are_pieces_between_white_space() -> None:
    assert codes([["The", "army"], [], ["left"]], "en").sizes == [2, 0, 1]
    assert codes([], "en").pieces.size == 0


def test_text_without_spaces_does_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LIMIT", 1000)
    known = module._known("")
    for start in range(40):
        codes([["".join(chr(0x4E00 + start * 100 + i) for i in range(100))]], "zh")
        assert sum(map(len, known.several)) <= 1100


def test_what_was_read_before_a_clearing_stays_readable(monkeypatch: pytest.MonkeyPatch) -> None:
    before = codes([["Niger/Mali"]], "en")
    monkeypatch.setattr(module, "_LIMIT", 0)
    after = codes([["Gao/Kidal"]], "en")
    assert before.several is not after.several
    held = [r.several[r.pieces[0] - (1 << BITS)] for r in (before, after)]
    assert held == [[crc32(w) for w in pair] for pair in ((b"niger", b"mali"), (b"gao", b"kidal"))]
