"""Data and methods: what a reviewer asks is answered from the run, and nothing else is claimed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from report_support import found, item, mixed, record, summary_item

from eval.report.findings import Findings
from eval.report.method import method
from eval.report.value import Prose, Table


def table(f: Findings, name: str) -> dict[str, str]:
    blocks = [b for s in method(f) for b in s.blocks if isinstance(b, Table) and b.id == name]
    return {row[0]: row[-1] for t in blocks for row in t.rows}


def prose(f: Findings, section: str) -> str:
    blocks = [b for s in method(f) if s.id == section for b in s.blocks if isinstance(b, Prose)]
    return "\n".join(p for b in blocks for p in b.paragraphs)


@pytest.mark.parametrize(
    ("weights", "says"),
    [((1.0,), "every article counts the same"), ((1.0, 4.0), "from 0.25 to 1; every figure is weighted")],
)  # fmt: skip
def test_how_articles_were_sampled(weights: tuple[float, ...], says: str) -> None:
    items = [
        replace(i, gold=replace(i.gold, weight=weights[k % len(weights)]))
        for k, i in enumerate(mixed())
    ]
    assert says in table(found({"mine": items}), "data")["sampling"]


def test_the_codebook_is_there_in_words_with_its_rules() -> None:
    topic = {
        "id": "mines", "name": "Mines", "definition": "Digging.", "counts": ["pits"],
        "does_not_count": ["land mines"], "proposition": "Mining is good.",
    }  # fmt: skip
    about = record(
        codebook={"name": "book", "version": "3", "rules": ["In the lead."], "topics": [topic]}
    )
    f = found({"mine": mixed()}, about)
    assert table(f, "codebook") == {"Mines": "Mining is good."}
    assert prose(f, "codebook").endswith("words:\nIn the lead.")


def test_the_command_hashes_versions_and_seed_are_there() -> None:
    about = record(command="python -m nlp.run +task=topic 'of=[a, b]'", seed=7)
    f = found({"mine": mixed()}, about)
    assert "python -m nlp.run +task=topic 'of=[a, b]'" in prose(f, "reproduce")
    rows = table(f, "reproduce")
    assert {"g0", "b0", "c0", "7", "python 3.11"} <= set(rows.values())


def test_every_score_has_its_signature() -> None:
    f = found({"mine": mixed()})
    assert len(table(f, "signatures")) == len(f.own.scores)


@pytest.mark.parametrize(
    ("task", "cites", "never"), [("topic", "Wilson", "ROUGE"), ("summarize", "ROUGE", "Wilson")]
)
def test_only_what_was_used_is_cited(task: str, cites: str, never: str) -> None:
    items: Any = (
        mixed()
        if task == "topic"
        else [summary_item(i, "It rained.", "It rained.") for i in range(30)]
    )
    text = prose(found({"mine": items, "other": items}, record(task)), "methods")
    assert cites in text and never not in text


def test_how_many_examples_carry_each_label() -> None:
    # of 40: 'm' and 'mp' carry mines (20), 'p' and 'mp' ports (20), 10 carry none; two share a story
    items = [replace(i, story="same") if i.id in ("e0", "e4") else i for i in mixed()]
    told = prose(found({"mine": items}), "methods")
    assert (
        "Support: Mines stands in 20 examples (19 stories) and Ports stands in 20 examples (20 stories)."
        " 10 examples carry no label." in told
    )


@pytest.mark.parametrize(
    ("imbalance", "exclusive", "says"),
    [
        ("weighted", False, "weigh the same in training"),
        ("weighted", False, "threshold is where F1 was highest"),
        ("weighted", True, "the most probable label is given"),
        ("capped", False, "at most tenfold"),
        ("calibrated", False, "every example weighs the same"),
        ("frequent", False, "rare labels are not found"),
        ("unlearned", False, "learns nothing"),
    ],
)
def test_what_is_done_about_rare_labels_is_told(imbalance: str, exclusive: bool, says: str) -> None:
    kinds = ["m", "p"] if exclusive else ["m", "p", "mp", ""]
    items = [item(i, kinds[i % len(kinds)], kinds[i % len(kinds)]) for i in range(40)]
    about = record(exclusive=exclusive, imbalance=imbalance)
    assert says in prose(found({"mine": items}, about), "methods")


@pytest.mark.parametrize("imbalance", ["", "unheard of"])
def test_nothing_is_made_up_about_rare_labels(imbalance: str) -> None:
    told = prose(found({"mine": mixed()}, record(imbalance=imbalance)), "methods")
    assert "weigh" not in told and "Support: " in told
    assert "Support" not in prose(
        found({"lead": [summary_item(0, "A.", "B.")]}, record("summarize")), "methods"
    )


def test_general_news_is_told_where_it_was_learned_from() -> None:
    config = {**record()["config"], "model": {"background": "folder"}}
    about = record(imbalance="weighted", config=config)
    assert "general news" in prose(found({"mine": mixed()}, about), "methods")
    assert "general news" not in prose(
        found({"mine": mixed()}, record(imbalance="weighted")), "methods"
    )
