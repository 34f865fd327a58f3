"""A comparison as plain text for the terminal: groups, standings, differences, what would settle it.

>>> print(render(comparison))  # doctest: +SKIP
macro_f1 on 320 articles (281 stories), 95% intervals over stories
"""

from __future__ import annotations

from collections.abc import Sequence

from eval.comparison import ALPHA, Comparison, Difference


def render(found: Comparison) -> str:
    """Return the whole comparison as text, without a final newline."""
    better = "higher" if found.higher_is_better else "lower"
    head = (
        f"{found.metric} on {found.n} items ({found.stories} stories), "
        f"{found.level:.0%} intervals over stories; {better} is better"
    )
    parts = [head, _groups(found), _standings(found), _differences(found), _verdict(found)]
    return "\n\n".join([*parts, found.signature])


def _groups(found: Comparison) -> str:
    lines = [f"Group {g}: {', '.join(names)}" for g, names in enumerate(found.groups, 1)]
    rule = "A group holds the best run left and every run not shown to differ from it"
    return "\n".join([*lines, f"({rule}; Holm-adjusted p <= {ALPHA})."])


def _standings(found: Comparison) -> str:
    rows = [["group", "run", found.metric, "interval"]]
    for s in found.standings:
        rows.append([str(s.group), s.name, f"{s.value:.3f}", _range(s.low, s.high, s.note)])
    return table(rows)


def _differences(found: Comparison) -> str:
    rows = [["pair", "difference", "interval", "p (Holm)", "won/tied/lost", "detectable", "test"]]
    for d in found.differences:
        counts = "-" if d.wins is None else f"{d.wins}/{d.ties}/{d.losses}"
        rows.append(
            [
                f"{d.a} - {d.b}", f"{d.value:+.3f}", _range(d.low, d.high, d.note, "+"),
                f"{d.adjusted:.4f}", counts, f"{d.detectable:.3f}", d.test,
            ]
        )  # fmt: skip
    return table(rows)


def _range(low: float | None, high: float | None, note: str, sign: str = "") -> str:
    return note if low is None or high is None else f"{low:{sign}.3f} to {high:{sign}.3f}"


def _verdict(found: Comparison) -> str:
    """Say whether the top two differ, and how many stories would settle it."""
    top = found.differences[0]
    if top.resolved:
        return f"{top.a} and {top.b} are told apart by these {found.stories} stories."
    return f"{top.a} and {top.b} cannot be told apart. {_advice(found, top)}"


def _advice(found: Comparison, top: Difference) -> str:
    if found.stories_needed is None:
        return "They score exactly the same: no number of stories would separate them."
    more = max(found.stories_needed - found.stories, 0)
    return (
        f"About {more:,} more stories ({found.stories_needed:,} in all) would resolve a difference "
        f"of {abs(top.value):.3f} with 80% power; "
        f"these {found.stories:,} can show {top.detectable:.3f}."
    )


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as aligned columns, the first row as header."""
    widths = [max(len(row[j]) for row in rows) for j in range(len(rows[0]))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([lines[0], "  ".join("-" * w for w in widths), *lines[1:]])
