"""From sources with their sides to a prediction: what every model for the sources task says in the end.

>>> from nlp.models.source_candidates import Candidate
>>> from nlp.records import Article, Example
>>> nurse = Candidate("a nurse", ((0, 27),), ("praised",), 0)
>>> example = Example("a#t", Article("a", "A nurse praised the treaty."), "t")
>>> answer(example, [nurse], [{"favour": 0.7, "against": 0.1}], {"favour": 0.5, "against": 0.5}).attributed
(AttributedStance(holder='a nurse', topic='t', label='favour', start=0, end=27, field='text'),)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nlp.models.source_candidates import Candidate
from nlp.records import AttributedStance, Evidence, Example, Prediction


def answer(
    example: Example,
    candidates: Sequence[Candidate],
    scores: Sequence[Mapping[str, float]],
    thresholds: Mapping[str, float],
) -> Prediction:
    """Return who takes which side; a source speaks only for its more probable side.

    ``scores`` gives each candidate's probability per label. The prediction's score of a label is that of
    the source that speaks for it most clearly, 0 when none does.
    """
    best = dict.fromkeys(thresholds, 0.0)
    held = []
    for candidate, given in zip(candidates, scores, strict=True):
        label = max(given, key=given.__getitem__)
        best[label] = max(best[label], given[label])
        if given[label] >= thresholds[label]:
            held.append(
                AttributedStance(candidate.holder, example.topic, label, *candidate.spans[0])
            )
    return Prediction(
        example.id,
        frozenset(h.label for h in held),
        best,
        evidence=tuple(Evidence(f"{h.topic}={h.label}", h.start, h.end) for h in held),
        attributed=tuple(held),
    )
