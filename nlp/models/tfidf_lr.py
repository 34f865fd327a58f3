"""Tf-idf features and logistic regression: the strong, transparent classical baseline.

One binary model per topic, or one multinomial model for stance; ``scikit-learn`` does the work.
``python -m nlp.run +task=topic model=tfidf_lr``
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from nlp.codebook import load
from nlp.errors import UserError
from nlp.models.context import target, whole
from nlp.records import Example, Gold, LabelSet, Prediction


class TfidfLR:
    """Linear classifier over word n-grams.

    Parameters
    ----------
    codebook
        Path of the codebook YAML (stance reads the target's context through its terms).
    ngrams
        Longest word n-gram.
    min_articles
        An n-gram must occur in this many training articles.
    c
        Inverse regularisation strength of ``LogisticRegression``.
    seed
        Seed of the solver.
    """

    tasks = ("topic", "stance")
    learns = True
    upper_bound = False

    def __init__(
        self, codebook: str, ngrams: int = 2, min_articles: int = 2, c: float = 10.0, seed: int = 0
    ) -> None:
        self.codebook = codebook
        self.ngrams = ngrams
        self.min_articles = min_articles
        self.c = c
        self.seed = seed

    def fit(
        self, examples: Sequence[Example], gold: Sequence[Gold], labels: LabelSet | None
    ) -> Self:
        """Fit the vectoriser and one linear model (exclusive labels) or one per label.

        Raises
        ------
        UserError
            When all training examples carry the same answer.
        """
        from sklearn.feature_extraction.text import TfidfVectorizer

        assert labels is not None, "a classification task names its labels"
        answers = {g.labels for g in gold}
        if len(answers) < 2:
            only = ", ".join(sorted(next(iter(answers), None) or {"no label"}))
            raise UserError(
                f"All {len(gold)} training examples carry the same answer ({only}); a classifier needs"
                " at least two. Add articles with other labels, or use model=codebook."
            )
        self.labels_ = labels
        self.book_ = load(self.codebook)
        self.vectorizer_ = TfidfVectorizer(
            ngram_range=(1, self.ngrams),
            min_df=min(self.min_articles, len(examples)),
            sublinear_tf=True,
        )
        features = self.vectorizer_.fit_transform([self._text(e) for e in examples])
        names = labels.names
        if labels.exclusive:
            self.models_ = [
                self._linear(features, [names.index(next(iter(g.labels or ()))) for g in gold])
            ]
        else:
            self.models_ = [
                self._linear(features, [int(name in (g.labels or ())) for g in gold])
                for name in names
            ]
        return self

    def predict(self, examples: Sequence[Example]) -> list[Prediction]:
        """Return labels whose probability is at least 0.5, or the most probable one (exclusive)."""
        if not examples:
            return []
        features = self.vectorizer_.transform([self._text(e) for e in examples])
        names = self.labels_.names
        if self.labels_.exclusive:
            table = _probabilities(self.models_[0], features, len(names))
        else:
            columns = [_probabilities(m, features, 2) for m in self.models_]
            table = [[column[i][1] for column in columns] for i in range(len(examples))]
        return [
            self._prediction(e, dict(zip(names, row, strict=True)))
            for e, row in zip(examples, table, strict=True)
        ]

    def _prediction(self, example: Example, scores: dict[str, float]) -> Prediction:
        if self.labels_.exclusive:
            return Prediction(example.id, frozenset([max(scores, key=scores.__getitem__)]), scores)
        return Prediction(example.id, frozenset(n for n, p in scores.items() if p >= 0.5), scores)

    def _text(self, example: Example) -> str:
        """Read the whole article, or the topic's context marked with the topic itself."""
        if not example.topic:
            return whole(example)
        return f"{target(example, self.book_)}\n{example.topic}"

    def _linear(self, features: Any, answers: list[int]) -> Any:
        from sklearn.dummy import DummyClassifier
        from sklearn.linear_model import LogisticRegression

        if len(set(answers)) == 1:  # a label nobody, or everybody, carries in this fold
            return DummyClassifier(strategy="most_frequent").fit(features, answers)
        return LogisticRegression(
            C=self.c, class_weight="balanced", max_iter=1000, random_state=self.seed
        ).fit(features, answers)


def _probabilities(model: Any, features: Any, classes: int) -> list[list[float]]:
    """Return one row of ``classes`` probabilities per example; classes not seen in fit get 0."""
    rows = model.predict_proba(features)
    table = [[0.0] * classes for _ in range(rows.shape[0])]
    for column, label in enumerate(model.classes_):
        for i in range(rows.shape[0]):
            table[i][int(label)] = float(rows[i, column])
    return table
