"""A network with a classification head: whole or refused, with the head it needs.

``classifier("folder", ["a", "b"], seed=0)`` gives an encoder a new head for these labels;
``classifier("folder", None)`` takes the head that is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nlp.errors import UserError
from nlp.models.transformer import loaded, torch_or_explain


def classifier(where: str, labels: Sequence[str] | None, seed: int = 0) -> Any:
    """Return the network in float32.

    Raises
    ------
    UserError
        When weights are missing: all of them, or those of a head that is to be taken as it is.
    """
    from transformers import AutoConfig, AutoModelForSequenceClassification

    torch = torch_or_explain()
    options: dict[str, Any] = {"use_safetensors": True, "dtype": torch.float32}
    known: list[str] | None = None
    if labels is not None:
        known = list(loaded(AutoConfig, where).id2label.values())
        names = dict(enumerate(labels))
        options |= {"num_labels": len(names), "id2label": names, "ignore_mismatched_sizes": True}
        options["label2id"] = {name: i for i, name in names.items()}
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        made, info = loaded(
            AutoModelForSequenceClassification, where, output_loading_info=True, **options
        )
        missing = sorted(info["missing_keys"])
        if len(missing) > (0 if labels is None else len(made.state_dict()) // 2):
            raise UserError(
                f"{where} cannot be loaded (it lacks {len(missing)} of the network's weights, such as"
                f" {missing[0]}). Give a folder that save_pretrained wrote."
            )
        if labels is not None and known != list(labels):
            _forget(made)
    return made


def _forget(network: Any) -> None:
    """Draw the head anew: it was trained for other labels, even where their number is the same."""
    for name, part in network.named_children():
        if name != network.base_model_prefix:
            for layer in part.modules():
                if hasattr(layer, "reset_parameters"):
                    layer.reset_parameters()
