"""The same value as page, Markdown, CSV, LaTeX, SVG and PDF: complete, and deaf to what articles say."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hostile import HOSTILE
from report_support import found, item, mixed, record, summary_item, whole

from eval.report import files, latex, markdown, page, printed, render, sheet, standalone
from eval.report.packing import deflated
from eval.report.value import Figure, Report, Table
from nlp.errors import UserError
from nlp.records import Item

DATA = Path(__file__).resolve().parents[3] / "data" / "corpus"


def hostile_items() -> list[Item]:
    rows = [
        item(
            i,
            "m",
            "p" if i % 2 else "m",
            p=0.55 + i / 40,
            text=f"{bad} {i}. Then more.",
            title=bad,
            outlet=bad,
        )
        for i, bad in enumerate(HOSTILE.values())
    ]
    return rows + mixed(n=40, wrong=6)[len(rows) :]


def hostile_report() -> Report:
    about = record(label_names={"mines": HOSTILE["script"], "ports": HOSTILE["formula"]})
    about["corpus"] |= {"name": HOSTILE["closing"], "notes": [HOSTILE["markdown"]]}
    return whole({"mine": hostile_items(), "=cmd": mixed(wrong=9)}, about)


class Tags(HTMLParser):
    """Collects the tags and attributes that a parser sees."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


def tags(text: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(text)
    return parser.seen


def test_a_hostile_corpus_adds_no_tag_and_no_attribute() -> None:
    text = page.page(hostile_report())
    found_tags = tags(text)
    kinds = {tag for tag, _ in found_tags}
    assert not kinds & {"img", "iframe", "object", "embed", "base", "form", "link"}
    assert sum(tag == "style" for tag, _ in found_tags) == 1
    for tag, attributes in found_tags:
        assert not any(name.startswith("on") or name == "style" for name in attributes), (
            tag,
            attributes,
        )
        assert (attributes.get("href") or "#").startswith("#"), attributes
        assert "src" not in attributes
    executable = [a for tag, a in found_tags if tag == "script" and "type" not in a]
    assert len(executable) == 1
    assert "://" not in text.split("<body>")[0]


def test_the_policy_admits_only_this_script_and_style() -> None:
    text = page.page(whole({"mine": mixed()}))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    script = re.findall(r"<script>(.*?)</script>", text, re.S)[-1]
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert policy and style
    assert policy[1] == (
        f"default-src 'none'; style-src {page.hashed(style[1])}; script-src {page.hashed(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    assert "unsafe" not in policy[1]


def test_controls_are_shown_not_obeyed() -> None:
    value = hostile_report()
    outputs = [page.page(value), markdown.page(value), printed.document(value)]
    outputs += [sheet.table(t) + latex.table(t) for t in value.blocks(Table)]
    outputs += [standalone.svg(f) for f in value.blocks(Figure)]
    for text in outputs:
        assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)
        text.encode("utf-8")


def test_articles_travel_whole_and_inert() -> None:
    value = {"text": ["</script><b>", "é\ud83d", "]]>"]}
    packed = deflated(value)
    assert re.fullmatch(r"[A-Za-z0-9+/=]+", packed)
    back = json.loads(zlib.decompress(base64.b64decode(packed)))
    assert back == {"text": ["</script><b>", "é?", "]]>"]}


def test_the_page_says_everything_without_scripts() -> None:
    value = whole({"mine": mixed(wrong=9), "other": mixed(wrong=20)})
    text = re.sub(r"<script.*?</script>", "", page.page(value), flags=re.S)
    for sentence in value.verdict:
        assert sentence.split(" of ‘")[0].replace("’", "’") in text
    for table in value.blocks(Table):
        assert f'id="table-{table.id}"' in text
    for figure in value.blocks(Figure):
        assert f'id="figure-{figure.id}"' in text
    assert text.count("<article><h3>") == 10  # the ten most worth reading


def test_every_picture_has_words_and_a_table_and_is_well_formed() -> None:
    pictures = [*hostile_report().blocks(Figure)]
    long = [summary_item(i, f"The mine of day {i} opened.", f"Day {i}: a mine.") for i in range(40)]
    pictures += whole({"mine": long, "lead": long}, record("summarize")).blocks(Figure)
    assert {f.id for f in pictures} >= {
        "scores", "decisions", "reliability", "thresholds", "distribution", "position", "length",
    }  # fmt: skip
    for figure in pictures:
        root = ElementTree.fromstring(standalone.svg(figure))
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert figure.alt and figure.title and figure.table.rows and figure.table.columns
        assert all(len(row) == len(figure.table.columns) for row in figure.table.rows), figure.id
        assert 'role="img"' in figure.svg and "var(--" not in standalone.svg(figure)


def test_ids_are_said_once() -> None:
    value = whole({"mine": mixed(), "other": mixed(wrong=11)})
    ids = re.findall(
        r'\bid="([^"]+)"', re.sub(r"<script.*?</script>", "", page.page(value), flags=re.S)
    )
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"), (" =1", "' =1"), ("−0.12", "-0.12"), ("+0.12", "+0.12"), ("-3", "-3"),
        ("+0.12 [+0.04 to +0.20]", "+0.12 [+0.04 to +0.20]"), ("–", "–"), ("plain", "plain"),
        ("1\u202f900", "1 900"),
    ],
)  # fmt: skip
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert sheet.guarded(cell) == safe


