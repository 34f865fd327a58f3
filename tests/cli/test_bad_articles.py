"""Articles nobody should have sent: every one gets one outcome from summarize and none breaks a digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from realign_support import Command, write_jsonl

from nlp.store import read_run

LONG = "the army left the town and the old mine " * 2000
UNUSABLE = {
    "empty": "",
    "blank": " \n\t\u200b ",
    "boilerplate only": "Share\nPrint\nContact us\n© 2024 All rights reserved",
    "stops only": "... !!! ???",
    "numbers only": "12 13. 3,000.",
    "emoji only": "🚨🚨 🎉.",
}
USABLE = {
    "one sentence": "The army of Mali left Kidal on Monday.",
    "one word": "Mali",
    "one long sentence": LONG.strip() + ".",
    "all capitals": "BAMAKO (REUTERS) - THE ARMY TOOK KIDAL ON MONDAY. REBELS FLED. NO TOLL WAS GIVEN.",
    "table": "Deaths by month\nMonth | Deaths\nMay | 3\nJune | 12\n- The army took Kidal on Monday",
    "mixed languages": "The army left Kidal. L'armée est partie. Die Armee ist weg. غادر الجيش المدينة.",
    "right to left": "أعلن الجيش أنه استعاد مدينة كيدال. انتهت ثلاثة أيام من القتال. نزل المطر.",
    "no spaces": "马里军队周一离开了北部城市。三天的激战结束了。雇佣兵守卫着金矿。",
    "emoji": "🚨 The army 🪖 took Kidal on Monday 🎉! Residents 👨‍👩‍👧 fled to the hills.",
    "invisible": "The\u200b army\u200d of Ma\u00adli left\x00 Kidal\x07.\x1b[31m It\x08 came\u202e back.\x1b[0m",
}  # fmt: skip
SAID = {
    "table": ["- The army took Kidal on Monday"],
    "invisible": ["The army of Mali left Kidal.", "It came back."],
    "one word": ["Mali"],
}


@pytest.fixture
def news(tmp_path: Path) -> list[str]:
    texts = UNUSABLE | USABLE
    write_jsonl(tmp_path / "bad.jsonl", [{"id": k, "text": v} for k, v in texts.items()])
    return ["corpus=jsonl", "corpus.path=bad.jsonl", "corpus.on_bad=skip"]


@pytest.mark.parametrize("job", [["+task=summarize"], ["+task=predict", "of=summarize"]])
def test_one_outcome_each(
    realign: Command, tmp_path: Path, news: list[str], job: list[str]
) -> None:
    done = realign(*job, *news, "tolerance=20", env={"XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("runs/*/*/*")
    items = {item.id: item for item in read_run(path).items}
    for name in UNUSABLE:
        answer = items[name].prediction
        assert str(answer.outcome) == "failed" and answer.note and not answer.summary, name
    for name in USABLE:
        answer, text = items[name].prediction, items[name].article.text
        assert str(answer.outcome) == "scored" and answer.text, name
        assert all(text[s.start : s.end] == s.text.removesuffix("…") for s in answer.summary), name
        assert name not in SAID or [s.text for s in answer.summary] == SAID[name]


@pytest.mark.parametrize(
    "options", [["model.words=1000000"], ["model.words=1"], ["model.focus=雇佣兵"]]
)
def test_a_digest_of_them(
    realign: Command, tmp_path: Path, news: list[str], options: list[str]
) -> None:
    done = realign("+task=digest", "task.by=everything", *news, *options)
    assert done.returncode == 0 and "which is empty, and 5 more articles" in done.stdout, (
        done.stderr
    )
    (path,) = tmp_path.glob("runs/digest/salience/*/digests.json")
    (digest,) = json.loads(path.read_text(encoding="utf-8"))
    texts = {item.article.id: item for item in read_run(path.parent).items}
    assert digest["summary"] and len(digest["sources"]) == len(USABLE) and len(texts) == 1
    focused = {"model.focus=雇佣兵": {"no spaces"}, "model.focus=l'armée": {"mixed languages"}}
    if options[0] in focused:
        assert {s["article"] for s in digest["summary"]} == focused[options[0]]


def test_nothing_to_digest_says_what_cannot_be_used(realign: Command, tmp_path: Path) -> None:
    write_jsonl(tmp_path / "bad.jsonl", [{"id": "page", "text": "Share\nPrint"}])
    job = ["+task=digest", "task.by=everything", "corpus=jsonl", "corpus.path=bad.jsonl"]
    done = realign(*job, "corpus.on_bad=skip")
    assert done.returncode == 2 and len(done.stderr.strip().splitlines()) == 1
    assert "'page', which holds no prose, only page furniture (sharing)" in done.stderr


def test_without_references_too_what_failed_is_said(realign: Command, tmp_path: Path) -> None:
    texts = {"good": "Rain fell. The army left the town on Monday.", "bad": "..."}
    write_jsonl(tmp_path / "few.jsonl", [{"id": k, "text": v} for k, v in texts.items()])
    done = realign("+task=summarize", "corpus=jsonl", "corpus.path=few.jsonl", "corpus.on_bad=skip")
    assert (
        done.returncode != 0 and "1 of 2 examples have no usable answer (1 failed)" in done.stderr
    )
    assert "1 failed, 1 skipped-no-gold" in done.stdout
    assert "bad\n  failed: holds no word" in done.stdout
