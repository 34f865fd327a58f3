"""Inner folds keep stories whole; examples that teach nothing are refused in one line."""

import pytest

from nlp.errors import UserError
from nlp.models.inner_folds import inner_folds, refuse_one_answer
from nlp.records import Article, Example, Gold

STORIES = ["Rain fell on the western hills all night.", "The court freed two reporters on bail.",
           "A ferry ran aground near the old harbour.", "Farmers blocked the ring road with tractors."]  # fmt: skip


def examples(texts):
    return [Example(str(i), Article(str(i), text)) for i, text in enumerate(texts)]


def test_copies_of_a_story_share_a_fold():
    twice = examples([*STORIES, *STORIES])
    gold = [Gold(frozenset({"a"} if i % 4 < 2 else ())) for i in range(8)]
    fold = inner_folds(twice, gold, 4, seed=0)
    assert fold[:4].tolist() == fold[4:].tolist()
    assert sorted(fold[:4].tolist()) == [0, 1, 2, 3]


def test_there_are_no_more_folds_than_stories():
    fold = inner_folds(examples(STORIES[:3]), [Gold(frozenset())] * 3, 5, seed=0)
    assert sorted(fold.tolist()) == [0, 1, 2]


def test_one_story_is_too_few():
    with pytest.raises(UserError, match="All 3 training examples belong to one story"):
        inner_folds(examples([STORIES[0]] * 3), [Gold(frozenset())] * 3, 5, seed=0)


@pytest.mark.parametrize("labels, said", [((), "no label"), (("b", "a"), "a, b")])
def test_one_answer_is_too_few(labels, said):
    with pytest.raises(UserError, match=f"carry the same answer \\({said}\\)"):
        refuse_one_answer([Gold(frozenset(labels))] * 3)
    refuse_one_answer([Gold(frozenset(labels)), Gold(frozenset({"other"}))])
