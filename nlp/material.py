"""What a job works on: a task asked of a corpus; its examples, their gold, the story of each article.

>>> material = Material.read(Topic("codebook.yaml"), corpus_node)  # doctest: +SKIP
>>> len(material.examples), material.story[0]  # doctest: +SKIP
(346, 'en-001')
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from nlp.conf import build
from nlp.corpus.build import Corpus
from nlp.errors import UserError
from nlp.records import Example, Gold, Task
from nlp.stories import group


@dataclass(frozen=True)
class Material:
    """Examples and gold are aligned; ``stories`` maps article ids to story ids."""

    task: Task
    corpus: Corpus
    examples: list[Example]
    gold: list[Gold]
    stories: dict[str, str]

    @classmethod
    def read(cls, task: Task, corpus_node: Mapping[str, Any]) -> Self:
        """Read a corpus and ask the task of it.

        Raises
        ------
        UserError
            When there is nothing to ask, or a classification task finds no label at all.
        """
        corpus: Corpus = build(corpus_node, "corpus").read()
        examples, gold = task.examples(corpus.articles, corpus.annotations)
        if not examples:
            raise UserError(
                f"No example for task '{task.name}' in corpus '{corpus.name}'"
                f" ({len(corpus.articles)} articles): the task asks about labelled topics, and no article"
                f" carries any. {_GIVE}"
            )
        if task.labels and not any(g.known for g in gold):
            raise UserError(
                f"None of the {len(examples)} examples for task '{task.name}' carries a label, so nothing"
                f" can be learned or scored. {_GIVE}"
            )
        stories = zip((a.id for a in corpus.articles), group(corpus.articles), strict=True)
        return cls(task, corpus, examples, gold, dict(stories))

    @property
    def story(self) -> list[str]:
        """The story of every example."""
        return [self.stories[e.article.id] for e in self.examples]

    @property
    def labelled(self) -> tuple[list[Example], list[Gold]]:
        """The readable examples that have gold, and their gold: all there is to learn from."""
        pairs = zip(self.examples, self.gold, strict=True)
        known = [(e, g) for e, g in pairs if g.known and e.article.text]
        return [e for e, _ in known], [g for _, g in known]

    @property
    def reasons(self) -> dict[str, str]:
        """Why examples cannot be answered, by id, where the corpus knows."""
        why = {e.id: self.corpus.rejected.get(e.article.id, "") for e in self.examples}
        return {i: reason for i, reason in why.items() if reason}


_GIVE = "Give labels: corpus.annotations=FILE or corpus.columns.topics=COLUMN."
