"""Judging from outside and again: eval.score, +task=score, eval.verify, eval.slices, eval.export, exit codes."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from realign_support import Command, small_corpus, write_jsonl

TOPICS = ("defence_cooperation", "post_colonial_realignment", "mercenary_activity")
GOLD = small_corpus(40)
LABELLED = ["corpus=jsonl", "corpus.path=corpus.jsonl"]


def said(row: dict[str, object], i: int) -> list[str]:
    """Right in four of five."""
    return list(row["topics"]) if i % 5 else [TOPICS[i % 3]]


def spreadsheet(path: Path, header: list[str], rows: list[list[object]]) -> None:
    """As a French spreadsheet saves it: byte-order mark, semicolons, decimal commas."""
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        table = csv.writer(out, delimiter=";")
        table.writerows([header, *rows])


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    gold = [[r["id"], ", ".join(r["topics"]), r["outlet"], r["text"]] for r in GOLD]
    spreadsheet(tmp_path / "gold.csv", ["id", "topics", "outlet", "text"], gold)
    answers = [
        [r["id"], ";".join(said(r, i)), *("0,9" if t in said(r, i) else "0,1" for t in TOPICS)]
        for i, r in enumerate(GOLD)
    ]
    spreadsheet(tmp_path / "p.csv", ["id", "topics", *(f"p_{t}" for t in TOPICS)], answers)
    return tmp_path


def contents(run: Path) -> dict[str, bytes]:
    return {str(f): f.read_bytes() for f in run.rglob("*") if f.is_file()}


def only_run(root: Path) -> Path:
    (found,) = root.glob("runs/*/*/*/run.json")
    return found.parent


def test_a_spreadsheet_is_judged_like_a_run(realign: Command, tables: Path) -> None:
    done = realign(
        "p.csv",
        "gold.csv",
        "--task",
        "topic",
        "--metric",
        "subset_accuracy,brier",
        "--name",
        "other",
        module="eval.score",
    )
    assert done.returncode == 0, done.stderr
    run = only_run(tables)
    assert run.parent.name == "other"
    scores = {
        s["metric"]: s for s in json.loads((run / "scores.json").read_text()) if not s["label"]
    }
    right = sum(set(said(r, i)) == set(r["topics"]) for i, r in enumerate(GOLD))
    assert scores["subset_accuracy"]["value"] == pytest.approx(right / 40)
    assert (scores["brier"]["n"], scores["brier"]["low"] is None) == (40, False)
    record = json.loads((run / "run.json").read_text())
    assert record["command"].startswith("python -m eval.score p.csv gold.csv")
    assert record["corpus"]["stories"] == 40
    assert "the predictions were made elsewhere" in (run / "report.md").read_text()
    assert realign(str(run), module="eval.verify").returncode == 0


def test_jsonl_and_parquet_give_the_same_scores(realign: Command, tables: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    answers = [{"id": r["id"], "topics": said(r, i)} for i, r in enumerate(GOLD)]
    write_jsonl(tables / "p.jsonl", answers)
    parquet.write_table(pa.Table.from_pylist(answers), tables / "p.parquet")
    values = []
    for file in ("p.csv", "p.jsonl", "p.parquet"):
        arguments = ["--task", "topic", "--metric", "macro_f1", "--name", file.replace(".", "_")]
        assert realign(file, "gold.csv", *arguments, module="eval.score").returncode == 0
        (scores,) = tables.glob(f"runs/topic/{file.replace('.', '_')}/*/scores.json")
        values.append([s["value"] for s in json.loads(scores.read_text())])
    assert values[0] == values[1] == values[2]


@pytest.mark.parametrize("task", ["stance", "summarize"])
def test_stance_and_summaries_too(realign: Command, tables: Path, task: str) -> None:
    labelled = [r for r in GOLD if r["topics"]]
    write_jsonl(
        tables / "gold.jsonl", [{k: r[k] for k in ("id", "stance", "references")} for r in labelled]
    )
    answers = {
        "stance": [
            {"id": r["id"], "stance": dict.fromkeys(r["stance"], "neutral")} for r in labelled
        ],
        "summarize": [{"id": r["id"], "summary": r["references"][0]} for r in labelled],
    }
    write_jsonl(tables / "p.jsonl", answers[task])
    done = realign("p.jsonl", "gold.jsonl", "--task", task, module="eval.score")
    assert done.returncode == 0, done.stderr
    assert "every article counts as its own story" in done.stdout
    scores = json.loads((only_run(tables) / "scores.json").read_text())
    neutral = sum("neutral" in r["stance"].values() for r in labelled) / len(labelled)
    wanted, value = ("accuracy", neutral) if task == "stance" else ("rouge1_f", 1)
    found = next(s["value"] for s in scores if s["metric"] == wanted)
    assert found == pytest.approx(value)


BAD: dict[str, tuple[str, list[str]]] = {
    "missing id": ("1 examples without a prediction: 'a39'", ["id,topics", *(f"a{i}," for i in range(39))]),
    "doubled id": ("bad.csv:3: id 'a0' was already used at bad.csv:2", ["id,topics", "a0,", "a0,"]),
    "unknown id": ("1 predictions for unknown examples: 'zz'", ["id,topics", *(f"a{i}," for i in range(40)), "zz,"]),
    "unknown label": ("prediction 'a0': unknown label 'mercenary'", ["id,topics", "a0,mercenary", *(f"a{i}," for i in range(1, 40))]),
    "probability above 1": ("probability of 'mercenary_activity' is 1.5", ["id,topics,p_mercenary_activity", *(f"a{i},,1.5" for i in range(40))]),
    "probability NaN": ("probability of 'mercenary_activity' is nan", ["id,topics,p_mercenary_activity", *(f"a{i},,nan" for i in range(40))]),
    "probability for some labels": ("none for 'defence_cooperation'", ["id,topics,p_mercenary_activity", *(f"a{i},,0.5" for i in range(40))]),
    "another task's table": ("no column with the predictions", ["id,summary", "a0,x"]),
    "header only": ("bad.csv is empty", ["id,topics"]),
    "empty file": ("bad.csv is empty", []),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_predictions_are_one_clear_line(realign: Command, tables: Path, name: str) -> None:
    says, lines = BAD[name]
    (tables / "bad.csv").write_text("\n".join(lines))
    done = realign("bad.csv", "gold.csv", "--task", "topic", module="eval.score")
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert says in line
    assert not list(tables.glob("runs/**/run.json"))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["p.xlsx", "gold.csv"], "cannot tell what '.xlsx' is"),
        (["nowhere.csv", "gold.csv"], "not found: nowhere.csv"),
        (["p.csv", "gold.csv", "--metric", "rouge"], "does not answer task 'topic'"),
        (["p.csv", "gold.csv", "--metric", "macro_f2"], "Unknown metric 'macro_f2'"),
        (["p.csv", "gold.csv", "--codebook", "none.yaml"], "Codebook not found: none.yaml"),
        (["p.csv", "gold.csv", "--level", "1.5"], "interval.level is 1.5"),
    ],
)
def test_bad_arguments_are_one_clear_line(
    realign: Command, tables: Path, arguments: list[str], says: str
) -> None:
    done = realign(*arguments, "--task", "topic", module="eval.score")
    assert done.returncode == 2, done.stderr
    (line,) = done.stderr.strip().splitlines()
    assert says in line


def test_failures_exit_3_unless_tolerated(realign: Command, tmp_path: Path) -> None:
    write_jsonl(
        tmp_path / "corpus.jsonl", [*small_corpus(), {"id": "blank", "text": "", "topics": []}]
    )
    job = ["+task=topic", *LABELLED, "corpus.on_bad=skip", "model=codebook", "baselines=[]"]
    failed = realign(*job)
    (line,) = failed.stderr.strip().splitlines()
    assert failed.returncode == 3
    assert "1 of 25 examples have no usable answer (1 failed)" in line
    assert "tolerance=1" in line
    report = (only_run(tmp_path) / "report.md").read_text()  # the run itself is whole
    assert "Had the unanswered been answered" in report
    for tolerance in ("tolerance=1", "tolerance=0.04"):
        assert realign(*job, tolerance).returncode == 0
    assert realign(*job, "tolerance=0.03").returncode == 3
    assert realign(*job, "tolerance=-1").returncode == 2


def test_failures_made_elsewhere_exit_3_too(realign: Command, tables: Path) -> None:
    lines = ["id,topics,outcome", *(f"a{i},,{'failed' if i == 3 else ''}" for i in range(40))]
    (tables / "bad.csv").write_text("\n".join(lines))
    job = ["bad.csv", "gold.csv", "--task", "topic", "--metric", "macro_f1"]
    failed = realign(*job, module="eval.score")
    assert failed.returncode == 3
    assert "--tolerance 1" in failed.stderr
    assert realign(*job, "--tolerance", "1", module="eval.score").returncode == 0


def votes(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Two annotators, who differ on every eighth article."""
    return [
        {
            "article": r["id"], "annotator": who,
            "presence": {t: {"present": (t in r["topics"]) != (who == "B" and i % 8 == 0 and t == TOPICS[0])} for t in TOPICS},
        }
        for i, r in enumerate(rows)
        for who in "AB"
    ]  # fmt: skip


