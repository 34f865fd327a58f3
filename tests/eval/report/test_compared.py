"""The comparison report: what it may say, pair by pair."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from report_support import mixed, record, summary_item

from eval.compare import compare, main
from eval.report import compared
from eval.report.value import Figure, Report, Table
from nlp.records import Item
from nlp.store import write_run


@dataclass(frozen=True)
class Run:
    path: Path
    record: dict[str, Any]
    items: list[Item]


def runs(wrong: dict[str, int], **about: Any) -> list[Run]:
    out = []
    for name, n in wrong.items():
        one = record(model=name, **about)
        one["config"] = {**one["config"], "model": {"depth": n, "seed": 0}, "output": name}
        out.append(Run(Path("runs") / name / "1", one, mixed(n=80, wrong=n)))
    return out


def told(made: list[Run]) -> Report:
    return compared.report(compare(made, resamples=400), made, "en")


def rows(report: Report, name: str) -> list[list[str]]:
    return [list(r) for t in report.blocks(Table) if t.id == name for r in t.rows]


@pytest.mark.parametrize(
    ("wrong", "says", "groups"),
    [
        ({"good": 2, "poor": 50}, "are told apart", "Group 1: good. Group 2: poor."),
        ({"a": 5, "b": 6}, "cannot be told apart with 80 stories", "Group 1: a, b."),
        ({"a": 5, "b": 5}, "score exactly the same", "Group 1: a, b."),
    ],
)
def test_the_verdict(wrong: dict[str, int], says: str, groups: str) -> None:
    verdict = told(runs(wrong)).verdict
    assert says in verdict[0] and groups in verdict[1]
    assert ("would be needed" in verdict[0]) == ("cannot" in says)


def test_every_pair_and_only_changed_options_are_listed() -> None:
    report = told(runs({"a": 2, "b": 20, "c": 50}))
    assert [r[0] for r in rows(report, "pairs")] == ["a − b", "a − c", "b − c"]
    assert rows(report, "configs") == [["model.depth", "2", "20", "50"]]  # not seed, not output


def test_cost_is_the_models_own_time_where_it_was_taken() -> None:
    made = runs({"a": 2, "b": 20}, seconds=100.0)
    made[0].record["answering"] = {"a": 3.0}
    assert [r[:2] for r in rows(told(made), "cost")] == [["a", "3"], ["b", "100.0"]]
    made[1].record["cost"] = {"fit_s": 1.5, "predict_s": 2.0, "tokens_in": None, "parameters": 9}
    assert rows(told(made), "cost")[1][:2] == ["b", "3.5"]
    bare = told(runs({"a": 2, "b": 20}, seconds=None))
    assert not [f.id for f in bare.blocks(Figure) if f.id.startswith("cost")]


def test_every_cost_that_two_runs_recorded_is_listed_and_drawn() -> None:
    made = runs({"a": 2, "b": 20, "c": 40})
    for run, size in zip(made, (1000, 2_000_000, 0), strict=True):
        spent = {"tokens_in": 900, "tokens_out": 100} if size else {}
        run.record["cost"] = {
            "fit_s": 1.0,
            "predict_s": 2.0,
            "parameters": size,
            "price": None,
        } | spent
    report = told(made)
    assert [r[1:6] for r in rows(report, "cost")] == [
        ["3", "1", "2", "1,000", "1,000"],
        ["3", "1", "2", "2,000,000", "1,000"],
        ["3", "1", "2", "0", "–"],
    ]
    figures = {f.id: f for f in report.blocks(Figure)}
    assert figures["cost-parameters"].note.endswith(
        "Not drawn, for it costs none or did not say: c."
    )
    # the same for all, or not known: nothing to draw
    assert not {"cost-seconds", "cost-tokens", "cost-price"} & set(figures)


def test_articles_that_separate_the_best_come_first_without_one_runs_evidence() -> None:
    browser = told(runs({"a": 2, "b": 20})).browser
    assert browser is not None
    right = browser.facets[0]
    assert [right.values[v] for v in browser.readings[0].facets[0]] == ["a"] and right.every
    assert {m for r in browser.readings for p in r.pieces for m in p.marks} == set()


def test_the_command_writes_one_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, out = runs({"good": 2, "poor": 50}), tmp_path / "compare.html"
    for run in made:
        write_run(tmp_path / run.path, run.record, run.items, {})
    given = [*(str(tmp_path / r.path) for r in made), "--html", str(out), "--resamples", "400"]
    assert main([*given, "--language", "fr"]) == 0
    assert "Comparaison d’évaluations" in out.read_text(encoding="utf-8")
    assert main([*given, "--language", "xx"]) == 2
    assert "report.language is 'xx'" in capsys.readouterr().err


def test_summaries_are_read_side_by_side_with_their_scores_and_references() -> None:
    made = []
    for name, said in (("good", "The mine opened."), ("poor", "It rained.")):
        items = [summary_item(i, said, "The mine opened.") for i in range(30)]
        about = record("summarize", model=name)
        made.append(Run(Path("runs") / name / "1", about, items))
    browser = told(made).browser
    assert browser is not None
    first = browser.readings[0]
    assert first.cells == [["good", "100.0", "The mine opened."], ["poor", "0.0", "It rained."]]
    assert first.references == [("Reference", "The mine opened.")]
    assert first.verdict == "highest: good"