def test_csv_comes_back_as_it_was() -> None:
    table = Table(
        "t", "a table", ["name", "value"], [['a "quoted", name', "0.5"], ["two\nlines", "−1"]]
    )
    rows = list(csv.reader(io.StringIO(sheet.table(table))))
    assert rows == [["name", "value"], ['a "quoted", name', "0.5"], ["two\nlines", "-1"]]


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_latex_holds_no_command_of_the_text(bad: str) -> None:
    safe = latex.escape(bad)
    for known in sorted(latex.ESCAPES.values(), key=len, reverse=True):
        safe = safe.replace(known, "")
    assert not re.search(r"[\\{}$&#%_~^<>\n]", safe), safe


def test_latex_is_a_booktabs_table() -> None:
    text = latex.table(Table("t", "50% of it", ["name", "n"], [["a_b", "3"]]))
    assert (
        r"\begin{tabular}{lr}" in text
        and r"a\_b & 3 \\" in text
        and r"\caption{50\% of it}" in text
    )
    assert text.index(r"\toprule") < text.index(r"\midrule") < text.index(r"\bottomrule")


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_markdown_takes_no_markup_from_the_text(bad: str) -> None:
    safe = markdown.escape(bad)
    assert "\n" not in safe
    assert not re.search(r"(?<!\\)[\[\]<>|`*_#~]", safe.replace("\\\\", "")), safe


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_typst_sees_one_string(bad: str) -> None:
    literal = printed.quoted(bad)
    assert literal[0] == literal[-1] == '"'
    assert not re.search(r'(?<!\\)(?:\\\\)*"', literal[1:-1])


def test_pdf_and_png_are_made_of_a_hostile_report() -> None:
    pytest.importorskip("typst")
    out = printed.files(hostile_report(), ["pdf", "png"])
    assert out["report.pdf"][:5] == b"%PDF-"
    assert out["figures/scores.png"][:8] == b"\x89PNG\r\n\x1a\n"


def test_what_pdf_needs_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    with pytest.raises(UserError, match=r"pip install 'realign\[pdf\]'"):
        printed.files(whole({"mine": mixed()}), ["pdf"])
    with pytest.raises(UserError, match=r"'docx'.*Allowed: pdf, png"):
        printed.files(whole({"mine": mixed()}), ["docx"])


def test_a_run_gets_all_its_files_in_its_language() -> None:
    about = record()
    about["config"]["report"] = {"language": "fr", "also": []}
    f = found({"mine": mixed()}, about)
    out = render(f.record, f.judged, f.answers, {})
    assert {
        "report.html",
        "report.md",
        "scores.json",
        "tables/labels.csv",
        "tables/labels.tex",
    } <= out.keys()
    assert "figures/scores.svg" in out
    assert '<html lang="fr">' in str(out["report.html"]) and "En bref" in str(out["report.html"])


def test_an_old_record_without_report_settings_is_reported_in_english() -> None:
    about = record()
    del about["config"]["report"]
    f = found({"mine": mixed()}, about)
    assert '<html lang="en">' in str(render(f.record, f.judged, f.answers, {})["report.html"])


def test_links_of_the_index_are_the_only_outward_ones() -> None:
    value = replace(whole({"mine": mixed()}), sections=[], browser=None, worst=[], method=[])
    assert all((a.get("href") or "#").startswith("#") for _, a in tags(page.page(value)))
    assert files(value)["report.md"]


def test_a_thousand_articles_stay_under_three_megabytes() -> None:
    lines = [
        json.loads(line)
        for name in ("en.jsonl", "fr.jsonl")
        for line in (DATA / name).read_text(encoding="utf-8").splitlines()
    ]
    texts = [line["text"] for line in lines]
    # copies are 300 articles apart, farther than deflate looks back
    items = [item(i, "m", "mp"[i % 2], p=0.8, text=texts[i % len(texts)]) for i in range(1000)]
    mean = sum(len(i.article.text) for i in items) / len(items)
    size = len(page.page(whole({"mine": items})).encode("utf-8"))
    assert mean > 1500 and size < 3_000_000, (mean, size)


def test_a_megabyte_on_one_line_is_cut_and_said_to_be() -> None:
    items = mixed()
    items[0] = item(0, "m", "p", p=0.9, text="word " * 200_000)
    value = whole({"mine": items})
    assert value.browser is not None
    long = next(r for r in value.browser.readings if r.id == "e0")
    assert long.cut == 1_000_000 - 20_000 and sum(len(p.text) for p in long.pieces) == 20_000
    assert len(page.page(value)) < 600_000 and "980,000 more characters" in page.page(value)
