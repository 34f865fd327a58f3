"""Optional neural metrics: load tokenizer and network once, or say in one line what is missing.

>>> load("AutoModel", "path/to/encoder", "cpu")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from nlp.errors import UserError


def load(kind: str, model: str, device: str) -> tuple[Any, Any, Any]:
    """Return (torch, tokenizer, network in evaluation mode) of a local path or hub id.

    ``kind`` is the transformers class, such as 'AutoModel'. Raises UserError when torch is not
    installed or the weights are not found. No code from the model's repository is run.
    """
    try:
        torch, transformers = import_module("torch"), import_module("transformers")
    except ImportError as problem:
        raise UserError(
            f"model {model!r} needs torch and transformers ({problem}): pip install torch."
        ) from problem
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(model)
        network = getattr(transformers, kind).from_pretrained(model)
    except (OSError, ValueError) as problem:
        first = str(problem).splitlines()[0]
        raise UserError(
            f"model {model!r} cannot be loaded ({first}); give a local folder or a hub id."
        ) from problem
    return torch, tokenizer, network.to(device).eval()
