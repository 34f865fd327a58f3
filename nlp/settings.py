"""Everything a job is told, typed: the keys of ``configs/run.yaml``.

>>> RunConfig().interval.resamples
2000
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Interval:
    """How intervals are made: resamples of stories, nominal level, bootstrap method."""

    resamples: int = 2000
    level: float = 0.95
    method: str = "percentile"


@dataclass
class Abstain:
    """Whether to abstain: bound on the share of wrong answers (None: answer all), how sure it is."""

    error: float | None = None
    sure: float = 0.9


@dataclass
class Report:
    """How reports are written: interface language, kinds beside HTML, Markdown, CSV, LaTeX and SVG."""

    language: str = "en"
    also: list[str] = field(default_factory=list)


@dataclass
class Curve:
    """A learning curve: draws of training stories, sizes (each half the next), score to reach."""

    draws: int = 20
    sizes: int = 5
    target: float | None = None


@dataclass
class RunConfig:
    """Everything one run is told; groups (task, corpus, …) are nodes with a ``_target_``."""

    job: str = ""  # the function in nlp.jobs that does it
    task: Any = None
    corpus: Any = None
    model: Any = None
    metric: Any = None
    split: Any = None
    baselines: list[str] = field(default_factory=list)
    codebook: str = ""
    output: str = "runs"
    seed: int = 0
    folds: int = 5
    threads: int = 1
    tolerance: float = 0
    abstain: Abstain = field(default_factory=Abstain)
    run: Any = None  # a stored run, or several
    of: Any = None  # the task, or tasks, that a job is about
    interval: Interval = field(default_factory=Interval)
    curve: Curve = field(default_factory=Curve)
    report: Report = field(default_factory=Report)
    tracking: Any = None
