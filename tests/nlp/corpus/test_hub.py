from __future__ import annotations

import json
from pathlib import Path

import pytest

from nlp.corpus.hub import Hub
from nlp.errors import UserError

COLUMNS = {"id": None, "text": "article", "references": "highlights"}
ROWS = [
    {"article": f"Story number {i} of the river.", "highlights": f"River {i}."} for i in range(5)
]


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """A local dataset folder that ``datasets.load_dataset`` reads: the real loading code."""
    folder = tmp_path / "dataset"
    folder.mkdir()
    for split, rows in (("train", ROWS[:3]), ("test", ROWS[3:])):
        (folder / f"{split}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    return folder


def test_a_local_dataset(dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_DATASETS_CACHE", str(tmp_path / "cache"))
    corpus = Hub(str(dataset), columns=COLUMNS, language="en").read()
    assert sorted(a.text for a in corpus.articles) == [r["article"] for r in ROWS]
    assert {r.text for a in corpus.annotations.values() for r in a.references} == {
        r["highlights"] for r in ROWS
    }
    assert len(Hub(str(dataset), split="test", columns=COLUMNS).read().articles) == 2
    assert len(Hub(str(dataset), columns=COLUMNS, limit=4).read().articles) == 4


def test_a_local_table(dataset: Path) -> None:
    assert len(Hub(str(dataset / "train.jsonl"), columns=COLUMNS).read().articles) == 3


def test_standoff_labels_of_changed_texts_are_reported_not_guessed(
    dataset: Path, tmp_path: Path
) -> None:
    table = str(dataset / "train.jsonl")
    known = Hub(table, columns=COLUMNS).read().articles[0].digest
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        "".join(json.dumps({"sha256": h, "topics": ["x"]}) + "\n" for h in (known, "0" * 64))
    )
    corpus = Hub(table, columns=COLUMNS, annotations=str(labels), missing_ok=True).read()
    assert [a.topics for a in corpus.annotations.values() if a.topics] == [{"x"}]
    assert all(
        a.references for a in corpus.annotations.values()
    )  # labels and row references joined
    assert "1 of 2 labelled articles are not in this dataset" in corpus.notes[0]
    with pytest.raises(UserError, match="unknown article '0000"):
        Hub(table, columns=COLUMNS, annotations=str(labels)).read()


def test_unreachable_hub_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(
        UserError, match=r"Dataset 'no-such-owner/no-such-set' cannot be loaded.*local file"
    ):
        Hub("no-such-owner/no-such-set", columns=COLUMNS).read()
    with pytest.raises(UserError, match="No dataset given"):
        Hub(None).read()
