"""The recipe for an encoder of our own: what it learns from, what it leaves alone, what it writes."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest
import tiny_models
from realign_support import small_corpus

from docs.recipes import adapt_encoder as recipe
from nlp.models.encoder import Encoder
from nlp.records import Article

pytestmark = pytest.mark.slow


@pytest.fixture
def corpora(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Corpora laid out as the shared ones, the first article labelled, and a tiny encoder."""
    rows = [
        {"headline": f"{r['title']} {i}", "text": f"{r['text']} {i}"}
        for i, r in enumerate(small_corpus(12))
    ]
    french = [{"summary": r["headline"], "document": f"{r['text']} fin"} for r in rows]
    for name, content in (
        ("masakhanews/eng", rows),
        ("masakhanews/fra", []),
        ("orangesum_fr/titles", french),
    ):
        file = tmp_path / f"{name}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(map(json.dumps, content)), encoding="utf-8")
    labels = tmp_path / "data" / "annotations" / "masakhanews-en.jsonl"
    labels.parent.mkdir(parents=True)
    first = recipe._article(rows[0]["headline"], rows[0]["text"], "en")
    labels.write_text(json.dumps({"sha256": first.digest}), encoding="utf-8")
    monkeypatch.setattr(recipe, "DATA", tmp_path / "data")
    monkeypatch.setattr("nlp.models.encoder.packaged", tiny_models.encoder)
    return tmp_path


def test_labelled_articles_are_not_learned_from(corpora: Path) -> None:
    known = recipe.articles(corpora, bundled=False)
    assert len(known) == 23 and not any(a.text.endswith(" 0") for a in known)


def test_batches_have_one_language_each() -> None:
    known = [Article(str(i), "x", "y", ["en", "fr"][i % 3 == 0]) for i in range(20)]
    made = recipe.batches(known, 3, random.Random(0))
    assert [len(b) for b in made] == [3] * 6 and {len({a.language for a in b}) for b in made} == {1}
    assert len({a.id for b in made for a in b}) == 18


def test_the_last_layers_learn_and_the_folder_is_an_encoder(corpora: Path) -> None:
    told = [
        str(corpora),
        str(corpora / "out"),
        "--epochs=2",
        "--batch=4",
        "--layers=1",
        "--rate=1e-2",
    ]
    recipe.main(told)
    before, after = Encoder(), Encoder(str(corpora / "out"))
    texts = ["A base opened.", "Rain fell."]
    assert after.embed(texts).shape == before.embed(texts).shape
    assert not np.allclose(after.embed(texts), before.embed(texts), atol=1e-2)
    old, new = (dict(e.network.float().named_parameters()) for e in (before, after))
    changed = {n for n in old if not np.allclose(old[n].detach(), new[n].detach(), atol=1e-3)}
    assert changed and all(n.startswith("encoder.layer.") for n in changed)
