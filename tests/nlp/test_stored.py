"""Baselines and votes come back from a run directory as they went in."""

from __future__ import annotations

import pytest

from nlp import stored
from nlp.errors import UserError
from nlp.records import Article, Evidence, Gold, Item, Outcome, Prediction, SummarySentence
from nlp.store import read_run, write_run


def item(i: int, prediction: Prediction) -> Item:
    article = Article(f"a{i}", "Text é.", meta={"genre": "wire"})
    return Item(
        str(i), article, f"s{i}", Gold(frozenset("x"), evidence=(Evidence("x", 0, 2),)), prediction
    )


def test_round_trip(tmp_path):
    own = [item(i, Prediction(str(i), frozenset("x"), {"x": 0.9})) for i in range(3)]
    other = [
        item(
            i,
            Prediction(
                str(i),
                outcome=Outcome.FAILED,
                note="no",
                summary=(SummarySentence("é", 0, 1, 0.5),),
            ),
        )
        for i in range(3)
    ]
    votes = {
        "A": {"0": Gold(frozenset("x"), evidence=(Evidence("x", 0, 2),)), "1": Gold(frozenset())},
        "B": {"0": Gold(references=("one", "two"))},
        "C": {"2": Gold()},  # not an answer: not kept
    }
    write_run(tmp_path / "run", {"model": "mine"}, own, stored.files({"other": other}, votes))
    run = read_run(tmp_path / "run")
    assert stored.answers(run) == {"mine": own, "other": other}
    assert stored.votes(run) == {who: votes[who] for who in "AB"}


def test_a_run_without_them_has_none(tmp_path):
    assert stored.files({}, {}) == {}
    own = [item(0, Prediction("0"))]
    write_run(tmp_path / "run", {"model": "mine"}, own, {})
    run = read_run(tmp_path / "run")
    assert stored.answers(run) == {"mine": own}
    assert stored.votes(run) == {}


@pytest.mark.parametrize("name", ["baselines.jsonl", "votes.jsonl"])
@pytest.mark.parametrize("text", ["{", "[]\n", '{"id": "0"}\n'])
def test_damage_is_one_clear_line(tmp_path, name, text):
    write_run(tmp_path / "run", {"model": "mine"}, [item(0, Prediction("0"))], {name: text})
    run = read_run(tmp_path / "run")
    with pytest.raises(UserError, match=f"{name} is damaged"):
        stored.answers(run), stored.votes(run)
