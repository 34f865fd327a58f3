"""Default models: what they are made from names them."""

from __future__ import annotations

from pathlib import Path

from nlp.defaults import _beside


def test_other_general_news_makes_another_model(tmp_path: Path) -> None:
    model = {"background": str(tmp_path)}
    (tmp_path / "book.jsonl").write_text("one", encoding="utf-8")
    before = _beside(model)
    (tmp_path / "book.jsonl").write_text("two", encoding="utf-8")
    assert len(before) == 1 and _beside(model) != before
    assert _beside({}) == _beside({"background": ""}) == []
