"""Entity to entity on SEESAW (Zhang et al., EMNLP 2022): who is for and against whom in US political news.

The target is given, as topics are on our own corpus; the question is who in the article takes which side on
it. Test articles are every third triplet (articles on one event), training articles the rest.
``pytest -m benchmark -s tests/benchmarks/test_seesaw.py``
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from eval.harness import join, judge
from eval.metrics.attributed import Attributed
from nlp.models.source_majority import SourceMajority
from nlp.models.source_stance import SourceStance
from nlp.records import Article, AttributedStance, Example, Gold, LabelSet, Model

SIDES = LabelSet(("favour", "against"), exclusive=False)
LABELS = {"POS": "favour", "NEG": "against"}
NOBODY = {"None", "Not in the list", ""}  # the author, or an entity without a name


def examples(rows: list[dict[str, Any]]) -> tuple[list[Example], list[Gold]]:
    """One example per (article, target): gold is who takes a side on it, each with the majority's label."""
    asked, gold = [], []
    for row in rows:
        starts, text = [], ""
        for sentence in row["sentences"]:
            starts.append(len(text))
            text += sentence + "\n" * bool(sentence)
        article = Article(row["document"], text, row["title"], "en")
        held: dict[str, dict[str, list[AttributedStance]]] = defaultdict(lambda: defaultdict(list))
        for key, stances in row["annotation"]["sentence-level stances"].items():
            start = starts[int(key)]
            end = start + len(row["sentences"][int(key)])
            for s in stances:
                who, whom = s["subject"], s["object"]
                if not NOBODY & {who, whom} and who != whom and end > start:
                    stance = AttributedStance(who, whom, LABELS[s["sentiment"]], start, end)
                    held[whom][who].append(stance)
        for target, sources in held.items():
            own = [_majority(stances) for stances in sources.values()]
            asked.append(Example(f"{article.id}#{target}", article, target))
            gold.append(Gold(frozenset(s.label for s in own), attributed=tuple(own)))
    return asked, gold


def _majority(stances: list[AttributedStance]) -> AttributedStance:
    label = Counter(s.label for s in stances).most_common(1)[0][0]
    return next(s for s in stances if s.label == label)


def rows(shared: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    file = shared / "corpora" / "seesaw" / "seesaw.jsonl"
    if not file.is_file():
        pytest.skip("SEESAW is not beside this checkout")
    every = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    tested = [int(row["document"].split("_")[1]) % 3 == 0 for row in every]
    return (
        [row for row, test in zip(every, tested, strict=True) if not test],
        [row for row, test in zip(every, tested, strict=True) if test],
    )


@pytest.mark.benchmark
def test_sources_and_sides(shared: Path, codebook: str) -> None:
    train, test = map(examples, rows(shared))
    stories = {e.article.id: e.article.id.rsplit("_DOCUMENT", 1)[0] for e in test[0]}
    models: dict[str, Model] = {
        "attribution, learned side": SourceStance(codebook),
        "the same with an encoder": SourceStance(codebook, encoder=""),
        "attribution, majority side": SourceMajority(codebook),
        "nearest name, learned side": SourceStance(codebook, find="nearest"),
        "nearest name, majority side": SourceMajority(codebook, find="nearest"),
    }
    print(
        f"\n{len(train[0])} training and {len(test[0])} test examples, {len(set(stories.values()))} triplets"
    )
    for name, model in models.items():
        answers = model.fit(*train, SIDES).predict(test[0])
        judged = judge(join(*test, answers, stories), [Attributed()], SIDES)
        print(name.ljust(30), *(f"{s.metric} {s.text()}" for s in judged.scores), sep="  ")
        assert {s.metric for s in judged.scores} >= {"attributed_f1", "holder_f1"}
