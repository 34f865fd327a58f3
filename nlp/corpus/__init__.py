"""Reading articles and their annotations: one reader per file, all ending in a ``Corpus``."""
