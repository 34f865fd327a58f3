"""A transformer with a classification head: token sequences in, one row of logits each out.

Sequences are made of token ids (a piece of an article) framed as the tokenizer would, together with a second
text where there is a question or hypothesis; so an article is tokenized once, whatever is asked of it.
``SequenceClassifier("folder").logits(rows).shape == (len(rows), labels)``
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.errors import UserError
from nlp.models import transformer
from nlp.models.heads import classifier
from nlp.models.transformer import all_cores, batches, loaded, out_of_memory

Logits = NDArray[np.float64]

_LEAST_ROOM = 8  # tokens of article beside a question; less cannot be read


class Row(NamedTuple):
    """One sequence for the network: token ids and the segment each belongs to."""

    ids: list[int]
    types: list[int]


class SequenceClassifier:
    """Network and tokenizer from a folder or hub id.

    Parameters
    ----------
    where
        Folder or hub id (see ``transformer.place``).
    labels
        Names of the labels to learn, which get a head of their own; None takes the head as it is.
    window
        Tokens per sequence, at most; the network's own limit holds too.
    tokens
        Tokens per pass, padding included; halved when memory runs out.
    precision
        ``auto``, ``float32`` or ``bfloat16``.
    seed
        Seed of a new head.
    """

    def __init__(
        self,
        where: str,
        labels: Sequence[str] | None = None,
        window: int = 512,
        tokens: int = 16_384,
        precision: str = "auto",
        seed: int = 0,
    ) -> None:
        self.where = where
        self.labels = labels
        self.most = window
        self.tokens = tokens
        self.precision = precision
        self.seed = seed

    @cached_property
    def tokenizer(self) -> Any:
        """The tokenizer; one without a padding token pads with its end token."""
        from transformers import AutoTokenizer

        made = loaded(AutoTokenizer, self.where)
        if made.pad_token_id is None:
            if made.eos_token_id is None:
                raise UserError(
                    f"The tokenizer of {self.where} has neither a padding nor an end token, so texts cannot be"
                    " batched. Set tokenizer.pad_token and save it with save_pretrained."
                )
            made.pad_token = made.eos_token
        return made

    @cached_property
    def network(self) -> Any:
        """The network in float32 on its device, ready for inference."""
        made = classifier(self.where, self.labels, self.seed)
        made.config.pad_token_id = self.tokenizer.pad_token_id
        return made.eval().to(self.arithmetic[0])

    @cached_property
    def arithmetic(self) -> tuple[str, str]:
        """Device and number format."""
        return transformer.arithmetic(self.precision)

    @property
    def parameters(self) -> int:
        """How many numbers the network has learned."""
        return int(self.network.num_parameters())

    @property
    def names(self) -> list[str]:
        """Names of the head's labels, in order."""
        return [str(name) for _, name in sorted(self.network.config.id2label.items())]

    @cached_property
    def window(self) -> int:
        """Tokens per sequence."""
        limits = (self.most, self.tokenizer.model_max_length, self._positions)
        return int(min(limit for limit in limits if limit))

    @property
    def _positions(self) -> int | None:
        return getattr(self.network.config, "max_position_embeddings", None)

    def ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return each text's tokens, bare and uncut."""
        if not texts:
            return []
        asked = self.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [list(row) for row in asked["input_ids"]]

    def room(self, question: str = "") -> int:
        """Return how many tokens of an article fit beside a question.

        Raises
        ------
        UserError
            When hardly any do.
        """
        before, after = self._frame(question)
        left = self.window - len(before.ids) - len(after.ids)
        if left < _LEAST_ROOM:
            raise UserError(
                f"A window of {self.window} tokens has no room for an article beside {question[:60]!r}. Raise"
                " model.window, or use a model that reads longer texts."
            )
        return left

    def row(self, ids: Sequence[int], question: str = "") -> Row:
        """Return bare tokens as the sequence that the tokenizer would make of them and the question."""
        before, after = self._frame(question)
        types = [*before.types, *[0] * len(ids), *after.types]  # the article is the first text
        return Row([*before.ids, *ids, *after.ids], types)

    def forward(self, rows: Sequence[Row]) -> Any:
        """Return the (rows, labels) tensor of logits in float32; gradients flow unless they are off."""
        torch = transformer.torch_or_explain()
        longest = max(len(row.ids) for row in rows)
        padding, device = self.network.config.pad_token_id, self.network.device
        batch = {
            "input_ids": [[*r.ids, *[padding] * (longest - len(r.ids))] for r in rows],
            "attention_mask": [[1] * len(r.ids) + [0] * (longest - len(r.ids)) for r in rows],
        }
        if "token_type_ids" in self.tokenizer.model_input_names:
            batch["token_type_ids"] = [[*r.types, *[0] * (longest - len(r.ids))] for r in rows]
        given = {name: torch.tensor(values, device=device) for name, values in batch.items()}
        mixed = self.arithmetic[1] == "bfloat16"
        with torch.autocast(device.type, dtype=torch.bfloat16, enabled=mixed):
            return self.network(**given).logits.float()

    def logits(self, rows: Sequence[Row]) -> Logits:
        """Return (rows, labels) logits; out of memory: halve the batch and go on."""
        torch = transformer.torch_or_explain()
        found = np.zeros((len(rows), len(self.names)))
        with torch.inference_mode(), all_cores():
            for batch in batches([len(row.ids) for row in rows], self.tokens):
                found[batch] = self._halving([rows[i] for i in batch])
        return found

    def save(self, folder: Path) -> None:
        """Write network and tokenizer as ``save_pretrained`` does."""
        from transformers.utils import logging

        logging.disable_progress_bar()
        self.network.save_pretrained(folder)
        self.tokenizer.save_pretrained(folder)

    def _halving(self, rows: list[Row]) -> Logits:
        try:
            return np.asarray(self.forward(rows).cpu().numpy(), np.float64)
        except (RuntimeError, MemoryError) as problem:
            if not out_of_memory(problem):
                raise
        if len(rows) == 1:
            raise UserError(f"Out of memory on {len(rows[0].ids)} tokens. Lower model.window.")
        half = len(rows) // 2
        return np.concatenate([self._halving(rows[:half]), self._halving(rows[half:])])

    @cached_property
    def _frame(self) -> Any:
        """The function from a question to the (before, after) that the tokenizer puts around a text."""

        @cache
        def frame(question: str) -> tuple[Row, Row]:
            bare = self.tokenizer("a", add_special_tokens=False)["input_ids"]
            made = self.tokenizer("a", question or None)
            whole = made["input_ids"]
            types = made.get("token_type_ids") or [0] * len(whole)
            start = next(k for k in range(len(whole)) if whole[k : k + len(bare)] == bare)
            end = start + len(bare)
            return Row(whole[:start], types[:start]), Row(whole[end:], types[end:])

        return frame
