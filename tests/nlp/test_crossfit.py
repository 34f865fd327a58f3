from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import pytest

from nlp.crossfit import crossfit, with_reasons
from nlp.errors import UserError
from nlp.records import Article, Example, Gold, LabelSet, Outcome, Prediction
from nlp.splits import Part
from nlp.splits.stories import Stories
from nlp.store import Checkpoint

LABELS = LabelSet(("x", "y"), exclusive=False)


class Task:
    name = "topic"
    labels = LABELS

    def check(self, prediction: Prediction) -> Prediction:
        return prediction


class Spy:
    """Remembers whom it was fitted on and refuses to answer them."""

    tasks = ("topic",)
    learns = True
    upper_bound = False
    fits: list[set[str]] = []  # noqa: RUF012 - shared on purpose: one log for all folds

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        self.seen = {e.article.meta["story"] for e in examples}
        assert all(g.known for g in gold)
        Spy.fits.append(self.seen)
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        assert not self.seen & {e.article.meta["story"] for e in examples}, (
            "a test story was seen in fit"
        )
        return [Prediction(e.id, frozenset("x")) for e in examples]


class Dies(Spy):
    """Answers one batch, then the job is killed."""

    answered = 0

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        Dies.answered += 1
        if Dies.answered == 3:
            raise KeyboardInterrupt
        return super().predict(examples)


def data(n: int = 20, k: int = 4) -> tuple[list[Example], list[Gold], list[Part]]:
    stories = [f"s{i // 2}" for i in range(n)]
    examples = [
        Example(f"a{i}", Article(f"a{i}", "text", meta={"story": s})) for i, s in enumerate(stories)
    ]
    gold = [Gold(frozenset("x" if i % 3 else "y")) if i % 7 else Gold() for i in range(n)]
    return examples, gold, Stories(k).parts(examples, gold, stories)


def test_no_model_sees_a_story_it_answers(tmp_path: Path) -> None:
    examples, gold, parts = data()
    Spy.fits.clear()
    answers = crossfit(Spy, Task(), examples, gold, parts, checkpoint=Checkpoint(tmp_path / "c"))
    assert [p.id for p in answers.predictions] == [e.id for e in examples]
    assert len(Spy.fits) == 4 and set(answers.fold) == {0, 1, 2, 3}


def test_a_killed_job_resumes(tmp_path: Path) -> None:
    examples, gold, parts = data()
    checkpoint = Checkpoint(tmp_path / "c")
    with pytest.raises(KeyboardInterrupt):
        crossfit(Dies, Task(), examples, gold, parts, checkpoint=checkpoint)
    finished = len(checkpoint.load())
    assert 0 < finished < len(examples)
    Spy.fits.clear()
    answers = crossfit(Spy, Task(), examples, gold, parts, checkpoint=checkpoint)
    assert len(answers.predictions) == len(examples)
    assert len(Spy.fits) == 2  # the two folds that were done are not done again


class Slow(Spy):
    """Asks for two examples at a time, and is killed at the third time."""

    learns = False
    at_once = 2
    asked: list[int] = []  # noqa: RUF012 - shared on purpose

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        Slow.asked.append(len(examples))
        if len(Slow.asked) == 3:
            raise KeyboardInterrupt
        return [Prediction(e.id, frozenset("x")) for e in examples]


def test_a_slow_model_is_asked_little_at_once_and_loses_little(tmp_path: Path) -> None:
    examples, gold, parts = data(n=7, k=2)
    checkpoint = Checkpoint(tmp_path / "c")
    with pytest.raises(KeyboardInterrupt):
        crossfit(Slow, Task(), examples, gold, parts, checkpoint=checkpoint)
    assert len(checkpoint.load()) == 4
    answers = crossfit(Slow, Task(), examples, gold, parts, checkpoint=checkpoint)
    assert len(answers.predictions) == 7 and Slow.asked == [2, 2, 2, 2, 1]


