"""What labelling a corpus gave, in counts and on the screen; a few articles are shown with their evidence.

>>> show(record, Counts.of(parts.tables(digests)), path)  # doctest: +SKIP
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from nlp.answering import STRANGE
from nlp.item_rows import item_of
from nlp.records import Item, Outcome
from nlp.store import StoredRun

READ = 3  # a job over this few articles prints them: somebody wants to read them
_QUOTED = 200  # characters of one piece of evidence on the screen


@dataclass
class Counts:
    """How many articles and answers; ``labels`` by (topic asked about or '', label).

    ``strangers``: answers on languages that were not in training. ``first``: the items of the first articles.
    """

    articles: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    outcomes: Counter[str] = field(default_factory=Counter)
    labels: Counter[tuple[str, str]] = field(default_factory=Counter)
    strangers: Counter[str] = field(default_factory=Counter)
    first: list[Item] = field(default_factory=list)

    @classmethod
    def of(cls, tables: Iterable[Any]) -> Self:
        """Count the rows of several ``pyarrow`` tables, one in memory at a time."""
        counts, last = cls(), ""
        for table in tables:
            for row in table.to_pylist():
                if row["article"] != last:
                    counts.articles += 1
                    counts.languages[row["language"] or "unknown"] += 1
                last = row["article"]
                counts._count(row)
        return counts

    def _count(self, row: Mapping[str, Any]) -> None:
        self.outcomes[row["outcome"]] += 1
        self.labels.update((row["topic"], label) for label in row["labels"])
        if STRANGE in row["note"]:
            self.strangers[row["language"]] += 1
        if self.articles <= READ:
            self.first.append(item_of(row))


def show(record: Mapping[str, Any], counts: Counts, path: Path) -> None:
    """Print what was found, what was not answered, and where the answers are."""
    from eval.report.console import columns

    print(f"\n{record['model']} · {record['corpus']['name']}: {counts.articles:,} articles\n")
    if counts.articles <= READ:
        for line in _readable(counts.first, record):
            print(line)
    elif rows := [*_rows(counts, record)]:  # summaries have no labels to count
        print(columns([["predicted", "articles"], *rows]))
        print(
            "\nCounts of predicted labels inherit the model's errors, with unknown sign and size."
        )
    rest = {k: n for k, n in counts.outcomes.items() if k != Outcome.SCORED}
    if rest:
        print("Not simply answered: " + ", ".join(f"{n:,} {k}" for k, n in sorted(rest.items())))
    for note in record["corpus"]["notes"] + record["notes"]:
        print(f"Note: {note}")
    print(f"\nAnswers: {path / 'predictions.parquet'}\nReport: {path / 'report.html'}")


def report(
    record: Mapping[str, Any], counts: Counts, runs: Sequence[StoredRun]
) -> dict[str, str | bytes]:
    """Return the report's files; ``runs``: those the models were kept from, as far as they are whole."""
    from eval.report import files
    from eval.report.labelling import Quality
    from eval.report.labelling import report as made

    wanted = record["config"].get("report") or {}
    language = wanted.get("language", "en")
    value = made(record, counts.labels, [Quality.of(run) for run in runs], language)
    return files(value, wanted.get("also") or ())


def _rows(counts: Counts, record: Mapping[str, Any]) -> Iterator[list[str]]:
    names = record["label_names"]
    for (topic, name), n in sorted(counts.labels.items()):
        about = f"{names.get(topic, topic)}: {name}" if topic else names.get(name, name)
        yield [about, f"{n:,}"]


def _readable(items: Sequence[Item], record: Mapping[str, Any]) -> Iterator[str]:
    """Yield each article's title, then every answer with its probability and the text that drove it."""
    from eval.report.text import visible

    names, shown = record["label_names"], ""
    for item in items:
        if item.article.id != shown:
            yield visible(item.article.title or item.article.id)
        shown = item.article.id
        answer = item.prediction
        if answer.outcome not in (Outcome.SCORED, Outcome.TRUNCATED):
            yield f"  {names.get(item.topic, 'topics')}: {answer.outcome} ({visible(answer.note)})"
        elif answer.summary:
            yield f"  {visible(answer.text)}"
        elif not answer.labels:
            yield "  none of the topics"
        for label in sorted(answer.labels):
            named = (
                f"{names[item.topic]}, the outlet: {label}"
                if item.topic
                else names.get(label, label)
            )
            score = answer.scores.get(label)
            yield f"  {named}" + ("" if score is None else f" ({score:.2f})")
            yield from (f"    “{visible(quote)}”" for quote in _quotes(item, label))


def _quotes(item: Item, label: str) -> Iterator[str]:
    wanted = f"{item.topic}={label}" if item.topic else label
    for span in item.prediction.evidence:
        if span.label == wanted:
            source = item.article.title if span.field == "title" else item.article.text
            quote = " ".join(source[span.start : span.end].split())
            yield quote if len(quote) <= _QUOTED else quote[:_QUOTED].rstrip() + " …"
