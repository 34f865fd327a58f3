"""N-grams and linear models against scikit-learn on the same tokens; contributions add up to the margin."""

from __future__ import annotations

import numpy as np
import pytest
from realign_support import small_corpus

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models.ngrams import Ngrams
from nlp.models.vocabulary import Vocabulary
from nlp.records import Article, Evidence, Example, Gold, LabelSet
from nlp.text.tokens import words

LABELS = LabelSet(("defence_cooperation", "post_colonial_realignment", "mercenary_activity"), False)


def corpus(n: int = 40) -> tuple[list[Example], list[Gold]]:
    rows = small_corpus(n)
    examples = [
        Example(str(r["id"]), Article(str(r["id"]), str(r["text"]), str(r["title"]), "en"))
        for r in rows
    ]
    return examples, [Gold(frozenset(r["topics"])) for r in rows]  # type: ignore[call-overload]


@pytest.mark.parametrize("longest", [1, 2, 3])
@pytest.mark.parametrize("least", [1, 2, 5])
def test_counts_equal_scikit_learn(longest: int, least: int) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [e.article.text for e in corpus()[0]]
    read = [words(t) for t in texts]
    found, _ = Vocabulary.learn(read, np.arange(len(read)), longest, least)
    oracle = CountVectorizer(analyzer=lambda t: grams(words(t), longest), min_df=least).fit(texts)
    assert len(found) == len(oracle.vocabulary_)
    unseen = [*read[:3], words("The two ministers, and the the unseen word of a treaty.")]
    unit, feature = found.find(found.read(unseen))
    ours = sorted(np.unique(unit * len(found) + feature, return_counts=True)[1].tolist())
    table = oracle.transform(
        [*texts[:3], "The two ministers, and the the unseen word of a treaty."]
    )
    assert ours == sorted(table.data.tolist())
    per_text = np.bincount(unit, minlength=4)
    assert per_text.tolist() == np.asarray(table.sum(1)).ravel().tolist()


def grams(tokens: list[str], longest: int) -> list[str]:
    return [
        " ".join(tokens[i : i + n])
        for n in range(1, longest + 1)
        for i in range(len(tokens) - n + 1)
    ]


def test_n_grams_do_not_cross_sentences() -> None:
    found, _ = Vocabulary.learn([["a", "b"], ["c", "d"]], np.array([0, 0]), 2, 1)
    assert len(found) == 6  # a b c d, 'a b', 'c d'; not 'b c'


def test_margins_equal_the_scikit_learn_pipeline() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    examples, gold = corpus()
    model = Ngrams("data/codebook.yaml", ngrams=1).fit(examples, gold, LABELS)
    texts = [f"{e.article.title}\n{e.article.text}" for e in examples]
    table = TfidfVectorizer(analyzer=words, min_df=2, sublinear_tf=True).fit_transform(texts)
    reading = model._read(examples)
    margins = model._margins(reading, model._contributions(reading, model.arrays_), model.arrays_)
    for label, name in enumerate(LABELS.names):
        answers = [name in (g.labels or ()) for g in gold]
        oracle = LogisticRegression(C=10, class_weight="balanced", solver="liblinear").fit(
            table, answers
        )
        assert margins[:, label] == pytest.approx(oracle.decision_function(table), abs=1e-3)


def test_evidence_is_where_the_words_are() -> None:
    examples, gold = corpus()
    model = Ngrams("data/codebook.yaml").fit(examples, gold, LABELS)
    answers = model.predict(examples)
    told = [
        example.article.text[e.start : e.end]
        for example, answer in zip(examples, answers, strict=True)
        for e in answer.evidence
        if e.field == "text" and e.label == "mercenary_activity"
    ]
    assert told and sum("Hired gunmen" in sentence for sentence in told) / len(told) > 0.9


