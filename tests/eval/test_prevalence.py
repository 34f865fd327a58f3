"""Corrected counts: the arithmetic, the rates of a stored run, and whether the interval holds the truth."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from report_support import item, record

from eval.intervals import Plan
from eval.prevalence import corrected, rates
from nlp.store import StoredRun


@pytest.mark.parametrize(
    ("counted", "tpr", "fpr", "share"),
    [
        (290, 0.8, 0.1, (0.29 - 0.1) / 0.7),  # by hand
        (50, 0.8, 0.1, 0.0),  # fewer than the false alarms alone: none
        (900, 0.8, 0.1, 1.0),
        (300, 1.0, 0.0, 0.3),  # a model without errors counts right
    ],
)
def test_the_share_is_corrected_and_stays_a_share(
    counted: int, tpr: float, fpr: float, share: float
) -> None:
    value, low, high = corrected(counted, 1000, [(tpr, fpr)] * 200, 0.95, seed=0)
    assert value == pytest.approx(share) and 0 <= low <= high <= 1


def run(stories: int, exclusive: bool = False) -> StoredRun:
    # 'mines': of 20 that carry it 15 are found; of 40 that do not 10 are given it
    said = ["m"] * 15 + [""] * 5 + ["m"] * 10 + [""] * 30
    items = [
        replace(item(i, "m" if i < 20 else "", s), story=f"s{i % stories}")
        for i, s in enumerate(said)
    ]
    return StoredRun(Path("x"), record(exclusive=exclusive), items, [])


def test_rates_are_those_of_the_run_and_vary_over_stories() -> None:
    found = rates(run(60), Plan(200))
    assert list(found) == ["mines"]  # nothing carries 'ports': no true-positive rate
    assert found["mines"].shape == (201, 2)
    assert found["mines"][0] == pytest.approx([0.75, 0.25])
    assert np.ptp(found["mines"][1:, 0]) > 0.1


def test_no_correction_is_made_from_too_little_or_between_labels_that_exclude_each_other() -> None:
    assert rates(run(9), Plan(200)) == {}
    assert rates(run(60, exclusive=True), Plan(200)) == {}


@pytest.mark.slow
def test_the_interval_holds_the_true_share() -> None:
    rng, held, trials = np.random.default_rng(1), 0, 300
    for seed in range(trials):
        tpr, fpr, share = 0.8, 0.12, 0.25
        gold = rng.random(200) < 0.4
        said = np.where(gold, rng.random(200) < tpr, rng.random(200) < fpr)
        items = [
            item(i, "m" if g else "", "m" if s else "")
            for i, (g, s) in enumerate(zip(gold, said, strict=True))
        ]
        table = rates(StoredRun(Path("x"), record(), items, []), Plan(400, seed))["mines"]
        counted = int(rng.binomial(500, share * tpr + (1 - share) * fpr))
        _, low, high = corrected(counted, 500, table, 0.95, seed, 200)
        held += low <= share <= high
    assert 0.92 <= held / trials <= 0.98  # 95% nominal; 300 trials have a standard error of 1.3%
