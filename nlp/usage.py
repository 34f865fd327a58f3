"""The help page, written for a researcher; lists are read from the first line of each YAML.

>>> "task=topic" in page()
True
"""

from __future__ import annotations

from nlp.paths import CONFIGS

_PAGE = """Realign: topics, stance and summaries of security news, and how far to trust them.

Usage: python -m nlp.run +task=TASK [corpus=CORPUS] [model=MODEL] [OPTION=VALUE ...]

A job reads a corpus, lets a model answer the task on every article, scores the answers against
hand labels with 95% intervals (near-duplicate wire copies count as one story), and writes a report
to runs/TASK/MODEL/TIME/report.html. Everything below works offline on the bundled corpus.

Tasks (+task=)
{task}

Models (model=; add your own: one file in nlp/models, one YAML in configs/model)
{model}

Corpora (corpus=)
{corpus}

Splits (split=; no story is ever on both sides)
{split}

Named comparisons (+sweep=)
{sweep}

Examples
  python -m nlp.run +task=summarize
  python -m nlp.run +task=summarize corpus=folder corpus.path=my_articles model.words=60
  python -m nlp.run +task=topic corpus=csv corpus.path=news.csv corpus.columns.text=body
  python -m nlp.run -m +task=topic model=majority,codebook,tfidf_lr
  python -m eval.compare runs/topic/codebook/TIME runs/topic/tfidf_lr/TIME
  python -m nlp.run +task=predict corpus=folder corpus.path=my_articles      (default topic and stance models)
  python -m nlp.run +task=predict run=runs/topic/tfidf_lr/TIME corpus=jsonl corpus.path=new.jsonl
  python -m nlp.run +task=learning_curve of=stance model=tfidf_lr curve.target=0.6
  python -m nlp.run +task=score run=runs/topic/tfidf_lr/TIME metric=[mcc,error_rates]
  python -m eval.score predictions.csv gold.csv --task topic       (predictions made elsewhere)
  python -m eval.slices runs/topic/tfidf_lr/TIME --by language,outlet,length
  python -m eval.verify runs/topic/tfidf_lr/TIME
  python -m eval.export runs/topic/tfidf_lr/TIME --to csv

Common options
  codebook=PATH    your own topics, labels and terms          seed=N      random seed (0)
  metric=[a,b]     what to measure (configs/metric)           folds=K     story-grouped folds (5)
  output=FOLDER    where runs go (runs)                       -m          run every combination
  corpus.on_bad=skip   go on when an article is empty, oversized or only page furniture (counted as failed)
  corpus.votes=PATH    what each annotator said: reports say how far annotators get
  abstain.error=0.1    answer only where at most a tenth of the answers will be wrong (abstain.sure=0.9)
  tolerance=N          examples that may fail or stay unparsed (below 1: their share) before exit code 3 (0)

Exit codes: 0 done, 2 a mistake in what was asked (one line says which), 3 done, report written, but more
examples failed than tolerance=N allows, 1 a fault of ours.
Full traceback: HYDRA_FULL_ERROR=1. Hydra's own options: --hydra-help.
"""


def page() -> str:
    """Return the help page as text."""
    return _PAGE.format(**{g: _listing(g) for g in ("task", "model", "corpus", "split", "sweep")})


def _listing(group: str) -> str:
    files = sorted((CONFIGS / group).glob("*.yaml"))
    width = max((len(f.stem) for f in files), default=0)
    return "\n".join(f"  {f.stem:<{width}}  {_first_line(f.read_text('utf-8'))}" for f in files)


def _first_line(text: str) -> str:
    lines = (line for line in text.splitlines() if "@package" not in line)
    return next(lines, "").removeprefix("#").strip()
