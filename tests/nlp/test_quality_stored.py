"""Lines from stored runs: values, and differences whose sign follows the model, not the better of two."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from nlp.quality_stored import lines
from nlp.records import Article, Gold, Item, Prediction
from nlp.store import StoredRun

RECORD = {
    "task": "topic",
    "labels": {"names": ["a", "b"], "exclusive": False},
    "gold_hash": "g",
    "codebook_hash": "c",
    "metrics": [{"_target_": "eval.metrics.f1.F1", "average": "macro"}],
}


def run(model: str, found: int) -> StoredRun:
    """Return a run over 24 articles, half of topic a and half of b; the first ``found`` are right."""
    items = []
    for i in range(24):
        topic = frozenset({"ab"[i % 2]})
        said = Prediction(f"x{i}", topic if i < found else frozenset())
        items.append(Item(f"x{i}", Article(f"x{i}", "Text."), f"x{i}", Gold(topic), said))
    cost = {"fit_s": 1.5, "predict_s": 2.0}
    return StoredRun(Path(model), RECORD | {"model": model, "cost": cost}, items, [])


def test_a_difference_is_the_model_less_the_reference() -> None:
    runs = [run("weak", 12), run("reference", 18), run("strong", 24)]
    strong, reference, weak = lines("topic", runs, "reference")
    # F1 of a label half of whose articles are found, none wrongly: 2 × 6 / (6 + 12) = 2/3; of 9 in 12: 6/7
    assert [x["value"] for x in (strong, reference, weak)] == [1.0, 0.857, 0.667]
    assert (strong["difference"], weak["difference"]) == (0.143, -0.19)
    assert weak["difference_low"] <= -0.19 <= weak["difference_high"] < 0
    assert "difference" not in reference and reference["config"] == "reference"
    assert (strong["fit_s"], strong["articles_per_s"], strong["articles"]) == (1.5, 12, 24)


def test_seconds_that_are_not_known_are_not_guessed() -> None:
    old = run("old", 12)
    old = dataclasses.replace(old, record={k: v for k, v in old.record.items() if k != "cost"})
    (_, line) = lines("topic", [run("new", 24), old], "new")
    assert (line["fit_s"], line["articles_per_s"]) == (None, None)
