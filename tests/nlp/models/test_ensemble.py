"""The ensemble: an equal vote in margins, each member on its own scale; members that cannot vote are named."""

from __future__ import annotations

import numpy as np
import pytest
from trained_support import BOOK, material

from nlp.conf import register
from nlp.errors import UserError
from nlp.material import Material
from nlp.models.ensemble import Ensemble
from nlp.records import LabelSet

TOPICS = LabelSet(("defence_cooperation", "post_colonial_realignment", "mercenary_activity"), False)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Material:
    register()
    return material("topic", tmp_path_factory.mktemp("corpus"))


def test_a_margin_is_the_mean_of_the_members_scaled_margins(read: Material) -> None:
    model = Ensemble(BOOK, ["tfidf_lr", "by_sentence"]).fit(read.examples, read.gold, TOPICS)
    reading = model._read(read.examples)
    votes = model._contributions(reading, model.arrays_)
    by_hand = np.zeros((len(read.examples), 3))
    for k, (name, member, own) in enumerate(model._each(model.arrays_)):
        margins = member._margins(reading.parts[name], votes[:, k], own)
        # each member's training margins are scaled to a standard deviation of 1 per label
        assert (margins * own["scale"]).std(0) == pytest.approx(np.ones(3))
        by_hand += margins * own["scale"] / 2
    assert model._margins(reading, votes, model.arrays_) == pytest.approx(by_hand)


def test_members_that_do_not_answer_the_task_are_left_out(read: Material) -> None:
    model = Ensemble(BOOK, ["tfidf_lr", "stance_cue"]).fit(read.examples, read.gold, TOPICS)
    assert [*model.models_] == ["tfidf_lr"]


@pytest.mark.parametrize(
    ("members", "says"),
    [
        (["majority"], "'majority', which is not a single model that learns"),
        (["stance_cue"], "none answers task 'topic'"),
        (["ensemble"], "'ensemble', which is not a single model"),
        (["tfidf_rl"], "Unknown model 'tfidf_rl' in model.members. Did you mean 'tfidf_lr'"),
        (["tfidf_lr", "tfidf_lr"], "a member named twice has one vote"),
    ],
)
def test_what_cannot_vote_is_one_line(read: Material, members: list[str], says: str) -> None:
    with pytest.raises(UserError, match=says):
        Ensemble(BOOK, members).fit(read.examples, read.gold, TOPICS)