def test_annotators_stand_beside_the_models_and_everything_is_verified(
    realign: Command, tmp_path: Path
) -> None:
    rows = small_corpus(48)
    write_jsonl(tmp_path / "corpus.jsonl", rows)
    write_jsonl(tmp_path / "votes.jsonl", votes(rows))
    job = [
        "+task=topic",
        *LABELLED,
        "model=codebook",
        "baselines=[majority]",
        "metric=[macro_f1,subset_accuracy]",
    ]
    done = realign(*job, "corpus.votes=votes.jsonl", "corpus.voters=two students")
    assert done.returncode == 0, done.stderr
    assert "annotators: each against the others; two students" in done.stdout
    run = only_run(tmp_path)
    scores = {(s["model"], s["metric"]): s for s in json.loads((run / "scores.json").read_text())}
    assert scores["annotators", "subset_accuracy"]["value"] == pytest.approx(42 / 48)
    report = (run / "report.md").read_text()
    assert "held against the same answers" in report
    assert "Agreement before adjudication" in report
    checked = realign(str(run), module="eval.verify")
    assert (checked.returncode, checked.stdout.strip().endswith("scores reproduced")) == (
        0,
        True,
    ), checked.stdout

    for name, key in (
        ("scores.json", "value"),
        ("annotators.json", "value"),
        ("slices.json", "score"),
    ):
        kept = (run / name).read_text()
        found = json.loads(kept)
        part = found if isinstance(found, list) else found["agreement"]
        part[0][key] += 0.01
        (run / name).write_text(json.dumps(found))
        tampered = realign(str(run), module="eval.verify")
        assert tampered.returncode == 1
        assert tampered.stdout.count(f"\n{name}: ") == 1
        (run / name).write_text(kept)


