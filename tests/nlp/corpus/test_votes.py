"""Votes as they are read: joined by id or text hash, one per annotator and article, loud when wrong."""

from __future__ import annotations

import json

import pytest

from nlp.corpus.table import Table
from nlp.errors import UserError
from nlp.records import Article

TEXTS = {"a1": "Ministers signed a treaty.", "a2": "Gunmen were hired."}
VOTE = {
    "annotator": "A", "article": "a1",
    "presence": {"x": {"present": True, "confidence": 0.9}, "y": {"present": False, "confidence": 1}},
    "stance": {"x": {"label": "favour", "confidence": 0.7}},
    "evidence": [{"label": "x", "start": 0, "end": 9, "field": "text"}],
    "attributed": [{"holder": "a general", "topic": "x", "label": "against", "start": 0, "end": 4, "confidence": 0.5}],
    "references": [{"kind": "headline", "text": "Treaty", "writer": "A"}],
}  # fmt: skip


def read(tmp_path, votes):
    lines = [{"id": i, "text": t} for i, t in TEXTS.items()]
    (tmp_path / "corpus.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (tmp_path / "votes.jsonl").write_text("\n".join(map(json.dumps, votes)))
    return Table(
        str(tmp_path / "corpus.jsonl"), votes=str(tmp_path / "votes.jsonl"), voters="two students"
    ).read()


def test_votes_are_annotations_by_annotator_and_article(tmp_path):
    digest = Article("a2", TEXTS["a2"]).digest
    other = {"annotator": "B", "sha256": digest, "presence": {"x": {"present": False}}}
    corpus = read(tmp_path, [VOTE, other])
    vote = corpus.votes["A"]["a1"]
    assert vote.topics == {"x"}
    assert vote.stance == {"x": "favour"}
    assert (vote.evidence[0].start, vote.evidence[0].end) == (0, 9)
    assert vote.attributed[0].holder == "a general"
    assert vote.references[0].text == "Treaty"
    assert corpus.votes["B"]["a2"].topics == frozenset()  # looked, found nothing
    assert corpus.voters == "two students"
    assert corpus.notes == ()


def test_a_vote_without_presence_is_not_a_vote_on_topics(tmp_path):
    corpus = read(tmp_path, [{"annotator": "A", "article": "a1", "references": ["Treaty"]}])
    assert corpus.votes["A"]["a1"].topics is None


def test_votes_on_other_articles_are_counted(tmp_path):
    corpus = read(tmp_path, [VOTE, {**VOTE, "article": "elsewhere"}])
    assert corpus.notes == ("1 of 2 votes are on articles that are not in this corpus: left out.",)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"annotator": ""}, "votes.jsonl:2: a vote without 'annotator'"),
        ({"article": None}, "votes.jsonl:2: a vote without 'article'"),
        ({}, "votes.jsonl:2: a second vote of annotator 'A' on article 'a1'"),
        ({"annotator": "B", "presence": {"x": True}}, "not in the expected form"),
        (
            {"annotator": "B", "presence": {"x": {"present": "yes"}}},
            "present is 'yes', not true or false",
        ),
        ({"annotator": "B", "stance": {"x": {}}}, "not in the expected form"),
        ({"annotator": "B", "presence": ["x"]}, "not in the expected form"),
    ],
)
def test_bad_votes_are_one_clear_line(tmp_path, change, says):
    with pytest.raises(UserError) as caught:
        read(tmp_path, [VOTE, {**VOTE, **change}])
    assert says in str(caught.value)


def test_missing_file_is_one_clear_line(tmp_path):
    read(tmp_path, [])
    with pytest.raises(UserError, match=r"not found: .*nowhere\.jsonl"):
        Table(str(tmp_path / "corpus.jsonl"), votes="nowhere.jsonl").read()
