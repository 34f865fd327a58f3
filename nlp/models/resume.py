"""A training under way on disk, epoch by epoch: what a stopped run needs to go on, and nothing that can run.

The folder is named by a hash of weights, texts, answers and plan: the same training, started again, finds it.
States are safetensors and JSON, never pickled. Where the folder cannot be written, training just cannot resume.

``Resume(folder, key).load(parameters, optimizer)`` goes on where ``save`` was last called.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from nlp.paths import kept_in

_PARTS = ("network", "best", "optimizer")
_STATE = "state.json"
Tensors = dict[str, Any]
History = list[dict[str, float]]


def key_of(parameters: Mapping[str, Any], *others: Any) -> str:
    """Return a short hash of weights and of whatever else decides how a training goes."""
    digest = hashlib.sha256(repr(others).encode())
    for name, parameter in parameters.items():
        digest.update(name.encode())
        digest.update(parameter.detach().cpu().numpy().tobytes())
    return digest.hexdigest()[:24]


class Resume:
    """The last whole epoch of one training.

    Parameters
    ----------
    checkpoints
        A folder; '' is the user's cache folder, 'none' keeps nothing.
    key
        What ``key_of`` gives for this training.
    """

    def __init__(self, checkpoints: str, key: str) -> None:
        self.folder = None if checkpoints == "none" else kept_in(checkpoints, "training") / key

    def save(self, parameters: Tensors, optimizer: Any, best: Tensors, history: History) -> None:
        """Replace what is kept by the state after one more epoch, whole or not at all."""
        from safetensors.torch import save_file

        if self.folder is None:
            return
        with suppress(OSError):
            epoch = self.folder / f"epoch-{len(history):04d}"
            draft = self.folder / f".draft-{os.getpid()}"
            draft.mkdir(parents=True, exist_ok=True)
            parts = (_plain(parameters), _plain(best), _moments(optimizer))
            for name, tensors in zip(_PARTS, parts, strict=True):
                save_file(tensors, draft / f"{name}.safetensors")
            (draft / _STATE).write_text(json.dumps(history), encoding="utf-8")
            draft.rename(epoch)
            for older in set(self.folder.glob("epoch-*")) - {epoch}:
                shutil.rmtree(older, ignore_errors=True)

    def load(self, parameters: Tensors, optimizer: Any) -> tuple[Tensors, History] | None:
        """Put the kept state into parameters and optimizer; return the best weights and the history.

        Returns None, and changes nothing, where nothing whole is kept.
        """
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        kept = sorted(self.folder.glob("epoch-*")) if self.folder else []
        if not kept:
            return None
        try:
            history = json.loads((kept[-1] / _STATE).read_text(encoding="utf-8"))
            network, best, moments = (
                load_file(kept[-1] / f"{name}.safetensors") for name in _PARTS
            )
            state = _state(moments)
            if {n: p.shape for n, p in network.items()} != {
                n: p.shape for n, p in parameters.items()
            }:
                return None
        except (OSError, ValueError, SafetensorError):
            return None
        for name, parameter in parameters.items():
            parameter.data.copy_(network[name])
        groups = optimizer.state_dict()["param_groups"]
        optimizer.load_state_dict({"state": state, "param_groups": groups})
        return best, history

    def done(self) -> None:
        """Drop what is kept: the training has ended."""
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def _plain(tensors: Mapping[str, Any]) -> Tensors:
    return {name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}


def _moments(optimizer: Any) -> Tensors:
    """Return the optimizer's state as a flat table: 'parameter.name' -> tensor."""
    state = optimizer.state_dict()["state"]
    return {f"{i}.{name}": value.cpu() for i, each in state.items() for name, value in each.items()}


def _state(moments: Tensors) -> dict[int, Tensors]:
    found: dict[int, Tensors] = {}
    for key, value in moments.items():
        number, _, name = key.partition(".")
        found.setdefault(int(number), {})[name] = value
    return found
