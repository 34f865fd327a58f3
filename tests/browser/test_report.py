"""A run's report as a person uses it: search, filter, sort, keys, print, no scripts, a phone, a reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from report_support import record, summary_item, whole

from eval.report.value import Report

Open = Callable[..., Any]


def shown(tab: Any) -> int:
    """How many articles the page says it lists."""
    return int(re.match(r"[\d,]+", tab.locator("#count").inner_text())[0].replace(",", ""))  # type: ignore[index]


def chip(tab: Any, facet: str, name: str) -> Any:
    return tab.locator(f"#facet-{facet} button", has_text=re.compile(rf"^{re.escape(name)}\s"))


def test_it_opens_offline_at_the_first_mistake(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    assert shown(tab) == 240
    assert tab.locator("#list button").count() == 100
    assert "confident mistake" in tab.locator("#article").inner_text()
    assert tab.evaluate("scrollY") == 0


def test_filters_narrow_together_and_say_how_many_remain(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    wrong = chip(tab, "outcome", "wrong")
    assert wrong.inner_text() == "wrong 30"
    wrong.click()
    assert shown(tab) == 30 and wrong.get_attribute("aria-pressed") == "true"
    for line in tab.locator("#list .soft").all_inner_texts():
        assert line.startswith("wrong")
    # the count on every other chip is what choosing it would leave
    gold = chip(tab, "gold", "Mines")
    left = int(gold.locator(".n").inner_text())
    gold.click()
    assert shown(tab) == left == 15
    tab.locator("#clear").click()
    assert shown(tab) == 240


def test_values_of_one_filter_add_up(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    chip(tab, "outcome", "wrong").click()
    chip(tab, "outcome", "right").click()
    assert shown(tab) == 240


def test_search_forgives_accents_and_case_and_joins_words(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    tab.fill("#q", "ZOE cafe 17")
    tab.wait_for_function  # noqa: B018  (its predicate needs eval, which the policy forbids)
    tab.wait_for_timeout(300)
    # day 17, 117, 217, 170 … 179: 1 + 1 + 1 + 10
    assert shown(tab) == 13
    tab.fill("#q", "nowhere to be found")
    tab.wait_for_timeout(300)
    assert shown(tab) == 0 and tab.locator("#list li").count() == 0


def test_a_reader_who_types_while_articles_load_gets_all(opened: Open, run_report: Report) -> None:
    tab = opened(run_report, ready=False)
    tab.wait_for_selector("#browser:not([hidden])")
    tab.fill("#q", "harbour")
    tab.wait_for_selector("html[data-ready]", state="attached")
    tab.wait_for_timeout(300)
    assert shown(tab) == 240


def test_many_outlets_are_chosen_under_more(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    tab.locator("#more > summary").click()
    chip(tab, "slice-outlet", "Herald").click()
    assert shown(tab) == 80


def test_keys_walk_the_list_and_can_be_turned_off(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    title = tab.locator("#article h3")
    first = title.inner_text()
    tab.keyboard.press("j")
    second = title.inner_text()
    assert second != first
    tab.keyboard.press("k")
    assert title.inner_text() == first
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.id") == "q"
    tab.keyboard.type("j")  # a letter in the search box is a letter
    assert tab.input_value("#q") == "j"
    tab.fill("#q", "")
    tab.locator("#keys").uncheck()
    tab.locator("h1").click()
    tab.keyboard.press("j")
    assert title.inner_text() == first


def test_arrows_move_within_the_list_which_is_one_tab_stop(
    opened: Open, run_report: Report
) -> None:
    tab = opened(run_report)
    current = tab.locator("#list [aria-current=true]")
    assert tab.locator("#list button[tabindex='0']").count() == 1
    current.focus()
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate("document.activeElement.getAttribute('aria-current')") == "true"
    assert tab.evaluate("document.activeElement.dataset.i") == "1"


def test_evidence_is_turned_off_and_on_by_click_and_by_key(
    opened: Open, run_report: Report
) -> None:
    tab = opened(run_report)
    toggle = tab.locator("#article .toggle").first
    k = int(toggle.get_attribute("data-k"))
    mark = tab.locator(f"#article mark.m.k{k}").first
    width = "e => getComputedStyle(e).borderBottomWidth"
    assert mark.evaluate(width) != "0px"
    toggle.click()
    assert mark.evaluate(width) == "0px" and toggle.get_attribute("aria-pressed") == "false"
    tab.locator("h1").click()
    tab.keyboard.press(str(k + 1))
    assert mark.evaluate(width) != "0px" and toggle.get_attribute("aria-pressed") == "true"


def test_pages_of_the_list(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    assert tab.locator("#back").is_disabled()
    tab.locator("#next").click()
    tab.locator("#next").click()
    assert tab.locator("#where").inner_text() == "3 of 3" and tab.locator("#next").is_disabled()
    assert tab.locator("#list button").count() == 40
    tab.locator("#list button").last.click()
    tab.keyboard.press("j")  # the end is the end
    assert tab.locator("#list [aria-current=true]").count() == 1


def test_tables_sort_by_number_both_ways(opened: Open, run_report: Report) -> None:
    tab = opened(run_report)
    head = tab.locator("#table-all-scores thead button").nth(1)
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    column = tab.locator("#table-all-scores tbody tr td:nth-child(2)")

    def values() -> list[float]:
        return [float(t.split()[0]) for t in column.all_inner_texts()]

    head.click()
    assert values() == sorted(values()) and len(set(values())) > 1
    head.press("Enter")
    assert values() == sorted(values(), reverse=True)
    assert (
        tab.locator("#table-all-scores thead th").nth(1).get_attribute("aria-sort") == "descending"
    )


def test_a_summary_sentence_leads_to_its_source(opened: Open) -> None:
    text = "Rain fell. " * 200 + "The mine of the north opened." + " Wind blew." * 200
    items = [
        summary_item(i, "The mine of the north opened.", f"A mine opened {i}.", text)
        for i in range(12)
    ]
    tab = opened(whole({"mine": items}, record("summarize")))
    tab.locator("#article .summary a").first.click()
    source = tab.locator("#article mark.seen")
    assert source.inner_text() == "The mine of the north opened."
    assert tab.evaluate("document.activeElement.dataset.s") == "0"
    top, bottom = source.evaluate(
        "e => [e.getBoundingClientRect().top, e.getBoundingClientRect().bottom]"
    )
    assert top >= 0 and bottom <= 900


def test_a_written_sentence_stands_beside_what_backs_it(opened: Open) -> None:
    text = "Rain fell. " * 200 + "The mine of the north opened." + " Wind blew." * 200
    items = [
        summary_item(i, "In the north the mine of Kidal opened.", f"A mine opened {i}.", text)
        for i in range(12)
    ]
    tab = opened(whole({"mine": items}, record("summarize")))
    cells = tab.locator("#article .backing tbody tr.flag td").all_inner_texts()
    assert cells[1:] == [
        "The mine of the north opened.",
        "71% of its words; not in the article: Kidal",
    ]
    tab.locator("#article .backing a").first.click()
    assert tab.locator("#article mark.seen").inner_text() == "The mine of the north opened."


def test_without_scripts_everything_but_the_browser_is_there(
    opened: Open, run_report: Report
) -> None:
    tab = opened(run_report, ready=False, java_script_enabled=False)
    text = tab.locator("body").inner_text()
    for sentence in run_report.verdict:
        assert sentence in text
    assert tab.locator("#browser").is_hidden() and tab.locator("noscript").count() == 1
    assert tab.locator(".worst article").count() == 10 and tab.locator(".worst").is_visible()
    assert tab.locator("svg.wide").first.is_visible()
    tab.locator("#methods > summary").click()
    assert "Efron, B." in tab.locator("#methods").inner_text()


def test_print_unfolds_the_method_and_swaps_the_browser_for_the_worst(
    opened: Open, run_report: Report
) -> None:
    tab = opened(run_report)
    tab.emulate_media(media="print", color_scheme="dark")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tab.locator("#browser").is_hidden() and tab.locator(".worst").is_visible()
    assert "Holm, S." in tab.locator("#methods").inner_text()
    assert tab.locator("#table-checklist").is_visible()
    white = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert white == "rgb(255, 255, 255)"


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_sticks_out_sideways(opened: Open, run_report: Report, width: int) -> None:
    tab = opened(run_report, viewport={"width": width, "height": 800})
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_gets_its_own_pictures_and_a_drawer(opened: Open, run_report: Report) -> None:
    tab = opened(run_report, viewport={"width": 390, "height": 800})
    assert tab.locator("#figure-scores svg.narrow").is_visible()
    assert tab.locator("#figure-scores svg.wide").is_hidden()
    assert tab.locator("#figure-decisions svg.narrow").is_visible()
    assert tab.locator("#figure-decisions svg:not(.narrow)").is_hidden()
    assert tab.locator("#list").is_hidden()
    drawer = tab.locator("#drawer")
    assert drawer.inner_text() == "Choose an article (240)"
    drawer.click()
    assert drawer.get_attribute("aria-expanded") == "true"
    tab.locator("#list button").nth(3).click()
    assert tab.locator("#list").is_hidden()
    assert tab.evaluate("document.activeElement.id") == "article"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing_to_complain_of(
    opened: Open, small_report: Report, scheme: str, width: int
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    tab = opened(small_report, color_scheme=scheme, viewport={"width": width, "height": 900})
    tab.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    found = axe.run(
        tab,
        options={
            "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
        },
    )
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found.response["violations"]] == []


def test_a_french_report_speaks_french_in_its_browser_too(opened: Open, run_report: Report) -> None:
    from dataclasses import replace

    tab = opened(replace(run_report, language="fr"))
    assert tab.locator("#count").inner_text() == "240 articles sur 240"
    assert tab.locator("#verdict").inner_text() == "En bref"
    assert tab.evaluate("document.documentElement.lang") == "fr"
