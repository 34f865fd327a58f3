"""What a run's record says of its model."""

from __future__ import annotations

import pytest
from omegaconf import OmegaConf

from eval.report.voice import Voice
from nlp.conf import build, options, register
from nlp.jobs.evaluate import _imbalance
from nlp.paths import CONFIGS, DATA
from nlp.records import Model


def made(name: str, **more: object) -> Model:
    register()
    base = OmegaConf.create({"codebook": str(DATA / "codebook.yaml"), "seed": 0})
    base.node = OmegaConf.load(CONFIGS / "model" / f"{name}.yaml")
    return build({**OmegaConf.to_container(base.node, resolve=True), **more}, "model")  # type: ignore[no-any-return, dict-item]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("tfidf_lr", "weighted"),
        ("nbsvm", "weighted"),
        ("ensemble", "weighted"),
        ("majority", "frequent"),
        ("codebook", "unlearned"),
        ("oracle", ""),
    ],
)
def test_what_is_done_about_rare_labels(name: str, told: str) -> None:
    assert _imbalance(made(name)) == told


@pytest.mark.parametrize(("balance", "told"), [(True, "capped"), (False, "calibrated")])
def test_a_fine_tuned_model_tells_what_it_was_asked(balance: bool, told: str) -> None:
    assert _imbalance(made("hf_finetune", path="somewhere", balance=balance)) == told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_reports_have_words_for_all_of_it(language: str) -> None:
    needed = {"nli_zeroshot", "hf_finetune", "seq2seq"}  # of a path that nobody gave
    told = {_imbalance(made(name)) for name in options("model") if name not in needed} - {""}
    assert {"weighted", "frequent", "unlearned"} <= told
    say = Voice(language)
    assert all(say.has(f"methods.imbalance.{word}") for word in told | {"capped", "calibrated"})
