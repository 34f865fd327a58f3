"""Stance when the topic must be found first, beside stance when the topic is given.

A stance run is asked about topics that are present in gold ('oracle topics'). In use, a topic model
comes first: a stance on a topic it missed is lost, and a topic it invents gets a stance nobody holds.
Pipeline F1 pools (article, topic, stance) triples: right when the topic was found and the stance is
right. Precision covers the articles that have at least one topic in gold, as only those are asked.

>>> [c.metric for c in PipelineStance(topics="runs/topic/tfidf_lr/TIME").columns(None)]
['pipeline_f1', 'pipeline_precision', 'pipeline_recall', 'oracle_topic_accuracy']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np

from eval.metrics.counts import figures
from eval.scores import Additive, Array, Column, answered, ratio
from nlp.errors import UserError
from nlp.records import Item, LabelSet


class PipelineStance(Additive):
    """Pipeline and oracle-topic stance; rows are [right, said, gold, right given the topic].

    ``topics``: directory of a topic run over the same articles.
    """

    name: ClassVar[str] = "pipeline_stance"
    tasks: ClassVar[tuple[str, ...]] = ("stance",)

    def __init__(self, topics: str) -> None:
        """Store where the topic run is; it is read when first needed."""
        self.topics = topics

    def columns(self, labels: LabelSet | None) -> list[Column]:
        """Return pipeline F1, precision, recall and the oracle-topic accuracy."""
        return [
            Column("pipeline_f1", needs=(2,)),
            Column("pipeline_precision", needs=(1,)),
            Column("pipeline_recall", needs=(2,), proportion=(0, 2)),
            Column("oracle_topic_accuracy", needs=(2,), proportion=(3, 2)),
        ]

    def measure(self, items: Sequence[Item], labels: LabelSet | None) -> Array:
        """Return (n, 4) rows; invented topics are counted with an article's first item."""
        found = self._found(items)
        asked: dict[str, set[str]] = {}
        for item in items:
            asked.setdefault(item.article.id, set()).add(item.topic)
        rows, seen = [], set()
        for item in items:
            article = item.article.id
            right = answered(item) and item.prediction.labels == item.gold.labels
            on_topic = item.topic in found[article]
            invented = 0 if article in seen else len(found[article] - asked[article])
            seen.add(article)
            rows.append([right and on_topic, on_topic + invented, 1, right])
        return np.array(rows, dtype=float).reshape(-1, 4)

    def combine(self, sums: Array) -> Array:
        """Return (B, 4) from summed triples."""
        pipeline = figures(sums[:, 0:1], sums[:, 1:2], sums[:, 2:3])
        return np.hstack([*pipeline, ratio(sums[:, 3:4], sums[:, 2:3], np.nan)])

    def settings(self) -> dict[str, str]:
        """Return which topic run came first."""
        return {"topics": self.topics}

    def _found(self, items: Sequence[Item]) -> Mapping[str, frozenset[str]]:
        """Return the topics found on each article, from the stored topic run."""
        from nlp.store import read_run

        stored = read_run(self.topics)
        if stored.record.get("task") != "topic":
            raise UserError(f"metric pipeline_stance: {self.topics} is no topic run.")
        found = {
            i.article.id: i.prediction.labels if answered(i) else frozenset() for i in stored.items
        }
        missing = [i.article.id for i in items if i.article.id not in found]
        if missing:
            raise UserError(
                f"metric pipeline_stance: topic run {self.topics} has no article {missing[0]!r}; "
                "run topics and stance over the same corpus."
            )
        return found
