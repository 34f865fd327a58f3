from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

from nlp.codebook import load
from nlp.codebook.guidelines import label_studio, markdown, prompt
from nlp.guidelines import main

MIGRATION = Path(__file__).resolve().parents[1] / "support" / "migration.yaml"


@pytest.mark.parametrize("form", [markdown, prompt, label_studio])
def test_every_topic_label_and_rule_is_there(codebook: str, form: object) -> None:
    for path in (codebook, MIGRATION):
        book = load(path)
        text = form(book)  # type: ignore[operator]
        for topic in book.topics:
            assert topic.id in text and topic.definition in text.replace("&amp;", "&").replace(
                "&#39;", "'"
            )
        assert all(label in text for label in book.stance_labels)
        if form is not label_studio:
            assert all(rule in text for rule in book.holder_rules + book.presence.rules)


def test_the_tool_configuration_is_well_formed_whatever_the_codebook_says(tmp_path: Path) -> None:
    hostile = tmp_path / "hostile.yaml"
    text = MIGRATION.read_text(encoding="utf-8")
    hostile.write_text(
        text.replace("Rules and practice", "<View> & 'quotes' \\\"x\\\""), encoding="utf-8"
    )
    tree = ElementTree.fromstring(label_studio(load(hostile)))
    assert [c.get("value") for c in tree.iter("Choice")][:2] == ["asylum", "labour"]
    assert "<View> & 'quotes'" in str(next(tree.iter("Choice")).get("hint"))


def test_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(MIGRATION), "--as", "markdown"]) == 0
    assert "Labour migration" in capsys.readouterr().out
    assert main(["nowhere.yaml"]) == 2
    assert capsys.readouterr().err.startswith("Error: Codebook not found")
