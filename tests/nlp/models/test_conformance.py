"""One suite for every model a user can name: the same promises, whatever is inside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from omegaconf import OmegaConf
from realign_support import small_corpus

from nlp.conf import build, register
from nlp.corpus.table import from_rows
from nlp.records import Article, Example, Gold, Model, Outcome, Prediction, Task
from nlp.tasks.stance import Stance
from nlp.tasks.summarize import Summarize
from nlp.tasks.topic import Topic

ROOT = Path(__file__).resolve().parents[3]
COLUMNS = {
    n: n for n in ("id", "text", "title", "language", "date", "topics", "stance", "references")
}
CASES = [
    (path.stem, task)
    for path in sorted((ROOT / "configs" / "model").glob("*.yaml"))
    for task in ("topic", "stance", "summarize")
]


def node(name: str) -> dict[str, Any]:
    register()
    book = str(ROOT / "data" / "codebook.yaml")
    base = OmegaConf.create({"codebook": book, "seed": 0})
    base.node = OmegaConf.load(ROOT / "configs" / "model" / f"{name}.yaml")
    return OmegaConf.to_container(base.node, resolve=True)  # type: ignore[return-value]


def asked(name: str, task: str) -> tuple[Model, Task, list[Example], list[Gold]]:
    """Return a fresh model and a task's examples; skip where the model is for other tasks."""
    model: Model = build(node(name), "model")
    if task not in model.tasks:
        pytest.skip(f"{name} is for {', '.join(model.tasks)}")
    book = node("codebook")["codebook"]
    made: Task = {"topic": Topic, "stance": Stance}.get(task, lambda _: Summarize())(book)
    rows = [(row, f"made:{i}") for i, row in enumerate(small_corpus(24))]
    articles, labels = from_rows(rows, COLUMNS, "en")
    examples, gold = made.examples(articles, {a.article: a for a, _ in labels})
    return model, made, examples, gold


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
        promise_scores(answer, made)
        promise_spans(example, answer)


def promise_scores(answer: Prediction, task: Task) -> None:
    if task.labels is None:
        assert answer.outcome is Outcome.SCORED and answer.text
        return
    assert set(answer.scores) == set(task.labels.names)
    assert all(0 <= p <= 1 for p in answer.scores.values())
    if task.labels.exclusive:
        assert answer.scores[next(iter(answer.labels))] == max(answer.scores.values())
        assert sum(answer.scores.values()) == pytest.approx(1)
    else:
        assert answer.labels == {n for n, p in answer.scores.items() if p >= 0.5}


def promise_spans(example: Example, answer: Prediction) -> None:
    text, title = example.article.text, example.article.title
    for sentence in answer.summary:
        if sentence.start >= 0:
            assert text[sentence.start : sentence.end] == sentence.text
    for span in answer.evidence:
        whole = title if span.field == "title" else text
        assert 0 <= span.start < span.end <= len(whole)


@pytest.mark.parametrize(("name", "task"), CASES)
def test_the_same_twice_and_whatever_the_company(name: str, task: str) -> None:
    model, made, examples, gold = asked(name, task)
    fitted = model.fit(examples, gold, made.labels)
    together = fitted.predict(examples)
    alone = [fitted.predict([e])[0] for e in examples[:5]]
    again = build(node(name), "model").fit(examples, gold, made.labels).predict(examples)
    for one, two in [*zip(together, alone, strict=False), *zip(together, again, strict=True)]:
        assert (one.labels, one.text) == (two.labels, two.text)
        assert one.scores == pytest.approx(two.scores)
    assert fitted.predict([]) == []


@pytest.mark.parametrize(("name", "task"), CASES)
@pytest.mark.parametrize(
    "text",
    [
        "Word.",
        "no end",
        "A. B. C.",
        "😀 🙂",
        "السلام عليكم. خبر.",
        "X" * 5000,
        "1\n\n2\n\n3",
        "“Quote",
        "\u202eabc",
    ],
    ids=[
        "word",
        "fragment",
        "initials",
        "emoji",
        "rtl",
        "one token",
        "lines",
        "open quote",
        "bidi",
    ],
)
def test_odd_texts_are_answered(name: str, task: str, text: str) -> None:
    model, made, examples, gold = asked(name, task)
    topic = examples[0].topic
    odd = Example("odd", Article("odd", text, language=""), topic)
    model.fit(
        [*examples, odd] if model.upper_bound else examples,
        [*gold, gold[0]] if model.upper_bound else gold,
        made.labels,
    )
    (answer,) = model.predict([odd])
    assert answer.id == "odd"
    promise_spans(odd, answer)
