"""Whether probabilities hold (reliability), and what other thresholds would give.

Reliability: decisions sorted into bins of equal number by stated probability, each with the share
that was right and Wilson's interval at its effective sample size, stories as clusters. Thresholds:
precision and recall at every cut, all labels together; the large marks are the answers as given.

Sources: Niculescu-Mizil & Caruana 2005; intervals as in ``eval.intervals``.

``reliability(found)`` and ``thresholds(found)`` return a figure, or nothing where no model stated any.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eval.intervals import effective_trials, wilson
from eval.metrics.indicators import gold_matrix, probability_matrix
from eval.report.charts.curves import Axes, Line, curves
from eval.report.findings import Findings
from eval.report.value import Figure, Table
from eval.sample import story_index, sum_by_story
from eval.scores import Array, answered
from nlp.records import Item

BINS = 8
CUTS = [i / 20 for i in range(1, 20)]


def _decisions(found: Findings) -> tuple[list[Item], Array, Array] | None:
    """Items with probabilities, and (n, L) probabilities and gold; None when there are none."""
    items = [i for i in found.items if i.gold.labels is not None and answered(i)]
    given = probability_matrix(items, found.labels) if items else None
    if given is None or np.isnan(given).any():
        return None
    return items, given, gold_matrix(items, found.labels)


def reliability(found: Findings) -> Figure | None:
    """Return stated probability against the share that was right; None where too little is given."""
    data = _decisions(found)
    if data is None or len(np.unique(data[1])) < BINS:
        return None
    items, given, gold = data
    if found.exclusive:
        top = given.argmax(axis=1)[:, None]
        given, gold = (np.take_along_axis(a, top, axis=1) for a in (given, gold))
    story = np.repeat(story_index(items), given.shape[1])
    rows = _bins(
        given.ravel(), gold.ravel(), story, found.judged.models[found.model].scores[0].level
    )
    say = found.voice
    gap = max(rows, key=lambda r: abs(r[0] - r[1]))
    off = [r for r in rows if not r[2] <= r[0] <= r[3]]
    ends = {"said": say.share(gap[0]), "right": say.share(gap[1])}
    title = say("reliability.off", **ends) if off else say("reliability.holds")
    line = Line(found.model, [(r[0], r[1]) for r in rows], [(r[0], r[2], r[3]) for r in rows])
    axes = Axes(say("reliability.x"), say("reliability.y"), diagonal=True, tick=say.decimal_1,
                y_tick=say.decimal_1)  # fmt: skip
    alt = say("reliability.alt", n=len(rows), inside=len(rows) - len(off))
    cells = [
        [f"{i}", say.decimal(r[0]), say.bracketed("", r[1], r[2], r[3]), say.count(r[4])]
        for i, r in enumerate(rows, 1)
    ]
    heads = [say(f"column.{c}") for c in ("bin", "stated", "right", "decisions")]
    table = Table("reliability", say("table.reliability"), heads, cells)
    key = "reliability.note_one" if found.exclusive else "reliability.note"
    return Figure("reliability", title, alt, curves([line], axes, alt), table, say(key))


_Bin = tuple[float, float, float, float, int]  # stated, right, low, high, decisions


def _bins(given: Array, gold: Array, story: Array, level: float) -> list[_Bin]:
    edges = np.unique(np.quantile(given, np.linspace(0, 1, BINS + 1)[1:-1]))
    place = np.searchsorted(edges, given, side="right")
    out = []
    for k in np.unique(place):
        inside = place == k
        names, numbers = np.unique(story[inside], return_inverse=True)
        rows = np.stack([gold[inside], np.ones(int(inside.sum()))], axis=1)
        hits, trials = sum_by_story(rows, numbers, len(names)).T
        ends = wilson(
            hits.sum(), trials.sum(), effective_trials(hits, trials), len(names), level
        )  # fmt: skip
        share = float(hits.sum() / trials.sum())
        out.append((float(given[inside].mean()), share, *ends, int(trials.sum())))
    return out


def thresholds(found: Findings) -> Figure | None:
    """Return what other thresholds would have given; None without probabilities."""
    data = _decisions(found)
    if data is None or len(np.unique(data[1])) < BINS:
        return None
    return _kept(found, *data) if found.exclusive else _macro(found, *data)


def _macro(found: Findings, items: list[Item], given: Array, gold: Array) -> Figure:
    """Macro precision, recall and F1 at every cut."""
    say = found.voice
    rows = [(cut, *_figures(given >= cut, gold > 0)) for cut in CUTS]
    said = np.array([[n in i.prediction.labels for n in found.labels] for i in items])
    chosen, real = _chosen(items, given, said), _figures(said, gold > 0)
    names = [say.metric(f"macro_{m}") for m in ("precision", "recall", "f1")]
    lines = [
        Line(name, [(r[0], r[j + 1]) for r in rows], chosen=[(chosen, real[j])] if chosen else [])
        for j, name in enumerate(names)
    ]
    best = max(rows, key=lambda r: r[3])
    given_as = {
        "f1": say.decimal(real[2]),
        "best": say.decimal(best[3]),
        "cut": say.decimal(best[0]),
    }
    title = say("thresholds.title", **given_as)
    return _threshold_figure(found, title, lines, rows, names, say("thresholds.note"))


def _kept(found: Findings, items: list[Item], given: Array, gold: Array) -> Figure:
    """Accuracy among the answers whose probability reaches the cut, and how many those are."""
    say, top = found.voice, given.max(axis=1)
    right = np.array([i.prediction.labels == i.gold.labels for i in items])
    cuts = [c for c in CUTS if (top >= c).any()]
    rows = [(c, float(right[top >= c].mean()), float((top >= c).mean())) for c in cuts]
    names = [say("thresholds.right"), say("thresholds.kept")]
    lines = [Line(name, [(r[0], r[j + 1]) for r in rows]) for j, name in enumerate(names)]
    half = min(rows, key=lambda r: abs(r[2] - 0.5))
    title = say("thresholds.half", kept=say.share(half[2]), right=say.share(half[1]),
                whole=say.share(float(right.mean())))  # fmt: skip
    return _threshold_figure(found, title, lines, rows, names, say("thresholds.note_one"))


def _threshold_figure(
    found: Findings, title: str, lines: list[Line], rows: Sequence[tuple[float, ...]],
    names: list[str], note: str,
) -> Figure:  # fmt: skip
    say = found.voice
    axes = Axes(say("column.threshold"), "", tick=say.decimal_1, y_tick=say.decimal_1)
    cells = [[say.decimal(v) for v in row] for row in rows]
    table = Table("thresholds", say("table.thresholds"), [say("column.threshold"), *names], cells)
    return Figure("thresholds", title, title, curves(lines, axes, title), table, note)


def _figures(said: Array, gold: Array) -> tuple[float, float, float]:
    """Macro precision, recall and F1; 0 where undefined, as in ``eval.metrics.f1``."""
    hits, given, real = (a.sum(axis=0) for a in (said & gold, said, gold))
    parts = (hits / np.maximum(given, 1), hits / np.maximum(real, 1))
    f1 = 2 * hits / np.maximum(given + real, 1)
    return float(parts[0].mean()), float(parts[1].mean()), float(f1.mean())


def _chosen(items: list[Item], given: Array, said: Array) -> float | None:
    """The thresholds in use, averaged over labels and folds; None when answers follow no threshold."""
    fold, found = np.array([i.fold for i in items]), []
    for k in np.unique(fold):
        for p, yes in zip(given[fold == k].T, said[fold == k].T, strict=True):
            if yes.any() and not yes.all():
                least, most = p[yes].min(), p[~yes].max()
                if least < most:
                    return None
                found.append((least + most) / 2)
    return float(np.mean(found)) if found else None
