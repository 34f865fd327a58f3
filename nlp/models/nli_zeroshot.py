"""Zero-shot labels from natural language inference: does the article entail what the codebook says of a label?

Each piece of the article is a premise. Topics: one hypothesis per topic, probability of entailment against
contradiction (Yin, Hay and Roth 2019), and the piece that speaks most for the topic decides. Stance: one
hypothesis per topic ('the author thinks …'); entailment is the codebook's first label, contradiction the
second, neutral its default. An article is tokenized once and all hypotheses are asked in the same batches.
``python -m nlp.run +task=topic model=nli_zeroshot model.path=FOLDER``
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

import numpy as np

from nlp.codebook.model import Names, Topic
from nlp.errors import UserError
from nlp.models.calibration import Margins
from nlp.models.pieced import Pieced, alone
from nlp.models.sequences import SequenceClassifier
from nlp.models.shown import strongest
from nlp.models.transformer import place
from nlp.models.zeroshot import THRESHOLD, ZeroShot
from nlp.records import Evidence, Example, Prediction

_SIDES = ("entail", "contradict", "neutral")  # how the names of the three answers begin
TEMPLATES = {"en": "This article is about {name}.", "fr": "Cet article parle de : {name}."}


class NLIZeroShot(ZeroShot):
    """Zero-shot classifier over any NLI model.

    Parameters
    ----------
    codebook
        Path of the codebook YAML: names, definitions and stance hypotheses.
    path
        Folder or hub id of a sequence classifier whose labels are entailment, contradiction, neutral.
    templates
        Language -> topic hypothesis, with ``{name}`` or ``{definition}``; the first also serves others.
    window, tokens
        Tokens per piece, and per pass (halved when memory runs out).
    precision
        ``auto`` (bfloat16 where the machine computes in it), ``float32`` or ``bfloat16``.
    """

    places: ClassVar[tuple[str, ...]] = ("codebook", "path", "precision", "tokens")

    def __init__(
        self,
        codebook: str,
        path: str | None = None,
        templates: Mapping[str, str] | None = None,
        window: int = 512,
        tokens: int = 16_384,
        precision: str = "auto",
    ) -> None:
        self.codebook = codebook
        self.path = path
        self.templates = templates
        self.window = window
        self.tokens = tokens
        self.precision = precision

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Answer every example; each assigned label comes with the sentences that entail it most."""
        if not examples:
            return []
        reading = Pieced(examples, self.network_, self.book_)
        tables = self._tables(reading)
        scores = np.array([t.mean(0) if self.labels_.exclusive else t.max(0) for t in tables])
        chosen = [self._chosen(row) for row in scores]
        evidence = self._evidence(reading, tables, chosen)
        names = self.labels_.names
        return [
            Prediction(e.id, frozenset(names[k] for k in c), dict(zip(names, s, strict=True)), evidence=v)
            for e, c, s, v in zip(examples, chosen, scores.tolist(), evidence, strict=True)
        ]  # fmt: skip

    @property
    def meter_(self) -> dict[str, int]:
        """The size of the network."""
        return {"parameters": self.network_.parameters}

    def _start(self) -> None:
        self.network_ = SequenceClassifier(
            place(self.path, "model.path", "an NLI model"),
            None,
            self.window,
            self.tokens,
            self.precision,
        )
        sides = {
            s: i
            for s in _SIDES
            for i, n in enumerate(self.network_.names)
            if n.lower().startswith(s)
        }
        needed = _SIDES if self.labels_.exclusive else _SIDES[:1]
        if not set(needed) <= set(sides):
            raise UserError(
                f"{self.path} has the labels {', '.join(self.network_.names)}; an NLI model has entailment,"
                " contradiction and neutral. Name one, or set id2label in its config.json."
            )
        self.sides_ = sides
        self.meaning_ = self._meanings() if self.labels_.exclusive else {}

    def _meanings(self) -> dict[int, int]:
        """Return which label each side of the network stands for."""
        names, default = self.labels_.names, self.book_.stance_default
        others = [i for i, name in enumerate(names) if name != default]
        if len(others) not in (1, 2):
            raise UserError(
                f"nli_zeroshot tells two stances and a default apart, the codebook has {', '.join(names)}."
                " Use another model for these."
            )
        targets = [
            others[0],
            others[1] if len(others) == 2 else names.index(default),
            names.index(default),
        ]
        return {self.sides_[side]: target for side, target in zip(_SIDES, targets, strict=True)}

    def _tables(self, reading: Pieced) -> list[Margins]:
        """Return each example's (pieces, labels) probabilities."""
        asked = [self._hypotheses(example) for example in reading.examples]
        pieces = [reading.pieces(i, self._room(hypotheses)) for i, hypotheses in enumerate(asked)]
        rows = [
            self.network_.row(piece.ids, h)
            for hypotheses, parts in zip(asked, pieces, strict=True)
            for piece in parts
            for h in hypotheses
        ]
        ends = np.cumsum([len(h) * len(p) for h, p in zip(asked, pieces, strict=True)])[:-1]
        spoken = self._speaks(self.network_.logits(rows))
        return [part.reshape(-1, len(self.labels_.names)) for part in np.split(spoken, ends)]

    def _speaks(self, logits: Margins) -> Margins:
        """Return what each row says: (rows, labels) for stance, (rows, 1) entailment for a topic."""
        if not self.labels_.exclusive:
            other = (
                [self.sides_["contradict"]]
                if "contradict" in self.sides_
                else range(logits.shape[1])
            )
            kept = sorted({self.sides_["entail"], *other})
            return _softmax(logits[:, kept])[:, [kept.index(self.sides_["entail"])]]
        found = np.zeros((len(logits), len(self.labels_.names)))
        for side, label in self.meaning_.items():
            found[:, label] += _softmax(logits)[:, side]
        return found

    def _chosen(self, scores: Margins) -> list[int]:
        if self.labels_.exclusive:
            return [int(scores.argmax())]
        return np.flatnonzero(scores >= THRESHOLD).tolist()

    def _evidence(
        self, reading: Pieced, tables: Sequence[Margins], chosen: Sequence[Sequence[int]]
    ) -> list[tuple[Evidence, ...]]:
        """Return each example's evidence: units of the strongest piece, by what they say alone."""
        found: list[list[Evidence]] = [[] for _ in chosen]
        for i, k, units, spoken in self._alone(reading, tables, chosen):
            name, topic = self.labels_.names[k], reading.examples[i].topic
            label = f"{topic}={name}" if topic else name
            found[i] += [
                Evidence(label, *reading.units[i][units[n]][1:]) for n in strongest(spoken)
            ]
        return [tuple(each) for each in found]

    def _alone(
        self, reading: Pieced, tables: Sequence[Margins], chosen: Sequence[Sequence[int]]
    ) -> list[tuple[int, int, list[int], Margins]]:
        """Return (example, label, units of its strongest piece, what each says of the label alone)."""
        asked, wanted = [], []
        for i, labels in enumerate(chosen):
            hypotheses = self._hypotheses(reading.examples[i])
            for k in labels:
                question = hypotheses[0 if self.labels_.exclusive else k]
                best = reading.pieces(i, self._room(hypotheses))[int(tables[i][:, k].argmax())]
                units = reading.read_in(i, best)
                asked.append((i, k, units))
                wanted += [(i, unit, question) for unit in units]
        spoken = self._speaks(alone(reading, wanted))
        ends = np.cumsum([len(units) for _, _, units in asked])[:-1]
        parts = np.split(spoken, ends) if asked else []
        column = {k: k if self.labels_.exclusive else 0 for k in range(len(self.labels_.names))}
        return [(i, k, u, part[:, column[k]]) for (i, k, u), part in zip(asked, parts, strict=True)]

    def _room(self, hypotheses: Sequence[str]) -> int:
        """Return the tokens of article that fit beside every hypothesis, so that they share its pieces."""
        return min(self.network_.room(h) for h in hypotheses)

    def _hypotheses(self, example: Example) -> list[str]:
        """Return the topic's stance hypothesis, or one hypothesis per topic, in the article's language."""
        language = example.article.language
        topics = {topic.id: topic for topic in self.book_.topics}
        if example.topic:
            return [_in(topics[example.topic].hypothesis, language)]
        return [self._about(topics[name], language) for name in self.labels_.names]

    def _about(self, topic: Topic, language: str) -> str:
        template = _in(self.templates or TEMPLATES, language)
        try:
            return template.format(name=_in(topic.name, language), definition=topic.definition)
        except (LookupError, ValueError):
            raise UserError(
                f"model.templates holds {template!r}. Allowed in braces: {{name}}, {{definition}}."
            ) from None


def _in(texts: Names, language: str) -> str:
    """Return the text in a language, or else the first."""
    return texts.get(language) or next(iter(texts.values()))


def _softmax(logits: Margins) -> Margins:
    powers = np.exp(logits - logits.max(1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(1, keepdims=True))
