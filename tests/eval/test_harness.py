"""The judge as a whole: ledger, denominators, reasons, reproducibility."""

import dataclasses

import pytest

from eval.harness import judge
from eval.metrics.accuracy import Accuracy
from eval.metrics.f1 import F1
from eval.metrics.length import Length
from eval.metrics.per_label import PerLabel
from eval.metrics.ranking import Ranking
from eval.metrics.rouge import Rouge
from nlp.records import Outcome


def test_the_ledger_counts_every_outcome_once(labelled, topics):
    items = [labelled(i, "a", "a", outcome=outcome) for i, outcome in enumerate(Outcome)]
    items.append(labelled(99, None, "a"))
    found = judge(items, [Accuracy()], topics)
    assert found.ledger == {
        "scored": 1, "abstained": 1, "truncated": 1, "unparsed": 1, "failed": 1, "skipped-no-gold": 2,
    }  # fmt: skip
    assert sum(found.ledger.values()) == len(items)


def test_unanswered_items_stay_in_the_denominator_and_unlabelled_ones_leave_it(labelled, topics):
    items = [
        labelled(0, "a", "a"),
        labelled(1, "a", "", outcome=Outcome.FAILED),
        labelled(2, None, "a"),
    ]
    score = judge(items, [Accuracy()], topics).find("accuracy")
    assert (score.value, score.n, score.stories) == (0.5, 2, 2)


def test_every_score_has_n_stories_signature_and_interval_or_reason(many, topics):
    found = judge(many(120, topics, per_story=3), [F1(), PerLabel(), Accuracy(), Ranking()], topics)
    assert {s.metric for s in found.scores} >= {"macro_f1", "recall", "accuracy", "roc_auc"}
    for score in found.scores:
        assert (score.n, score.stories) == (120, 40)
        assert score.signature.startswith(f"metric:{score.metric}")
        assert "|version:" in score.signature
        if score.metric == "support":
            assert (score.low, score.note) == (None, "a count")
        else:
            assert score.low < score.value < score.high, score
            assert "|clusters:story|" in score.signature
    assert "|interval:wilson|" in found.find("accuracy").signature
    percentile = found.find("macro_f1").signature
    assert "|interval:percentile|clusters:story|level:0.95|resamples:2000|seed:0|" in percentile


def test_the_same_seed_gives_the_same_digits_and_method_level_seed_matter(many, topics):
    items = many(90, topics)
    base = judge(items, [F1()], topics, seed=1)
    assert judge(items, [F1()], topics, seed=1) == base
    macro = base.find("macro_f1")
    for options in ({"seed": 2}, {"seed": 1, "method": "bca"}, {"seed": 1, "level": 0.8}):
        other = judge(items, [F1()], topics, **options).find("macro_f1")
        assert other.value == macro.value
        assert (other.low, other.high) != (macro.low, macro.high)
        assert other.signature != macro.signature


def test_an_interval_does_not_depend_on_the_other_metrics(many, topics):
    items = many(90, topics)
    alone, among = (
        judge(items, metrics, topics).find("macro_f1")
        for metrics in ([F1()], [Accuracy(), Ranking(), F1()])
    )
    assert alone == among


def test_copies_of_a_story_widen_the_interval(many, topics):
    """Nine copies of each article: as nine times the stories they would claim a third the width."""
    copies = [
        dataclasses.replace(item, id=f"{item.id}-{k}", story=f"{item.story}{suffix * k}")
        for suffix in ("", "x")
        for item in many(80, topics)
        for k in range(9)
    ]
    honest, naive = (
        judge(items, [F1()], topics).find("macro_f1") for items in (copies[:720], copies[720:])
    )
    assert (honest.stories, naive.stories, honest.value) == (80, 720, naive.value)
    assert 2.5 < (honest.high - honest.low) / (naive.high - naive.low) < 3.5


def test_what_cannot_be_measured_is_left_out_with_its_reason(many, labelled, topics):
    items = many(30, topics, probabilities=False)
    found = judge(items, [F1(), Ranking()], topics)
    assert found.left_out == {"ranking": "the model gives no probabilities"}
    assert {s.metric for s in found.scores} == {"macro_f1", "macro_precision", "macro_recall"}
    no_gold = judge([labelled(0, None, "a")], [F1()], topics)
    assert (no_gold.scores, no_gold.left_out) == ([], {"f1": "no item has a gold answer"})


def test_a_label_that_never_occurs_has_no_ranking(labelled, topics):
    items = [
        labelled(i, "ab"[i % 2], "a", scores={"a": 0.5, "b": 0.1, "c": 0.2}) for i in range(20)
    ]
    found = judge(items, [Ranking()], topics)
    assert "roc_auc[c]" in found.left_out
    assert found.find("roc_auc", "a").value == 0.5


def test_summaries_without_references_still_get_reference_free_scores(summarized):
    items = [summarized(i, ["a b"] if i % 2 else ["a b c"]) for i in range(20)]
    found = judge(items, [Rouge(), Length()], None)
    assert found.left_out == {"rouge": "no item has a gold answer"}
    assert found.find("words").value == 2.5
    assert found.ledger["skipped-no-gold"] == 20


def test_what_failed_is_told_without_gold_too(labelled, topics):
    items = [labelled(i, None, "a", outcome=outcome) for i, outcome in enumerate(Outcome)]
    assert judge(items, [Accuracy()], topics).ledger == {
        "scored": 0, "abstained": 1, "truncated": 0, "unparsed": 1, "failed": 1, "skipped-no-gold": 3,
    }  # fmt: skip


def test_rouge_is_averaged_over_items_with_references_only(summarized):
    items = [summarized(0, ["a b"], ["a b"]), summarized(1, ["a"], ["b"]), summarized(2, ["a"])]
    found = judge(items, [Rouge(["rouge1"]), Length()], None)
    assert (found.find("rouge1_f").value, found.find("rouge1_f").n) == (0.5, 2)
    assert found.find("words").n == 3
    assert found.find("rouge1_f").note == "only 2 stories: no interval"


def test_scores_read_as_text(many, topics):
    score = judge(many(60, topics), [Accuracy()], topics).find("accuracy")
    assert score.text(1) == f"{score.value:.1f} [{score.low:.1f}, {score.high:.1f}]"
    few = judge(many(5, topics), [Accuracy()], topics).find("accuracy")
    assert few.text().endswith("(only 5 stories: no interval)")


@pytest.mark.parametrize("method", ["percentile", "bca"])
def test_a_random_run_with_many_items_gives_finite_ordered_limits(many, sides, method):
    found = judge(
        many(300, sides, per_story=2), [F1(), PerLabel(), Ranking()], sides, method=method
    )
    for score in found.scores:
        if score.low is not None:
            assert -1 <= score.low <= score.high <= 1
