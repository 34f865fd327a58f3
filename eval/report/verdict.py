"""The verdict in plain words, generated from the numbers; no adjective that a number does not earn.

Order: what was asked of what; how good, with interval and n; against baselines and annotators; where
it fails; what was not scored; what may and may not be concluded.

>>> sentences(findings)[0]  # doctest: +SKIP
"tfidf_lr was asked which topics each article is about, on 346 articles (287 stories) of 'bundled'. …"
"""

from __future__ import annotations

from eval.report import caveats
from eval.report.contrasts import Contrast
from eval.report.findings import UPPER_BOUNDS, Findings
from eval.scores import Score

ALPHA = 0.05


def sentences(found: Findings) -> list[str]:
    """Return the verdict on the run's model, a sentence or two per entry."""
    main = found.main
    if main is None:
        without = found.voice(f"verdict.without.{found.kind}")
        return [_asked(found), without, *caveats.backed(found), *caveats.unanswered(found)]
    return [
        f"{_asked(found)} {_how_good(found, main)}",
        *caveats.strangers(found.voice, found.record, len(found.items)),
        *_selective(found, main),
        *_joined([_against(found, main, c) for c in found.contrasts]),
        *_people(found, main),
        *_joined(_missed(found), _worst_slice(found)),
        *caveats.backed(found),
        *caveats.counting(found),
        *caveats.unanswered(found),
        *caveats.scarce(found),
        *caveats.limits(found, main),
    ]


def _joined(*parts: list[str]) -> list[str]:
    """Several sentences as one paragraph, none as none."""
    said = [sentence for part in parts for sentence in part]
    return [" ".join(said)] if said else []


def picture_title(found: Findings) -> str:
    """Return a title that says what to see in the picture of scores."""
    carried = [s for s in found.by_label("f1") if s.label in found.carried]
    say, labelled = found.voice, sorted(carried, key=lambda s: s.value)
    if len(labelled) > 1:
        worst, second = labelled[:2]
        if worst.high is None or second.low is None:
            return say("picture.lowest", label=found.label(worst.label))
        kind = "worst" if worst.high < second.low else "none_worst"
        return say(f"picture.{kind}", label=found.label(worst.label))
    for contrast in found.contrasts:
        if contrast.baseline not in UPPER_BOUNDS and say.has(f"picture.{contrast.kind}"):
            return say(f"picture.{contrast.kind}", baseline=contrast.baseline)
    return say("picture.plain")


def _asked(found: Findings) -> str:
    say, corpus, task = found.voice, found.record["corpus"], found.record["task"]
    size, stories = say("articles", n=corpus["articles"]), say("stories", n=corpus["stories"])
    if corpus["stories"] != corpus["articles"]:
        size = say("verdict.size", articles=size, stories=stories)
    what = say.named("verdict.question", task)
    return say("verdict.asked", model=found.model, what=what, size=size, corpus=corpus["name"])


def _how_good(found: Findings, main: Score) -> str:
    say, corpus = found.voice, found.record["corpus"]
    given = {"metric": say.metric(main.metric), "value": say.value(main.metric, main.value)}
    examples, stories = say("examples", n=main.n), say("stories", n=main.stories)
    if main.low is None:
        told = say("verdict.good_bare", **given, examples=examples, note=main.note)
    else:
        whole = (main.n, main.stories) == (corpus["articles"], corpus["stories"])
        sample = "" if whole else say("verdict.sample", examples=examples, stories=stories)
        sample += say("verdict.whole") if found.judged.answered else ""
        limits = say.limits(main.metric, main.low, main.high)
        told = say(
            "verdict.good", **given, level=say.share(main.level), range=limits, sample=sample
        )
    meaning = f"verdict.meaning.{main.metric}"
    return f"{told} {say(meaning)}" if say.has(meaning) else told


def _selective(found: Findings, main: Score) -> list[str]:
    """Say of a model that abstains how much it answers, and how good that is."""
    say, given = found.voice, found.judged.answered
    if given is None:
        return []
    if not given.models:
        return [say("verdict.silent")]
    own, *others = [(m, j.find(main.metric, main.label)) for m, j in given.models.items()]
    told = [
        say("verdict.selective_other", baseline=name, value=say.short(score))
        for name, score in others
    ]
    risk, cover = given.models[found.model].find("selective_risk"), given.coverage
    return [
        say(
            "verdict.selective",
            share=say.share(cover.value), range=say.limits("", cover.low, cover.high),
            risk=say.short(risk), metric=say.metric(main.metric), value=say.short(own[1]),
            others="".join(f"; {sentence}" for sentence in told),
        )
    ]  # fmt: skip


