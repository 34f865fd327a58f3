"""Exports: the schema's demands, and texts that try to become formulas, commands or YAML."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
import yaml

from eval.every_eval_ever import record
from eval.export import to_csv, to_eval_results, to_latex, to_model_index
from nlp.store import StoredRun

SIGNATURE = (
    "metric:f1[x]|interval:percentile|clusters:story|level:0.95|resamples:2000|seed:0|version:1"
)


def score(metric="macro_f1", label="", **changes):
    return {
        "model": "m_1", "metric": metric, "label": label, "value": 0.5, "low": 0.4, "high": 0.6, "n": 40,
        "stories": 30, "level": 0.95, "note": "", "signature": SIGNATURE, "higher_is_better": True, **changes,
    }  # fmt: skip


@pytest.fixture
def run():
    about = {
        "task": "topic", "model": "m_1", "seed": 0, "started": "2026-01-02T03:04:05Z", "command": "python -m nlp.run",
        "gold_hash": "g", "codebook_hash": "c", "label_names": {"x": "R&D_50%"}, "code": {"commit": "abc", "dirty": True},
        "corpus": {"name": "news", "hash": "h", "articles": 40, "stories": 30},
        "versions": {"python": "3.11", "realign": "0.1.0"}, "config": {"model": {"_target_": "nlp.models.m.M", "words": 3}},
    }  # fmt: skip
    scores = [
        score(), score("f1", "x", note="=HYPERLINK(\"http://x\")"), score("support", "x", higher_is_better=None, value=12.0, low=None, high=None),
        score("log_loss", higher_is_better=False, value=1.5, low=None, high=None, note="+cmd|' /C calc'!A0"),
        score(model="-majority", value=-0.25),
    ]  # fmt: skip
    return StoredRun(Path("runs/topic/m_1/t_1"), about, [], scores)


def texts(value, where=""):
    """Every value below 'additional_details', 'details' and such, which the schema wants as texts."""
    for key, part in value.items() if isinstance(value, dict) else enumerate(value):
        if key in ("additional_details", "details"):
            yield from part.values()
        elif isinstance(part, dict | list):
            yield from texts(part)


def test_every_eval_ever_has_what_the_schema_demands(run):
    made = record(run, now=1_700_000_000, organization="A lab", model_id="lab/m")
    # top level: exactly these keys are required, and no others but 'evaluation_timestamp' and
    # 'detailed_evaluation_results' are allowed
    required = {
        "schema_version", "evaluation_id", "retrieved_timestamp", "source_metadata", "model_info",
        "eval_library", "evaluation_results",
    }  # fmt: skip
    assert (
        required <= set(made) <= required | {"evaluation_timestamp", "detailed_evaluation_results"}
    )
    assert made["schema_version"] == "0.2.2"
    assert made["evaluation_id"] == "topic/lab_m/1700000000"
    assert made["retrieved_timestamp"] == "1700000000"
    assert made["source_metadata"]["source_type"] in ("documentation", "evaluation_run")
    relations = ("first_party", "third_party", "collaborative", "other")
    assert made["source_metadata"]["evaluator_relationship"] in relations
    assert made["source_metadata"]["source_organization_name"] == "A lab"
    assert made["eval_library"]["version"] == "0.1.0"
    assert (made["model_info"]["name"], made["model_info"]["id"]) == ("m_1", "lab/m")
    assert all(isinstance(text, str) for text in texts(made))
    results = {r["evaluation_result_id"]: r for r in made["evaluation_results"]}
    assert set(results) == {"macro_f1", "f1[x]", "log_loss"}  # rated scores of the model itself
    for result in results.values():
        assert {"evaluation_name", "source_data", "metric_config", "score_details"} <= set(result)
        assert result["source_data"]["source_type"] == "other"
        assert isinstance(result["metric_config"]["lower_is_better"], bool)
        if result["metric_config"].get("score_type") == "continuous":
            assert {"min_score", "max_score"} <= set(result["metric_config"])
    assert "score_type" not in results["log_loss"]["metric_config"]  # no upper end
    assert results["log_loss"]["metric_config"]["lower_is_better"] is True
    uncertainty = results["macro_f1"]["score_details"]["uncertainty"]
    assert uncertainty["confidence_interval"] == {
        "lower": 0.4, "upper": 0.6, "confidence_level": 0.95, "method": "percentile, stories as clusters",
    }  # fmt: skip
    assert (uncertainty["num_samples"], uncertainty["num_bootstrap_samples"]) == (40, 2000)
    assert "confidence_interval" not in results["log_loss"]["score_details"]["uncertainty"]


def test_no_text_in_csv_is_a_formula_and_numbers_stay_numbers(run):
    rows = list(csv.DictReader(io.StringIO(to_csv(run))))
    assert len(rows) == len(run.scores)
    for row in rows:
        for name in ("model", "metric", "label", "note", "signature"):
            assert not re.match(r"[=+\-@\t\r]", row[name]), row[name]
    assert rows[1]["note"].startswith("'=HYPERLINK")
    assert rows[4]["model"] == "'-majority"
    assert float(rows[4]["value"]) == -0.25


def test_no_text_is_a_latex_command(run):
    run.record["label_names"]["x"] = "\\input{x} $y^2$ #1 ~%\nz"
    (row,) = [line for line in to_latex(run).splitlines() if "F1" in line and "input" in line]
    name = row.partition(" & ")[0]
    assert r"\textbackslash{}input\{x\}" in name
    assert not re.search(r"(?<!\\)[$#%_&]", name)


def test_latex_table(run):
    lines = to_latex(run).splitlines()
    assert r"Score & m\_1 & -majority \\" in lines
    assert r"macro-F1 & $0.50$ [$0.40$, $0.60$] & $-0.25$ [$0.40$, $0.60$] \\" in lines
    assert r"R\&D\_50\%: support & $12$ & -- \\" in lines
    assert lines[1] == r"\begin{tabular}{lll}"


def test_hugging_face_formats_are_yaml_with_the_required_keys(run):
    (model,) = yaml.safe_load(to_model_index(run))["model-index"]
    (result,) = model["results"]
    assert (model["name"], result["task"]["type"]) == ("m_1", "text-classification")
    assert {"type", "name"} <= set(result["dataset"])
    assert [m["name"] for m in result["metrics"]] == ["macro_f1", "f1[x]", "log_loss"]
    assert result["metrics"][0]["value"] == 0.5
    entries = yaml.safe_load(to_eval_results(run, "lab/news"))
    assert entries[0]["dataset"] == {"id": "lab/news", "task_id": "topic/macro_f1"}
    assert (entries[0]["value"], entries[0]["date"]) == (0.5, "2026-01-02")
    assert "95% interval 0.400 to 0.600" in entries[0]["notes"]
