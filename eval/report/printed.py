"""A report on paper: PDF and PNG through typst, a single-file compiler (extra ``report``).

Every text enters typst as a quoted string, never as markup; pictures are handed over as SVG.

>>> quoted('#eval("x") \\\\ "')
'"#eval(\\\\"x\\\\") \\\\\\\\ \\\\""'

Source: typst (Apache-2.0), https://typst.app; the Python package ``typst``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from types import ModuleType

from eval.report import standalone
from eval.report.text import visible
from eval.report.value import Block, Figure, Prose, Reading, Report, Sentence, Table
from nlp.errors import UserError, did_you_mean

KINDS = ("pdf", "png")
DPI = 200
_PAGE = """#set page(paper: "a4", margin: (x: 20mm, y: 18mm), numbering: "1 / 1")
#set text(font: ("Libertinus Serif", "DejaVu Sans"), size: 10pt, lang: {language})
#set document(title: {title})
#set par(leading: 0.62em, spacing: 0.9em)
#set table(stroke: none, inset: (x: 4pt, y: 3pt))
#show heading: set block(above: 1.5em, below: 0.7em)
#show figure: set block(breakable: true)
"""


def files(report: Report, kinds: Sequence[str]) -> dict[str, str | bytes]:
    """Return ``report.pdf`` and, for 'png', every picture under ``figures/``."""
    for kind in kinds:
        if kind not in KINDS:
            raise UserError(f"report.also names {kind!r}.{did_you_mean(kind, KINDS)}")
    typst, out = _typst(), dict[str, str | bytes]()
    pictures = {
        f"{f.id}.svg": standalone.svg(f).encode("utf-8", "replace") for f in report.blocks(Figure)
    }
    if "pdf" in kinds:
        source = {"main": document(report).encode("utf-8", "replace"), **pictures}
        out["report.pdf"] = typst.compile(source, format="pdf")
    for name, svg in pictures.items() if "png" in kinds else ():
        alone = f'#set page(width: auto, height: auto, margin: 6pt)\n#image("{name}")'
        source = {"main": alone.encode(), name: svg}
        png = typst.compile(source, format="png", ppi=DPI)
        out[f"figures/{name.removesuffix('.svg')}.png"] = png
    return out


def _typst() -> ModuleType:
    try:
        import typst
    except ImportError:
        raise UserError(
            "report.also=[pdf,png] needs the package typst: pip install 'realign[pdf]'."
        ) from None
    return typst


def document(report: Report) -> str:
    """Return the report as typst source."""
    head = _PAGE.format(language=quoted(report.language), title=quoted(report.title))
    parts = [head, _heading(1, report.title), _text(report.subtitle), *map(_text, report.verdict)]
    for section in (*report.sections, *report.method):
        parts.append(_heading(2, section.title))
        parts += [part for block in section.blocks for part in _block(block)]
    if report.worst:
        parts.append(_heading(2, report.worst_title))
        parts += [part for reading in report.worst for part in _reading(reading)]
    return "\n\n".join(parts)


def quoted(text: str) -> str:
    """Return a typst string literal that is exactly this text, whatever it says."""
    plain = re.sub(r"[\x00-\x1f]", " ", visible(text))
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    return f"#par(text({quoted(text)}))"


def _heading(level: int, text: str) -> str:
    return f"#heading(level: {level}, {quoted(text)})"


def _block(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [_table(block)]
    if isinstance(block, Figure):
        width = "62%" if block.half else "100%"
        picture = f'#image("{block.id}.svg", width: {width}, alt: {quoted(block.alt)})'
        return [_heading(3, block.title), picture, _text(block.note), _table(block.table)]
    return _prose(block)


def _prose(block: Prose) -> list[str]:
    if block.listed:
        return ["#list(" + ", ".join(f"text({quoted(p)})" for p in block.paragraphs) + ")"]
    if block.code:
        return [f"#raw({quoted(p)}, block: true)" for p in block.paragraphs]
    return [_text(p) for p in block.paragraphs]


def _table(table: Table) -> str:
    """Return a table that may break over pages, its head repeated."""
    if not table.rows:
        return ""
    aligned = ", ".join("right" if n else "left" for n in table.numeric)
    widths = ", ".join("auto" if n else "1fr" for n in table.numeric)
    head = ", ".join(f"text(fill: luma(35%), {quoted(c)})" for c in table.columns)
    rows = _cells(cell for row in table.rows for cell in row)
    return (
        f"#text(size: 8pt)[#block(sticky: true, text(fill: luma(35%), {quoted(table.caption)}))\n"
        f"#table(columns: ({widths},), align: ({aligned},), table.hline(stroke: 0.6pt),"
        f" table.header({head}), table.hline(stroke: 0.4pt), {rows}, table.hline(stroke: 0.6pt))]"
    )


def _said(sentence: Sentence) -> list[str]:
    return [
        f"{sentence.text} ({sentence.note})",
        *([f"← {sentence.source}"] * bool(sentence.source)),
    ]


def _cells(cells: Iterable[str]) -> str:
    return ", ".join(f"text({quoted(cell)})" for cell in cells)


def _reading(reading: Reading) -> list[str]:
    why = " · ".join([reading.verdict, *reading.why])
    said = [f"{row[0]}: {', '.join(row[1:])}" for row in reading.cells]
    text = "".join(p.text for p in reading.pieces)
    return [
        _heading(3, reading.title),
        _text(f"{reading.id} · {reading.about} · {why}"),
        *(_text(line) for line in said),
        *(_text(line) for s in reading.summary for line in _said(s)),
        *(_text(f"{name}: {words}") for name, words in reading.references),
        f"#block(inset: (left: 8pt))[#text(size: 8.5pt, {quoted(text)})]",
    ]