def _against(found: Findings, main: Score, contrast: Contrast) -> str:
    say, gap, kind = found.voice, contrast.difference, contrast.kind
    known = say.has(f"verdict.baseline.{contrast.baseline}")
    name = say(f"verdict.baseline.{contrast.baseline}") if known else contrast.baseline
    if contrast.baseline in UPPER_BOUNDS:
        share = say.share(main.value / contrast.value) if contrast.value else "–"
        value = say.value(main.metric, contrast.value)
        return say("verdict.upper", baseline=name, value=value, share=share)
    sentence = say(
        f"verdict.{kind}",
        baseline=name,
        value=say.value(main.metric, contrast.value),
        difference=say.gap(main.metric, gap.value, gap.low, gap.high),
        stories=say("stories", n=contrast.stories),
        note=gap.note,
    )
    if kind == "tie" and contrast.needed is not None:
        if gap.low is not None and gap.high is not None and not gap.low <= 0 <= gap.high:
            sentence += " " + say("verdict.tie_family")
        sentence += " " + say("verdict.needed", n=rounded(contrast.needed))
    return sentence


def rounded(stories: int) -> int:
    """Two figures of an extrapolated number are more than enough."""
    unit = int(10 ** max(0, len(str(stories)) - 2))
    return -(-stories // unit) * unit


def _people(found: Findings, main: Score) -> list[str]:
    ceiling, say, out = found.judged.ceiling, found.voice, []
    reached = ceiling and ceiling.judgement.find(main.metric, main.label)
    share = ceiling and ceiling.share(found.model, main.metric, main.label)
    if reached and share:
        limits = share.low is not None and share.high is not None
        ends = say("range", low=say.share(share.low or 0), high=say.share(share.high or 0))
        given = {"value": say.short(reached), "model": found.model, "share": say.share(share.value)}
        out.append(say("verdict.people", **given) + (f" ({ends})." if limits else "."))
        out += [say("verdict.alike")] if reached.value == 1 else []
    voters = found.record.get("voters")
    out += [say("verdict.voters", voters=voters)] if voters else []
    return _joined(out)


def _missed(found: Findings) -> list[str]:
    """Say which label is overlooked most, and which is given wrongly most."""
    labelled = [s for s in found.by_label("recall") if s.label in found.carried]
    say, out = found.voice, []
    if len(labelled) < 2:
        return []
    worst = min(labelled, key=lambda s: s.value)
    support = found.own.find("support", worst.label)
    if support and worst.value < 1:
        given = {"label": _quoted(found, worst), "share": say.share(1 - worst.value)}
        out.append(say("verdict.missed", n=int(support.value), **given, recall=say.short(worst)))
    wrong = min(found.by_label("precision"), key=lambda s: s.value, default=None)
    said = any(wrong and wrong.label in i.prediction.labels for i in found.items)
    if wrong and said and wrong.value < 1:
        given = {"label": _quoted(found, wrong), "share": say.share(1 - wrong.value)}
        out.append(say("verdict.invented", **given, precision=say.short(wrong)))
    return out


def _quoted(found: Findings, score: Score) -> str:
    return found.voice("verdict.quoted", label=found.label(score.label))


def _worst_slice(found: Findings) -> list[str]:
    told = [
        s
        for s in found.judged.slices
        if s.p is not None and s.p <= ALPHA and (s.difference or 0) < 0 and s.score is not None
    ]
    if not told:
        return []
    say, s = found.voice, told[0]
    return [
        say(
            "verdict.slice",
            by=say.named("slice", s.by),
            value=say.group(found.label(s.value)),
            metric=say.metric(s.metric),
            score=say.bracketed(s.metric, s.score, s.low, s.high),
            examples=say("examples", n=s.n),
            rest=say.value(s.metric, s.rest or 0.0),
        )
    ]
