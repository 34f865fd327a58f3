"""Each piece is read once; the memo stays small."""

import pytest

from nlp.text.memo import Memo


def test_each_piece_is_read_once() -> None:
    read: list[str] = []
    memo = Memo(lambda piece: read.append(piece) or piece.split("-"))  # type: ignore[func-returns-value]
    assert list(memo.of(["a-b", "c", "a-b"])) == ["a", "b", "c", "a", "b"]
    assert read == ["a-b", "c"]


def test_memo_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Memo, "limit", 3)
    memo = Memo(lambda piece: () if piece == "w1" else (piece,))
    assert [memo[f"w{i}"] for i in range(5)] == [("w0",), (), ("w2",), ("w3",), ("w4",)]
    assert len(memo) <= 3
