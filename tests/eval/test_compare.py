"""Comparisons end to end: values, refusals, the command line, and what it must not import."""

import dataclasses
import json
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.compare import compare, main
from eval.compare_text import render
from eval.harness import judge
from eval.metrics.f1 import F1
from nlp import store
from nlp.errors import UserError
from nlp.records import Item

F1_CONFIG = {"_target_": "eval.metrics.f1.F1", "average": "macro"}
ACCURACY_CONFIG = {"_target_": "eval.metrics.accuracy.Accuracy", "called": "accuracy"}


@dataclass
class Stored:
    path: Path
    record: dict[str, Any]
    items: list[Item]
    scores: list[dict[str, Any]] = field(default_factory=list)


def run(name, items, labels, **record):
    kind = {"names": list(labels.names), "exclusive": labels.exclusive} if labels else None
    base = {
        "task": "topic", "model": name, "labels": kind, "gold_hash": "g", "codebook_hash": "c",
        "metrics": [F1_CONFIG, ACCURACY_CONFIG],
    }  # fmt: skip
    return Stored(Path("runs") / name, base | record, items)


def worse(items, labels, rate, seed=0):
    """The same items with each label decision flipped at ``rate``, no probabilities."""
    rng = np.random.default_rng(seed)
    out = []
    for item in items:
        said = {n for n in labels.names if (n in item.gold.labels) != (rng.random() < rate)}
        prediction = dataclasses.replace(item.prediction, labels=frozenset(said), scores={})
        out.append(dataclasses.replace(item, prediction=prediction))
    return out


@pytest.fixture
def three(many, topics):
    items = many(200, topics, per_story=2)
    return [run(n, worse(items, topics, r, s), topics) for n, r, s in
            [("weak", 0.4, 1), ("good", 0.1, 2), ("twin", 0.1, 3)]]  # fmt: skip


def test_standings_differences_and_groups(three, topics):
    found = compare(three, resamples=2000)
    assert (found.metric, found.n, found.stories) == ("macro_f1", 200, 100)
    assert {s.name for s in found.standings[:2]} == {"good", "twin"}
    assert [set(g) for g in found.groups] == [{"good", "twin"}, {"weak"}]
    assert [s.group for s in found.standings] == [1, 1, 2]
    assert [d.value >= 0 for d in found.differences] == [True] * 3
    for standing in found.standings:
        items = next(r.items for r in three if r.record["model"] == standing.name)
        score = judge(items, [F1()], topics, resamples=2000).find("macro_f1")
        assert (standing.value, standing.low, standing.high) == (score.value, score.low, score.high)
    for d in found.differences:
        assert d.low < d.value < d.high
        assert d.p <= d.adjusted
        assert d.wins + d.ties + d.losses == 200
        assert d.resolved == (d.adjusted <= 0.05)
        assert d.test == "story-swapped randomisation"  # two articles per story, and F1
    assert found.stories_needed > found.stories
    assert "family:holm-3" in found.signature


def test_an_order_of_runs_changes_nothing(three):
    assert compare(three, resamples=500) == compare(three[::-1], resamples=500)


def test_wins_are_counted_on_articles_by_errors(labelled, topics):
    gold = ["ab", "ab", "a", ""]
    said = {"one": ["ab", "a", "b", ""], "two": ["a", "b", "ab", ""]}
    runs = [
        run(
            name,
            [labelled(i, g, s) for i, (g, s) in enumerate(zip(gold, given, strict=True))],
            topics,
        )
        for name, given in said.items()
    ]
    top = compare(runs, resamples=100).differences[0]
    # errors of one: 0 1 2 0; of two: 1 1 1 0
    assert (top.a, top.wins, top.ties, top.losses) in [("one", 1, 2, 1), ("two", 1, 2, 1)]
    assert top.note == "only 4 stories: no interval"


def test_mcnemar_is_used_where_it_applies(many, topics):
    items = many(60, topics)
    runs = [run(n, worse(items, topics, 0.2, s), topics) for n, s in (("a", 1), ("b", 2))]
    assert compare(runs, "accuracy", resamples=200).differences[0].test == "exact McNemar"
    assert "random" in compare(runs, "macro_f1", resamples=200).differences[0].test


def test_lower_is_better_where_it_is(many, topics):
    items = many(60, topics)
    runs = [
        run(
            n,
            worse(items, topics, r),
            topics,
            metrics=[{"_target_": "eval.metrics.overlap.Overlap"}],
        )
        for n, r in (("bad", 0.5), ("fine", 0.1))
    ]
    found = compare(runs, "hamming_loss", resamples=500)
    assert not found.higher_is_better
    assert [s.name for s in found.standings] == ["fine", "bad"]
    assert found.differences[0].value < 0
    assert found.differences[0].wins > found.differences[0].losses
    assert "lower is better" in render(found)


def test_runs_that_answer_alike_tie_and_no_number_of_stories_would_help(many, topics):
    items = worse(many(40, topics), topics, 0.3)
    found = compare([run("a", items, topics), run("b", items, topics)], resamples=200)
    assert (found.differences[0].adjusted, found.stories_needed) == (1.0, None)
    assert "exactly the same" in render(found)


