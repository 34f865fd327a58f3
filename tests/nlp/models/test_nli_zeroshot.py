"""Zero-shot NLI: which hypotheses are asked, and what entailment means, with a network that only reads words."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import tiny_models

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models.nli_zeroshot import NLIZeroShot
from nlp.models.sequences import SequenceClassifier
from nlp.records import Article, Example, LabelSet

pytest.importorskip("torch")

ROOT = Path(__file__).resolve().parents[3]
BOOK = str(ROOT / "data" / "codebook.yaml")
TOPICS = LabelSet(load(BOOK).topic_ids, exclusive=False)
STANCE = LabelSet(load(BOOK).stance_labels, exclusive=True)
DEFENCE, _, MERCENARY = TOPICS.names
FILLER = "The harvest was good this year. " * 30
TREATY = "The two defence ministers signed a treaty."


def words_speak(monkeypatch, rules):
    """Let the network entail or contradict by words: rules map (premise word, hypothesis word) to a side."""
    seen = []

    def logits(self, rows):
        found = np.zeros((len(rows), 3))
        for row, out in zip(rows, found, strict=True):
            premise, hypothesis = self.tokenizer.decode(row.ids).split("[SEP]")[:2]
            seen.append((premise, hypothesis))
            sides = [s for (p, h), s in rules.items() if p in premise and h in hypothesis]
            out[self.names.index(sides[0] if sides else "NEUTRAL")] = 6.0
            if not sides:
                out[self.names.index("CONTRADICTION")] = 3.0
        return found

    monkeypatch.setattr(SequenceClassifier, "logits", logits)
    return seen


def questions_asked(monkeypatch):
    """Record the second text of every row."""
    asked, row = [], SequenceClassifier.row
    monkeypatch.setattr(
        SequenceClassifier, "row", lambda self, ids, q="": asked.append(q) or row(self, ids, q)
    )
    return asked


def asked(article, labels, topic="", **options):
    example = Example("x", article, topic)
    model = NLIZeroShot(BOOK, tiny_models.nli(), precision="float32", **options).fit([], [], labels)
    return model.predict([example])[0]


def test_the_strongest_piece_decides_and_its_sentence_is_shown(monkeypatch):
    seen = words_speak(monkeypatch, {("treaty", "defence"): "ENTAILMENT"})
    article = Article("x", FILLER + TREATY + " " + FILLER, title="Day one", language="en")
    answer = asked(article, TOPICS)
    assert answer.labels == {DEFENCE}
    # softmax over entailment and contradiction: 6 against 0 where it is said; 0 against 3 elsewhere
    assert answer.scores[DEFENCE] == pytest.approx(1 / (1 + np.exp(-6)))
    assert answer.scores[MERCENARY] == pytest.approx(1 / (1 + np.exp(3)))
    assert [article.text[e.start : e.end] for e in answer.evidence] == [TREATY]
    assert len({premise for premise, _ in seen}) > 3, "a long article is read in pieces"


def test_hypotheses_are_in_the_articles_language(monkeypatch):
    questions = questions_asked(monkeypatch)
    asked(Article("x", "La pluie.", language="fr"), TOPICS)
    assert "Cet article parle de : Coopération de défense." in questions
    questions.clear()
    asked(
        Article("x", "Mvua.", language="sw"), TOPICS, templates={"en": "It concerns {definition}"}
    )
    assert f"It concerns {load(BOOK).topics[0].definition}" in questions
    questions.clear()
    asked(Article("x", TREATY, language="fr"), STANCE, DEFENCE)
    assert set(questions) == {load(BOOK).topics[0].hypothesis["fr"]}


@pytest.mark.parametrize(
    ("side", "label"),
    [("ENTAILMENT", "favour"), ("CONTRADICTION", "against"), ("NEUTRAL", "neutral")],
)
def test_stance_sides(monkeypatch, side, label):
    words_speak(monkeypatch, {("treaty", "the author thinks"): side})
    answer = asked(Article("x", TREATY, language="en"), STANCE, DEFENCE)
    assert answer.labels == {label} and sum(answer.scores.values()) == pytest.approx(1)
    assert {e.label for e in answer.evidence} == {f"{DEFENCE}={label}"}


def test_tokens_are_made_once_for_all_hypotheses(monkeypatch):
    words_speak(monkeypatch, {})
    calls = []
    ids = SequenceClassifier.ids
    monkeypatch.setattr(
        SequenceClassifier, "ids", lambda self, texts: calls.append(len(texts)) or ids(self, texts)
    )
    asked(Article("x", FILLER, language="en"), TOPICS)
    assert calls == [30]


def relabelled(tmp_path, names):
    folder = Path(shutil.copytree(tiny_models.nli(), tmp_path / "nli"))
    config = json.loads((folder / "config.json").read_text())
    config |= {"id2label": dict(enumerate(names)), "label2id": {n: i for i, n in enumerate(names)}}
    (folder / "config.json").write_text(json.dumps(config))
    return str(folder)


def test_a_head_that_is_no_nli_is_one_line(tmp_path):
    where = relabelled(tmp_path, ["LABEL_0", "LABEL_1", "LABEL_2"])
    with pytest.raises(
        UserError, match="has the labels LABEL_0, LABEL_1, LABEL_2; an NLI model has entailment"
    ):
        NLIZeroShot(BOOK, where).fit([], [], TOPICS)


def test_two_sides_do_for_topics_but_not_for_stance(tmp_path):
    where = relabelled(tmp_path, ["entailment", "not_entailment", "unused"])
    example = Example("x", Article("x", TREATY))
    (answer,) = NLIZeroShot(BOOK, where).fit([], [], TOPICS).predict([example])
    assert set(answer.scores) == set(TOPICS.names)
    with pytest.raises(UserError, match="contradiction and neutral"):
        NLIZeroShot(BOOK, where).fit([], [], STANCE)


def test_a_wrong_head_size_is_one_line(tmp_path):
    where = relabelled(tmp_path, ["entailment", "contradiction"])
    with pytest.raises(UserError, match="cannot be loaded") as caught:
        NLIZeroShot(BOOK, where).fit([], [], TOPICS)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": None}, "Name an NLI model: model.path=FOLDER"),
        ({"path": "no/such/folder"}, "not found"),
    ],
)
def test_no_weights(options, words):
    with pytest.raises(UserError, match=words):
        NLIZeroShot(BOOK, **options).fit([], [], TOPICS)


def test_a_bad_template_is_one_line(monkeypatch):
    words_speak(monkeypatch, {})
    with pytest.raises(UserError, match=r"Allowed in braces: \{name\}, \{definition\}"):
        asked(Article("x", TREATY), TOPICS, templates={"en": "About {topic}."})


def test_another_codebook(monkeypatch):
    words_speak(monkeypatch, {})
    book = str(ROOT / "tests" / "support" / "migration.yaml")
    labels = LabelSet(load(book).stance_labels, exclusive=True)
    model = NLIZeroShot(book, tiny_models.nli()).fit([], [], labels)
    (answer,) = model.predict([Example("x", Article("x", "Camps fill."), "asylum")])
    assert answer.labels == {"mixed"}
