"""Splits by name (``split=stories|time|outlet|fixed``): one file each, all of them apart by story."""

from nlp.splits.parts import Part, Split, apart, in_words
from nlp.splits.stories import folds

__all__ = ["Part", "Split", "apart", "folds", "in_words"]
