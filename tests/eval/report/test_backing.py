"""Written sentences and what backs them: counted, flagged, shown beside their source."""

from __future__ import annotations

from dataclasses import replace

from report_support import found, record, summary_item, whole

from eval.report.backing import blocks, flagged, shown, written
from eval.report.findings import Findings
from eval.report.packing import portions
from eval.report.value import Figure, Prose, Table
from eval.report.verdict import sentences
from eval.report.voice import Voice
from nlp.records import Item, Support

TEXT = "It rained for days. The army left Gao on Monday. Nothing else is known of it."


def wrote(i: int, said: str) -> Item:
    return summary_item(i, said, "The army left Gao.", TEXT)


def run(bad: int, n: int = 40) -> Findings:
    items = [
        wrote(i, "The army left Kidal on Monday." if i < bad else "On Monday the army left Gao.")
        for i in range(n)
    ]
    return found({"mine": items}, record("summarize"))


def test_flags_are_counted_with_an_interval_over_stories() -> None:
    f = run(4)
    n, share = flagged(f, written(f.items))
    # 4 of 40; Wilson's limits by hand: (0.1 + 1.92/40 ± 1.96 sqrt(0.1*0.9/40 + 0.96/1600)) / (1 + 3.84/40)
    assert (n, share) == (4, "10% [4% to 23%]")
    few = run(1, n=5)
    assert flagged(few, written(few.items)) == (1, "20%")  # too few stories for an interval


def test_the_picture_counts_every_sentence_and_the_table_lists_the_flagged() -> None:
    figure, table = blocks(run(4))
    assert isinstance(figure, Figure) and isinstance(table, Table)
    assert figure.title == "4 of 40 written sentences are flagged: 10% [4% to 23%]"
    assert [row[1] for row in figure.table.rows[-2:]] == ["4", "36"]  # 5 of 6 words, all of them
    assert len(table.rows) == 4
    assert table.rows[0][1:] == [
        "The army left Kidal on Monday.", "The army left Gao on Monday.", "83%", "Kidal",
    ]  # fmt: skip


def test_extracted_sentences_need_no_picture() -> None:
    items = [summary_item(i, "The army left Gao on Monday.", "Gao", TEXT) for i in range(12)]
    f = found({"mine": items}, record("summarize"))
    (line,) = blocks(f)
    assert isinstance(line, Prose) and line.paragraphs[0].startswith("All 12 sentences stand word")
    assert "Every sentence is taken word for word" in " ".join(sentences(f))


def test_the_verdict_says_what_to_check() -> None:
    assert "Of 40 sentences that it wrote, 4 (10% [4% to 23%]) hold" in " ".join(sentences(run(4)))
    assert "None of the 40 sentences that it wrote is flagged" in " ".join(sentences(run(0)))


def test_what_the_model_stored_is_taken_and_what_it_did_not_is_looked_up() -> None:
    item = wrote(0, "The army left Kidal on Monday.")
    (line,) = shown(Voice("en"), item)
    assert line.note == "83% of its words; not in the article: Kidal" and line.doubtful
    stored = replace(item.prediction.summary[0], support=Support(0, 19, 0.6))
    other = replace(item, prediction=replace(item.prediction, summary=(stored,)))
    (line,) = shown(Voice("en"), other)
    assert (line.source, line.note, line.doubtful) == (
        "It rained for days.",
        "60% of its words",
        False,
    )


def test_the_source_is_marked_and_travels_with_the_page() -> None:
    report = whole({"mine": list(run(1).items)}, record("summarize"))
    assert report.browser is not None
    first = report.browser.readings[0]
    assert [p.text for p in first.pieces if p.marks] == ["The army left Gao on Monday."]
    assert len(portions(report.browser)) == 2
