"""Stored models: what does not belong is refused in one line, and no file can run code."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest
from realign_support import small_corpus

from nlp.errors import UserError
from nlp.models.majority import Majority
from nlp.models.ngrams import Ngrams
from nlp.records import Article, Example, Gold, LabelSet

LABELS = LabelSet(("defence_cooperation", "post_colonial_realignment", "mercenary_activity"), False)


@pytest.fixture
def stored(tmp_path: Path, codebook: str) -> Path:
    rows = small_corpus(16)
    examples = [Example(str(r["id"]), Article(str(r["id"]), str(r["text"]))) for r in rows]
    gold = [Gold(frozenset(r["topics"])) for r in rows]  # type: ignore[call-overload]
    Ngrams(codebook).fit(examples, gold, LABELS).save(tmp_path / "model")
    return tmp_path / "model"


class Bomb:
    """Unpickling this creates a file: the sign that foreign code ran."""

    def __init__(self, sign: Path) -> None:
        self.sign = sign

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, str]]:
        return open, (str(self.sign), "w")


@pytest.mark.parametrize("name", ["model.json", "arrays.safetensors"])
def test_a_hostile_file_runs_nothing(
    stored: Path, codebook: str, tmp_path: Path, name: str
) -> None:
    sign = tmp_path / "ran"
    (stored / name).write_bytes(pickle.dumps(Bomb(sign)))
    with pytest.raises(UserError, match="is damaged"):
        Ngrams(codebook).load(stored)
    assert not sign.exists()
    pickle.loads((stored / name).read_bytes())
    assert sign.exists(), "the bomb works, so the test can fail"


def test_a_class_named_in_the_file_is_not_loaded(stored: Path, codebook: str) -> None:
    edit(stored, lambda m: m | {"class": "os.system"})
    with pytest.raises(UserError, match=r"has class 'os.system', but this model has 'nlp"):
        Ngrams(codebook).load(stored)


def edit(folder: Path, change: Callable[[dict[str, object]], dict[str, object]]) -> None:
    manifest = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    (folder / "model.json").write_text(json.dumps(change(manifest)), encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m | {"format": 99}, "has format 99, but this model has 1"),
        (lambda m: {k: v for k, v in m.items() if k != "content"}, "is damaged .KeyError"),
        (lambda m: m | {"content": {}}, "is damaged .KeyError"),
        (lambda m: m | {"content": m["content"] | {"words": ["one"]}}, "differ in size"),
        (lambda m: m | {"content": m["content"] | {"calibration": 3}}, "is damaged .TypeError"),
        (lambda m: [m], "is damaged .TypeError"),
    ],
)
def test_damage_is_one_line(
    stored: Path, codebook: str, change: Callable[..., object], message: str
) -> None:
    edit(stored, change)  # type: ignore[arg-type]
    with pytest.raises(UserError, match=message) as mistake:
        Ngrams(codebook).load(stored)
    assert "\n" not in str(mistake.value)


def test_other_options_are_refused(stored: Path, codebook: str) -> None:
    with pytest.raises(UserError, match="option ngrams 2, but this model has 1"):
        Ngrams(codebook, ngrams=1).load(stored)


def test_another_codebook_is_refused(stored: Path, codebook: str, tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    text = Path(codebook).read_text(encoding="utf-8").replace('version: "2.0"', 'version: "3.0"')
    other.write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=r"codebook version '2.0' .* codebook= is version '3.0'"):
        Ngrams(str(other)).load(stored)


def test_the_same_codebook_elsewhere_will_do(stored: Path, codebook: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(Path(codebook).read_bytes())
    assert Ngrams(str(copy)).load(stored).thresholds_ == Ngrams(codebook).load(stored).thresholds_


def test_missing_files_are_named(stored: Path, codebook: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"has no model.json"):
        Ngrams(codebook).load(tmp_path / "nowhere")
    (stored / "arrays.safetensors").unlink()
    with pytest.raises(UserError, match=r"has no arrays.safetensors"):
        Ngrams(codebook).load(stored)
    with pytest.raises(UserError):
        Majority().load(stored)
