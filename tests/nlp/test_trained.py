"""Stored models: used again as they were, refused where they do not belong, harmless from strangers."""

from __future__ import annotations

import json
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file, save_file
from trained_support import BOOK, ROOT, material, model_node, trained

from nlp.abstention import Rule
from nlp.conf import build
from nlp.errors import UserError
from nlp.records import Example
from nlp.trained import Trained, storable


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    return material("topic", tmp_path_factory.mktemp("corpus")).examples


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("run")
    trained("tfidf_lr", "topic", folder).save(folder / "model")
    return folder / "model"


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "model"))


@pytest.mark.parametrize(
    ("name", "task"),
    [("tfidf_lr", "topic"), ("majority", "topic"), ("codebook", "topic"), ("lead", "summarize")],
)
def test_what_is_loaded_answers_as_what_was_kept(
    examples: list[Example], tmp_path: Path, name: str, task: str
) -> None:
    fitted = trained(name, task, tmp_path)
    fitted.save(tmp_path / "model")
    loaded = Trained.load(tmp_path / "model", BOOK)
    assert loaded.predict(examples) == fitted.predict(examples)
    assert loaded.name == name
    assert loaded.languages == ({"en": 24} if name in ("tfidf_lr", "majority") else {})


def test_the_whole_configuration_may_be_given_again(folder: Path) -> None:
    assert Trained.load(folder, BOOK, model_node("tfidf_lr")).task.name == "topic"


def test_options_of_another_model_are_refused(folder: Path) -> None:
    with pytest.raises(UserError, match=r"is a nlp\.models\.ngrams\.Ngrams, but model= names"):
        Trained.load(folder, BOOK, model_node("majority"))


def test_an_oracle_is_never_kept() -> None:
    assert not storable(build(model_node("oracle"), "model"))
    assert storable(build(model_node("tfidf_lr"), "model"))


def test_a_rule_to_abstain_is_kept(examples: list[Example], tmp_path: Path) -> None:
    rule = Rule(0.1, 0.9, False, 1.01)  # nothing is that sure
    replace(trained("tfidf_lr", "topic", tmp_path), rule=rule).save(tmp_path / "model")
    loaded = Trained.load(tmp_path / "model", BOOK)
    assert loaded.rule == rule
    assert {p.outcome for p in loaded.predict(examples)} == {"abstained"}


def test_another_codebook_is_refused_in_one_line(folder: Path, tmp_path: Path) -> None:
    book = (ROOT / "data" / "codebook.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(book.replace('version: "2.0"', 'version: "2.1"'), encoding="utf-8")
    with pytest.raises(
        UserError, match=r"version '2\.0' .* is 'security-and-realignment' version '2\.1'"
    ) as caught:
        Trained.load(folder, str(other))
    assert "\n" not in str(caught.value)


def test_nothing_kept_names_this_machine(folder: Path) -> None:
    record = (folder / "trained.json").read_text(encoding="utf-8")
    assert (
        str(ROOT) not in record
        and json.loads(record)["task"]["codebook"] == "${data:codebook.yaml}"
    )


def change(**parts: Any) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        file = folder / "trained.json"
        file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | parts))

    return act


class Bomb:
    """Runs code when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return Path.touch, (Path("exploded"),)


def swap(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None  # type: ignore[func-returns-value]


def rewrite(act: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    """Return what changes the plain values that a model stored."""

    def spoil(folder: Path) -> None:
        manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        act(manifest["content"])
        (folder / "model.json").write_text(json.dumps(manifest), encoding="utf-8")

    return spoil


def arrays(act: Callable[[Any], Any]) -> Callable[[Path], None]:
    """Return what changes the numbers that a model stored."""

    def spoil(folder: Path) -> None:
        held = load_file(folder / "arrays.safetensors")
        act(held)
        save_file(held, folder / "arrays.safetensors")

    return spoil


HOSTILE: dict[str, tuple[Callable[[Path], None], str]] = {
    "foreign class": (change(model={"_target_": "os.system", "command": "touch exploded"}), "Allowed: classes in nlp.models"),
    "a function of ours": (change(model={"_target_": "nlp.models.storage.write"}), "Allowed: classes in nlp.models"),
    "a class that is no model": (change(model={"_target_": "nlp.models.encoder.Encoder"}), "damaged or not one of ours"),
    "a task elsewhere": (change(task={"_target_": "nlp.store.Checkpoint", "path": "exploded"}), "Allowed: classes in nlp.tasks"),
    "a class that is not there": (change(model={"_target_": "nlp.models.none.Model"}), "cannot be loaded"),
    "an unknown option": (change(model={**model_node("tfidf_lr"), "shell": "touch exploded"}), "Unknown option model.shell"),
    "another model's files": (change(model=model_node("majority")), "class"),
    "an encoder from the network": (change(model={**model_node("encoder_lr"), "encoder": "evil/weights"}), "confirm it: +model.encoder=evil/weights"),
    "a summarizer from the network": (change(model={**model_node("seq2seq"), "path": "evil/weights"}), "confirm it: +model.path=evil/weights"),
    "a format of the future": (change(format=99), "format 99, not 1"),
    "fields missing": (lambda f: (f / "trained.json").write_text("{}") and None, "damaged or not one of ours"),  # type: ignore[func-returns-value]
    "not JSON": (swap("trained.json", b"\x80\x04garbage"), "damaged or not one of ours"),
    "nested without end": (swap("trained.json", b'{"a":' * 100_000), "damaged or not one of ours"),
    "a pickle for arrays": (swap("arrays.safetensors", pickle.dumps(Bomb())), "damaged"),
    "arrays cut off": (lambda f: (f / "arrays.safetensors").write_bytes((f / "arrays.safetensors").read_bytes()[:100]) and None, "damaged"),  # type: ignore[func-returns-value]
    "a nested manifest": (swap("model.json", b"[" * 100_000), "damaged"),
    "fewer weights than words": (arrays(lambda a: a.update(weights=a["weights"][:5].copy())), "weights and vocabulary differ in size"),
    "an array missing": (arrays(lambda a: a.pop("bias")), "damaged (KeyError: 'bias')"),
    "weights that are no numbers": (arrays(lambda a: a.update(weights=a["weights"] * float("nan"))), "numbers that are not finite"),
    "weights of more labels": (arrays(lambda a: a.update(bias=a["bias"].repeat(2))), "damaged (ValueError"),
    "no calibration": (rewrite(lambda c: c["calibration"].update(curves=[])), "calibration and labels differ in number"),
    "one threshold for all": (rewrite(lambda c: c["calibration"].update(thresholds=[0.5])), "calibration and labels differ in number"),
    "labels of its own": (rewrite(lambda c: c.update(labels=["a", "b", "c"])), "its labels are not those of task topic"),
    "a rule without numbers": (change(abstain={"error": "x", "sure": 1, "exclusive": False, "threshold": "y"}), "could not convert string to float"),
    "a manifest missing": (lambda f: (f / "model.json").unlink(), "has no model.json"),
    "nothing": (lambda f: (f / "trained.json").unlink(), "No stored model in"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_and_damaged_files_are_refused_and_run_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    spoil, says = HOSTILE[name]
    spoil(folder)
    with pytest.raises(UserError) as caught:
        Trained.load(folder, BOOK)
    assert says in str(caught.value) and "\n" not in str(caught.value)
    assert not (tmp_path / "exploded").exists()
