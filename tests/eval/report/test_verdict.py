"""Every sentence a verdict can say, and when it must not say it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from report_support import found, item, mixed, record, summary_item

from eval.comparison import Difference
from eval.report.contrasts import Contrast, contrasts
from eval.report.findings import Findings
from eval.report.verdict import picture_title, rounded, sentences
from eval.slices import Slice
from nlp.records import Gold, Outcome


def told(f: Findings) -> str:
    return " ".join(sentences(f))


def gap(
    value: float, low: float | None, high: float | None, p: float, **more: object
) -> Difference:
    return Difference(
        "mine", "other", value, low, high, p, p, "exact McNemar", 9, 30, 1, 0.02, 0.1, **more
    )  # type: ignore[arg-type]


def with_contrast(
    difference: Difference, needed: int | None = 1873, value: float = 0.5
) -> Findings:
    base = found({"mine": mixed()})
    contrast = Contrast("other", value, difference, needed, 40, True)
    return replace(base, contrasts=[contrast])


def test_it_opens_with_what_was_asked_of_what_and_how_good() -> None:
    first = sentences(found({"mine": mixed()}))[0]
    assert first.startswith("mine was asked which topics each article is about, on 40 articles")
    assert re.search(
        r"macro-F1 is 0\.\d\d \(95% interval 0\.\d\d to \d\.\d\d\)\. 1 would be every label found",
        first,
    )


def test_it_says_how_many_examples_and_stories_where_they_are_not_the_corpus() -> None:
    items = [replace(i, story=f"s{k // 2}") for k, i in enumerate(mixed(n=60, wrong=6))]
    about = record()
    about["corpus"] |= {"articles": 90, "stories": 70}
    first = sentences(found({"mine": items}, about))[0]
    assert "on 90 articles (70 stories, near-copies counted once)" in first
    assert re.search(r"0\.\d\d to \d\.\d\d; 60 examples, 30 stories\)", first)


@pytest.mark.parametrize(
    ("difference", "says", "never"),
    [
        (gap(0.12, 0.04, 0.20, 0.01), "scores higher than other, which reaches 0.50", "told apart"),
        (gap(-0.12, -0.20, -0.04, 0.01), "scores lower than other, which reaches 0.50", "told apart"),
        (gap(0.01, -0.03, 0.05, 0.6), "With 40 stories, it cannot be told apart from other, which reaches 0.50", "higher"),
        (gap(0.06, 0.01, 0.11, 0.07), "this could be chance", "higher"),
        (gap(0.01, None, None, 0.6, note="only 7 stories: no interval"), "not tested: only 7", "higher"),
    ],
)  # fmt: skip
def test_against_a_baseline(difference: Difference, says: str, never: str) -> None:
    text = told(with_contrast(difference))
    assert says in text and never not in text.split("These figures")[0]


def test_the_difference_and_its_interval_are_written_with_signs() -> None:
    text = told(with_contrast(gap(-0.12, -0.20, -0.04, 0.01)))
    assert "difference −0.12, −0.20 to −0.04" in text


def test_a_tie_says_how_many_stories_would_settle_it_in_two_figures() -> None:
    assert "About 1,900 labelled stories would be needed" in told(
        with_contrast(gap(0.01, -0.03, 0.05, 0.6))
    )
    assert "would be needed" not in told(with_contrast(gap(0.12, 0.04, 0.20, 0.01)))
    assert [rounded(n) for n in (7, 99, 101, 1873, 100_000)] == [7, 99, 110, 1900, 100_000]


def test_the_same_answers_are_said_to_score_the_same() -> None:
    items = mixed()
    assert "scores exactly as twin does" in told(found({"mine": items, "twin": list(items)}))


def test_contrasts_are_the_paired_differences() -> None:
    good, bad = mixed(wrong=2), mixed(wrong=30)
    f = found({"mine": good, "bad": bad, "good": mixed(wrong=3)})
    (worse, level) = f.contrasts
    assert worse.kind == "above" and level.kind == "tie"
    # the difference is that of the two values, and p is adjusted over both baselines
    own = f.own.find("macro_f1")
    assert own is not None
    assert worse.difference.value == pytest.approx(own.value - worse.value)
    alone = found({"mine": good, "bad": bad}).contrasts[0]
    assert worse.difference.adjusted == pytest.approx(2 * alone.difference.adjusted)


def test_a_metric_that_the_record_does_not_name_gives_no_contrast() -> None:
    f = found({"mine": mixed(), "b": mixed(wrong=9)})
    assert f.main is not None
    assert contrasts(f.record, f.answers, replace(f.main, metric="unheard of")) == []


def test_an_upper_bound_is_no_baseline() -> None:
    rows = [
        (f"The mine of day {i} opened.", f"The mine of day {i} opened again.") for i in range(20)
    ]
    mine = [summary_item(i, said, ref) for i, (said, ref) in enumerate(rows)]
    oracle = [summary_item(i, ref, ref) for i, (_, ref) in enumerate(rows)]
    text = told(found({"mine": mine, "oracle": oracle}, record("summarize")))
    assert (
        "oracle (has seen the references: as far as extraction can get) reaches 100.0; the run gets"
        in text
    )
    assert "scores lower" not in text and "told apart" not in text


def test_annotators_are_named_for_what_they_are() -> None:
    items = mixed(wrong=8)
    votes = {who: {i.id: i.gold for i in items} for who in "AB"}
    about = record(annotators=["A", "B"], voters="two copies of one program, not people")
    text = told(found({"mine": items}, about, votes))
    assert "Annotators, each held against the others, reach 1.00" in text
    assert re.search(r"mine reaches \d\d% of that", text)
    assert "come from two copies of one program, not people." in text
    assert "Annotators" not in told(found({"mine": items}))


def test_the_label_missed_most_is_named_with_its_count() -> None:
    items = [item(i, "m" if i < 20 else "p", "" if i < 12 else "mp"[i >= 20]) for i in range(40)]
    text = told(found({"mine": items}))
    assert "It misses most on ‘Mines’: 60% of 20 are not found (recall 0.40" in text
    assert "wrong most often" not in text  # nothing was labelled wrongly


def test_the_label_given_wrongly_most_is_named_with_its_share() -> None:
    items = [item(i, "m" if i < 20 else "p", "mp" if i < 10 else "mp"[i >= 20]) for i in range(40)]
    text = told(found({"mine": items}))
    assert "wrong most often when it says ‘Ports’: 33% of those answers are not right" in text
    assert "It misses most" not in text


def test_annotators_who_agree_on_everything_are_no_yardstick() -> None:
    items = mixed(n=40)
    votes = {who: {i.id: i.gold for i in items} for who in "AB"}
    assert "They agreed on everything" in told(found({"mine": items}, votes=votes))
    votes["B"]["e1"] = items[0].gold
    assert "They agreed on everything" not in told(found({"mine": items}, votes=votes))


def test_a_difference_too_small_for_two_decimals_is_not_written_as_nothing() -> None:
    text = told(with_contrast(gap(0.003, -0.012, 0.019, 0.6)))
    assert "difference +0.003, −0.012 to +0.019" in text


@pytest.mark.parametrize(
    ("gold", "said", "expected"),
    [
        ("m" * 30 + " " * 30, "m" * 12 + " " * 48, "Mines (too few: 12 for 30)"),
        ("m" * 12 + " " * 48, "m" * 30 + " " * 30, "Mines (too many: 30 for 12)"),
        ("m" * 30 + " " * 30, "m" * 28 + "  mm" + " " * 28, ""),  # two missed, two added
    ],
)  # fmt: skip
def test_counts_of_labels_are_doubted_only_beyond_chance(
    gold: str, said: str, expected: str
) -> None:
    items = [item(i, g.strip(), s.strip()) for i, (g, s) in enumerate(zip(gold, said, strict=True))]
    text = told(found({"mine": items}))
    assert expected in text if expected else "misstate" not in text
    assert ("(+task=predict run=…) are corrected for that" in text) == bool(expected)


def test_a_slice_is_named_only_when_it_is_below_the_rest_beyond_chance() -> None:
    base = found({"mine": mixed()})
    low = Slice("macro_f1", "outlet", "Echo", 12, 12, 0.31, 0.2, 0.4, 0.7, -0.39, -0.5, -0.28, 0.01)
    for p, says in ((0.01, True), (0.2, False)):
        f = replace(base, judged=replace(base.judged, slices=[replace(low, p=p)]))
        assert (
            "outlet ‘Echo’: macro-F1 0.31 [0.20 to 0.40] on 12 examples, against 0.70" in told(f)
        ) is says


def test_unanswered_examples_are_counted_with_what_they_could_change() -> None:
    items = [
        replace(i, prediction=replace(i.prediction, outcome=o, labels=frozenset(), scores={}))
        if (o := {0: Outcome.FAILED, 1: Outcome.FAILED, 2: Outcome.UNPARSED}.get(k)) else i
        for k, i in enumerate(mixed(wrong=0, p=None))
    ]  # fmt: skip
    text = told(found({"mine": items}))
    assert (
        "3 examples got no answer (1 unparsed and 2 failed);"
        " where there is a gold answer, they count as wrong." in text
    )
    assert "had all been right, 1.00" in text


def test_examples_without_gold_and_cut_articles_are_said() -> None:
    items = mixed()
    items[0] = replace(items[0], gold=Gold())
    items[1] = replace(
        items[1], prediction=replace(items[1].prediction, outcome=Outcome.TRUNCATED, cut=9)
    )
    text = told(found({"mine": items}))
    assert "1 example has no gold answer and is left out of every figure." in text
    assert "1 article was not read to its end." in text


def test_few_stories_are_an_anecdote() -> None:
    text = told(found({"mine": mixed(n=20)}))
    assert "Only 20 stories stand behind these figures" in text and "These figures hold" not in text


def test_a_scarce_label_is_named() -> None:
    items = [item(i, "m" if i < 5 else "p", "m" if i < 5 else "p") for i in range(40)]
    assert "Only 5 stories carry Mines: no interval" in told(found({"mine": items}))


def test_a_label_that_nobody_carries_is_neither_missed_nor_the_worst() -> None:
    f = found({"mine": [item(i, "p", "p" if i % 3 else "m") for i in range(40)]})
    text = told(f)
    assert "No labelled example carries Mines: nothing was learned or measured of it" in text
    assert "100% of 0" not in text and "It misses most" not in text
    assert "Mines" not in picture_title(f)


@pytest.mark.parametrize(
    ("task", "what"), [("topic", "no labels"), ("summarize", "no reference summ")]
)
def test_without_gold_nothing_is_concluded(task: str, what: str) -> None:
    bare = [item(i, None, "m") for i in range(12)]
    if task == "summarize":
        bare = [summary_item(i, f"Day {i} was dry.", None) for i in range(12)]
    text = told(found({"mine": bare}, record(task)))
    assert f"The corpus has {what}" in text and "0." not in text


def test_summaries_warn_that_overlap_is_not_truth() -> None:
    items = [
        summary_item(i, f"The mine of day {i} opened.", f"A mine opened on day {i}.")
        for i in range(40)
    ]
    assert "say nothing of whether a summary is true" in told(
        found({"mine": items}, record("summarize"))
    )


def test_the_title_of_the_picture_claims_no_more_than_the_intervals() -> None:
    level = found({"mine": mixed(n=60)})
    assert picture_title(level) == "No label stands apart: their intervals overlap"
    items = [item(i, "mp", ("p" if i % 5 else "mp") if i else "") for i in range(200)]
    assert picture_title(found({"mine": items})) == "Mines is found least well"
    items = [
        item(i, "mp", "p" if i % 5 else "mp") for i in range(200)
    ]  # every port found: no interval
    assert picture_title(found({"mine": items})) == "Lowest F1: Mines"


def test_other_languages_than_those_learned_are_told_at_once() -> None:
    second = sentences(found({"mine": mixed()}, record(strangers={"de": 1, "fr": 3})))[1]
    assert "4 of 40 answers are on articles in a language" in second and "(de 1 and fr 3)" in second
    assert "did not learn" not in told(found({"mine": mixed()}, record(strangers={})))
