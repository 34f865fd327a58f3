"""Everything a reviewer asks: data, codebook, split, intervals, signatures, versions, the command.

The methods paragraph is generated from the record, with the references it cites and no others.

>>> [s.id for s in method(findings)]  # doctest: +SKIP
['methods', 'data', 'codebook', 'checklist', 'signatures', 'reproduce']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.report.checklist import checklist
from eval.report.findings import Findings
from eval.report.references import cited
from eval.report.value import Block, Prose, Section, Table
from eval.report.voice import Voice


def method(found: Findings) -> list[Section]:
    """Return the sections on data and methods, folded on a screen."""
    say, record = found.voice, found.record
    parts: list[tuple[str, list[Block]]] = [
        ("methods", [Prose([_paragraph(found)]), Prose(cited(_methods(found)), listed=True)]),
        ("data", data(say, record, _sampling(found))),
        ("codebook", codebook(say, record)),
        ("checklist", [checklist(found)]),
        ("signatures", [_signatures(found)]),
        ("reproduce", reproduce(say, record)),
    ]
    return [
        Section(key, say(f"section.{key}"), blocks, folded=True) for key, blocks in parts if blocks
    ]


def _paragraph(found: Findings) -> str:
    say, record = found.voice, found.record
    config, corpus = record["config"], record["corpus"]
    interval = config["interval"]
    given = {
        "model": found.model, "question": say.named("verdict.question", record["task"]),
        "articles": say("articles", n=corpus["articles"]),
        "stories": say("stories", n=corpus["stories"]), "corpus": corpus["name"],
        "codebook": f"{record['codebook']['name']} {record['codebook']['version']}",
        "level": say.share(interval["level"]), "resamples": int(interval["resamples"]),
        "bootstrap": say.named("bootstrap", interval["method"]), "seed": str(record["seed"]),
    }  # fmt: skip
    parts = ["asked", "stories", "split" if _folds(found) else "nosplit", "intervals"]
    told = " ".join([*_support(found), *_imbalance(found)])
    parts += ["proportions"] if found.labels else ["rouge"] * _uses(found, "rouge")
    parts += ["contrasts"] if found.contrasts else []
    parts += ["people"] if found.judged.ceiling else []
    parts += ["slices"] if any(s.p is not None for s in found.judged.slices) else []
    folds = {"folds": say.count(_folds(found) or 0)}
    said = [say(f"methods.{part}", **given, **folds) for part in parts]
    return " ".join([*said[:3], *([told] if told else []), *said[3:]])


def _support(found: Findings) -> list[str]:
    """Say how many examples, and stories, carry each label, and how many none."""
    say, known = found.voice, [i for i in found.items if i.gold.known]
    if not found.labels or not known:
        return []
    carriers = {n: [i for i in known if n in (i.gold.labels or ())] for n in found.labels}
    told = []
    for name, those in carriers.items():
        stories = say("stories", n=len({i.story for i in those}))
        told.append(say("methods.carried", label=found.label(name), n=len(those), stories=stories))
    bare = sum(not i.gold.labels for i in known)
    return [
        say("methods.support", labels=say.listed(told)),
        *([say("methods.bare", n=bare)] if bare else []),
    ]


def _imbalance(found: Findings) -> list[str]:
    """Say what the model does about rare labels, where it told."""
    say, record = found.voice, found.record
    key = f"methods.imbalance.{record.get('imbalance')}"
    if not found.labels or not say.has(key):
        return []
    decided = say(f"methods.decided.{'exclusive' if found.exclusive else 'several'}")
    general = (record["config"].get("model") or {}).get("background") and not found.exclusive
    return [say(key, decided=decided), *([say("methods.general")] if general else [])]


def _methods(found: Findings) -> list[str]:
    """What the paragraph rests on, in the order it speaks of it."""
    used = ["bootstrap", "proportions"] if found.labels else ["bootstrap"]
    used += ["rouge"] if _uses(found, "rouge") else []
    used += ["contrasts"] if found.contrasts else []
    used += ["people"] if found.judged.ceiling else []
    used += ["suspects"] if any(i.prediction.scores for i in found.items) else []
    return [*used, "checklist"]


def _uses(found: Findings, metric: str) -> bool:
    return any(s.metric.startswith(metric) for s in found.own.scores)


def _folds(found: Findings) -> int:
    """How many folds the answers were made in, 0 for a model that learned nothing."""
    return len({i.fold for i in found.items if i.fold >= 0})


def _sampling(found: Findings) -> str:
    """Say whether articles entered with different probabilities, which weigh every figure."""
    say, weights = found.voice, {i.gold.weight for i in found.items if i.gold.known}
    if len(weights) < 2:
        return say("data.even")
    most, least = 1 / min(weights), 1 / max(weights)
    return say("data.weighted", low=say.plain(round(least, 3)), high=say.plain(round(most, 3)))


def data(say: Voice, record: Mapping[str, Any], sampling: str = "") -> list[Block]:
    """Return what was evaluated, and an extract of the datasheet where the corpus has one."""
    corpus = record["corpus"]
    languages = ", ".join(f"{k} {say.count(v)}" for k, v in corpus["languages"].items())
    rows = [
        [say("data.corpus"), corpus["name"]],
        [
            say("data.size"),
            f"{say('articles', n=corpus['articles'])}, {say('stories', n=corpus['stories'])}",
        ],
        [say("data.languages"), languages],
        [say("data.labels"), record.get("voters") or say("unknown")],
        [say("data.annotators"), ", ".join(record.get("annotators") or ()) or say("none")],
        [say("data.sampling"), sampling or say("unknown")],
        [say("data.split"), record.get("split") or say("unknown")],
        [say("data.notes"), " ".join([*corpus["notes"], *record.get("notes", ())]) or say("none")],
    ]
    heads = [say("column.what"), say("column.answer")]
    blocks: list[Block] = [Table("data", say("table.data"), heads, rows)]
    extract = corpus.get("datasheet")
    return [*blocks, Prose([say("data.extract"), *extract])] if extract else blocks


def codebook(say: Voice, record: Mapping[str, Any]) -> list[Block]:
    """Return the codebook's topics and rules, nothing where no labels were asked for."""
    book = record["codebook"]
    topics = book.get("topics") or []
    if not topics or not record["labels"]:
        return []
    rows = [
        [
            t["name"],
            t["definition"],
            "; ".join(t["counts"]),
            "; ".join(t["does_not_count"]),
            t["proposition"],
        ]
        for t in topics
    ]
    heads = [say(f"codebook.{k}") for k in ("topic", "definition", "counts", "not", "proposition")]
    caption = say("table.codebook", name=book["name"], version=book["version"])
    rules, table = book.get("rules") or [], Table("codebook", caption, heads, rows)
    return [table, Prose([say("codebook.rules")]), Prose(rules, listed=True)] if rules else [table]


