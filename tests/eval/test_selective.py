"""A model that abstains and its baselines are held against each other where the model answers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from report_support import found, item, mixed, record

from eval.figures import figures
from eval.report import console, verdict
from eval.report.overview import scores
from nlp.records import Item, Outcome


def silent(items: list[Item], ids: range) -> list[Item]:
    """The same answers with an abstention on some."""
    hidden = {f"e{i}" for i in ids}
    empty = {"labels": frozenset[str](), "evidence": (), "outcome": Outcome.ABSTAINED}
    return [
        replace(i, prediction=replace(i.prediction, **empty)) if i.id in hidden else i  # type: ignore[arg-type]
        for i in items
    ]


def test_only_where_the_model_answers() -> None:
    # the model is wrong on the first 8 of 40 and silent on the first 10; the baseline is wrong on the first 20
    own, other = silent(mixed(40, wrong=8), range(10)), mixed(40, wrong=20)
    judged = found({"m": own, "b": other}).judged
    assert judged.answered is not None and judged.answered.coverage.value == 30 / 40
    risks = {m: j.find("selective_risk") for m, j in judged.answered.models.items()}
    assert {m: s and (s.value, s.n) for m, s in risks.items()} == {
        "m": (0.0, 30),
        "b": (10 / 30, 30),
    }
    rows = figures(judged)["answered.json"]
    assert (rows[0]["metric"], rows[0]["value"]) == ("selective_coverage", 0.75)


def test_a_model_that_never_abstains_has_no_such_table() -> None:
    f = found({"m": mixed()})
    assert f.judged.answered is None and "answered.json" not in figures(f.judged)
    assert "answered" not in [b.id for b in scores(f).blocks]
    failed = found({"m": [*mixed(39), item(39, "m", "", outcome=Outcome.FAILED)]})
    assert failed.judged.answered is None, "a failure is no abstention"


def test_the_report_shows_both_side_by_side() -> None:
    f = found({"m": silent(mixed(40, wrong=8), range(10)), "b": mixed(40, wrong=20)})
    table = scores(f).blocks[0]
    assert table.id == "answered"
    rows = {row[0]: row[1:] for row in table.rows}  # type: ignore[union-attr]
    cover, risk = rows["share answered (coverage)"], rows["share of answers wrong (selective risk)"]
    assert cover[0].startswith("0.75 [") and cover[1:] == ["–", "–", "40"]
    assert risk[0].startswith("0.00") and risk[1].startswith("0.33") and risk[2] == "–"
    own, other, whole, n = rows["macro-F1"]
    assert own.startswith("1.00") and whole < own and other < own and n == "30"
    told = " ".join(verdict.sentences(f))
    assert "what is not answered counts as wrong" in told
    assert "It answers 75% of the examples" in told and "its macro-F1 is 1.00" in told


def test_silence_is_said_and_nothing_made_of_it(capsys) -> None:
    f = found({"mine": silent(mixed(40), range(40)), "b": mixed(40)})
    assert f.judged.answered is not None and f.judged.answered.models == {}
    assert "It answers none of them" in " ".join(verdict.sentences(f))
    console.show(record(), f.judged, f.answers, Path("runs"))
    out = capsys.readouterr().out
    assert "share answered (coverage)" in out and "selective risk" not in out
