"""What runs: corpora, tasks and models. Start with ``python -m nlp.run --help``."""
