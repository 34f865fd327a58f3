"""Transformers from a folder or the hub: how they are found, loaded, computed with and kept within memory.

Weights are read from safetensors only and no code of a model is run; the network is used only when a hub id
was named. bfloat16 is used where the processor multiplies in it (CUDA; AMX or AVX512-BF16).
``SequenceClassifier(place("microsoft/deberta-v3-base", "model.path"))``
Source: https://huggingface.co/docs/transformers
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nlp.errors import UserError


def torch_or_explain() -> Any:
    """Return the torch module, or say in one line how to install it."""
    try:
        import torch
    except ImportError:
        raise UserError("This model needs torch. Install it: pip install torch==2.13.0") from None
    return torch


def place(name: str | None, option: str, what: str) -> str:
    """Return the folder or hub id that ``option`` names.

    Raises
    ------
    UserError
        When nothing is named, or a folder without weights in safetensors.
    """
    if not name:
        raise UserError(
            f"No weights given. Name {what}: {option}=FOLDER (as save_pretrained wrote it) or"
            f" {option}=OWNER/NAME (hub id)."
        )
    folder = Path(name).expanduser()
    if not folder.is_dir():
        if name.count("/") == 1 and not name.startswith((".", "/", "~")):
            return name
        raise UserError(
            f"{option}: folder {name} not found. Give a folder, or a hub id OWNER/NAME."
        )
    for pattern in ("config.json", "*.safetensors"):
        if not any(folder.glob(pattern)):
            raise UserError(
                f"{option}: folder {name} has no {pattern}. Give a folder that save_pretrained wrote, or a"
                " hub id OWNER/NAME."
            )
    return str(folder)


def loaded(kind: Any, where: str, **options: Any) -> Any:
    """Return ``kind.from_pretrained(where)``; what goes wrong is one line for the user."""
    from safetensors import SafetensorError
    from transformers.utils import logging

    level = logging.get_verbosity()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        return kind.from_pretrained(
            where, local_files_only=Path(where).is_dir(), trust_remote_code=False, **options
        )
    except ImportError as problem:  # such as sentencepiece, which some tokenizers ask for
        reason = str(problem).strip().splitlines()[0].split(". ")[0]
        raise UserError(
            f"{where} needs a package that is not installed ({reason}). Install it with pip, or give a model"
            " with a tokenizer.json."
        ) from None
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as problem:
        reason = (str(problem).strip() or type(problem).__name__).splitlines()[0]
        raise UserError(
            f"{where} cannot be loaded ({reason}). Give a folder that save_pretrained wrote, or a hub id that"
            " can be reached from here (it is kept after the first download)."
        ) from None
    finally:
        logging.set_verbosity(level)


def arithmetic(precision: str) -> tuple[str, str]:
    """Return device and number format for ``precision``: auto, float32 or bfloat16.

    Raises
    ------
    UserError
        For another value.
    """
    torch = torch_or_explain()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    if precision in ("float32", "bfloat16"):
        return device, precision
    if precision != "auto":
        raise UserError(f"model.precision is {precision!r}. Allowed: auto, float32, bfloat16.")
    if device == "cuda":
        return device, "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    native = torch.cpu._is_amx_tile_supported() or torch.cpu._is_avx512_bf16_supported()
    return device, "bfloat16" if native else "float32"


def batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Yield indices of like length, longest first, so that each batch pads to at most ``tokens``."""
    order = sorted(range(len(lengths)), key=lambda i: (-lengths[i], i))
    while order:
        size = max(1, tokens // max(1, lengths[order[0]]))
        yield order[:size]
        order = order[size:]


def out_of_memory(problem: BaseException) -> bool:
    """Whether an error says that memory ran out; torch has several for it."""
    return "memory" in f"{type(problem).__name__} {problem}".lower()


@contextmanager
def all_cores() -> Iterator[None]:
    """Let torch use every core we may run on: linear models are slower so, transformers faster."""
    torch = torch_or_explain()
    before = torch.get_num_threads()
    told = os.environ.get("OMP_NUM_THREADS", "")
    free = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    torch.set_num_threads(int(told) if told.isdigit() and int(told) else free)
    try:
        yield
    finally:
        torch.set_num_threads(before)