def test_unreadable_articles_are_failed_not_dropped(tmp_path: Path) -> None:
    examples, gold, parts = data(k=2)
    examples[3] = Example("a3", Article("a3", "", meta={"story": "s1"}))
    answers = crossfit(Spy, Task(), examples, gold, parts, checkpoint=Checkpoint(tmp_path / "c"))
    assert answers.predictions[3].outcome is Outcome.FAILED
    told = with_reasons(answers.predictions, {"a3": "is empty"})
    assert told[3].note == "is empty" and told[4].note == ""


class Fixed(Spy):
    """Learns nothing, so it needs no training examples."""

    learns = False

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        return [Prediction(e.id, frozenset("x")) for e in examples]


def test_every_model_answers_the_same_examples_of_a_partial_split(tmp_path: Path) -> None:
    examples, gold, _ = data()
    parts = [Part(tuple(range(4)), (4, 5)), Part(tuple(range(6)), (8, 6))]
    for model, fold in ((Spy, [0, 0, 1, 1]), (Fixed, [-1] * 4)):
        checkpoint = Checkpoint(tmp_path / model.__name__)
        done = crossfit(model, Task(), examples, gold, parts, checkpoint=checkpoint)
        assert [p.id for p in done.predictions] == ["a4", "a5", "a6", "a8"] and done.fold == fold


def test_a_language_that_was_not_in_training_is_flagged(tmp_path: Path) -> None:
    examples, gold, _ = data()
    languages = ["en"] * 8 + ["sw", "en"]
    examples = [
        Example(e.id, Article(e.id, "text", language=lang, meta=e.article.meta))
        for e, lang in zip(examples, languages, strict=False)
    ]
    parts = [Part(tuple(range(8)), (8, 9))]
    done = crossfit(Spy, Task(), examples, gold, parts, checkpoint=Checkpoint(tmp_path / "c"))
    notes = [p.note for p in done.predictions]
    assert notes == ["language 'sw' was not in training (en)", ""]
    assert done.predictions[0].outcome is Outcome.SCORED


class Metered(Spy):
    """Knows its size and what its answers cost."""

    meter_ = {"parameters": 7, "price": 0.5, "requests": 3}  # noqa: RUF012

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        time.sleep(0.01)
        return super().fit(examples, gold, labels)


def test_the_bill_has_seconds_of_all_folds_and_what_the_model_knows(tmp_path: Path) -> None:
    examples, gold, parts = data()
    done = crossfit(Metered, Task(), examples, gold, parts, checkpoint=Checkpoint(tmp_path / "c"))
    fit_s, predict_s = (done.cost.pop(name) for name in ("fit_s", "predict_s"))
    assert fit_s >= 4 * 0.01 and 0 <= predict_s < fit_s
    known = {"parameters": 7, "price": 0.5, "requests": 3}
    assert done.cost == {"tokens_in": None, "tokens_out": None, **known}


def test_a_resumed_job_does_not_know_what_it_took(tmp_path: Path) -> None:
    examples, gold, parts = data()
    checkpoint = Checkpoint(tmp_path / "c")
    checkpoint.add([Prediction("a0", frozenset("x"))])
    cost = crossfit(Metered, Task(), examples, gold, parts, checkpoint=checkpoint).cost
    assert cost.pop("parameters") == 7
    assert set(cost.values()) == {None} and {"fit_s", "predict_s", "price"} <= set(cost)


class Picky(Spy):
    """Wants two answers, as classifiers do."""

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        raise UserError("All training examples carry the same answer.")


@pytest.mark.parametrize(("rare", "says"), [(1, "Round 2 of 2 of the split: All"), (0, "All")])
def test_a_round_whose_labels_are_all_the_same_is_named(
    tmp_path: Path, rare: int, says: str
) -> None:
    examples, _, _ = data(4, 2)
    gold = [Gold(frozenset("y" if i < rare else "x")) for i in range(4)]
    parts = [Part((), ()), Part((2, 3), (0, 1))]
    checkpoint = Checkpoint(tmp_path / "c.jsonl")
    with pytest.raises(UserError) as caught:
        crossfit(Picky, Task(), examples, gold, parts, checkpoint=checkpoint)  # type: ignore[arg-type]
    assert str(caught.value).startswith(says)
