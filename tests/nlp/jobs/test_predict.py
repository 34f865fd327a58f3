"""Labelling in process: resuming after a kill, changed input, flat memory, what cannot be done."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from realign_support import small_corpus, write_jsonl
from trained_support import BOOK, table, trained

from nlp.errors import UserError
from nlp.jobs import predict as job
from nlp.records import Outcome
from nlp.settings import Abstain, RunConfig
from nlp.store import read_run
from nlp.trained import Trained

NAMES = {"task": "predict", "model": "null"}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("runs")
    for name, task in (("tfidf_lr", "topic"), ("tfidf_lr", "stance"), ("lead", "summarize")):
        (folder / task).mkdir()
        trained(name, task, folder).save(folder / task / "model")
    return {task: str(folder / task) for task in ("topic", "stance", "summarize")}


def settings(run: Any, corpus: dict[str, Any], output: Path, **more: Any) -> RunConfig:
    return RunConfig(run=run, corpus=corpus, codebook=BOOK, output=str(output), **more)


def articles(folder: Path, count: int, **changes: Any) -> dict[str, Any]:
    keep = ("id", "title", "text", "language")
    rows = [{k: row[k] for k in keep} | changes for row in small_corpus(count)]
    write_jsonl(folder / "new.jsonl", rows)
    return table(folder / "new.jsonl", on_bad="skip")


def test_topics_then_stance_on_the_topics_found(runs: dict[str, str], tmp_path: Path) -> None:
    corpus = articles(tmp_path, 12)
    both = settings([runs["stance"], runs["topic"]], corpus, tmp_path / "out")
    stored = read_run(job.predict(both, NAMES, {}))
    topics = [i for i in stored.items if not i.topic]
    stances = [i for i in stored.items if i.topic]
    assert [i.id for i in topics] == [f"a{i}" for i in range(12)]
    assert {(i.article.id, i.topic) for i in stances} == {
        (i.id, topic) for i in topics for topic in i.prediction.labels
    }
    for item in stored.items:
        assert item.gold.labels is None and item.prediction.scores
        assert {
            e.label.rpartition("=")[2] for e in item.prediction.evidence
        } == item.prediction.labels
    assert stored.record["corpus"]["articles"] == 12
    assert [m["task"] for m in stored.record["models"]] == ["topic", "stance"]


def test_a_killed_job_goes_on_and_changed_articles_are_read_again(
    runs: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "BATCH", 5)
    corpus, batches, label = articles(tmp_path, 20), [], job.label

    def counting(batch: Any, models: Any) -> Any:
        if len(batches) == 2:
            raise KeyboardInterrupt
        batches.append([a.id for a, _ in batch])
        return label(batch, models)

    monkeypatch.setattr(job, "label", counting)
    asked = settings(runs["topic"], corpus, tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        job.predict(asked, NAMES, {})
    assert len(list(tmp_path.glob("out/.partial/predict-*/*.parquet"))) == 2
    batches.clear()
    rows = [json.loads(line) for line in (tmp_path / "new.jsonl").read_text().splitlines()]
    rows[7]["text"] = "The text of the eighth article was corrected in the meantime."
    write_jsonl(tmp_path / "new.jsonl", rows)
    monkeypatch.setattr(
        job, "label", lambda b, m: batches.append([a.id for a, _ in b]) or label(b, m)
    )
    stored = read_run(job.predict(asked, NAMES, {}))
    assert batches == [[f"a{i}" for i in range(k, k + 5)] for k in (5, 10, 15)]
    assert [i.id for i in stored.items] == [f"a{i}" for i in range(20)]
    assert stored.items[7].article.text == rows[7]["text"]
    assert not list(tmp_path.glob("out/.partial/*"))


def test_unusable_and_foreign_articles_are_counted(
    runs: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = articles(tmp_path, 6, language="sw")
    with (tmp_path / "new.jsonl").open("a") as out:
        out.write(json.dumps({"id": "blank", "title": "", "text": " ", "language": "en"}) + "\n")
    stored = read_run(job.predict(settings(runs["topic"], corpus, tmp_path / "out"), NAMES, {}))
    *foreign, blank = stored.items
    assert blank.prediction.outcome is Outcome.FAILED and blank.prediction.note == "is empty"
    assert all("language 'sw' was not in training (en)" in i.prediction.note for i in foreign)
    said = capsys.readouterr().out
    assert "Not simply answered: 1 failed" in said
    assert "6 answers are on articles in a language the model was not trained on (sw 6)" in said


def test_memory_stays_flat(
    runs: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "BATCH", 50)

    def peak(count: int) -> int:
        corpus = articles(tmp_path, count)
        tracemalloc.start()
        job.predict(settings(runs["summarize"], corpus, tmp_path / f"out{count}"), NAMES, {})
        high = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return high

    peak(50)  # imports
    assert peak(1000) < 1.6 * peak(200)


@pytest.mark.parametrize(
    ("run", "more", "says"),
    [
        (["topic", "topic"], {}, "run= names two runs of task 'topic'"),
        (["nowhere"], {}, "No stored model in nowhere"),
        (["topic"], {"abstain": Abstain(0.1)}, "does not abstain: its threshold is learned where labels are"),
        ([], {"of": "topics"}, "Unknown question of='topics'. Did you mean 'topic'?"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_line(
    runs: dict[str, str], tmp_path: Path, run: list[str], more: dict[str, Any], says: str
) -> None:
    asked = settings([runs.get(r, r) for r in run], articles(tmp_path, 4), tmp_path / "out", **more)
    with pytest.raises(UserError) as caught:
        job.predict(asked, NAMES, {})
    assert says in str(caught.value) and "\n" not in str(caught.value)
    assert not (tmp_path / "out" / "predict").exists()


def test_the_model_of_a_run_is_known_by_its_files(runs: dict[str, str]) -> None:
    one, two = (Trained.load(Path(runs[task]) / "model", BOOK) for task in ("topic", "stance"))
    assert one.digest != two.digest and len(one.digest) == 64
