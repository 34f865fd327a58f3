"""Articles as people read them: order, reasons, marks, answers, filters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from report_support import found, item, mixed, record, summary_item

from eval.report.pieces import Span, pieces
from eval.report.readings import browser
from nlp.records import Evidence, Gold, Item, Prediction


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50), st.sampled_from(["m0", "g0", "s1"])), max_size=6),
)  # fmt: skip
def test_pieces_are_the_text_and_every_character_has_its_marks(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    parts = pieces(text, [Span(*s) for s in spans])
    assert "".join(p.text for p in parts) == text
    at = 0
    for part in parts:
        for k in range(at, at + len(part.text)):
            assert set(part.marks) == {m for a, b, m in spans if a <= k < b}
        at += len(part.text)


def test_the_most_instructive_come_first_with_the_reason() -> None:
    items = [
        item(0, "m", "m", p=0.99),  # right and sure
        item(1, "m", "p", p=0.55),  # wrong, unsure
        item(2, "m", "p", p=0.95),  # wrong and sure
        item(3, "p", "p", p=0.9),  # right, but the annotators dispute it
        *(item(i, "mp"[i % 2], "mp"[i % 2], p=0.9) for i in range(4, 30)),
    ]
    votes = {
        "A": {"e3": Gold(frozenset(["ports"]))},
        "B": {"e3": Gold(frozenset(["mines"]))},
    }
    shown = browser(found({"mine": items}, votes=votes)).readings
    assert [r.id for r in shown[:3]] == ["e2", "e3", "e1"]
    assert "confident mistake" in shown[0].why and shown[1].why == ["annotators disagree"]
    assert shown[0].verdict == "wrong" and shown[1].verdict == "right"


def test_answers_stand_beside_gold_and_every_vote() -> None:
    items = [item(0, "m", "p", p=0.9), *mixed()[1:]]
    votes = {"A": {"e0": Gold(frozenset(["mines"]))}, "B": {"e0": Gold(frozenset())}}
    view = browser(found({"mine": items}, votes=votes))
    assert list(view.heads) == ["label", "gold answer", "A", "B", "predicted (probability)"]
    first = next(r for r in view.readings if r.id == "e0")
    assert first.cells == [
        ["Mines", "yes", "yes", "no", "no (0.10)"],
        ["Ports", "no", "no", "no", "yes (0.90)"],
    ]


def test_filters_hold_each_example_in_the_right_place() -> None:
    view = browser(found({"mine": mixed(n=40, wrong=8, outlet="Echo")}))
    facets = {f.id: (k, f) for k, f in enumerate(view.facets)}
    assert set(facets) >= {"outcome", "worth", "gold", "predicted", "error"}
    assert "slice-outlet" not in facets  # one outlet is no choice
    k, outcome = facets["outcome"]
    named = [[outcome.values[v] for v in r.facets[k]] for r in view.readings]
    assert sorted(name for names in named for name in names) == ["right"] * 32 + ["wrong"] * 8
    assert all(r.verdict in n for r, n in zip(view.readings, named, strict=True))
    k, error = facets["error"]
    assert set(error.values) <= {
        f"{w}: {n}" for w in ("missed", "wrongly found") for n in ("Mines", "Ports")
    }


def test_stance_evidence_is_shown_for_its_own_topic_only() -> None:
    about = record("stance", ("favour", "against"), exclusive=True)
    base = item(0, "f", "f", names=("favour", "against"))
    spans = (Evidence("war=favour", 0, 7), Evidence("peace=favour", 8, 12))
    one = Item("e0#war", base.article, "s0", base.gold,
               Prediction("e0#war", frozenset(["favour"]), evidence=spans), topic="war")  # fmt: skip
    rest = [item(i, "fa"[i % 2], "fa"[i % 2], names=("favour", "against")) for i in range(1, 20)]
    view = browser(found({"mine": [one, *rest]}, about))
    shown = next(r for r in view.readings if r.id == "e0#war")
    assert [p.text for p in shown.pieces if "m0" in p.marks] == ["Article"]


def test_summaries_link_to_their_source_and_the_lowest_come_first() -> None:
    items = [
        summary_item(
            i, f"The mine of day {i} opened.", f"The mine of day {i} opened. {'More. ' * i}"
        )
        for i in range(20)
    ]
    items[7] = summary_item(7, "Nothing shared here.", "An entirely other reference")
    items[3] = summary_item(
        3, "Written anew.", "Written anew.", text="The article has other words."
    )
    view = browser(found({"mine": items}, record("summarize")))
    assert view.readings[1].id == "e7" and view.readings[1].verdict == "ROUGE-1 F1 0.0"
    first = view.readings[0]  # written, and not backed
    assert (first.id, first.why) == ("e3", ["a sentence to check"])
    (sentence,) = first.summary
    assert sentence.doubtful and not sentence.linked and sentence.note == "0% of its words"
    marked = next(r for r in view.readings if r.id == "e7")
    assert marked.summary[0].linked and marked.summary[0].note == "characters 0 to 20, score 0.00"
    assert [p.text for p in marked.pieces if p.marks] == ["Nothing shared here."]
    scores = view.facets[0]
    assert scores.id == "outcome" and list(scores.values) == [
        "lowest third",
        "middle third",
        "highest third",
    ]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_run_of_one_article_can_be_read(language: str) -> None:
    view = browser(
        found(
            {"mine": [summary_item(0, "It rained.", None)]}, record("summarize"), language=language
        )
    )
    assert len(view.readings) == 1
