"""The last steps of every job: report files, the run directory, the short table on the screen.

>>> publish(path, record, judged, {"lead": items}, {})  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from eval import label_issues, learning_report
from eval.alignment import label_set
from eval.consensus import Answers
from eval.judging import Judged
from eval.ledger import failures
from eval.report import console, render
from nlp import store, stored
from nlp.records import Item


def publish(
    path: Path,
    record: Mapping[str, Any],
    judged: Judged,
    answers: Mapping[str, Sequence[Item]],
    votes: Answers,
    keep: Callable[[Path], None] | None = None,
) -> None:
    """Write the run directory ``path`` whole, with all that re-scoring needs, and print the figures.

    ``keep`` may add to its draft what is not ours to know, such as the fitted model.
    """
    own, *baselines = answers
    record = {**record, "learning": learning_report.stored(path.parents[2], record)}
    files = render(record, judged, answers, votes)
    kept = stored.files({name: answers[name] for name in baselines}, votes)
    labels = label_set(record)
    if labels and any(item.fold >= 0 for item in answers[own]):
        files[label_issues.FILE] = label_issues.to_csv(label_issues.issues(answers[own], labels))
    store.write_run(path, record, answers[own], {**files, **kept}, keep)
    console.show(record, judged, answers, path)
    if votes and judged.ceiling is None:
        print("Note: no example has the votes of two annotators; they are not judged.")


def intolerable(judged: Judged, tolerance: float, path: Path) -> str:
    """Return why a run has too many failures, '' when it has not.

    ``tolerance``: how many examples may fail or stay unparsed; below 1, which share of them.
    """
    ledger = next(iter(judged.models.values())).ledger
    failed, total = failures(ledger), sum(ledger.values())
    allowed = tolerance * total if tolerance < 1 else tolerance
    if failed <= allowed:
        return ""
    kinds = ", ".join(f"{ledger[k]} {k}" for k in ("failed", "unparsed") if ledger[k])
    return (
        f"{failed} of {total} examples have no usable answer ({kinds}), more than"
        f" tolerance={tolerance:g} allows. Where there is gold, they count as wrong; the report is"
        f" whole: {path}. To accept them: tolerance={failed}."
    )
