"""NLI consistency: does the article entail each sentence of the summary?

Every summary sentence is scored against every window of article sentences; its support is the
highest entailment probability, and the summary's value the mean over its sentences (SummaC-ZS, Laban
et al. 2022, with windows instead of single sentences). Needs torch, transformers and an NLI model.

>>> NLIConsistency(model="path/to/nli", window=3).settings()
{'nli': 'path/to/nli', 'window': '3'}
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np

from eval.metrics.weights import load
from eval.scores import Array, Column, Mean, answered
from nlp.errors import UserError
from nlp.records import Article, Item
from nlp.text.sentences import split


class NLIConsistency(Mean):
    """Mean and weakest entailment of summary sentences by the article; no reference needed.

    ``model``: local path or hub id of a sequence classifier with an 'entailment' label. ``window``:
    article sentences per premise, overlapping by all but one. ``batch``: pairs scored at a time.
    """

    name: ClassVar[str] = "nli_consistency"
    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    needs_gold: ClassVar[bool] = False

    def __init__(self, model: str, window: int = 3, batch: int = 16, device: str = "cpu") -> None:
        """Store the options; weights are loaded when first needed."""
        self.model, self.window, self.batch, self.device = model, window, batch, device

    def outputs(self) -> list[Column]:
        """Return the mean and the minimum over sentences."""
        return [Column("nli_consistency"), Column("nli_weakest_sentence")]

    def values(self, item: Item) -> Sequence[float]:
        """Return the item's two values; NaN for an empty summary."""
        claims = [s.text for s in item.prediction.summary if s.text.strip()]
        premises = windows(item.article, self.window)
        if not claims or not premises or not answered(item):
            return [np.nan, np.nan]
        pairs = [(premise, claim) for claim in claims for premise in premises]
        backed = self.entailment(pairs).reshape(len(claims), len(premises)).max(axis=1)
        return [float(backed.mean()), float(backed.min())]

    @cached_property
    def entailment(self) -> Callable[[Sequence[tuple[str, str]]], Array]:
        """Return the function from (premise, claim) pairs to (pairs,) probabilities."""
        torch, tokenizer, network = load(
            "AutoModelForSequenceClassification", self.model, self.device
        )
        names = {str(name).lower(): i for i, name in network.config.id2label.items()}
        if "entailment" not in names:
            raise UserError(f"model {self.model!r} has labels {sorted(names)}, not 'entailment'.")

        def entailment(pairs: Sequence[tuple[str, str]]) -> Array:
            out = []
            for i in range(0, len(pairs), self.batch):
                first, second = (list(x) for x in zip(*pairs[i : i + self.batch], strict=True))
                batch = tokenizer(
                    first, second, return_tensors="pt", truncation="only_first", padding=True
                ).to(self.device)
                with torch.inference_mode():
                    logits = network(**batch).logits.float()
                out.append(logits.softmax(-1)[:, names["entailment"]].cpu().numpy())
            return np.concatenate(out)

        return entailment

    def settings(self) -> dict[str, str]:
        """Return the model and the window."""
        return {"nli": self.model, "window": str(self.window)}


def windows(article: Article, size: int) -> list[str]:
    """Return the article's runs of ``size`` sentences, one starting at each sentence but the last few."""
    bounds = split(article.text, article.language)
    last = max(len(bounds) - size + 1, 1)
    runs = [bounds[i : i + size] for i in range(last)] if bounds else []
    return [article.text[run[0][0] : run[-1][1]] for run in runs]
