"""Every metric is on the page with a source or definition, its columns and its own signature."""

from __future__ import annotations

import pytest

from docs.generate import metrics
from docs.generate.yamls import Yaml, group


@pytest.mark.parametrize("file", group("metric"), ids=lambda f: f.name)
def test_every_metric_has_its_section(file: Yaml) -> None:
    page = metrics.metrics()
    section = page.split(f"### {file.name}\n")[1].split("\n### ")[0]
    metric = metrics.made(file)
    for column in metric.columns(metrics.labels(metric)):
        assert f"`{column.key}`" in section
    assert "Signature: `metric:" in section and "version:VERSION`" in section
    assert ">>>" not in section and "``" not in section


def test_the_way_that_is_better_is_said() -> None:
    page = metrics.metrics()
    assert (
        "Gives: `tpr`, `tpr[TOPIC]` (higher is better); `fpr`, `fpr[TOPIC]` (lower is better)."
        in page
    )
    assert "`words`, `sentences`, `characters` (neither way is better)." in page


def test_every_method_has_its_section() -> None:
    page = metrics.methods()
    assert [line[5:-1] for line in page.splitlines() if line.startswith("### ")] == list(
        metrics.METHODS
    )
    assert ">>>" not in page
