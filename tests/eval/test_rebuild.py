"""Every metric YAML builds the metric it names, and says what it is to a researcher."""

from pathlib import Path

import pytest
import yaml

from eval.rebuild import build
from eval.scores import Additive, Metric
from nlp.errors import UserError
from nlp.records import LabelSet

CONFIGS = sorted((Path(__file__).parents[2] / "configs" / "metric").glob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda p: p.stem)
def test_every_config_builds_a_metric_with_distinct_columns(path):
    text = path.read_text(encoding="utf-8")
    metric = build(yaml.safe_load(text))
    assert isinstance(metric, Metric)
    labels = None if metric.tasks == ("summarize",) else LabelSet(("x", "y"), exclusive=True)
    keys = [column.key for column in metric.columns(labels)]
    assert len(keys) == len(set(keys)) > 0
    assert set(metric.tasks) <= {"topic", "stance", "sources", "summarize"}
    assert all(isinstance(v, str) for v in metric.settings().values())
    assert isinstance(metric, Additive) or metric.name == "ranking"
    comments = [line for line in text.splitlines() if line.startswith("# ")]
    assert f"# @package metric.{path.stem}" in comments
    assert any(len(line) > 40 for line in comments if "@package" not in line)


def test_unknown_options_are_one_line():
    with pytest.raises(UserError, match="unexpected keyword argument 'averge'"):
        build({"_target_": "eval.metrics.f1.F1", "averge": "macro"})
