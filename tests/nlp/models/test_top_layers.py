"""The top layers alone, over kept states, answer as the whole network does; what cannot be cut is one line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tiny_models

from nlp.errors import UserError
from nlp.models import top_layers as module
from nlp.models.encoder import Encoder
from nlp.models.top_layers import TopLayers

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

TEXTS = ["The two defence ministers signed a treaty.", "", "the " * 300, "Rain"]
SIZES = {
    "hidden_size": 24,
    "intermediate_size": 24,
    "num_hidden_layers": 3,
    "num_attention_heads": 2,
}
KINDS: dict[str, dict[str, Any]] = {
    "Bert": SIZES,
    "Roberta": SIZES,
    "MPNet": SIZES,
    "Electra": SIZES | {"embedding_size": 24},
    "DistilBert": {"dim": 24, "hidden_dim": 24, "n_layers": 3, "n_heads": 2},
    "ModernBert": SIZES | {"global_attn_every_n_layers": 2},
    "DebertaV2": SIZES | {"relative_attention": True, "position_buckets": 8},
}


def made(kind: str, folder: Path, **sizes: Any) -> Encoder:
    """Return an encoder of another architecture, with the tiny tokenizer and random weights."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(tiny_models.encoder())
    ids = {
        f"{name}_token_id": tokenizer.pad_token_id for name in ("pad", "bos", "eos", "cls", "sep")
    }
    known = {"vocab_size": len(tokenizer), "max_position_embeddings": 99, **ids}
    torch.manual_seed(0)
    config = getattr(transformers, f"{kind}Config")(**known | sizes)
    getattr(transformers, f"{kind}Model")(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 64}')
    return Encoder(str(folder))


@pytest.fixture(autouse=True)
def _exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Encoder, "_arithmetic", ("cpu", "float32"))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("count", [1, 3])
def test_the_halves_are_the_whole(kind: str, count: int, tmp_path: Path) -> None:
    encoder = made(kind, tmp_path, **KINDS[kind])
    found = TopLayers(encoder, count).embed(encoder.pieces(TEXTS), len(TEXTS), {})
    assert found == pytest.approx(encoder.embed(TEXTS), abs=1e-5)
    assert not found[1].any(), "a text without tokens has no vector"


def test_only_the_asked_layers_are_tuned_and_can_be_taken_back(tmp_path: Path) -> None:
    encoder = made("Bert", tmp_path, **SIZES)
    pieces, before = encoder.pieces(TEXTS), encoder.embed(TEXTS)
    top = TopLayers(encoder, 2)
    assert {name.split(".")[1] for name in top.weights()} == {"0", "1"}
    assert len(top.weights()) == 2 * len([*encoder.network.encoder.layer[0].parameters()])
    other = {name: p.detach().numpy() + 0.1 for name, p in top.weights().items()}
    assert np.abs(top.embed(pieces, 4, other) - before).max() > 0.01
    assert top.embed(pieces, 4, {}) == pytest.approx(before, abs=1e-5)
    assert encoder.embed(TEXTS) == pytest.approx(before), "the encoder itself stays as it was"


def test_what_is_kept_is_not_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(tiny_models.encoder())
    top, pieces = TopLayers(encoder, 1), encoder.pieces(TEXTS)
    first = top.embed(pieces, 4, {})
    top.keep(pieces)
    monkeypatch.setattr(top, "_below", None)
    assert top.embed(pieces, 4, {}) == pytest.approx(first, abs=1e-6)


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(tiny_models.encoder())
    monkeypatch.setattr(module, "_KEPT", 20 * encoder.dimensions * 4)  # twenty tokens
    monkeypatch.setattr(module, "_BATCH", 1)
    top, texts = TopLayers(encoder, 1), [f"{'rain ' * n}" for n in range(1, 9)]
    top.keep(encoder.pieces(texts))
    assert sum(map(len, top._kept.values())) in range(20, 31), "one batch more at most"
    assert top.embed(encoder.pieces(texts), 8, {}) == pytest.approx(encoder.embed(texts), abs=1e-5)


@pytest.mark.parametrize("count", [0, 4])
def test_more_layers_than_there_are_are_refused(count: int, tmp_path: Path) -> None:
    with pytest.raises(
        UserError, match=rf"model\.layers is {count}, .* has 3 layers. Allowed: 1 to 3"
    ):
        TopLayers(made("Bert", tmp_path, **SIZES), count)


def test_an_architecture_without_such_layers_is_one_line(tmp_path: Path) -> None:
    shared = made(
        "Albert", tmp_path, **SIZES, embedding_size=24
    )  # one layer, gone through three times
    for encoder in (shared, Encoder(tiny_models.chatter())):
        with pytest.raises(UserError, match=r"\(\w+Model\) cannot be tuned apart \(.*BERT") as told:
            TopLayers(encoder, 1)
        assert "\n" not in str(told.value)


def test_halves_that_are_not_the_whole_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = Encoder(tiny_models.encoder())
    whole = encoder.embed
    monkeypatch.setattr(encoder, "embed", lambda texts: -whole(texts))
    with pytest.raises(UserError, match="the top layers alone answer otherwise"):
        TopLayers(encoder, 1)