def _signatures(found: Findings) -> Table:
    say = found.voice
    rows = [[found.name(s), s.signature] for s in found.own.scores]
    heads = [say("column.score"), say("column.signature")]
    return Table("signatures", say("table.signatures"), heads, rows)


def reproduce(say: Voice, record: Mapping[str, Any]) -> list[Block]:
    """Return the command, and everything it was run on and with."""
    versions = ", ".join(f"{k} {v}" for k, v in record["versions"].items())
    hardware = ", ".join(str(v) for v in record.get("hardware", {}).values())
    rows = [
        *(
            [say(f"hash.{k}"), record[f"{k}_hash"]]
            for k in ("gold", "codebook")
            if f"{k}_hash" in record
        ),
        [say("hash.corpus"), record["corpus"]["hash"]],
        [say("made.code"), _code(say, record["code"])],
        [say("made.versions"), versions],
        [say("made.hardware"), hardware or say("unknown")],
        [say("made.started"), record["started"]],
        *(
            [[say("made.seconds"), say.decimal(record["seconds"], 1)]]
            if "seconds" in record
            else []
        ),
        *([[say("made.seed"), str(record["seed"])]] if "seed" in record else []),
    ]
    heads = [say("column.what"), say("column.answer")]
    return [
        Prose([record["command"]], code=True),
        Table("reproduce", say("table.reproduce"), heads, rows),
    ]


def _code(say: Voice, code: Mapping[str, Any]) -> str:
    if not code:
        return say("made.release")
    return say("made.dirty" if code["dirty"] else "made.commit", commit=code["commit"][:12])
