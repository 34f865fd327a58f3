"""How a report speaks: phrases and numbers in one language, from ``phrases/<language>.toml``.

A phrase may have a form for one and one for many, chosen by ``n``. Numbers follow the language
(0.57 or 0,57), differences carry a sign, ROUGE is in points of 100.

>>> voice = Voice("fr")
>>> voice.value("macro_f1", 0.571), voice("articles", n=2)
('0,57', '2 articles')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from eval.scores import Score
from nlp.errors import UserError, did_you_mean

LANGUAGES = ("en", "fr")
_SPAN = re.compile(r"(over )?(\S+) to (\S+)")  # as ``eval.grouping`` names thirds
_ROUGE = re.compile(r"rouge(\w+?)_(f|recall|precision)")


class Voice:
    """Phrases and numbers of one language; raises UserError for a language it does not speak."""

    def __init__(self, language: str = "en") -> None:
        if language not in LANGUAGES:
            hint = did_you_mean(language, LANGUAGES)
            raise UserError(f"report.language is {language!r}: not a language of reports.{hint}")
        self.language = language
        self._phrases = phrases(language)

    def __call__(self, key: str, **values: Any) -> str:
        """Return the phrase ``key`` with its gaps filled; whole numbers are written as counts."""
        found = self._phrases[key]
        if isinstance(found, dict):
            found = found["one" if self._singular(values["n"]) else "other"]
        ready = {k: self.count(v) if isinstance(v, int) else v for k, v in values.items()}
        return str(found.format(**ready))

    def raw(self, key: str) -> str:
        """Return a phrase with its gaps open, for the page's own script."""
        return str(self._phrases[key])

    def has(self, key: str) -> bool:
        """Whether there is such a phrase."""
        return key in self._phrases

    def named(self, group: str, name: str) -> str:
        """Return what ``name`` is called within a group of phrases, itself when it has no other name."""
        return str(self._phrases.get(f"{group}.{name}", name.replace("_", " ")))

    def decimal(self, number: float, digits: int = 2, sign: bool = False) -> str:
        """Return '0.57', or '+0.12' and '−0.03' with a sign."""
        text = f"{number:{'+' if sign else ''},.{digits}f}"
        if not any(c in text for c in "123456789"):
            text = text.lstrip("+-")
        return self._local(text)

    def decimal_1(self, number: float) -> str:
        """Return '0.5': for the ticks of an axis."""
        return self.decimal(number, 1)

    def plain(self, number: float) -> str:
        """Return '0.1', '10' or '1,000': as many digits as it takes, for the ticks of an axis."""
        return self._local(f"{number:,.6f}".rstrip("0").rstrip("."))

    def count(self, number: int) -> str:
        """Return '1,900', or '1 900' in French."""
        return self._local(f"{number:,}")

    def share(self, part: float) -> str:
        """Return '76%', or '76 %' in French."""
        return f"{100 * part:.0f}" + ("\u202f%" if self.language == "fr" else "%")

    def metric(self, name: str) -> str:
        """Return a metric's name as the field writes it: 'macro-F1', 'ROUGE-1 F1'."""
        rouge = _ROUGE.fullmatch(name)
        if rouge:
            return f"ROUGE-{rouge[1]} {self(f'rouge.{rouge[2]}')}"
        return self.named("metric", name)

    def value(self, metric: str, number: float, sign: bool = False) -> str:
        """Return a value: ROUGE in points of 100, counts whole, everything else with two decimals."""
        if _ROUGE.fullmatch(metric):
            return self.decimal(100 * number, 1, sign)
        if abs(number) >= 100 or (number == int(number) and abs(number) > 1):
            return self.decimal(number, 0, sign)
        return self.decimal(number, 2, sign)

    def gap(self, metric: str, number: float, low: float | None, high: float | None) -> str:
        """Return a difference as '+0.12, +0.04 to +0.20', or bare when there is no interval."""
        point, *ends = self._signed(metric, number, low, high)
        return f"{point}, {self('range', low=ends[0], high=ends[1])}" if ends else point

    def _signed(self, metric: str, *numbers: float | None) -> list[str]:
        """Return numbers with their signs, and one decimal more where the first would read as nothing."""
        scale, digits = (100, 1) if _ROUGE.fullmatch(metric) else (1, 2)
        known = [n * scale for n in numbers if n is not None]
        digits += 0 < abs(known[0]) < 0.5 * 10**-digits
        return [self.decimal(n, digits, sign=True) for n in known]

    def limits(self, metric: str, low: float | None, high: float | None, sign: bool = False) -> str:
        """Return '0.49 to 0.63', or '–' when there is no interval."""
        if low is None or high is None:
            return "–"
        ends = (self.value(metric, low, sign), self.value(metric, high, sign))
        return self("range", low=ends[0], high=ends[1])

    def short(self, score: Score | None) -> str:
        """Return '0.57 [0.49 to 0.63]', or the bare value when there is no interval."""
        if score is None:
            return "–"
        return self.bracketed(score.metric, score.value, score.low, score.high)

    def bracketed(
        self, metric: str, value: float | None, low: float | None, high: float | None,
        sign: bool = False,
    ) -> str:  # fmt: skip
        """Return a value with its interval in brackets, '–' for none."""
        if value is None:
            return "–"
        if sign:
            point, *ends = self._signed(metric, value, low, high)
            return f"{point} [{self('range', low=ends[0], high=ends[1])}]" if ends else point
        point = self.value(metric, value)
        return point if low is None else f"{point} [{self.limits(metric, low, high, sign)}]"

    def listed(self, names: Sequence[str]) -> str:
        """Return 'a, b and c'."""
        *first, last = names
        return f"{', '.join(first)} {self('and')} {last}" if first else last

    def label(self, record: Mapping[str, Any], label: str) -> str:
        """Return a label as the codebook names it, in this language where it does."""
        names = record.get("label_names", {})
        return str(names.get(label) or self.named("label", label))

    def group(self, name: str) -> str:
        """Return the name of a slice: 'over 331 to 607' and 'not given' in this language."""
        span = _SPAN.fullmatch(name)
        if span:
            above = self("slices.over") if span[1] else ""
            return above + self("range", low=span[2], high=span[3])
        return self("slices.unknown") if name == "not given" else name

    def score(self, record: Mapping[str, Any], metric: str, label: str) -> str:
        """Return 'Mercenary activity: F1', or the bare metric's name without a label."""
        name = self.metric(metric)
        return self("of_label", label=self.label(record, label), metric=name) if label else name

    def _singular(self, n: int) -> bool:
        return abs(n) < 2 if self.language == "fr" else n == 1

    def _local(self, text: str) -> str:
        text = text.replace("-", "−")
        if self.language == "fr":
            return text.replace(",", "\u202f").replace(".", ",")
        return text


@cache
def phrases(language: str) -> dict[str, Any]:
    """Return all phrases of one language by dotted key; plural forms stay a mapping."""
    path = Path(__file__).parent / "phrases" / f"{language}.toml"
    return dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))


def _flat(table: Mapping[str, Any], prefix: str = "") -> Any:
    for key, value in table.items():
        if isinstance(value, dict) and set(value) != {"one", "other"}:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value
