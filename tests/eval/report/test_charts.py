"""Pictures put numbers where they belong, and palettes that eyes can read."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hostile import HOSTILE

from eval.report.charts.bars import bars
from eval.report.charts.curves import Axes, Line, curves
from eval.report.charts.dots import Mark, Row, dots
from eval.report.charts.matrix import Cell, matrix
from eval.report.charts.scatter import Spot, scatter
from eval.report.charts.svg import Scale, nice
from eval.report.palette import DARK, LIGHT


def test_a_scale_is_straight_and_clips() -> None:
    axis = Scale(0.2, 0.8, 100, 400)
    assert [axis(v) for v in (0.2, 0.5, 0.8, 5.0, -5.0)] == [100, 250, 400, 400, 100]


@pytest.mark.parametrize(
    ("top", "axis"), [(0.456, 0.5), (1.0, 1.0), (57.6, 60), (0, 1.0), (101, 150), (0.03, 0.03)]
)
def test_axes_end_on_a_round_number_above_all(top: float, axis: float) -> None:
    assert nice(top) == axis


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 60, [0, 10, 20, 30, 40, 50, 60]),
        (0, 0.25, [0, 0.05, 0.1, 0.15, 0.2, 0.25]),
        (0, 80, [0, 20, 40, 60, 80]),
        (-0.8, 0.8, [-0.8, -0.4, 0, 0.4, 0.8]),
        (-0.15, 0.15, [-0.1, 0, 0.1]),
    ],
)
def test_ticks_are_round_and_hold_zero(low: float, high: float, ticks: list[float]) -> None:
    assert Scale(low, high, 0, 100).ticks() == ticks


def test_names_beside_neighbouring_dots_do_not_overlap() -> None:
    spots = [Spot("alpha", 10.0, 0.74), Spot("beta", 9.0, 0.735), Spot("far", 0.1, 0.74)]
    root = ElementTree.fromstring(scatter(spots, "seconds", "score", "alt"))
    at = {e.text: (float(e.get("x") or 0), float(e.get("y") or 0)) for e in root.iter("text")}
    dots = [(float(e.get("cx") or 0), float(e.get("cy") or 0)) for e in root.iter("circle")]
    assert at["far"][0] > 60 and at["alpha"][0] > dots[0][0]  # to the right of their dots
    assert at["beta"][0] + 40 < at["alpha"][0]  # to the left of its own


def test_one_bracket_holds_a_group() -> None:
    rows = [Row(n, [Mark("", 0.5)], "0.50", "", g) for n, g in (("a", "1"), ("b", "1"), ("c", "2"))]
    root = ElementTree.fromstring(dots(rows, "alt", high=1.0))
    bars = [e for e in root.iter("line") if e.get("class") == "bracket"]
    tall = [e for e in bars if e.get("x1") == e.get("x2")]
    high = [float(e.get("y2") or 0) - float(e.get("y1") or 0) for e in tall]
    assert high == [44, 18]  # two rows of 26, then one, each with 4 to spare


def test_dots_stand_at_their_values() -> None:
    rows = [Row("a", [Mark("x", 0.25, 0.0, 0.5), Mark("y", 0.75)], "0.25", "n = 9")]
    root = ElementTree.fromstring(dots(rows, "alt", high=1.0))
    large = next(e for e in root.iter("circle") if e.get("r") == "6")
    line = next(e for e in root.iter("line") if e.get("class") == "m0")
    square = next(
        e for e in root.iter("rect") if e.get("width") == "8"
    )  # the other mark of the row
    x, low, high = (float(v or 0) for v in (large.get("cx"), line.get("x1"), line.get("x2")))
    assert x == pytest.approx((low + high) / 2, abs=0.1)  # 0.25 lies halfway from 0 to 0.5
    assert float(square.get("x") or 0) + 4 == pytest.approx(
        high + (high - low) / 2, abs=0.2
    )  # 0.75


def test_bars_are_as_high_as_their_shares() -> None:
    root = ElementTree.fromstring(bars(["a", "b"], [("one", [0.2, 0.4])], "share", "alt"))
    heights = [float(r.get("height") or 0) for r in root.iter("rect")]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.2)


@pytest.mark.parametrize("bad", HOSTILE.values(), ids=HOSTILE)
def test_no_name_breaks_a_picture(bad: str) -> None:
    from eval.report.text import visible

    drawn = [
        dots([Row(bad, [Mark(bad, 0.5, 0.4, 0.6), Mark("b", 0.1)], bad, bad)], bad, narrow=True),
        bars([bad], [(bad, [0.5]), ("b", [0.1])], bad, bad, below=bad),
        curves(
            [Line(bad, [(0, 0), (1, 1)]), Line("b", [(0, 1)])], Axes(bad, bad, diagonal=True), bad
        ),
        matrix([bad], [bad, "b"], [[Cell(bad, 1.0, bad), Cell("2")]], bad),
        scatter([Spot(bad, 2.0, 0.5, 0.4, 0.6)], bad, bad, bad),
    ]
    for picture in drawn:
        root = ElementTree.fromstring(visible(picture))
        assert root.get("aria-label") == visible(bad)
        assert not {e.tag for e in root.iter()} & {"script", "img", "a", "style"}


def luminance(colour: str) -> float:
    """WCAG 2.2: relative luminance of sRGB."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(
        4.48, abs=0.01
    )  # the well-known near miss


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_and_marks_stand_out(palette: dict[str, str]) -> None:
    for ink in ("ink", "soft", "accent"):
        for paper in ("paper", "panel"):
            assert contrast(palette[ink], palette[paper]) >= 4.5, (ink, paper)
    assert contrast(palette["ink"], palette["sum"]) >= 4.5
    assert contrast(palette["paper"], palette["accent"]) >= 4.5  # a pressed filter
    for shade in ("s0", "s1", "s2"):
        assert contrast(palette["soft"], palette[shade]) >= 4.5, shade
    for shade in ("s3", "s4"):
        assert contrast(palette["on"], palette[shade]) >= 4.5, shade
    for k in range(8):  # underlines: graphics need 3
        assert contrast(palette[f"l{k}"], palette["panel"]) >= 3, k


def test_shades_are_told_apart_without_colour() -> None:
    for palette in (LIGHT, DARK):
        greys = [luminance(palette[f"s{k}"]) for k in range(5)]
        assert greys == sorted(greys, reverse=palette is LIGHT)


def test_lines_differ_by_more_than_colour() -> None:
    from eval.report.palette import chart_css

    dashes = re.findall(r"\.c[1-5] \{[^}]*stroke-dasharray: ([^;]+);", chart_css())
    assert len(set(dashes)) == 5
