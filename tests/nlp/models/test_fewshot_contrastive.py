"""The tuned encoder: calibrated on articles that the tuned weights never saw, stored whole, flat in memory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models
from trained_support import BOOK, material

from nlp.conf import register
from nlp.errors import UserError
from nlp.material import Material
from nlp.models import contrastive
from nlp.models.fewshot_contrastive import FewshotContrastive
from nlp.models.presence import present
from nlp.models.top_layers import TopLayers
from nlp.records import LabelSet

pytest.importorskip("torch")
TOPICS = LabelSet(("defence_cooperation", "post_colonial_realignment", "mercenary_activity"), False)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Material:
    register()
    return material("topic", tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="module")
def fitted(read: Material) -> FewshotContrastive:
    return model().fit(read.examples, read.gold, TOPICS)


def model(**options: Any) -> FewshotContrastive:
    return FewshotContrastive(BOOK, tiny_models.encoder(), **{"steps": 2, **options})


def counted(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> list[tuple[Any, ...]]:
    """Return a list that will hold the arguments of every call."""
    real: Callable[..., Any] = getattr(where, name)
    calls: list[tuple[Any, ...]] = []

    def call(*given: Any) -> Any:
        calls.append(given)
        return real(*given)

    monkeypatch.setattr(where, name, call)
    return calls


def test_held_out_articles_teach_the_tuned_layers_nothing(
    read: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert model()._top.count == 1  # opened before anything is counted
    tunings, embeddings = (
        counted(monkeypatch, *place) for place in ((contrastive, "tune"), (TopLayers, "embed"))
    )
    learnings = counted(monkeypatch, FewshotContrastive, "_learn")
    fitted = model().fit(read.examples, read.gold, TOPICS)
    assert len(tunings) == len(embeddings) == 6, (
        "five inner folds and the whole, embedded once each"
    )
    everything = {p.ids for p in fitted._read(read.examples).pieces}
    for (_, lessons, _, _), (_, reading, rows, *_) in zip(tunings, learnings, strict=True):
        inside = {p.ids for p in reading.pieces if reading.owner[p.text] in rows}
        assert set(lessons) <= inside
    assert set(tunings[-1][1]) <= everything and all(set(t[1]) < everything for t in tunings[:5])


def test_evidence_is_what_single_sentences_say(read: Material, fitted: FewshotContrastive) -> None:
    reading = fitted._read(read.examples[:3])
    odds = fitted._contributions(reading, fitted.arrays_)
    vectors = fitted._top.embed(
        reading.pieces, len(reading.flat), {n: fitted.arrays_[n] for n in fitted._top.weights()}
    )
    by_hand = vectors @ fitted.arrays_["weights"] + fitted.arrays_["bias"]
    assert odds == pytest.approx(by_hand) and odds.shape == (len(reading.flat), 3)


def test_a_margin_is_what_sentences_say_and_what_the_article_means(
    read: Material, fitted: FewshotContrastive
) -> None:
    reading, arrays = fitted._read(read.examples), fitted.arrays_
    odds = fitted._contributions(reading, arrays)
    vectors = fitted._vectors(reading, arrays)
    by_hand = []
    for own, mine, units in zip(
        reading.apart(vectors), reading.apart(odds), reading.units, strict=True
    ):
        mean = sum(v * len(u.text) for v, u in zip(own, units, strict=True))
        whole = mean / np.linalg.norm(mean) @ arrays["whole"] + arrays["whole_bias"]
        said = present(mine, units[0].field == "title", fitted.book_, False)
        by_hand.append([said, whole])
    margins = np.array(by_hand)
    # on all the articles learned from, both count alike
    assert (margins * arrays["scale"]).std(0) == pytest.approx(np.ones((2, 3)))
    expected = (margins * arrays["scale"]).sum(1)
    assert fitted._margins(reading, odds, arrays) == pytest.approx(expected)


def test_answering_keeps_nothing(read: Material, fitted: FewshotContrastive) -> None:
    kept = len(fitted._top._kept)
    others = [
        replace(e, article=replace(e.article, text=f"{i} {e.article.text}"))
        for i, e in enumerate(read.examples)
    ]
    fitted.predict(others)
    assert len(fitted._top._kept) == kept


@pytest.mark.parametrize(
    "change",
    [lambda a: a[:-1], lambda a: np.zeros((3, 3), np.float32), None],
    ids=["a row less", "another shape", "missing"],
)
def test_stored_layers_that_do_not_fit_are_refused(
    fitted: FewshotContrastive,
    tmp_path: Path,
    change: Callable[[Any], Any] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arrays = dict(fitted.arrays_)
    name = next(n for n in arrays if n.startswith("layers."))
    whole = arrays.pop(name)
    if change is not None:
        arrays[name] = change(whole)
    monkeypatch.setattr(fitted, "arrays_", arrays)
    fitted.save(tmp_path / "model")
    with pytest.raises(UserError, match=r"damaged .* do not fit the encoder's layers"):
        model().load(tmp_path / "model")


def test_another_depth_is_another_model(fitted: FewshotContrastive, tmp_path: Path) -> None:
    fitted.save(tmp_path / "model")
    assert json.loads((tmp_path / "model" / "model.json").read_text())["options"]["layers"] == 1
    with pytest.raises(UserError, match="has option layers 1, but this model has 2"):
        model(layers=2).load(tmp_path / "model")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"steps": 0}, r"model\.steps is 0\. Allowed: above 0"),
        ({"rate": -1.0}, r"model\.rate is -1\.0\. Allowed: above 0"),
        ({"layers": 2}, r"model\.layers is 2, but the encoder has 1 layers"),
    ],
)
def test_options_out_of_range_are_one_line(
    read: Material, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(UserError, match=says):
        model(**options).fit(read.examples, read.gold, TOPICS)