def test_summaries_are_compared_on_rouge(summarized):
    rng = np.random.default_rng(0)
    gold = [" ".join(rng.choice(list("abcdefgh"), 8)) for _ in range(30)]
    rouge = [{"_target_": "eval.metrics.rouge.Rouge"}]
    runs = [
        run(name, [summarized(i, [g[: cut * 2]], [g]) for i, g in enumerate(gold)], None,
            task="summarize", metrics=rouge)
        for name, cut in (("long", 7), ("short", 3))
    ]  # fmt: skip
    found = compare(runs, "rouge1_recall", resamples=500)
    assert found.groups == [["long"], ["short"]]
    assert found.differences[0].wins == 30


def test_metrics_may_be_stored_by_name(three):
    for one in three:
        one.record["metrics"] = {"macro_f1": F1_CONFIG}
    assert compare(three, resamples=100).metric == "macro_f1"


def drop(r, i):
    r.items = [item for item in r.items if item.id != i]


def set_record(key, value):
    return lambda r: r.record.update({key: value})


def change_gold(r):
    r.items[3] = dataclasses.replace(
        r.items[3], gold=dataclasses.replace(r.items[3].gold, labels=frozenset("abc"))
    )


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (
            set_record("gold_hash", "other"),
            "'weak' and 'good' cannot be compared: gold answers differ",
        ),
        (set_record("codebook_hash", "other"), "codebooks differ"),
        (set_record("task", "stance"), "tasks differ"),
        (set_record("labels", None), "label sets differ"),
        (lambda r: drop(r, "7"), "different examples: 1 only in 'weak': '7'"),
        (lambda r: r.items.clear(), "run 'good' is empty"),
        (lambda r: r.items.append(r.items[0]), "run 'good': id '0' is doubled"),
        (change_gold, "disagree on the gold answer of '3'"),
        (
            lambda r: r.items.__setitem__(3, dataclasses.replace(r.items[3], story="x")),
            "disagree on the story of '3'",
        ),
    ],
)
def test_runs_that_cannot_be_joined_are_refused(three, spoil, message):
    spoil(three[1])
    with pytest.raises(UserError, match=message) as caught:
        compare(three, resamples=100)
    assert "\n" not in str(caught.value)


def test_other_mistakes_are_one_line_each(three, topics):
    with pytest.raises(UserError, match="two or more"):
        compare(three[:1])
    with pytest.raises(UserError, match="named twice"):
        compare([three[0], three[0]])
    with pytest.raises(UserError, match=r"do not measure 'macro_f'.*Did you mean 'macro_f1'"):
        compare(three, "macro_f")
    three[0].record["metrics"] = []
    with pytest.raises(UserError, match="records no metric"):
        compare(three)


@pytest.mark.parametrize(
    "target",
    ["os.system", "eval.metrics.f1", "eval.compare.main", "eval.metrics.f1.F1.__init__",
     "eval.metrics.rouge.re", "eval.metrics.nothing.Nothing", "eval.metrics.f1.Missing",
     "eval.metrics.rouge.Overlap", ""],
)  # fmt: skip
def test_only_metrics_are_rebuilt(three, target):
    three[0].record["metrics"] = [{"_target_": target}]
    with pytest.raises(UserError):
        compare(three)


def test_a_metric_the_run_cannot_have_is_named(three):
    three[0].record["metrics"] = [{"_target_": "eval.metrics.ranking.Ranking"}]
    with pytest.raises(UserError, match="'weak' has no ranking: the model gives no probabilities"):
        compare(three)


def test_runs_of_one_model_are_told_apart_by_directory(three):
    for k, one in enumerate(three):
        one.record["model"], one.path = "same", Path(f"runs/t{k}")
    assert {s.name for s in compare(three, resamples=100).standings} == {
        "same/t0",
        "same/t1",
        "same/t2",
    }


@pytest.fixture
def stored(three, tmp_path):
    paths = []
    for one in three:
        path = tmp_path / one.record["model"]
        store.write_run(path, one.record, one.items, {"scores.json": "[]"})
        paths.append(str(path))
    return paths


def test_the_command_line_prints_a_table_and_writes_json(stored, tmp_path, capsys):
    out = tmp_path / "found.json"
    assert main([*stored, "--resamples", "500", "--json", str(out)]) == 0
    text = capsys.readouterr().out
    assert "macro_f1 on 200 items (100 stories), 95% intervals over stories" in text
    assert "Group 2: weak" in text
    assert "won/tied/lost" in text
    assert "cannot be told apart. About " in text
    found = json.loads(out.read_text())
    assert [s["group"] for s in found["standings"]] == [1, 1, 2]
    assert len(found["differences"]) == 3


def test_the_command_line_says_what_is_wrong_and_exits_2(stored, capsys):
    assert main([stored[0], "nowhere"]) == 2
    error = capsys.readouterr().err
    assert "nowhere" in error
    assert error.count("\n") == 1
    assert main([stored[0]]) == 2


def test_starting_up_imports_nothing_heavy():
    code = "import sys, eval.compare; print(*sorted({m.partition('.')[0] for m in sys.modules}))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    heavy = {"torch", "transformers", "datasets", "sklearn", "pandas", "scipy", "pyarrow", "hydra"}
    assert not heavy & set(loaded.stdout.split())
