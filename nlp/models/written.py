"""What a model wrote, as a prediction: whole sentences within the budget, each checked against its article.

>>> from nlp.records import Article, Example
>>> article = Article("a", "It rained. The army left Gao on Monday.", language="en")
>>> answer = prediction(Example("a", article), "The army left Kidal on Monday. It was", words=9)
>>> answer.text, answer.note
('The army left Kidal on Monday.', 'doubtful sentences: 1 of 1 (not in the article: Kidal)')
>>> answer.summary[0].support
Support(start=11, end=39, share=0.83..., missing=('Kidal',))
"""

from __future__ import annotations

from nlp.records import Example, Outcome, Prediction, SummarySentence
from nlp.text.sentences import split
from nlp.text.support import checked

_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", "؟", "۔")


def prediction(example: Example, summary: str, words: int) -> Prediction:
    """Return ``summary`` as the example's answer in at most ``words`` words; FAILED when it is empty.

    Every sentence has its ``support``, whose share is its score; the note counts the doubtful ones.
    """
    article = example.article
    kept = within(summary, words, article.language)
    if not kept:
        note = "the model wrote nothing" if article.text.strip() else "the article has no text"
        return Prediction(example.id, outcome=Outcome.FAILED, note=note)
    found = [checked(s, article.text, article.title, article.language) for s in kept]
    sentences = [
        SummarySentence(s, score=f.share, support=f) for s, f in zip(kept, found, strict=True)
    ]
    return Prediction(example.id, summary=tuple(sentences), note=_doubts(sentences))


def within(summary: str, words: int, language: str = "") -> list[str]:
    """Return the whole sentences that fit the budget, at least the first, cut to it if need be."""
    sentences = [summary[start:end] for start, end in split(summary, language)]
    if len(sentences) > 1 and not sentences[-1].rstrip("\"'”’»)] ").endswith(_ENDS):
        sentences.pop()  # broken off where the tokens ended
    kept: list[str] = []
    for sentence in sentences:
        if sum(len(s.split()) for s in [*kept, sentence]) > words:
            break
        kept.append(sentence)
    return kept or [" ".join(s.split()[:words]) for s in sentences[:1]]


def _doubts(sentences: list[SummarySentence]) -> str:
    doubtful = [s.support for s in sentences if s.support and s.support.doubtful]
    if not doubtful:
        return ""
    strange = ", ".join(dict.fromkeys(name for support in doubtful for name in support.missing))
    told = f" (not in the article: {strange})" if strange else ""
    return f"doubtful sentences: {len(doubtful)} of {len(sentences)}{told}"
