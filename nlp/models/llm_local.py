"""Typed decisions of a language model loaded on this machine: ``llm_decision`` without a server.

``pipeline("decision")`` of transformers turns the next-token probabilities of the options into a probability
for every label. ``python -m nlp.run +task=topic model=llm_local model.path=FOLDER``
Source: transformers.pipelines.DecisionPipeline
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from nlp.errors import UserError
from nlp.models.beginnings import shortened
from nlp.models.llm_decision import read, request
from nlp.models.transformer import arithmetic, loaded, place, torch_or_explain
from nlp.models.zeroshot import ZeroShot
from nlp.records import Example, Outcome, Prediction


class LLMLocal(ZeroShot):
    """Typed decisions from weights on this machine.

    Parameters
    ----------
    codebook
        Path of the codebook YAML; the questions are made from it.
    path
        Folder or hub id of a causal language model with a chat template.
    characters
        Most characters of an article to show; the rest is counted as cut.
    precision
        ``auto`` (bfloat16 where the machine computes in it), ``float32`` or ``bfloat16``.
    """

    places: ClassVar[tuple[str, ...]] = ("codebook", "path", "precision")

    def __init__(
        self,
        codebook: str,
        path: str | None = None,
        characters: int = 20_000,
        precision: str = "auto",
    ) -> None:
        self.codebook = codebook
        self.path = path
        self.characters = characters
        self.precision = precision

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Decide about every example."""
        return [shortened(e, self._decided(e), self.characters) for e in examples]

    @property
    def meter_(self) -> dict[str, int]:
        """The size of the network."""
        return {"parameters": int(self.decide_.model.num_parameters())}

    def _start(self) -> None:
        where = place(self.path, "model.path", "a causal language model with a chat template")
        torch = torch_or_explain()
        from transformers import AutoModelForCausalLM, AutoTokenizer, pipeline

        device, precision = arithmetic(self.precision)
        network = loaded(
            AutoModelForCausalLM, where, use_safetensors=True, dtype=getattr(torch, precision)
        )
        tokenizer = loaded(AutoTokenizer, where)
        if not tokenizer.chat_template:
            raise UserError(f"The tokenizer of {where} has no chat template. Name a chat model.")
        try:
            self.decide_ = pipeline("decision", model=network.to(device), tokenizer=tokenizer)
        except KeyError:
            raise UserError(
                "This version of transformers has no pipeline('decision'). Install transformers>=5.20."
            ) from None

    def _decided(self, example: Example) -> Prediction:
        try:
            answers = self.decide_(request(self.book_, example, self.characters))
        except ValueError as problem:  # options that are no single tokens of this model
            return Prediction(
                example.id, outcome=Outcome.FAILED, note=str(problem).splitlines()[0][:200]
            )
        return read(answers, example, self.labels_)
