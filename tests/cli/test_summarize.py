"""``+task=summarize`` as a user runs it: every common option on the command line, every mistake in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from realign_support import Command, write_jsonl

from nlp.records import Item
from nlp.store import read_run

TEXT = (
    "The army of Mali retook Kidal on Monday. It met no rebels there. “We are home. We will stay,” Gen. Keita"
    " said. Rebels had held Kidal since 2014. Mercenaries guarded the mine. They came from abroad. Rain fell."
)
FRENCH = (
    "L’armée du Mali a repris Kidal lundi. M. Keïta l’a annoncé à la radio. « Nous restons. Nous sommes"
    " chez nous », a-t-il dit. Les rebelles tenaient Kidal depuis 2014. Il a plu sur Gao."
)
ROWS = [
    {"id": "en", "text": TEXT, "language": "en", "references": ["The army retook Kidal."]},
    {"id": "fr", "text": FRENCH, "language": "fr", "references": ["L’armée reprend Kidal."]},
    {"id": "ar", "text": "غادر الجيش المدينة. بقي الناس في بيوتهم. نزل المطر.", "references": ["غادر الجيش."]},
    {"id": "one", "text": "ARMY TAKES KIDAL.", "language": "en", "references": ["Kidal falls."]},
]  # fmt: skip


def asked(realign: Command, folder: Path, *options: str) -> dict[str, Item]:
    write_jsonl(folder / "news.jsonl", ROWS)
    done = realign("+task=summarize", "corpus=jsonl", "corpus.path=news.jsonl", *options)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("runs/summarize/*/*")
    return {item.id: item for item in read_run(path).items}


def test_headlines_in_the_language_of_the_article(realign: Command, tmp_path: Path) -> None:
    found = asked(realign, tmp_path, "model.form=headline", "model.focus=Kidal")
    said = {i: item.prediction.text for i, item in found.items()}
    assert all(len(text.split()) <= 14 for text in said.values())
    assert (
        said["fr"] == "L’armée du Mali a repris Kidal lundi" and said["one"] == "ARMY TAKES KIDAL"
    )
    assert str(found["ar"].prediction.outcome) == "abstained", "it does not speak of the focus"


def test_length_form_order_and_what_may_not_be_broken(realign: Command, tmp_path: Path) -> None:
    found = asked(
        realign, tmp_path, "model=lead", "model.share=0.6", "model.least=6", "model.words=30",
        "model.form=bullets", "model.antecedents=true", "model.order=score", "model.trade=0.5",
    )  # fmt: skip
    for item in found.values():
        sentences = item.prediction.summary
        words = sum(s.end > s.start and len(s.text.removeprefix("• ").split()) for s in sentences)
        assert all(s.text.startswith("• ") for s in sentences)
        length = len(item.article.text.split())
        assert min(6, length) <= words <= 30
        assert (words <= 0.6 * length) == (not item.prediction.note), item.prediction.note
        assert item.prediction.text.count("“") == item.prediction.text.count("”")
        assert [s.score for s in sentences] == sorted((s.score for s in sentences), reverse=True)


def test_focus_on_a_topic_of_the_codebook(realign: Command, tmp_path: Path) -> None:
    found = asked(realign, tmp_path, "model.words=6", "model.focus=topic:mercenary_activity")
    assert found["en"].prediction.text == "Mercenaries guarded the mine."
    assert str(found["fr"].prediction.outcome) == "abstained"


def test_new_articles_are_summarized_without_a_count_of_labels(
    realign: Command, tmp_path: Path
) -> None:
    write_jsonl(tmp_path / "news.jsonl", ROWS)
    env = {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    job = ["+task=predict", "of=summarize", "corpus=jsonl", "corpus.path=news.jsonl"]
    done = realign(*job, env=env)
    assert done.returncode == 0 and "predicted" not in done.stdout.split("Answers:")[0], done.stdout
    (path,) = tmp_path.glob("runs/predict/*/*")
    assert all(item.prediction.text for item in read_run(path).items)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["model.words=0"], "model.words: 0 is no length for a summary"),
        (["model.focus=topic:sports"], "unknown topic 'sports'"),
        (["model.form=bullet"], "Did you mean 'bullets'?"),
        (["model.share=2"], "model.share: 2"),
        (["model=seq2seq"], "model.path=FOLDER"),
        (["model=seq2seq", "model.path=nowhere/at/all"], "nowhere/at/all"),
        (["model=llm_summary"], "Missing: model.endpoint=URL"),
        (["model=llm"], "does not answer task 'summarize'"),
    ],
)
def test_mistakes_are_one_line(
    realign: Command, tmp_path: Path, options: list[str], says: str
) -> None:
    write_jsonl(tmp_path / "news.jsonl", ROWS)
    done = realign("+task=summarize", "corpus=jsonl", "corpus.path=news.jsonl", *options)
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert says in done.stderr
