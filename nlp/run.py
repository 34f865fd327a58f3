"""The command line: compose a configuration, do the job it names, compare the runs of a sweep.

``python -m nlp.run +task=topic model=tfidf_lr``; ``--help`` lists tasks, models and corpora. Jobs are in
``nlp.jobs``, one per file; ``job:`` in a task's YAML names one, and most tasks are evaluated.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.cli import FailuresError, WrittenError, guarded, readable
from nlp.conf import build, check, locate, plain, register
from nlp.errors import UserError
from nlp.paths import CONFIGS

if TYPE_CHECKING:
    from omegaconf import DictConfig


def run(cfg: DictConfig, names: dict[str, str]) -> Path:
    """Do one job; ``names`` says which YAML was chosen per group. Returns what it wrote."""
    settings = check(cfg)
    job = locate(settings.job, "job")
    if not settings.tracking:
        path: Path = job(settings, names, plain(cfg))
        return path
    tracker = build(settings.tracking, "tracking")
    tracker.open()  # a store that is not there is told before the work, not after it
    try:
        path = job(settings, names, plain(cfg))
    except FailuresError as failures:  # the run itself is whole
        tracker.add(failures.path)
        raise
    tracker.add(path)
    return path


def _compare(paths: Sequence[Path]) -> None:
    """Print the paired comparison of a sweep's runs, and write its report beside them."""
    from eval.compare import compare
    from eval.compare_text import render
    from eval.report import compared, files
    from nlp.store import new_path, read_run, write_files

    runs = [read_run(path) for path in paths]
    found = compare(runs)
    print("\n" + render(found))
    config = runs[0].record["config"]
    folder = new_path(config["output"], runs[0].record["task"], "comparison")
    asked = config.get("report") or {}
    value = compared.report(found, runs, asked.get("language", "en"))
    write_files(folder, files(value, asked.get("also") or ()))
    print(f"\nComparison: {folder / 'report.html'}")


def main() -> int:
    """Run the command line."""

    def job() -> None:
        import hydra
        from hydra.core.hydra_config import HydraConfig

        register()
        sys.argv[1:] = map(readable, sys.argv[1:])
        mistakes: list[UserError] = []
        done: list[Path] = []

        @hydra.main(version_base="1.3", config_path=str(CONFIGS), config_name="run")
        def compose(cfg: DictConfig) -> None:
            try:
                done.append(run(cfg, dict(HydraConfig.get().runtime.choices)))
            except UserError as mistake:  # kept from Hydra, which would print around it
                mistakes.append(mistake)
                if isinstance(mistake, WrittenError):  # the run itself is whole
                    done.append(mistake.path)

        compose()
        judged = [path for path in done if (path / "scores.json").is_file()]
        if len(judged) > 1:
            _compare(judged)
        if mistakes:
            raise mistakes[0]

    return guarded(job)


if __name__ == "__main__":
    sys.exit(main())