def test_a_label_that_one_fold_lacks_is_learned() -> None:
    examples, _ = corpus(12)
    only = [Gold(frozenset({"mercenary_activity"} if i == 0 else ())) for i in range(12)]
    answers = Ngrams("data/codebook.yaml").fit(examples, only, LABELS).predict(examples)
    assert all(0 < p < 1 for a in answers for p in a.scores.values())


def test_one_answer_and_one_story_are_refused() -> None:
    examples, gold = corpus(8)
    with pytest.raises(UserError, match="same answer"):
        Ngrams("data/codebook.yaml").fit(examples, [gold[0]] * 8, LABELS)
    copies = [Example(f"c{i}", examples[0].article) for i in range(8)]
    with pytest.raises(UserError, match="one story"):
        Ngrams("data/codebook.yaml").fit(copies, gold, LABELS)


def test_shuffled_labels_teach_nothing() -> None:
    """Held-out calibration must not let a model look sure of noise."""
    examples, gold = corpus(60)
    rng = np.random.default_rng(0)
    noise = [Gold(gold[i].labels) for i in rng.permutation(60)]
    model = Ngrams("data/codebook.yaml").fit(examples, noise, LABELS)
    scores = np.array([list(a.scores.values()) for a in model.predict(examples)])
    assert scores.mean() == pytest.approx(0.25, abs=0.1) and scores.std() < 0.2


def test_evidence_teaches_which_sentences_speak() -> None:
    from nlp.models.reading import Reading, taught

    article = Article("a", "Rain fell. Guns for hire. All slept.", "Day")
    examples = [Example("a", article), Example("b", article)]
    spans = (Evidence("mercenary_activity", 11, 15),)
    gold = [Gold(frozenset({"mercenary_activity"}), evidence=spans), Gold(frozenset())]
    table = taught(Reading(examples), gold, np.array([[True], [False]]), ["mercenary_activity"])
    # title and three sentences; unmarked sentences of an article with the label teach nothing
    assert table[:, 0].tolist() == [0, 0, 1, 0, -1, -1, -1, -1]


def test_evidence_of_a_stance_follows_its_topic() -> None:
    """One article, two topics, the same weights: each answer shows what is said of its own topic."""
    sides = LabelSet(("favour", "against"), True)
    said = ("It is a splendid and welcome step.", "It is a shameful and wicked mistake.")
    train = [
        Example(f"{i}#t", Article(f"{i}", f"{said[i % 2]} Note {i} of {i * 7}.", language="en"), "mercenary_activity")
        for i in range(12)
    ]  # fmt: skip
    gold = [Gold(frozenset([sides.names[i % 2]])) for i in range(12)]
    text = (
        f"The mercenaries came in May. {said[0]} Rain fell. The defence agreement was signed in June. {said[0]}"
        " Then all was quiet."
    )
    article = Article("x", text, language="en")
    asked = [Example(f"x#{t}", article, t) for t in ("mercenary_activity", "defence_cooperation")]
    first, second = Ngrams("data/codebook.yaml").fit(train, gold, sides).predict(asked)
    assert first.labels == second.labels == {"favour"}
    places = [[text[: e.start].count(said[0]) for e in p.evidence] for p in (first, second)]
    assert places == [[0], [1]]


def test_a_side_is_shown_by_what_tells_it_from_no_side() -> None:
    """'Splendid' alone marks a side; 'soldiers', which every label shares, cancels out."""
    model = Ngrams("data/codebook.yaml")
    model.labels_, model.book_ = (
        LabelSet(("favour", "against", "neutral"), True),
        load("data/codebook.yaml"),
    )
    contributions = np.array([[2.0, 1.0, 1.5], [1.0, 0.0, -1.0]])
    assert model._shown(contributions, {}).tolist() == [[0.5, -0.5, 1.5], [2.0, 1.0, -1.0]]
    model.labels_ = LabelSet(("favour", "against", "neutral"), False)
    assert model._shown(contributions, {}) is contributions, "topics are shown as they are"
