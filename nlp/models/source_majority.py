"""Majority baseline for sources: every source found holds the side most sources hold on the topic.

With ``find=nearest`` the holder is the name nearest to each mention of the topic: the plainest guess of who
holds what, which attribution has to beat.
``python -m nlp.run +task=stance holder=sources model=source_majority``
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Self

from nlp.codebook import load
from nlp.models import storage
from nlp.models.source_answers import answer
from nlp.models.source_candidates import FINDERS, Find
from nlp.records import Example, Gold, LabelSet, Prediction


class SourceMajority:
    """Rule-based holders, the most frequent side of each topic.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: topics and their terms.
    find
        Who may hold a stance: 'attribution' (whoever is quoted or reported) or 'nearest' (the name
        nearest to each mention of the topic).
    """

    tasks: ClassVar[tuple[str, ...]] = ("sources",)
    learns: ClassVar[bool] = True
    upper_bound: ClassVar[bool] = False

    def __init__(self, codebook: str, find: Find = "attribution") -> None:
        self.codebook = codebook
        self.find = find

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Count sides by topic; '' counts them all, for topics that were not in training."""
        assert labels is not None, "the sources task names its labels"
        self.book_ = load(self.codebook)
        counts: dict[str, Counter[str]] = {"": Counter(dict.fromkeys(labels.names, 0))}
        for one in gold:
            for held in one.attributed:
                for topic in ("", held.topic):
                    counts.setdefault(topic, Counter(dict.fromkeys(labels.names, 0)))[
                        held.label
                    ] += 1
        self.scores_ = {topic: _shares(count) for topic, count in counts.items()}
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Give every source found the topic's most frequent side."""
        found = [FINDERS[self.find](e, self.book_) for e in examples]
        shares = [self.scores_.get(e.topic, self.scores_[""]) for e in examples]
        return [
            answer(e, candidates, [share] * len(candidates), self.thresholds_)
            for e, candidates, share in zip(examples, found, shares, strict=True)
        ]

    @property
    def thresholds_(self) -> Mapping[str, float]:
        """One half for every label."""
        return dict.fromkeys(self.scores_[""], 0.5)

    def save(self, folder: Path) -> None:
        """Write the shares to ``folder``."""
        storage.write(folder, self, {"scores": self.scores_}, {}, self.book_)

    def load(self, folder: Path) -> Self:
        """Read the shares back; raises ``UserError`` for a folder of another model."""
        self.book_ = load(self.codebook)
        content, _ = storage.read(folder, self, self.book_)
        try:
            self.scores_ = {
                str(topic): {str(label): float(p) for label, p in given.items()}
                for topic, given in content["scores"].items()
            }
        except (KeyError, TypeError, ValueError, AttributeError) as problem:
            raise storage.damaged(folder, problem) from None
        return self


def _shares(count: Mapping[str, int]) -> dict[str, float]:
    """Return each label's share of the sides; the first of equals gets at least one half, no other does."""
    total = sum(count.values())
    best = max(count, key=count.__getitem__)
    below = math.nextafter(0.5, 0)
    shares = {label: min(n / total if total else 0.0, below) for label, n in count.items()}
    return shares | {best: max(count[best] / total if total else 0.5, 0.5)}
