"""``+task=digest`` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path

from realign_support import Command, small_corpus, write_jsonl


def test_pages_and_data(realign: Command, tmp_path: Path) -> None:
    rows = [{**row, "date": f"2024-0{i % 2 + 1}-03"} for i, row in enumerate(small_corpus(16))]
    write_jsonl(tmp_path / "corpus.jsonl", rows)
    done = realign("+task=digest", "corpus=jsonl", "corpus.path=corpus.jsonl", "task.fewest=1")
    assert done.returncode == 0 and done.stderr == "", done.stderr
    (path,) = tmp_path.glob("runs/digest/salience/*/digests.json")
    digests = json.loads(path.read_text(encoding="utf-8"))
    texts = {row["id"]: row["text"] for row in rows}
    assert {d["topic"] for d in digests} == {
        "defence_cooperation", "post_colonial_realignment", "mercenary_activity",
    }  # fmt: skip
    for digest in digests:
        assert digest["summary"] and digest["timeline"] and digest["sources"]
        for line in [*digest["summary"], *digest["timeline"]]:
            assert texts[line["article"]][line["start"] : line["end"]] == line["text"]
    page = path.with_name("digests.md").read_text(encoding="utf-8")
    assert page.count("\n### Timeline") == len(digests) and "## Mercenary activity 2024-0" in page
    assert {f.name for f in path.parent.iterdir()} == {
        "digests.json", "digests.md", "predictions.parquet", "report.html", "report.md", "run.json", "tables",
    }  # fmt: skip


def test_nothing_to_group_is_one_clear_line(realign: Command, tmp_path: Path) -> None:
    rows = [{"id": f"a{i}", "text": f"Rain fell on day {i}.", "topics": []} for i in range(4)]
    write_jsonl(tmp_path / "plain.jsonl", rows)
    done = realign("+task=digest", "corpus=jsonl", "corpus.path=plain.jsonl")
    assert done.returncode == 2 and "group by task.by=month" in done.stderr
    done = realign("+task=digest", "model=oracle", "corpus=jsonl", "corpus.path=plain.jsonl")
    assert done.returncode == 2 and "does not answer task 'digest'" in done.stderr


def unlabelled(folder: Path, name: str = "new.jsonl") -> str:
    """Write the small corpus without labels, all of one month; return the options that name it."""
    keep = ("id", "text", "title", "language")
    rows = [{k: r[k] for k in keep} | {"date": "2024-05-01"} for r in small_corpus(16)]
    write_jsonl(folder / name, rows)
    return f"corpus.path={name}"


def topics_of(page: Path) -> dict[str, set[str]]:
    """Return which articles each topic's digests are made of."""
    found: dict[str, set[str]] = {}
    for digest in json.loads(page.read_text(encoding="utf-8")):
        found.setdefault(digest["topic"], set()).update(s["article"] for s in digest["sources"])
    return found


def test_topics_of_a_stored_run_and_of_its_model(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    labelled = ["corpus=jsonl", f"corpus.path={corpus_file}", "folds=3", "baselines=[]"]
    assert (
        realign("+task=topic", "model=tfidf_lr", *labelled, "interval.resamples=100").returncode
        == 0
    )
    (topic_run,) = tmp_path.glob("runs/topic/*/*")
    new = ["corpus=jsonl", unlabelled(tmp_path)]
    assert realign("+task=predict", f"run={topic_run}", *new).returncode == 0
    (predicted,) = tmp_path.glob("runs/predict/new/*")
    truth: dict[str, set[str]] = {}
    for row in small_corpus(16):
        for topic in row["topics"]:  # type: ignore[attr-defined]
            truth.setdefault(topic, set()).add(str(row["id"]))
    for number, run in enumerate((topic_run, predicted)):
        done = realign("+task=digest", f"run={run}", *new, f"output=out{number}")
        assert done.returncode == 0 and "Note: Topics were predicted by" in done.stdout, done.stderr
        (page,) = tmp_path.glob(f"out{number}/digest/salience/*/digests.json")
        assert topics_of(page) == truth
        told = page.with_name("digests.md").read_text(encoding="utf-8").splitlines()[0]
        assert told.startswith("Topics were predicted by ")


def test_topics_of_the_default_model(realign: Command, tmp_path: Path) -> None:
    new = ["corpus=jsonl", unlabelled(tmp_path), "task.fewest=1"]
    done = realign("+task=digest", *new, env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    assert "Fitting ensemble for topic on the bundled corpus" in done.stdout
    assert "Note: Topics were predicted by ensemble, not annotated." in done.stdout
    (page,) = tmp_path.glob("runs/digest/salience/*/digests.json")
    assert set(topics_of(page)) <= {
        "defence_cooperation", "post_colonial_realignment", "mercenary_activity",
    }  # fmt: skip


def test_runs_that_hold_no_topics_of_these_articles_are_one_line(
    realign: Command, corpus_file: Path, tmp_path: Path
) -> None:
    job = ["corpus=jsonl", f"corpus.path={corpus_file}", "interval.resamples=100", "baselines=[]"]
    assert realign("+task=summarize", *job).returncode == 0
    (run,) = tmp_path.glob("runs/summarize/*/*")
    new = ["corpus=jsonl", unlabelled(tmp_path)]
    for given, said in (
        (str(run), "Give a run of +task=topic."),
        (f"[{run},{run}]", "run= names 2 runs"),
        ("nowhere", "Run nowhere not found"),
    ):
        done = realign("+task=digest", f"run={given}", *new)
        assert done.returncode == 2 and len(done.stderr.splitlines()) == 1
        assert said in done.stderr, done.stderr


def test_the_page_of_a_story_is_inert_markdown_under_its_title(
    realign: Command, tmp_path: Path
) -> None:
    text = "The army took <b>Kidal</b> last week, after a siege of the old fort that had lasted all winter."
    rows = [
        {"id": f"v{i}", "text": text, "title": "Kidal *falls*", "date": f"2024-06-0{i + 4}"} for i in range(2)
    ]  # fmt: skip
    write_jsonl(tmp_path / "story.jsonl", rows)
    done = realign("+task=digest", "task.by=story", "corpus=jsonl", "corpus.path=story.jsonl")
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("runs/digest/salience/*/digests.md")
    page = path.read_text(encoding="utf-8")
    assert (
        page.startswith("## Kidal \\*falls\\*\n") and "\\<b\\>Kidal" in page and "<b>" not in page
    )
    assert "- **week of 2024-05-27** The army took" in page


def test_what_no_digest_can_be_made_of_is_named(realign: Command, tmp_path: Path) -> None:
    rows = [{"id": f"a{i}", "text": f"The army left Gao on day {i}."} for i in range(2)]
    bad = [{"id": "page", "text": "Share\nPrint"}, {"id": "blank", "text": ""}]
    write_jsonl(tmp_path / "news.jsonl", [*rows, *bad])
    job = ["+task=digest", "task.by=everything", "corpus=jsonl", "corpus.path=news.jsonl"]
    done = realign(*job, "corpus.on_bad=skip")
    said = "Not in any digest: 'page', which holds no prose, only page furniture (sharing), and 1 more articles."
    assert done.returncode == 0 and said in done.stdout, done.stderr
    (path,) = tmp_path.glob("runs/digest/salience/*/digests.md")
    assert said in path.read_text(encoding="utf-8")
