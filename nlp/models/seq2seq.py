"""Summaries written by an encoder–decoder: BART, mBART, BARThez, T5, PEGASUS, by folder or hub id.

An article longer than the model's window is cut between sentences into the fewest halves that fit; what is
written about them is joined and, while that is too long to be one text, summarized again, so nothing is
silently left out. A sentence longer than the window is cut between words. Every written sentence comes with
the source sentences that hold most of its words, as evidence, and that share as a score.
``python -m nlp.run +task=summarize model=seq2seq model.path=FOLDER``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Self

from nlp.errors import UserError
from nlp.models.generator import Generator
from nlp.records import (
    Evidence,
    Example,
    Gold,
    LabelSet,
    Outcome,
    Prediction,
    SummarySentence,
)
from nlp.text.sentences import split
from nlp.text.support import best

_TOKENS_PER_WORD = (
    2  # enough for French in a multilingual vocabulary; sentences beyond ``words`` go
)
_MOST_ROUNDS = 8  # each at least halves the text; more would mean a model that does not summarize


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
        written = self._summaries(list(dict.fromkeys(filter(None, texts))))
        return [
            self._prediction(example, written.get(text, ""))
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

    def _summaries(self, texts: Sequence[str]) -> dict[str, str]:
        """Return a summary of each distinct text; long ones take several rounds."""
        now = {text: text for text in texts}
        todo = list(texts)
        for _ in range(_MOST_ROUNDS):
            chunks = {text: self._chunks(now[text]) for text in todo}
            flat = [self.prefix + chunk for text in todo for chunk in chunks[text]]
            said = iter(self.generator.write(flat, self.words * _TOKENS_PER_WORD))
            now |= {text: " ".join(next(said) for _ in chunks[text]) for text in todo}
            todo = [text for text in todo if len(chunks[text]) > 1]
            if not todo:
                break
        return now

    def _chunks(self, text: str) -> list[str]:
        """Cut ``text`` in halves, between sentences if it has several, until each fits the window."""
        if self.generator.length(self.prefix + text) <= self.generator.room or len(text) < 2:
            return [text]
        starts = [start for start, _ in split(text)][1:] or [
            i + 1 for i, char in enumerate(text) if char == " "
        ]
        middle = min(starts, key=lambda at: abs(at - len(text) / 2), default=len(text) // 2)
        return self._chunks(text[:middle].strip()) + self._chunks(text[middle:].strip())

    def _prediction(self, example: Example, summary: str) -> Prediction:
        sentences = self._kept(summary)
        if not sentences:
            note = (
                "the model wrote nothing"
                if example.article.text.strip()
                else "the article has no text"
            )
            return Prediction(example.id, outcome=Outcome.FAILED, note=note)
        article = example.article
        found = [best(sentence, article.text, article.language) for sentence in sentences]
        names = [f"sentence {number}" for number in range(1, len(sentences) + 1)]
        return Prediction(
            example.id,
            scores={name: support.share for name, support in zip(names, found, strict=True)},
            summary=tuple(
                SummarySentence(s, score=f.share) for s, f in zip(sentences, found, strict=True)
            ),
            evidence=tuple(
                Evidence(name, f.start, f.end)
                for name, f in zip(names, found, strict=True)
                if f.end > 0
            ),
        )

    def _kept(self, summary: str) -> list[str]:
        """Return the whole sentences that fit the budget, at least the first, cut to it if need be."""
        sentences = [summary[start:end] for start, end in split(summary)]
        if len(sentences) > 1 and not sentences[-1].rstrip("\"'”’»)] ").endswith(
            (".", "!", "?", "…")
        ):
            sentences.pop()  # broken off where the tokens ended
        kept: list[str] = []
        for sentence in sentences:
            if sum(len(s.split()) for s in [*kept, sentence]) > self.words:
                break
            kept.append(sentence)
        return kept or [" ".join(s.split()[: self.words]) for s in sentences[:1]]
