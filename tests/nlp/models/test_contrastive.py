"""Contrastive tuning: its loss by hand, and that it brings together what it should."""

from __future__ import annotations

import numpy as np
import pytest
import tiny_models

from nlp.models import contrastive
from nlp.models.contrastive import Plan, tune
from nlp.models.encoder import Encoder
from nlp.models.top_layers import TopLayers

torch = pytest.importorskip("torch")

TEXTS = [
    "The two defence ministers signed a treaty.",
    "The army trained with soldiers of the partner.",
    "Mercenaries came to guard the mine.",
    "Fighters for hire were seen in the capital.",
    "The harvest was good.",
    "Rain fell on Monday.",
]
LABELS = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0]], bool)


@pytest.fixture(scope="module")
def top() -> TopLayers:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Encoder, "_arithmetic", ("cpu", "float32"))
        return TopLayers(Encoder(tiny_models.encoder()), 1)


def lessons(top: TopLayers) -> list[tuple[int, ...]]:
    return [piece.ids for piece in top.encoder.pieces(TEXTS)]


def test_the_loss_by_hand() -> None:
    vectors = torch.tensor([[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [1.0, 0.0]])
    kinds = torch.tensor([[1.0, 0, 0], [1, 0, 0], [0, 0, 1], [0, 0, 1]])
    # the first two look for each other, at cosine 0.6, among others at 0 and 1, and at 0.8 and 0.6
    first = 6 - np.log(np.exp([6, 0, 10]).sum())
    second = 6 - np.log(np.exp([6, 8, 6]).sum())
    assert float(contrastive.loss(vectors, kinds)) == pytest.approx(-(first + second) / 4, rel=1e-4)


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([[1, 1, 0], [0, 1, 0], [0, 0, 1]], 2 / 3 * np.log(2)),  # one label in common is enough
        ([[1, 0, 0], [1, 0, 0], [1, 0, 0]], np.log(2)),  # the mean over those alike
        ([[0, 0, 1], [0, 0, 1], [0, 0, 1]], 0.0),
    ],
)
def test_who_is_alike(kinds: list[list[float]], expected: float) -> None:
    found = contrastive.loss(torch.eye(3), torch.tensor(kinds).float())  # three equal cosines
    assert float(found) == pytest.approx(expected)


def test_every_label_is_drawn_equally_often() -> None:
    kinds = np.array([[1, 0], [1, 0], [1, 0], [0, 1]], float)
    assert contrastive._balance(kinds) == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1])


def test_tuning_brings_labels_together_and_keeps_the_others_apart(top: TopLayers) -> None:
    def cosines(tuned: dict[str, np.ndarray]) -> tuple[float, float]:
        vectors = top.embed(top.encoder.pieces(TEXTS), len(TEXTS), tuned)
        found = vectors @ vectors.T
        return float(np.mean([found[0, 1], found[2, 3]])), float(found[:4, 4:].mean())

    tuned = tune(top, lessons(top), LABELS, Plan(60, 1e-2, 0))
    (close, far), (closer, farther) = cosines({}), cosines(tuned)
    assert closer - farther > close - far + 0.2
    assert farther < far


def test_the_same_seed_tunes_the_same(top: TopLayers) -> None:
    one, two, three = (tune(top, lessons(top), LABELS, Plan(3, 1e-3, seed)) for seed in (0, 0, 1))
    assert all((one[name] == two[name]).all() for name in one)
    assert any((one[name] != three[name]).any() for name in one)


def test_nothing_to_learn_from_leaves_the_layers_as_they_came(top: TopLayers) -> None:
    tuned = tune(top, [], LABELS[:0], Plan(3, 1e-3, 0))
    assert all((tuned[name] == p.detach().numpy()).all() for name, p in top._original.items())
