"""Every mistake a user can make on the command line: one clear line on stderr, exit code 2."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from realign_support import Command, small_corpus, write_jsonl

LABELLED = ["corpus=jsonl", "corpus.path=corpus.jsonl"]
CASES: dict[str, tuple[list[str], str]] = {
    "missing path": (["+task=topic", "corpus=jsonl", "corpus.path=nowhere.jsonl"], "not found: nowhere.jsonl"),
    "no path": (["+task=topic", "corpus=csv"], "Add corpus.path="),
    "empty folder": (["+task=summarize", "corpus=folder", "corpus.path=empty"], "No .txt or .md file"),
    "no task": ([], "Add +task=NAME"),
    "task without plus": (["task=topic"], "Write +task=NAME"),
    "unknown task": (["+task=topics"], "Unknown task 'topics'. Did you mean 'topic'?"),
    "unknown model": (["+task=topic", "model=tfidf_rl"], "Did you mean 'tfidf_lr'?"),
    "unknown corpus": (["+task=topic", "corpus=jsonlines"], "Unknown corpus 'jsonlines'. Did you mean 'jsonl'?"),
    "unknown metric": (["+task=topic", "metric=[macro_f2]"], "Unknown metric 'macro_f2'"),
    "unknown sweep": (["+task=topic", "+sweep=topic_model"], "Did you mean 'topic_models'?"),
    "unknown key": (["+task=topic", "sed=1"], "Did you mean 'seed'?"),
    "unknown group": (["+task=topic", "modle=tfidf_lr"], "Did you mean 'model'?"),
    "unknown model option": (["+task=topic", "model=tfidf_lr", "model.ngram=3"], "Did you mean 'model.ngrams'?"),
    "unknown column option": (["+task=topic", "corpus=csv", "corpus.colums.text=b"], "Did you mean 'corpus.columns'?"),
    "unknown added option": (["+task=topic", "model=tfidf_lr", "+model.ngram=3"], "Did you mean 'ngrams'?"),
    "wrong type": (["+task=topic", "seed=abc"], "seed"),
    "wrong type of a model option": (["+task=topic", "model=tfidf_lr", "model.ngrams=two"], "model.ngrams is 'two'"),
    "out of range": (["+task=topic", "folds=1"], "folds is 1. Allowed: 2 or more"),
    "foreign target": (["+task=topic", "model._target_=os.system"], "Allowed: classes in nlp. or eval."),
    "broken grammar": (["+task=topic", "model={"], "model={"),
    "summarizer under topic": (["+task=topic", "model=salience"], "does not answer task 'topic'"),
    "classifier under summarize": (["+task=summarize", "model=tfidf_lr"], "does not answer task 'summarize'"),
    "metric of another task": (["+task=summarize", "metric=[macro_f1]"], "does not answer task 'summarize'"),
    "missing codebook": (["+task=topic", "codebook=none.yaml"], "Codebook not found: none.yaml"),
    "fewer stories than folds": (["+task=topic", *LABELLED, "folds=99"], "24 stories"),
    "malformed JSON": (["+task=topic", "corpus=jsonl", "corpus.path=torn.jsonl"], "torn.jsonl:2: malformed JSON"),
    "one class only": (["+task=topic", "corpus=jsonl", "corpus.path=same.jsonl"], "carry the same answer"),
    "label not in the codebook": (["+task=topic", "corpus=jsonl", "corpus.path=label.jsonl"], "'war' is not in the codebook"),
    "unknown split": (["+task=topic", "split=outlets"], "Unknown split 'outlets'. Did you mean 'outlet'?"),
    "no such split column": (["+task=topic", *LABELLED, "split=fixed"], "no article has 'train' in column 'split'"),
    "impossible bound": (["+task=topic", "abstain.error=0.9"], "abstain.error is 0.9. Allowed: 0.001 to 0.5"),
    "abstention without folds": (["+task=topic", "split=time", "abstain.error=0.1"], "it needs split=stories"),
    "abstention of a dictionary": (["+task=topic", "model=codebook", "abstain.error=0.1"], "learns nothing"),
    "predict from nowhere": (["+task=predict", *LABELLED, "run=nowhere"], "No stored model in nowhere"),
    "predict an unknown question": (["+task=predict", *LABELLED, "of=topics"], "Did you mean 'topic'?"),
    "curve of summaries": (["+task=learning_curve", "of=summarize"], "of='summarize' has no learning curve. Allowed: stance, topic"),
    "curve of a dictionary": (["+task=learning_curve", "model=codebook"], "learns nothing"),
    "curve of too few": (["+task=learning_curve", *LABELLED], "too few for a learning curve"),
    "no labels": (["+task=topic", "corpus=jsonl", "corpus.path=plain.jsonl"], "carries a label"),
    "no labelled topics": (["+task=stance", "corpus=jsonl", "corpus.path=plain.jsonl"], "asks about labelled topics"),
    "output is a file": (["+task=topic", *LABELLED, "output=torn.jsonl"], "output=FOLDER"),
    "page furniture only": (["+task=summarize", "corpus=jsonl", "corpus.path=page.jsonl"], "holds no prose, only page furniture"),
    "no value": (["+task=summarize", "model.focus=???"], "model.focus is '???', which stands for no value. Give model.focus=VALUE."),
    "no value of a run option": (["+task=topic", "seed='???'"], "seed is '???'"),
    "focus of signs only": (["+task=summarize", "model.focus='!?'"], "'!?' has no word to look for"),
    "unknown hub dataset": (["+task=summarize", "corpus=hub", "corpus.path=no/such"], "cannot be loaded"),
}  # fmt: skip


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    rows = small_corpus()
    write_jsonl(tmp_path / "corpus.jsonl", rows)
    (tmp_path / "empty").mkdir()
    (tmp_path / "torn.jsonl").write_text(json.dumps(rows[0]) + "\n{\n")
    write_jsonl(tmp_path / "same.jsonl", [{**r, "topics": []} for r in rows])
    write_jsonl(tmp_path / "label.jsonl", [{**r, "topics": ["war"]} for r in rows])
    write_jsonl(tmp_path / "page.jsonl", [{"id": "p", "text": "Share\nPrint\n© 2024"}])
    keep = ("id", "text", "title")
    write_jsonl(tmp_path / "plain.jsonl", [{k: r[k] for k in keep} for r in rows])
    return tmp_path


@pytest.mark.parametrize("name", CASES)
def test_one_clear_line_and_exit_code_2(realign: Command, inputs: Path, name: str) -> None:
    arguments, says = CASES[name]
    done = realign(*arguments)
    lines = done.stderr.strip().splitlines()
    assert done.returncode == 2, done.stderr[-2000:]
    assert len(lines) == 1 and lines[0].startswith("Error: "), done.stderr
    assert says in lines[0]
    left = [f for f in inputs.rglob("*") if f.name in ("run.json", "report.html")]
    assert not left, "a failed run left a run directory"


def test_the_full_traceback_is_there_when_asked_for(realign: Command) -> None:
    done = realign("+task=topic", "seed=abc", env={"HYDRA_FULL_ERROR": "1"})
    assert done.returncode == 1 and "Traceback" in done.stderr


def test_summaries_without_references_run_and_say_so(realign: Command, inputs: Path) -> None:
    done = realign(
        "+task=summarize",
        "corpus=jsonl",
        "corpus.path=plain.jsonl",
        "corpus.columns.references=null",
    )
    assert done.returncode == 0, done.stderr
    assert "no item has a gold answer" in done.stdout
    report = next(inputs.rglob("report.md")).read_text()
    assert "has no reference summaries" in report


def test_an_empty_article_can_be_counted_instead(realign: Command, inputs: Path) -> None:
    rows = [*small_corpus(), {"id": "blank", "text": "", "topics": []}]
    write_jsonl(inputs / "blank.jsonl", rows)
    stopped = realign("+task=topic", "corpus=jsonl", "corpus.path=blank.jsonl")
    assert stopped.returncode == 2 and "blank.jsonl:25: article 'blank' is empty" in stopped.stderr
    job = [
        "+task=topic",
        "model=tfidf_lr",
        "corpus=jsonl",
        "corpus.path=blank.jsonl",
        "corpus.on_bad=skip",
    ]
    done = realign(*job, "tolerance=1")
    assert done.returncode == 0 and "1 failed" in done.stdout


@pytest.mark.parametrize("module", ["nlp.run", "eval.runs"])
def test_a_reader_that_has_read_enough_is_no_error(root: Path, tmp_path: Path, module: str) -> None:
    command = [sys.executable, "-u", "-m", module, "--help" if module == "nlp.run" else "."]
    job = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert job.stdout is not None and job.stderr is not None
    job.stdout.close()
    said = job.stderr.read()
    job.stderr.close()
    assert (job.wait(), said) == (0, "")
