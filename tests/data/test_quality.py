"""The measured quality of the summarizers: readable, complete, and about models that exist."""

from __future__ import annotations

import json

import pytest

from nlp.paths import CONFIGS, DATA

LINES = [
    json.loads(line)
    for line in (DATA / "quality_summaries.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['dataset']}-{line['config']}")
def test_a_measurement_has_its_interval_size_and_command(line: dict[str, object]) -> None:
    assert (CONFIGS / "model" / f"{line['config']}.yaml").is_file()
    for spread in (line, line["delta"], line["delta_textrank"]):
        assert isinstance(spread, dict) and spread["low"] <= spread["value"] <= spread["high"]
    assert (
        line["metric"] and line["date"] and str(line["command"]).startswith("pytest -m benchmark")
    )
    assert 0 < int(str(line["stories"])) <= int(str(line["n"]))


def test_every_model_is_measured_on_every_set() -> None:
    pairs = {(line["dataset"], line["config"]) for line in LINES}
    assert len(pairs) == len(LINES)
    assert len(pairs) == len({d for d, _ in pairs}) * len({c for _, c in pairs})
