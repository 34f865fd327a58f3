"""Every extractor against the lead at the same word budget, on public news with reference summaries.

``pytest -m benchmark -s tests/benchmarks/test_summarizer_quality.py`` prints, per set, each model's score
(mean of ROUGE-1 and ROUGE-2 F1, in points, mean over several references) and its paired differences from the
lead and from TextRank, with story-clustered 95% intervals, and the words that its summaries use of the
budget: ROUGE F1 against short references rewards fewer. Figures are printed, not asserted: they are a
development measure. 'furniture' is the English news below eight composed lines that belong to no article.
``QUALITY=data/quality_summaries.jsonl`` before the command also writes them there, one line per set and model.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, ClassVar

import pytest

from eval.intervals import Plan, interval, resample
from eval.metrics.rouge import Rouge
from eval.sample import Estimate, Pair, Sample
from eval.scores import Column, Mean
from nlp.conf import build, register
from nlp.models.centroid import Centroid
from nlp.models.lead import Lead
from nlp.models.lexrank import LexRank
from nlp.models.lsa import Lsa
from nlp.models.oracle import Oracle
from nlp.models.random import Random
from nlp.models.salience import Salience
from nlp.models.salience_encoder import SalienceEncoder
from nlp.models.submodular import Submodular
from nlp.models.textrank import TextRank
from nlp.records import Article, Example, Gold, Item
from nlp.stories import group
from nlp.text.normalize import normalize

pytestmark = pytest.mark.benchmark

MODELS: dict[str, type[Any]] = {
    "lead": Lead,
    "random": Random,
    "textrank": TextRank,
    "lexrank": LexRank,
    "lsa": Lsa,
    "centroid": Centroid,
    "submodular": Submodular,
    "salience": Salience,
    "salience_encoder": SalienceEncoder,
    "oracle": Oracle,
}
COMMAND = "pytest -m benchmark -s tests/benchmarks/test_summarizer_quality.py"
METRIC = "mean of ROUGE-1 and ROUGE-2 F1"  # in points
MOST = 1500  # articles of one set
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


def measured(model: Any, asked: Asked, stories: list[str]) -> tuple[Sample, float]:
    """Return the scores of a model's summaries and how many words they have on average."""
    examples, gold = asked
    answers = model.fit(examples, gold, None).predict(examples)
    rows = zip(examples, stories, gold, answers, strict=True)
    items = [Item(e.id, e.article, s, g, p) for e, s, g, p in rows]
    used = sum(len(answer.text.split()) for answer in answers) / len(answers)
    return Sample.of(Points(), items, None), round(used, 1)


def rows(
    name: str, samples: dict[str, Sample], used: dict[str, float], plan: Plan
) -> Iterator[dict[str, Any]]:
    """Yield one row per model: its value and its differences from lead and TextRank, with intervals."""
    lead, textrank = samples["lead"], samples["textrank"]
    for model, sample in samples.items():
        row = {"dataset": name, "config": model, "metric": METRIC, "words": 75, "used": used[model]}
        value, delta, other = spreads([sample, Pair(sample, lead), Pair(sample, textrank)], plan)
        row |= value | {"delta": delta, "delta_textrank": other}
        yield row | {"n": len(sample.rows), "stories": sample.stories}


def spreads(estimates: Sequence[Estimate], plan: Plan) -> list[dict[str, float]]:
    """Return value, low and high of each estimate."""
    return [
        {
            "value": round(float(e.point()[0]), 3),
            "low": round(interval(e, 0, spread[:, 0], plan)[0], 3),
            "high": round(interval(e, 0, spread[:, 0], plan)[1], 3),
        }
        for e, spread in zip(estimates, resample(estimates, plan), strict=True)
    ]


def test_extractors_against_lead_and_textrank(shared: Path) -> None:
    plan = Plan(resamples=1000)
    made = []
    for name, asked in sets(shared):
        clean = [replace(e.article, text=e.article.text.removeprefix(FURNITURE)) for e in asked[0]]
        stories = group(clean)
        both = {model: measured(kind(), asked, stories) for model, kind in MODELS.items()}
        samples = {model: sample for model, (sample, _) in both.items()}
        used = {model: words for model, (_, words) in both.items()}
        print(f"\n{name}: {len(stories)} articles, {samples['lead'].stories} stories")
        for row in rows(name, samples, used, plan):
            made.append(row | {"date": date.today().isoformat(), "command": COMMAND})
            told = [
                f"{d['value']:+7.2f} [{d['low']:+.2f}, {d['high']:+.2f}]"
                for d in (row["delta"], row["delta_textrank"])
            ]
            score = f"{row['value']:7.2f}{row['used']:5.0f} words"
            print(f"  {row['config']:12s}{score} {told[0]:26s}{told[1]}")
        best = max(samples, key=lambda model: samples[model].point()[0])
        assert best == "oracle", f"{name}: {best} is above what has seen the references"
    if file := os.environ.get("QUALITY"):
        Path(file).write_text("".join(json.dumps(row) + "\n" for row in made), encoding="utf-8")
