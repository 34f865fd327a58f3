"""Every extractor against the lead at the same word budget, on public news with reference summaries.

``pytest -m benchmark -s tests/benchmarks/test_summarizer_quality.py`` prints, per set, the lead's score
(mean of ROUGE-1 and ROUGE-2 F1, in points, mean over several references) and each model's paired difference
from it with a story-clustered 95% interval. Figures are printed, not asserted: they are a development
measure. 'furniture' is the English news below eight composed lines that belong to no article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import pytest

from eval.intervals import Plan, interval, resample
from eval.metrics.rouge import Rouge
from eval.sample import Pair, Sample
from eval.scores import Column, Mean
from nlp.conf import build, register
from nlp.models.centroid import Centroid
from nlp.models.lead import Lead
from nlp.models.lexrank import LexRank
from nlp.models.lsa import Lsa
from nlp.models.oracle import Oracle
from nlp.models.random import Random
from nlp.models.salience import Salience
from nlp.models.submodular import Submodular
from nlp.models.textrank import TextRank
from nlp.records import Article, Example, Gold, Item
from nlp.stories import group
from nlp.text.normalize import normalize

pytestmark = pytest.mark.benchmark

MODELS = (Lead, Random, TextRank, LexRank, Lsa, Centroid, Submodular, Salience, Oracle)
MOST = 1000  # articles of one set
FURNITURE = (
    "Sign in to watch more videos from our channel.\nYour browser does not support this player.\n"
    "Tap the bell to be told about new stories.\nThis page is best viewed in the latest version of our app.\n"
    "Choose the edition you would like to read.\nWe have updated the way in which we handle your data.\n"
    "You can change your settings at any time.\nThank you for being one of our registered readers.\n"
)
FILES = {
    "MasakhaNEWS en, headline": ("masakhanews/eng", "text", "headline", "en"),
    "MasakhaNEWS fr, headline": ("masakhanews/fra", "text", "headline", "fr"),
    "OrangeSum, abstract": ("orangesum_fr/abstracts", "document", "summary", "fr"),
    "OrangeSum, title": ("orangesum_fr/titles", "document", "summary", "fr"),
    "SummEval, 11 references": ("summeval/documents", "document", "references", "en"),
    "REALSumm": ("realsumm/documents", "document", "summary", "en"),
    "Wikinews, first sentence": ("wikinews_500/documents", "gold_ref", "instructions", "en"),
}


class Points(Mean):
    """Mean of ROUGE-1 and ROUGE-2 F1, in points."""

    name: ClassVar[str] = "rouge12"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)

    def __init__(self) -> None:
        self.rouge = Rouge(kinds=("rouge1", "rouge2"), references="mean")

    def outputs(self) -> list[Column]:
        return [Column(self.name)]

    def values(self, item: Item) -> list[float]:
        one, _, two, _ = self.rouge.values(item)
        return [50 * (one + two)]

    def settings(self) -> dict[str, str]:
        return self.rouge.settings()


Asked = tuple[list[Example], list[Gold]]


def read(folder: Path, file: str, text: str, reference: str, language: str) -> Asked:
    with (folder / f"{file}.jsonl").open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in islice(lines, MOST)]
    examples = [
        Example(str(i), Article(str(i), normalize(row[text]), language=language))
        for i, row in enumerate(rows)
    ]
    found = [row[reference] for row in rows]
    return examples, [Gold(references=tuple(r if isinstance(r, list) else [r])) for r in found]


def sets(shared: Path) -> Iterator[tuple[str, Asked]]:
    for name, place in FILES.items():
        asked = read(shared / "corpora", *place)
        yield name, asked
        if name.startswith("MasakhaNEWS en"):
            dressed = [
                replace(e, article=replace(e.article, text=FURNITURE + e.article.text))
                for e in asked[0]
            ]
            yield "the same, furniture on top", (dressed, asked[1])
    yield "bundled, abstract", bundled()


def bundled() -> Asked:
    from omegaconf import OmegaConf

    from nlp.paths import CONFIGS
    from nlp.tasks.summarize import Summarize

    register()
    node = OmegaConf.to_container(OmegaConf.load(CONFIGS / "corpus" / "bundled.yaml"), resolve=True)
    corpus = build(node, "corpus").read()  # type: ignore[arg-type]
    examples, gold = Summarize().examples(corpus.articles, corpus.annotations)
    known = [i for i, g in enumerate(gold) if g.known]
    return [examples[i] for i in known], [gold[i] for i in known]


def measured(model: Any, asked: Asked, stories: list[str]) -> Sample:
    examples, gold = asked
    answers = model.fit(examples, gold, None).predict(examples)
    rows = zip(examples, stories, gold, answers, strict=True)
    return Sample.of(Points(), [Item(e.id, e.article, s, g, p) for e, s, g, p in rows], None)


def test_extractors_against_the_lead(shared: Path) -> None:
    plan = Plan(resamples=1000)
    for name, asked in sets(shared):
        clean = [replace(e.article, text=e.article.text.removeprefix(FURNITURE)) for e in asked[0]]
        stories = group(clean)
        samples = {m.__name__: measured(m(), asked, stories) for m in MODELS}  # type: ignore[abstract]
        lead = samples.pop("Lead")
        print(
            f"\n{name}: {len(stories)} articles, {lead.stories} stories; Lead {lead.point()[0]:.2f}"
        )
        pairs = [Pair(sample, lead) for sample in samples.values()]
        for model, pair, spread in zip(samples, pairs, resample(pairs, plan), strict=True):
            low, high, _ = interval(pair, 0, spread[:, 0], plan)
            print(f"  {model:12s}{pair.point()[0]:+7.2f} [{low:+.2f}, {high:+.2f}]")
