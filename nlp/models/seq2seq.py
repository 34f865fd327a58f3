"""Summaries written by an encoder–decoder: BART, mBART, BARThez, T5, PEGASUS, by folder or hub id.

An article longer than the model's window is read in parts (``nlp.models.rounds``), so nothing is silently
left out. Every written sentence comes with its support (``nlp.models.written``).
``python -m nlp.run +task=summarize model=seq2seq model.path=FOLDER``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

from nlp.errors import UserError
from nlp.models.generator import Generator
from nlp.models.rounds import summaries
from nlp.models.written import prediction
from nlp.records import Example, Gold, LabelSet, Prediction

_TOKENS_PER_WORD = (
    2  # enough for French in a multilingual vocabulary; sentences beyond ``words`` go
)


@dataclass(eq=False)
class Seq2Seq:
    """Writes a summary of at most ``words`` words, in whole sentences.

    ``prefix`` goes before every text ('summarize: ' for T5). ``beams``, ``no_repeat``,
    ``length_penalty``, ``language``, ``window`` and ``precision`` as in ``Generator``.
    """

    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False

    path: str | None = None
    words: int = 75
    prefix: str = ""
    beams: int = 4
    no_repeat: int = 3
    length_penalty: float = 1.0
    language: str = ""
    window: int = 0
    precision: str = "auto"

    def __post_init__(self) -> None:
        """Refuse options out of range; the model itself is looked at when it is first used."""
        least = {"words": 1, "beams": 1, "no_repeat": 0, "window": 0}
        for option, low in least.items():
            if getattr(self, option) < low:
                raise UserError(
                    f"model.{option}: {getattr(self, option)} is too small; use {low} or more."
                )

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Return self: the model comes trained."""
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Summarize every article; FAILED, with a note, when it has no text or nothing was written."""
        texts = [example.article.text.strip() for example in examples]
        distinct = list(dict.fromkeys(filter(None, texts)))
        written = summaries(distinct, self._fits, self._write)
        return [
            prediction(example, written.get(text, ""), self.words)
            for example, text in zip(examples, texts, strict=True)
        ]

    @cached_property
    def generator(self) -> Generator:
        """The model behind it."""
        return Generator(
            self.path,
            self.beams,
            self.no_repeat,
            self.length_penalty,
            self.language,
            self.window,
            self.precision,
        )

    @property
    def meter_(self) -> dict[str, int]:
        """The size of the network."""
        return {"parameters": int(self.generator.network.num_parameters())}

    def _fits(self, text: str) -> bool:
        return self.generator.length(self.prefix + text) <= self.generator.room

    def _write(self, texts: Sequence[str]) -> list[str]:
        asked = [self.prefix + text for text in texts]
        return self.generator.write(asked, self.words * _TOKENS_PER_WORD)
