"""Summaries written by an encoder–decoder: BART, mBART, BARThez, T5, PEGASUS, by folder or hub id.

An article longer than the model's window is read in parts (``nlp.models.rounds``), so nothing is silently
left out. Every written sentence comes with its support (``nlp.models.written``).
``python -m nlp.run +task=summarize model=seq2seq model.path=FOLDER``
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import ClassVar, Self

from nlp.errors import UserError
from nlp.models.generator import Generator
from nlp.models.rounds import summaries
from nlp.models.written import Length, prediction
from nlp.records import Example, Gold, LabelSet, Outcome, Prediction
from nlp.text.language import detect
from nlp.text.tokens import length

OWN = "article"  # the language option that follows each article
_TOKENS_PER_WORD = (2, 8)  # least: French in a multilingual vocabulary; most: bytes
_LEAST_ROOM = 8  # tokens of article beside the prefix; less cannot be read


@dataclass(eq=False)
class Seq2Seq:
    """Writes a summary of at most ``words`` words, in whole sentences.

    Parameters
    ----------
    words, sentences, share, form, least
        As in ``nlp.models.written.Length``.
    prefix
        Goes before every text: 'summarize: ' for T5.
    language
        Language to write in, for models of several: a code such as fr, or the model's token for it; 'article'
        is each article's own; '' is for models of one language.
    path, beams, no_repeat, length_penalty, window, precision
        As in ``nlp.models.generator.Generator``.
    """

    tasks: ClassVar[tuple[str, ...]] = ("summarize",)
    learns: ClassVar[bool] = False
    upper_bound: ClassVar[bool] = False
    at_once: ClassVar[int] = 32  # articles, enough to batch by length; a killed run loses no more

    path: str | None = None
    words: int = 75
    sentences: int = 0
    share: float = 1.0
    form: str = "text"
    least: int = 0
    prefix: str = ""
    beams: int = 4
    no_repeat: int = 3
    length_penalty: float = 1.0
    language: str = ""
    window: int = 0
    precision: str = "auto"

    def __post_init__(self) -> None:
        """Refuse options out of range; the model itself is looked at when it is first used."""
        self._known: dict[tuple[str, str], str | None] = {}
        self._length = Length(self.words, self.sentences, self.share, self.form, self.least)
        for option, low in {"beams": 1, "no_repeat": 0, "window": 0}.items():
            if getattr(self, option) < low:
                raise UserError(
                    f"model.{option} is {getattr(self, option)}. Allowed: {low} or more."
                )

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Return self: the model comes trained."""
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Summarize every article; equal texts of one language are written about once.

        FAILED, with a note, when it has no text, nothing was written, or the model cannot be told its language.
        """
        new: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for example in examples:
            language, digest = self._key(example)
            if (language, digest) not in self._known and self._told(language):
                new[language][digest] = example.article.text.strip()
        for language, texts in new.items():
            said = self._summaries([text for text in texts.values() if text], language)
            self._known |= {(language, key): said.get(text, "") for key, text in texts.items()}
        return [self._answer(example) for example in examples]

    @cached_property
    def generator(self) -> Generator:
        """The model behind it."""
        return Generator(
            self.path,
            self.beams,
            self.no_repeat,
            self.length_penalty,
            self.window,
            self.precision,
        )

    @property
    def meter_(self) -> dict[str, int]:
        """The size of the network."""
        return {"parameters": int(self.generator.network.num_parameters())}

    def _key(self, example: Example) -> tuple[str, str]:
        """Return all that an answer depends on: language, where the model is told it, and text."""
        article = example.article
        language = (article.language or detect(article.text)) if self.language else ""
        return language, article.digest

    def _told(self, language: str) -> bool:
        return not self.language or bool(self._target(language))

    def _answer(self, example: Example) -> Prediction:
        language, _ = key = self._key(example)
        if example.article.text.strip() and not self._told(language):
            note = f"the model has no token for the article's language ({language or 'not recognised'})"
            return Prediction(example.id, outcome=Outcome.FAILED, note=note)
        return prediction(example, self._known.get(key), self._length)

    def _summaries(self, texts: Sequence[str], language: str) -> dict[str, str | None]:
        target = self._target(language)
        say = partial(self._write, self.generator.token(language) or target, target)
        most = self.words * self._tokens_per_word(texts)
        part = min(most, self._room // 4)  # so that the parts of an article come to fit
        write = partial(self._at_length, say, most)
        return summaries(texts, self._fits, partial(say, part), write)

    def _at_length(
        self, say: Callable[[int, Sequence[str], int], list[str]], most: int, texts: Sequence[str]
    ) -> list[str]:
        """Write about each text, at least so many words about those that have more."""
        asked = [self._length.of(text).least for text in texts]
        said: dict[str, str] = {}
        for least in sorted(set(asked)):
            some = [text for text, own in zip(texts, asked, strict=True) if own == least]
            said |= zip(some, say(most, some, self._least_tokens(least, some)), strict=True)
        return [said[text] for text in texts]

    def _target(self, language: str) -> str:
        """Return the token of the language to write in; '' for a model of one, or when there is none."""
        if self.language in ("", OWN):
            return self.generator.token(language)
        if found := self.generator.token(self.language):
            return found
        raise UserError(
            f"model.language: {self.path} has no token {self.language!r}. Use a language of its tokenizer, such"
            " as fr or fr_XX, 'article' for each article's own, or '' for a model of one language."
        )

    @cached_property
    def _room(self) -> int:
        """Tokens of an article that can be read at once."""
        room = self.generator.room - self.generator.length(self.prefix)
        if room < _LEAST_ROOM:
            raise UserError(
                f"model.prefix: {self.prefix[:60]!r} leaves no room for text in a window of"
                f" {self.generator.room} tokens. Use a shorter one, or a larger model.window."
            )
        return room

    def _fits(self, text: str) -> bool:
        return self.generator.length(text) <= self._room

    def _tokens_per_word(self, texts: Sequence[str]) -> int:
        """Return how many tokens a written word may need, from what the words of the articles take."""
        least, most = _TOKENS_PER_WORD
        return min(max(least, math.ceil(max(self._rates(texts), default=0))), most)

    def _least_tokens(self, words: int, texts: Sequence[str]) -> int:
        """Return the tokens that so many words come to, by what the words of the texts take."""
        return math.ceil(words * max(self._rates(texts), default=0)) if words else 0

    def _rates(self, texts: Sequence[str]) -> list[float]:
        return [self.generator.length(text) / max(1, length(text)) for text in texts]

    def _write(
        self, source: str, target: str, tokens: int, texts: Sequence[str], least: int = 0
    ) -> list[str]:
        asked = [self.prefix + text for text in texts]
        return self.generator.write(asked, tokens, source, target, least)