def test_a_stored_run_is_judged_again_without_its_model(realign: Command, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "corpus.jsonl", small_corpus(48))
    job = ["+task=topic", *LABELLED, "model=codebook", "baselines=[majority]", "metric=[macro_f1]"]
    assert realign(*job).returncode == 0
    run = only_run(tmp_path)
    before = contents(run)
    (tmp_path / "corpus.jsonl").unlink()  # neither corpus nor model is needed
    again = realign("+task=score", f"run={run}", "metric=[mcc,macro_f1]")
    assert again.returncode == 0, again.stderr
    assert contents(run) == before
    new = next(p for p in run.parent.iterdir() if p != run)
    old, fresh = (
        {
            (s["model"], s["metric"], s["label"]): s
            for s in json.loads((p / "scores.json").read_text())
        }
        for p in (run, new)
    )
    assert {m for m, _, _ in fresh} == {"codebook", "majority"}
    assert all(fresh[key] == score for key, score in old.items())
    assert any(metric == "mcc" for _, metric, _ in fresh)
    assert json.loads((new / "run.json").read_text())["rescored_from"] == str(run)
    assert realign(str(new), module="eval.verify").returncode == 0
    for arguments, says in (
        (["+task=score"], "Add run=runs/TASK/MODEL/TIME"),
        (["+task=score", "run=nowhere"], "nowhere"),
        (["+task=score", f"run={run}", "metric=[rouge]"], "does not answer task 'topic'"),
    ):
        bad = realign(*arguments)
        assert bad.returncode == 2
        assert says in bad.stderr


def test_slices_of_a_stored_run(realign: Command, tables: Path) -> None:
    assert realign("p.csv", "gold.csv", "--task", "topic", module="eval.score").returncode == 0
    run = str(only_run(tables))
    done = realign(
        run,
        "--by",
        "outlet",
        "--metric",
        "subset_accuracy",
        "--json",
        "s.json",
        module="eval.slices",
    )
    assert done.returncode == 0, done.stderr
    found = [
        s for s in json.loads((tables / "s.json").read_text()) if s["metric"] == "subset_accuracy"
    ]
    assert {s["value"]: s["n"] for s in found} == {"paper 0": 14, "paper 1": 13, "paper 2": 13}
    assert "tpr" in done.stdout
    for arguments in (["--by", "outlt"], ["--by", "outlet", "--metric", "mcc"]):
        bad = realign(run, *arguments, module="eval.slices")
        assert bad.returncode == 2
        assert len(bad.stderr.strip().splitlines()) == 1


def test_exports_from_the_command_line(realign: Command, tables: Path) -> None:
    assert realign("p.csv", "gold.csv", "--task", "topic", module="eval.score").returncode == 0
    run = str(only_run(tables))
    for name in ("every-eval-ever", "model-index", "csv", "latex"):
        done = realign(run, "--to", name, "--out", f"out-{name}", module="eval.export")
        assert done.returncode == 0, done.stderr
        assert (tables / f"out-{name}").stat().st_size > 200
    bad = realign(run, "--to", "eval-results", module="eval.export")
    assert bad.returncode == 2
    assert "--dataset OWNER/NAME" in bad.stderr
