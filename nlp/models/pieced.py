"""Articles as a transformer reads them: tokens by sentence, and the pieces made of those.

A topic question reads title and body; a stance question the title and the sentences near the topic's words,
or everything where none has them, without those that are a source's words. Every sentence is tokenized once.

>>> Pieced(examples, network, book).pieces(0, room=500)[0].units  # doctest: +SKIP
range(0, 12)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from nlp.codebook import Codebook
from nlp.models.chunks import Piece, pack
from nlp.models.reading import Reading
from nlp.models.sequences import Logits, Row, SequenceClassifier
from nlp.models.units import naming
from nlp.models.voices import outlet_speaks


@dataclass(frozen=True)
class Pieced(Reading):
    """Examples with the tokens of their units; a unit that is not read for the question has none."""

    network: SequenceClassifier
    book: Codebook

    @cached_property
    def tokens(self) -> list[list[list[int]]]:
        """Token ids by example and unit."""
        flat = iter(self.network.ids([unit.text for unit in self.flat]))
        ids = [[next(flat) for _ in units] for units in self.units]
        return [self._asked(i, each) for i, each in enumerate(ids)]

    def pieces(self, example: int, room: int) -> list[Piece]:
        """Return the example's pieces of at most ``room`` tokens."""
        return pack(self.tokens[example], room)

    def read_in(self, example: int, piece: Piece) -> list[int]:
        """Return the units that the piece holds."""
        return [u for u in piece.units if self.tokens[example][u]] or list(piece.units)

    def _asked(self, number: int, ids: Sequence[list[int]]) -> list[list[int]]:
        example, units = self.examples[number], self.units[number]
        if not example.topic:
            return list(ids)
        near = naming(self.book, example.topic, example.article, units)
        kept = [
            (x or u.field == "title" or not any(near)) and outlet_speaks(example.article, *u[1:])
            for x, u in zip(near, units, strict=True)
        ]
        return [i if keep or not any(kept) else [] for i, keep in zip(ids, kept, strict=True)]


class Asked(Pieced):
    """Examples as sequences for the network: their pieces, each beside the example's question."""

    @cached_property
    def questions(self) -> list[str]:
        """The proposition of the topic that each example asks about, '' for none."""
        propositions = {topic.id: topic.proposition for topic in self.book.topics}
        return [propositions.get(example.topic, "") for example in self.examples]

    @cached_property
    def sequences(self) -> list[list[Row]]:
        """Each example's pieces as rows."""
        rows = []
        for i, question in enumerate(self.questions):
            pieces = self.pieces(i, self.network.room(question))
            rows.append([self.network.row(piece.ids, question) for piece in pieces])
        return rows

    @cached_property
    def logits(self) -> list[Logits]:
        """Each example's (pieces, labels) logits, by the network as it is when first asked for them."""
        counts = [len(rows) for rows in self.sequences]
        flat = self.network.logits([row for rows in self.sequences for row in rows])
        return np.split(flat, np.cumsum(counts)[:-1])


def alone(reading: Pieced, wanted: Sequence[tuple[int, int, str]]) -> Logits:
    """Return the (wanted, labels) logits of units read alone, each wanted as (example, unit, question)."""
    network = reading.network
    rows = [network.row(reading.tokens[e][u][: network.room(q)], q) for e, u, q in wanted]
    return network.logits(rows)
