"""One suite for every model a user can name: the same promises, whatever is inside."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import tiny_models
from omegaconf import OmegaConf
from realign_support import small_corpus, sourced_corpus

from nlp.conf import build, locate, register
from nlp.corpus.table import from_rows
from nlp.models.learned import Learned
from nlp.records import Article, Example, Gold, Model, Outcome, Prediction, Task
from nlp.tasks.sources import Sources
from nlp.tasks.stance import Stance
from nlp.tasks.summarize import Summarize
from nlp.tasks.topic import Topic

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = {
    n: n
    for n in (
        "id",
        "text",
        "title",
        "language",
        "date",
        "topics",
        "stance",
        "attributed",
        "references",
    )
}


def node(name: str) -> dict[str, Any]:
    register()
    book = str(ROOT / "data" / "codebook.yaml")
    base = OmegaConf.create({"codebook": book, "seed": 0})
    base.node = OmegaConf.load(ROOT / "configs" / "model" / f"{name}.yaml")
    return OmegaConf.to_container(base.node, resolve=True)  # type: ignore[return-value]


def cases() -> list[Any]:
    """Return every model under every task it is for; those that need torch are marked slow."""
    found = []
    for path in sorted((ROOT / "configs" / "model").glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        target = locate(str(OmegaConf.create(text)["_target_"]), path.stem)
        marks = [pytest.mark.slow] * ("torch" in text)
        asked_for = [t for t in ("topic", "stance", "sources", "summarize") if t in target.tasks]
        found += [pytest.param(path.stem, task, marks=marks) for task in asked_for]
    return found


CASES = cases()
LEARNED = [
    c for c in CASES if issubclass(locate(node(c.values[0])["_target_"], c.values[0]), Learned)
]
PRICED = {"llm", "llm_decision"}
UNEXPLAINED = {"majority", "llm_decision", "llm_local"}  # answers without reasons
ODD = {
    "word": "Word.",
    "fragment": "no end",
    "initials": "A. B. C.",
    "emoji": "😀 🙂",
    "rtl": "السلام عليكم. خبر.",
    "one token": "X" * 5000,
    "lines": "1\n\n2\n\n3",
    "open quote": "“Quote",
    "bidi": "\u202eabc",
}


def asked(name: str, task: str, **more: Any) -> tuple[Model, Task, list[Example], list[Gold]]:
    """Return a fresh model and a task's examples."""
    model: Model = build(node(name) | tiny_models.options(name) | more, "model")
    book = node("codebook")["codebook"]
    tasks: Mapping[str, Any] = {"topic": Topic, "stance": Stance, "sources": Sources}
    made: Task = tasks.get(task, lambda _: Summarize())(book)
    corpus = sourced_corpus if task == "sources" else small_corpus
    rows = [(row, f"made:{i}") for i, row in enumerate(corpus(24))]
    articles, labels = from_rows(rows, COLUMNS, "en")
    examples, gold = made.examples(articles, {a.article: a for a, _ in labels})
    return model, made, examples, gold


@pytest.fixture(scope="module", autouse=True)
def _small_encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Sentence encoders use a tiny network made here, and keep vectors nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("nlp.models.encoder.packaged", tiny_models.encoder)
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@cache
def fitted_once(name: str, task: str) -> tuple[Model, Task, list[Example], list[Gold]]:
    """Return a fitted model: fitting is the expensive part, so tests that only predict share it."""
    model, made, examples, gold = asked(name, task)
    return model.fit(examples, gold, made.labels), made, examples, gold


@pytest.mark.parametrize(("name", "task"), CASES)
def test_promises(name: str, task: str) -> None:
    model, made, examples, gold = asked(name, task)
    before = dict(vars(model))
    fitted = model.fit(examples, gold, made.labels)
    assert fitted is model, "fit returns self"
    assert {k: v for k, v in vars(model).items() if not k.endswith("_")} == before, (
        "fit changes no option"
    )
    answers = fitted.predict(examples)
    assert [p.id for p in answers] == [e.id for e in examples], "one answer per example, in order"
    for example, answer in zip(examples, answers, strict=True):
        assert made.check(answer) == answer, "answers keep the task's rules"
        promise_scores(answer, made, getattr(model, "thresholds_", {}))
        promise_spans(example, answer)
        if made.labels is not None and name not in UNEXPLAINED:
            wanted = {f"{example.topic}={n}" if example.topic else n for n in answer.labels}
            assert {e.label for e in answer.evidence} == wanted, "every label comes with evidence"

    promise_bill(name, fitted)


