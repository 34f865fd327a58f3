"""Embedding F1: each word vector of a text matched with the most similar one of the other.

Recall averages, over the reference's tokens, the best cosine with any token of the summary;
precision the reverse. Greedy matching without idf weights or baseline rescaling, so its values are
not those of any published variant of the idea (Zhang et al. 2020); compare only runs that used the
same encoder. Needs torch, transformers and weights on disk or the hub.

>>> greedy_f1(np.eye(2), np.eye(2))
(1.0, 1.0, 1.0)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from eval.metrics.weights import load
from eval.scores import Array, Column, Mean, answered
from nlp.records import Item


class EmbeddingF1(Mean):
    """Greedy embedding match of summaries with references; the best reference by F1 counts.

    ``model``: local path or hub id of an encoder. ``device``: 'cpu' or 'cuda'.
    """

    name: ClassVar[str] = "embedding_f1"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)

    def __init__(self, model: str, device: str = "cpu") -> None:
        """Store the options; weights are loaded when first needed."""
        self.model, self.device = model, device

    def outputs(self) -> list[Column]:
        """Return F1, precision, recall."""
        return [Column(f"embedding_{part}") for part in ("f1", "precision", "recall")]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's three values; 0 for an empty summary, NaN without reference."""
        if not item.gold.references:
            return [np.nan] * 3
        text = item.prediction.text if answered(item) else ""
        if not text.strip():
            return [0.0] * 3
        said = self.encode(text)
        return max(greedy_f1(said, self.encode(reference)) for reference in item.gold.references)

    @cached_property
    def encode(self) -> Callable[[str], Array]:
        """Return the function from a text to its (tokens, d) unit vectors."""
        torch, tokenizer, network = load("AutoModel", self.model, self.device)

        def encode(text: str) -> Array:
            batch: Any = tokenizer(text, return_tensors="pt", truncation=True).to(self.device)
            with torch.inference_mode():
                vectors = network(**batch).last_hidden_state[0, 1:-1].float().cpu().numpy()
            return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

        return encode

    def settings(self) -> dict[str, str]:
        """Return the encoder."""
        return {"encoder": self.model, "match": "greedy"}


def greedy_f1(said: Array, gold: Array) -> tuple[float, float, float]:
    """Return F1, precision, recall of (n, d) and (m, d) unit vectors; 0 when either is empty."""
    if not len(said) or not len(gold):
        return 0.0, 0.0, 0.0
    alike = said @ gold.T
    precision, recall = float(alike.max(axis=1).mean()), float(alike.max(axis=0).mean())
    both = precision + recall
    return (2 * precision * recall / both if both > 0 else 0.0), precision, recall
