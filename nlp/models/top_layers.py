"""The top layers of an encoder as a network of their own, to be tuned while the layers below stay as they are.

What the lower layers make of a text never changes, so it is computed once and kept in memory, up to half a
gigabyte; a pass through one layer of six then costs a sixth. The network itself does the rest: its embeddings
are replaced by the kept states, and its layers by the last few (layer freezing: Howard and Ruder 2018).
``TopLayers(opened(""), 1).embed(pieces, texts, {})`` equals ``opened("").embed(texts)``.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from nlp.errors import UserError
from nlp.models.encoder import Encoder, Piece, Vectors, opened
from nlp.models.storage import Arrays
from nlp.models.transformer import all_cores, batches, torch_or_explain

_KEPT = 2**29  # bytes of states; in bfloat16 about those of 1,500 news articles
_BATCH = 4096  # tokens: one layer's work then stays in the processor's cache
_SAMPLE = "On Monday, rain fell in the capital."
_ALIKE = 0.02  # of a unit vector: bfloat16 below, float32 above

States = Any  # (tokens, dimensions) tensor


class TopLayers:
    """The last ``count`` layers of an encoder.

    Raises
    ------
    UserError
        When the encoder has not so many layers, or they cannot be found.
    """

    def __init__(self, encoder: Encoder, count: int) -> None:
        self.encoder = encoder
        self.count = count
        self._kept: dict[tuple[int, ...], States] = {}
        self._size = 0
        most = encoder.network.config.num_hidden_layers
        if not 1 <= count <= most:
            raise UserError(
                f"model.layers is {count}, but the encoder has {most} layers. Allowed: 1 to {most}."
            )
        try:
            self._layers, self.network = _cut(encoder.network, count)
            self._agree()
        except (AttributeError, TypeError, ValueError, LookupError, RuntimeError) as problem:
            kind = type(encoder.network).__name__
            reason = (str(problem) or type(problem).__name__).splitlines()[0]
            raise UserError(
                f"model.encoder: the layers of {encoder.place} ({kind}) cannot be tuned apart"
                f" ({reason}). Name an encoder like BERT, or use model=encoder_lr."
            ) from None

    def weights(self) -> dict[str, Any]:
        """Return the parameters of the layers by name: what is tuned."""
        return {f"layers.{name}": p for name, p in self._layers.named_parameters()}

    def reset(self, tuned: Arrays) -> None:
        """Take the weights ``tuned``, or those the encoder came with where there are none."""
        torch = torch_or_explain()
        with torch.no_grad():
            for name, parameter in self.weights().items():
                source = torch.from_numpy(tuned[name]) if tuned else self._original[name]
                parameter.copy_(source)

    def keep(self, pieces: Sequence[Piece]) -> None:
        """Compute and keep what the lower layers make of these pieces, while there is room."""
        fresh = [p.ids for p in {p.ids: p for p in pieces}.values() if p.ids not in self._kept]
        for batch in batches([len(ids) for ids in fresh], _BATCH):
            if self._size > _KEPT:
                return
            for k, states in zip(batch, self._below([fresh[k] for k in batch]), strict=True):
                self._kept[fresh[k]] = states.clone()
                self._size += states.nbytes

    def embed(self, pieces: Sequence[Piece], texts: int, tuned: Arrays) -> Vectors:
        """Return (texts, dimensions) vectors of length 1, as ``Encoder.embed`` does with ``tuned`` layers."""
        torch = torch_or_explain()
        self.reset(tuned)
        total = np.zeros((texts, self.encoder.dimensions), np.float32)
        with torch.inference_mode(), all_cores():
            for batch in batches([len(piece.ids) for piece in pieces], _BATCH):
                made = self.pooled(self.states([pieces[k].ids for k in batch])).cpu().numpy()
                for k, vector in zip(batch, made, strict=True):
                    total[pieces[k].text] += vector * len(pieces[k].ids)
        return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-12))

    def states(self, pieces: Sequence[tuple[int, ...]]) -> list[States]:
        """Return what the lower layers make of each piece: kept, or computed now."""
        missing = [ids for ids in dict.fromkeys(pieces) if ids not in self._kept]
        fresh = dict(zip(missing, self._below(missing), strict=True)) if missing else {}
        return [fresh[ids] if ids in fresh else self._kept[ids] for ids in pieces]

    def pooled(self, states: Sequence[States]) -> Any:
        """Return the (pieces, dimensions) tensor of mean token vectors, of length 1; gradients flow."""
        torch = torch_or_explain()
        device = self.network.device
        given = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True).float().to(device)
        lengths = torch.tensor([len(each) for each in states], device=device)
        mask = (torch.arange(given.shape[1], device=device) < lengths[:, None]).long()
        found = self.network(inputs_embeds=given, attention_mask=mask).last_hidden_state
        mean = (found * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return torch.nn.functional.normalize(mean, dim=1)

    def _agree(self) -> None:
        """Raise ``ValueError`` where the halves together are not the whole: some weave layers in other ways."""
        pieces = self.encoder.pieces([_SAMPLE])
        there, here = self.encoder.embed([_SAMPLE]), self.embed(pieces, 1, {})
        if not np.allclose(there, here, atol=_ALIKE):
            raise ValueError("the top layers alone answer otherwise")

    @cached_property
    def _original(self) -> dict[str, Any]:
        return {name: p.detach().clone() for name, p in self.weights().items()}

    def _below(self, pieces: Sequence[Sequence[int]]) -> list[States]:
        torch = torch_or_explain()
        with torch.inference_mode(), all_cores():
            batch = self.encoder.padded(pieces)
            every = self.encoder.network(**batch, output_hidden_states=True).hidden_states
            rows = every[len(every) - 1 - self.count].cpu()
        return [row[: mask.sum()] for row, mask in zip(rows, batch["attention_mask"], strict=True)]


@lru_cache(maxsize=2)
def top_layers(name: str, count: int) -> TopLayers:
    """Return the last layers of the encoder ``name``, loaded once per process."""
    return TopLayers(opened(name), count)


def _cut(whole: Any, count: int) -> tuple[Any, Any]:
    """Return the last ``count`` layers, and a copy of the network that has no others and takes states."""
    torch = torch_or_explain()
    depth = whole.config.num_hidden_layers
    lists = [m for m in whole.modules() if isinstance(m, torch.nn.ModuleList) and len(m) == depth]
    fed = torch.nn.Identity()
    fed.forward = lambda *given, **named: next(filter(_states, (*given, *named.values())), None)
    copies = {id(whole.embeddings): fed}
    copies |= {id(layer): torch.nn.Identity() for layer in lists[0][: depth - count]}
    made = copy.deepcopy(whole, copies).float().eval().requires_grad_(False)
    layers = copies[id(lists[0])]  # deepcopy notes there what it made of every part
    del layers[: depth - count]
    return layers.requires_grad_(True), made


def _states(given: Any) -> bool:
    """Whether an argument of the embeddings is the states given in their place."""
    return getattr(given, "ndim", 0) == 3 and given.is_floating_point()
