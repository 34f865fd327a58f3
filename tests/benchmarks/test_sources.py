"""Attributed stance on the bundled corpus, its rules and what it learns measured apart, out of fold.

Whole: holder, topic and side must be right, each model's F1 beside its paired difference from a baseline.
Rules: whoever is found, whatever side is said. Sides: gold holders and passages are given, one side must be
said of each. Intervals resample stories. ``pytest -m benchmark -s tests/benchmarks/test_sources.py``
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from omegaconf import OmegaConf

from eval.harness import join
from eval.intervals import Plan, interval, resample
from eval.metrics.attributed import Attributed
from eval.sample import Pair, Sample
from nlp.conf import register
from nlp.crossfit import crossfit
from nlp.material import Material
from nlp.models import source_candidates
from nlp.models.source_candidates import Candidate
from nlp.models.source_majority import SourceMajority
from nlp.models.source_stance import SourceStance
from nlp.paths import CONFIGS
from nlp.records import Example, Model
from nlp.splits.stories import Stories
from nlp.store import Checkpoint
from nlp.tasks.sources import Sources

pytestmark = pytest.mark.benchmark

PLAN = Plan(resamples=1000)
COLUMNS = {c.metric: j for j, c in enumerate(Attributed().columns(None))}
Makers = dict[str, Callable[[str], Model]]


class Forced(SourceStance):
    """Says a side of every source."""

    @property
    def thresholds_(self) -> dict[str, float]:
        return dict.fromkeys(super().thresholds_, 0.0)


class ForcedMajority(SourceMajority):
    """The same by majority."""

    @property
    def thresholds_(self) -> dict[str, float]:
        return dict.fromkeys(super().thresholds_, 0.0)


def material(codebook: str) -> Material:
    register()
    node = OmegaConf.to_container(OmegaConf.load(CONFIGS / "corpus" / "bundled.yaml"), resolve=True)
    return Material.read(Sources(codebook), node)  # type: ignore[arg-type]


def measured(read: Material, make: Callable[[], Model], scratch: Path) -> Sample:
    parts = Stories(5).parts(read.examples, read.gold, read.story)
    checkpoint = Checkpoint(scratch / "none")
    done = crossfit(
        make, read.task, read.examples, read.gold, parts, checkpoint=checkpoint
    ).predictions
    checkpoint.done()
    items = join(read.examples, read.gold, done, read.stories)
    return Sample.of(Attributed(), [i for i in items if i.gold.known], read.task.labels)


def show(samples: dict[str, Sample], columns: list[str], against: str) -> None:
    """Print values with intervals, and differences of the first column from one model."""
    ones = resample(list(samples.values()), PLAN)
    pairs = {name: Pair(s, samples[against]) for name, s in samples.items() if name != against}
    twos = dict(zip(pairs, resample(list(pairs.values()), PLAN), strict=True))
    for (name, sample), spread in zip(samples.items(), ones, strict=True):
        told = []
        for column in columns:
            j = COLUMNS[column]
            low, high, _ = interval(sample, j, spread[:, j], PLAN)
            told.append(f"{column} {sample.point()[j]:.3f} [{low:.3f}, {high:.3f}]")
        if name in pairs:
            j = COLUMNS[columns[0]]
            low, high, _ = interval(pairs[name], j, twos[name][:, j], PLAN)
            told.append(f"difference {pairs[name].point()[j]:+.3f} [{low:+.3f}, {high:+.3f}]")
        print("  " + name.ljust(22), *told, sep="  ")


def test_rules_and_sides_apart(
    codebook: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = material(codebook)
    whole: Makers = {
        "learned, encoder": lambda book: SourceStance(book, encoder=""),
        "learned, words": SourceStance,
        "majority side": SourceMajority,
        "nearest name": lambda book: SourceMajority(book, find="nearest"),
    }
    sides: Makers = {
        "learned, encoder": lambda book: Forced(book, encoder=""),
        "learned, words": Forced,
        "majority side": ForcedMajority,
    }
    print(f"\nwhole, {len(read.examples)} examples")
    samples = {n: measured(read, lambda m=m: m(codebook), tmp_path) for n, m in whole.items()}
    show(samples, ["attributed_f1", "attributed_precision", "attributed_recall"], "majority side")
    print("rules: whoever is found")
    found = {"attribution": ForcedMajority, "nearest name": whole["nearest name"]}
    samples = {n: measured(read, lambda m=m: m(codebook), tmp_path) for n, m in found.items()}
    show(samples, ["holder_f1", "holder_precision", "holder_recall"], "nearest name")
    known = {e.id: g.attributed for e, g in zip(read.examples, read.gold, strict=True)}

    def given(example: Example, _: object) -> list[Candidate]:
        spans = [(h, (h.start, h.end)) for h in known[example.id] if h.field == "text"]
        return [Candidate(h.holder, (span,), (), 0, span) for h, span in spans]

    monkeypatch.setattr(source_candidates, "FINDERS", {"attribution": given})
    for module in ("source_stance", "source_majority"):
        monkeypatch.setattr(f"nlp.models.{module}.FINDERS", {"attribution": given})
    print("sides: gold holders and passages given")
    samples = {n: measured(read, lambda m=m: m(codebook), tmp_path) for n, m in sides.items()}
    assert samples["majority side"].point()[COLUMNS["holder_precision"]] > 0.99, "gold is found"
    show(samples, ["side_accuracy"], "majority side")
