"""Small items to judge: labels, probabilities and summaries in one line each."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from nlp.records import (
    Article,
    Gold,
    Item,
    LabelSet,
    Outcome,
    Prediction,
    SummarySentence,
)


def label_item(
    i: int, gold: str | None, said: str, *, story: str = "", scores: dict[str, float] | None = None,
    outcome: Outcome = Outcome.SCORED,
) -> Item:  # fmt: skip
    """'ab' means the labels a and b; gold None means not annotated."""
    return Item(
        str(i), Article(f"article-{i}", "text"), story or f"story-{i}",
        Gold(None if gold is None else frozenset(gold)),
        Prediction(str(i), frozenset(said), scores or {}, outcome=outcome),
    )  # fmt: skip


def summary_item(
    i: int, summary: Sequence[str], references: Sequence[str] = (), *, text: str = "",
    language: str = "en", story: str = "", outcome: Outcome = Outcome.SCORED,
) -> Item:  # fmt: skip
    """A summary as sentences; those found in the text carry their offsets."""
    sentences = tuple(
        SummarySentence(s, text.find(s), text.find(s) + len(s) if s in text else -1)
        for s in summary
    )
    return Item(
        str(i), Article(f"article-{i}", text, language=language), story or f"story-{i}",
        Gold(None, tuple(references)), Prediction(str(i), summary=sentences, outcome=outcome),
    )  # fmt: skip


def random_items(
    n: int, labels: LabelSet, *, seed: int = 0, errors: float = 0.2, per_story: int = 1,
    probabilities: bool = True, rates: Sequence[float] = (0.5, 0.3, 0.2),
) -> list[Item]:  # fmt: skip
    """Items whose labels are right with probability 1 - errors, with matching probabilities."""
    rng = np.random.default_rng(seed)
    out = []
    for i in range(n):
        if labels.exclusive:
            gold = labels.names[rng.choice(len(labels.names), p=rates)]
            noise = rng.dirichlet(np.ones(len(labels.names)))
            weight = np.array([float(name == gold) for name in labels.names])
            p = (1 - errors) * weight * rng.random() + noise
            p /= p.sum()
            said = labels.names[int(p.argmax())]
        else:
            truth = rng.random(len(labels.names)) < np.array(rates)
            gold = "".join(np.array(labels.names)[truth])
            p = np.clip(np.where(truth, 0.7, 0.3) + rng.normal(0, errors, len(truth)), 0, 1)
            said = "".join(np.array(labels.names)[p > 0.5])
        scores = dict(zip(labels.names, map(float, p), strict=True)) if probabilities else None
        out.append(label_item(i, gold, said, story=f"s{i // per_story}", scores=scores))
    return out


@pytest.fixture(scope="session")
def many() -> Callable[..., list[Item]]:
    return random_items


@pytest.fixture(scope="session")
def labelled() -> Callable[..., Item]:
    return label_item


@pytest.fixture(scope="session")
def summarized() -> Callable[..., Item]:
    return summary_item


@pytest.fixture(scope="session")
def topics() -> LabelSet:
    return LabelSet(("a", "b", "c"), exclusive=False)


@pytest.fixture(scope="session")
def sides() -> LabelSet:
    return LabelSet(("a", "b", "c"), exclusive=True)