def promise_bill(name: str, model: Model) -> None:
    told: dict[str, Any] = getattr(model, "meter_", {})
    assert json.loads(json.dumps(told)) == told, "the bill is plain values"
    if name in PRICED:
        assert told["tokens_in"] > 0 and told["tokens_out"] >= 0
    elif "torch" in (ROOT / "configs" / "model" / f"{name}.yaml").read_text("utf-8"):
        assert told["parameters"] > 100, "a network says how large it is"


def promise_scores(answer: Prediction, task: Task, thresholds: Mapping[str, float]) -> None:
    if task.labels is None:
        assert answer.outcome is Outcome.SCORED and answer.text
        return
    assert set(answer.scores) == set(task.labels.names)
    assert all(0 <= p <= 1 for p in answer.scores.values())
    if task.labels.exclusive:
        assert answer.scores[next(iter(answer.labels))] == max(answer.scores.values())
        assert sum(answer.scores.values()) == pytest.approx(1)
    else:
        assert answer.labels == {n for n, p in answer.scores.items() if p >= thresholds.get(n, 0.5)}


def promise_spans(example: Example, answer: Prediction) -> None:
    text, title = example.article.text, example.article.title
    for sentence in answer.summary:
        if sentence.start >= 0:
            assert text[sentence.start : sentence.end] == sentence.text
    for span in answer.evidence:
        whole = title if span.field == "title" else text
        assert 0 <= span.start < span.end <= len(whole)


@pytest.mark.parametrize(("name", "task"), CASES)
def test_what_was_learned_is_stored(name: str, task: str, tmp_path: Path) -> None:
    fitted, made, examples, _ = fitted_once(name, task)
    if made.labels is None or not hasattr(fitted, "save"):
        assert made.labels is None or not fitted.learns, "a classifier that learns can be stored"
        return
    fitted.save(tmp_path / "model")
    files = [path for path in (tmp_path / "model").rglob("*") if path.is_file()]
    assert {"model.json", "arrays.safetensors"} <= {path.name for path in files}
    assert {path.suffix for path in files} == {".json", ".safetensors"}, "nothing that can run code"
    loaded = asked(name, task)[0].load(tmp_path / "model")  # type: ignore[attr-defined]
    assert loaded.predict(examples) == fitted.predict(examples)


@pytest.mark.parametrize(("name", "task"), CASES)
def test_the_same_twice_and_whatever_the_company(name: str, task: str) -> None:
    fitted, made, examples, gold = fitted_once(name, task)
    together = fitted.predict(examples)
    alone = [fitted.predict([e])[0] for e in examples[:5]]
    again = asked(name, task)[0].fit(examples, gold, made.labels).predict(examples)
    for one, two in [*zip(together, alone, strict=False), *zip(together, again, strict=True)]:
        assert (one.labels, one.text) == (two.labels, two.text)
        assert one.scores == pytest.approx(two.scores, abs=1e-5)
    assert fitted.predict([]) == []


@pytest.mark.parametrize(("name", "task"), LEARNED)
def test_only_so_much_is_read_as_was_asked_for(name: str, task: str) -> None:
    examples, gold = asked(name, task)[2:]
    limit = 40 + max(len(e.article.text) for e in examples)
    model, made, _, _ = asked(name, task, characters=limit)
    fitted = model.fit(examples, gold, made.labels)
    text = examples[0].article.text.ljust(limit)
    ends = ("", "Mercenaries came. " * 9, "The rain went on. " * 9)
    articles = [replace(examples[0].article, text=text + end) for end in ends]
    whole, *cut = fitted.predict([replace(examples[0], article=a) for a in articles])
    assert (whole.outcome, whole.cut) == (Outcome.SCORED, 0)
    for answer in cut:
        assert (answer.outcome, answer.cut) == (Outcome.TRUNCATED, 9 * 18)
        assert answer.scores == pytest.approx(whole.scores, abs=1e-5)
        assert answer.evidence == whole.evidence


@pytest.mark.parametrize(("name", "task"), CASES)
def test_odd_texts_are_answered(name: str, task: str) -> None:
    model, made, examples, gold = fitted_once(name, task)
    odd = [Example(i, Article(i, t, language=""), examples[0].topic) for i, t in ODD.items()]
    if model.upper_bound:
        model = asked(name, task)[0].fit(odd, [gold[0]] * len(odd), made.labels)
    answers = model.predict(odd)
    assert [a.id for a in answers] == list(ODD)
    for example, answer in zip(odd, answers, strict=True):
        promise_spans(example, answer)
