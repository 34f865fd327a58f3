"""Sequences for a classifier against transformers called by hand, on tiny networks made here; bad weights."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_models

from nlp.errors import UserError
from nlp.models.sequences import SequenceClassifier
from nlp.models.transformer import arithmetic, batches, place

torch = pytest.importorskip("torch")

TEXTS = ["The two defence ministers signed a treaty.", "The harvest was good.", "Rain", ""]


@pytest.fixture
def nli():
    return SequenceClassifier(tiny_models.nli(), precision="float32")


@pytest.fixture
def copy(tmp_path):
    return Path(shutil.copytree(tiny_models.nli(), tmp_path / "copy"))


@pytest.mark.parametrize("question", ["", "Hired gunmen were seen."])
def test_rows_are_what_the_tokenizer_makes(nli, question):
    for text, ids in zip(TEXTS, nli.ids(TEXTS), strict=True):
        row, made = nli.row(ids, question), nli.tokenizer(text, question or None)
        assert row.ids == made["input_ids"] and row.types == made["token_type_ids"]


@pytest.mark.parametrize("question", ["", "Hired gunmen were seen."])
def test_logits_are_the_networks_own_whatever_the_company(nli, question):
    found = nli.logits([nli.row(ids, question) for ids in nli.ids(TEXTS)])
    with torch.inference_mode():
        for text, logits in zip(TEXTS, found, strict=True):
            alone = nli.network(
                **nli.tokenizer(text, question or None, return_tensors="pt")
            ).logits[0]
            assert logits == pytest.approx(alone.numpy(), abs=1e-5)
    assert nli.logits([]).shape == (0, 3)


def test_bfloat16_is_near(nli):
    rows = [nli.row(ids) for ids in nli.ids(TEXTS)]
    short = SequenceClassifier(tiny_models.nli(), precision="bfloat16").logits(rows)
    assert short == pytest.approx(nli.logits(rows), abs=0.05)
    assert not np.array_equal(short, nli.logits(rows)), "it does compute in bfloat16"


def test_out_of_memory_halves_the_batch(nli, monkeypatch):
    whole, forward = [nli.row(ids) for ids in nli.ids(TEXTS)], nli.forward
    expected = nli.logits(whole)

    def small(rows):
        if len(rows) > 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return forward(rows)

    monkeypatch.setattr(nli, "forward", small)
    assert nli.logits(whole) == pytest.approx(expected, abs=1e-5)
    monkeypatch.setattr(nli, "forward", lambda rows: small([*rows, *rows]))
    with pytest.raises(UserError, match=r"Out of memory on .* Lower model\.window"):
        nli.logits(whole)


def test_batches_hold_like_lengths_within_their_tokens():
    lengths = [3, 90, 5, 88, 4, 200]
    made = list(batches(lengths, 200))
    assert sorted(i for batch in made for i in batch) == list(range(6))
    assert made == [[5], [1, 3], [2, 4, 0]]


def test_the_window_is_the_smallest_limit(nli):
    assert nli.window == 96
    assert SequenceClassifier(tiny_models.nli(), window=40).window == 40
    assert nli.room() == 94 and nli.room("Rain") < 94
    with pytest.raises(UserError, match="no room for an article beside"):
        nli.room("Rain fell on the market. " * 20)


def test_a_head_for_other_labels_is_drawn_anew(nli):
    kept = SequenceClassifier(tiny_models.nli(), nli.names).network.classifier.weight
    assert torch.equal(kept, nli.network.classifier.weight)
    same_size = SequenceClassifier(tiny_models.nli(), ["a", "b", "c"], seed=3)
    again = SequenceClassifier(tiny_models.nli(), ["a", "b", "c"], seed=3)
    assert not torch.equal(same_size.network.classifier.weight, kept)
    assert torch.equal(same_size.network.classifier.weight, again.network.classifier.weight)
    assert torch.equal(
        same_size.network.bert.pooler.dense.weight, nli.network.bert.pooler.dense.weight
    )
    wider = SequenceClassifier(tiny_models.nli(), list("abcde"))
    assert wider.names == list("abcde") and wider.network.classifier.out_features == 5


def edit(folder, name, **changes):
    """Change a JSON file; None removes a key."""
    file = folder / name
    content = json.loads(file.read_text()) | changes
    file.write_text(json.dumps({k: v for k, v in content.items() if v is not None}))


def test_no_padding_token(copy):
    (copy / "special_tokens_map.json").unlink(missing_ok=True)
    edit(copy, "tokenizer_config.json", pad_token=None, eos_token="[SEP]")
    padded = SequenceClassifier(str(copy), precision="float32")
    assert padded.tokenizer.pad_token == "[SEP]"
    usual = SequenceClassifier(tiny_models.nli(), precision="float32")
    rows = [usual.row(ids) for ids in usual.ids(TEXTS)]
    assert padded.logits(rows) == pytest.approx(usual.logits(rows), abs=1e-5)
    edit(copy, "tokenizer_config.json", eos_token=None)
    with pytest.raises(UserError, match="neither a padding nor an end token"):
        SequenceClassifier(str(copy)).logits(rows)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (None, "No weights given. Name an encoder: model.path=FOLDER"),
        ("", "No weights given"),
        ("/no/such/folder", "folder /no/such/folder not found"),
        ("bert", "folder bert not found. Give a folder, or a hub id OWNER/NAME"),
    ],
)
def test_weights_that_are_not_there(name, words):
    with pytest.raises(UserError) as caught:
        place(name, "model.path", "an encoder")
    assert words in str(caught.value)


def test_a_folder_without_weights(copy):
    (copy / "model.safetensors").unlink()
    with pytest.raises(UserError, match=r"has no \*\.safetensors"):
        place(str(copy), "model.path", "an encoder")
    (copy / "config.json").unlink()
    with pytest.raises(UserError, match=r"has no config\.json"):
        place(str(copy), "model.path", "an encoder")


@pytest.mark.parametrize(
    "content", [b"", b"not safetensors", b"\x08\x00\x00\x00\x00\x00\x00\x00{}      "]
)
def test_damaged_weights_are_one_line(copy, content):
    (copy / "model.safetensors").write_bytes(content)
    with pytest.raises(UserError, match="cannot be loaded") as caught:
        SequenceClassifier(str(copy)).logits([])
    assert "\n" not in str(caught.value)


def test_a_hub_id_without_network_is_one_line(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(
        UserError, match=r"nobody/nothing cannot be loaded .* can be reached"
    ) as caught:
        SequenceClassifier(place("nobody/nothing", "model.path", "an encoder")).ids(["a"])
    assert "\n" not in str(caught.value)


def test_pickled_weights_are_refused(copy):
    (copy / "model.safetensors").rename(copy / "other.safetensors")
    torch.save({}, copy / "pytorch_model.bin")
    with pytest.raises(UserError, match="cannot be loaded"):
        SequenceClassifier(str(copy)).logits([])


def test_code_of_a_model_is_not_run(copy):
    (copy / "modeling_evil.py").write_text("raise SystemExit('run')\n")
    edit(
        copy,
        "config.json",
        auto_map={"AutoModelForSequenceClassification": "modeling_evil.Evil"},
        model_type="evil",
    )
    with pytest.raises(UserError, match="cannot be loaded"):
        SequenceClassifier(str(copy)).logits([])


def test_precision():
    assert arithmetic("float32")[1] == "float32"
    assert arithmetic("auto")[1] in ("float32", "bfloat16")
    with pytest.raises(UserError, match="Allowed: auto, float32, bfloat16"):
        arithmetic("float16")
