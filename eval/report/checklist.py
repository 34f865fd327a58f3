"""What this run covers and what it does not, after REFORMS: every answer is read off the run.

An answer is 'yes', 'in part' or 'no', with the evidence beside it; what a run cannot know (whether the
question is the right one, whether the sample stands for a population) is said to be left to people.

>>> checklist(findings).rows[0][1]  # doctest: +SKIP
'yes'

Source: Kapoor et al. 2024, "REFORMS", the modules on data, modelling, leakage, metrics, generality.
"""

from __future__ import annotations

from collections.abc import Iterator

from eval.report.findings import UPPER_BOUNDS, Findings
from eval.report.value import Table

_Answer = tuple[str, str, str]  # question, 'yes' | 'part' | 'no', key of the evidence phrase


def checklist(found: Findings) -> Table:
    """Return one row per question: the answer, and what it rests on."""
    say = found.voice
    rows = [
        [say(f"check.{key}.q"), say(f"check.{answer}"), say(f"check.{key}.{why}", **_gaps(found))]
        for key, answer, why in _answers(found)
    ]
    heads = [say(f"column.{c}") for c in ("question", "answer", "evidence")]
    return Table("checklist", say("table.checklist"), heads, rows)


def _gaps(found: Findings) -> dict[str, str]:
    corpus, say = found.record["corpus"], found.voice
    return {
        "stories": say("stories", n=corpus["stories"]),
        "voters": found.record.get("voters") or say("unknown"),
        "baselines": say.listed([c.baseline for c in found.contrasts] or [say("none")]),
        "slices": say.count(len(found.judged.slices)),
        "corpus": corpus["name"],
    }


def _answers(found: Findings) -> Iterator[_Answer]:
    record, own = found.record, found.own
    people = found.judged.ceiling is not None
    yield "population", "no", "no"
    yield "data", *(("yes", "yes") if record["corpus"].get("datasheet") else ("part", "part"))
    yield "labels", *(("yes", "yes") if people else ("no", "no"))
    yield "who", *(("yes", "yes") if record.get("voters") else ("no", "no"))
    yield "leakage", *(("yes", "yes") if _folded(found) else ("yes", "untrained"))
    yield "time", *(("yes", "yes") if _ordered(found) else ("no", "no"))
    real = [c for c in found.contrasts if c.baseline not in UPPER_BOUNDS]
    yield "baselines", *(("yes", "yes") if real else ("no", "no"))
    bare = [s for s in own.scores if s.low is None and s.higher_is_better is not None]
    yield "uncertainty", *(("part", "part") if bare else ("yes", "yes"))
    tested = {0: "none", 1: "one"}.get(len(found.contrasts), "yes")
    yield "several", "yes", tested
    yield "slices", *(("yes", "yes") if found.judged.slices else ("no", "no"))
    scored = any(i.prediction.scores for i in found.items)
    if found.labels:
        yield "calibration", *(("yes", "yes") if scored else ("no", "no"))
    else:
        yield "truth", *(("part", "part") if own.find("sentence_support") else ("no", "no"))
    yield "missing", "yes", "yes"
    yield "elsewhere", "no", "no"
    code = record["code"]
    yield "code", *(("part", "dirty") if code.get("dirty") else ("yes", "yes"))
    yield "seed", "part", "part"


def _folded(found: Findings) -> bool:
    return len({i.fold for i in found.items if i.fold >= 0}) > 1


def _ordered(found: Findings) -> bool:
    return "time" in str((found.record["config"].get("split") or {}).get("_target_", "")).lower()
