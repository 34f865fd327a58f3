"""Coverage by hand, against brute force, and its diminishing returns."""

from itertools import combinations

import numpy as np
import pytest

from nlp.errors import UserError
from nlp.models.candidates import Candidates
from nlp.models.document import Document, read
from nlp.models.shape import Limits
from nlp.models.submodular import Submodular
from nlp.records import Article, Example


def candidates(model: Submodular, doc: Document) -> Candidates:
    every = range(len(doc.spans))
    return Candidates(doc, model.scores(doc).tolist(), [False] * len(every), Limits(75), every)


def document(text: str) -> Document:
    return read(Example("x", Article("a", text, language="en")))


def worth(doc: Document, chosen: tuple[int, ...], position: float) -> float:
    """Return Σ occurrences × sqrt(held) over the words of two or more sentences, the slow way."""
    bags = [sentence.lower().replace(".", "").split() for sentence in doc.sentences]
    total = 0.0
    for word in {w for bag in bags for w in bag}:
        if sum(word in bag for bag in bags) > 1:
            held = sum(bags[i].count(word) * (i + 1) ** -position for i in chosen)
            total += sum(bag.count(word) for bag in bags) * np.sqrt(held)
    return total


def test_gains_are_differences_of_the_objective() -> None:
    doc = document("Army took Kidal. Rebels fled Kidal. Army lost Gao. Rebels saw Army Kidal.")
    model = Submodular(position=0.5, cost=0)
    values = model.values(candidates(model, doc), None)
    chosen: list[int] = []
    for pick in (None, 0, 3):
        chosen += [] if pick is None else [pick]
        now = worth(doc, tuple(chosen), 0.5)
        expected = [worth(doc, (*chosen, i), 0.5) - now for i in range(4)]
        assert values(chosen, [0, 1, 2, 3]) == pytest.approx(dict(enumerate(expected)))


def test_greedy_is_within_its_bound_of_the_best_set() -> None:
    rng = np.random.default_rng(1)
    for _ in range(20):
        text = " ".join(
            "A" + " ".join(f"w{n}" for n in rng.integers(0, 9, 5)) + "." for _ in range(9)
        )
        doc = document(text)
        model = Submodular(words=15, position=0, cost=0)
        chosen = [s.start for s in model.predict([Example("x", doc.article)])[0].summary]
        picked = tuple(i for i, (start, _) in enumerate(doc.spans) if start in chosen)
        best = max(worth(doc, c, 0) for c in combinations(range(9), 3))
        assert worth(doc, picked, 0) >= (1 - 1 / np.e) * best  # Nemhauser et al. 1978: equal costs


def test_a_copy_is_worth_less_than_its_original() -> None:
    doc = document("Army took Kidal. Army took Kidal. Rebels left Army Gao. Gao saw rebels.")
    model = Submodular(position=0)
    values = model.values(candidates(model, doc), None)
    before = values([], [0, 1])
    assert before[0] == before[1] and values([0], [1])[1] < before[1]


@pytest.mark.parametrize("option", ["position", "cost"])
def test_options_out_of_range(option: str) -> None:
    with pytest.raises(UserError, match=rf"model\.{option}: -1"):
        Submodular(**{option: -1})
