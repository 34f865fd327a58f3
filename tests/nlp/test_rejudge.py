"""Scoring is apart from predicting: a crash in it costs no prediction."""

from __future__ import annotations

from pathlib import Path

import pytest
from hydra import compose, initialize_config_dir
from realign_support import small_corpus, write_jsonl

import eval.judging
from nlp.conf import register
from nlp.models.codebook import Dictionary
from nlp.paths import CONFIGS
from nlp.run import run


def test_a_scoring_crash_never_costs_predictions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_jsonl(tmp_path / "corpus.jsonl", small_corpus())
    register()
    with initialize_config_dir(version_base="1.3", config_dir=str(CONFIGS)):
        cfg = compose(
            "run",
            ["+task=topic", "corpus=jsonl", f"corpus.path={tmp_path / 'corpus.jsonl'}", "model=codebook",
             "baselines=[]", f"output={tmp_path / 'runs'}"],
        )  # fmt: skip
    names = {"task": "topic", "model": "codebook"}

    def crash(*_: object) -> None:
        raise RuntimeError("the judge fell ill")

    with monkeypatch.context() as patched:
        patched.setattr(eval.judging, "judge_all", crash)
        with pytest.raises(RuntimeError, match="the judge fell ill"):
            run(cfg, names)
    (kept,) = tmp_path.glob("runs/.partial/codebook-*.jsonl")
    assert len(kept.read_text().splitlines()) == 24

    monkeypatch.setattr(Dictionary, "predict", crash)  # every answer is there already
    path = run(cfg, names)
    assert (path / "scores.json").is_file()
    assert not kept.exists()
