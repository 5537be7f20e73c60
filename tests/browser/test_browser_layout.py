"""Every page on a telephone, on a wide screen and on paper; keys in choosers and in the editor."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.conftest import PATIENCE, OpenTab
from tests.browser.pages import DOCUMENTS, FOREIGN, MISSING, open_program, pages

_TELEPHONE: ViewportSize = {"width": 390, "height": 844}
#: The height of a page on a telephone, in pixels; lists that are longer are folded, tables scroll in their frames.
_TALL = 14_000
#: A finger's mark, in CSS pixels.
_FINGER = 24
#: What scrolls sideways; code may, since its lines are its own.
_SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("body *")]
  .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth
    && (element === document.documentElement
      || /auto|scroll/.test(getComputedStyle(element).overflowX))
    && !element.matches("pre, textarea, select, .CodeMirror *, #swagger *")
    && element.checkVisibility({contentVisibilityAuto: true}))
  .map((element) => `${element.tagName} ${element.className} ${element.scrollWidth}`)"""
_HEIGHT = "document.documentElement.scrollHeight"


@pytest.fixture(scope="module")
def telephone(browser: Browser, address: str) -> Iterator[Page]:
    """A tab as wide as a telephone."""
    with closing(browser.new_context(base_url=address, viewport=_TELEPHONE)) as context:
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@pytest.mark.parametrize("path", pages(MISSING))
def test_telephone_shows_cards_and_folds_what_is_long(telephone: Page, path: str) -> None:
    telephone.goto(path)
    assert telephone.evaluate(_SIDEWAYS) == []
    # Programs of others have heights of their own.
    assert path in (*FOREIGN, *DOCUMENTS) or telephone.evaluate(_HEIGHT) < _TALL
    # What is folded is there to be opened, and holds cards, too.
    telephone.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert telephone.evaluate(_SIDEWAYS) == []


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/states/KEN",
        "/statements?treaty=opsc",
        "/compare?state=FRA&state=KEN",
        "/changes",
        "/joined?status=not-bound&treaty=opsc",
        "/joined?status=signatory",
        "/joined?view=table",
    ],
)
@pytest.mark.parametrize("width", [390, 680])
def test_main_table_stands_as_cards_and_is_not_folded(open_tab: OpenTab, path: str, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 844})
    page.goto(path)
    row = page.locator("table.stacked tbody tr:visible:has(td)").first
    row.scroll_into_view_if_needed()
    expect(row).to_be_in_viewport()
    # A card has its heading above its cells, each of which says which column it is of.
    head, cell = row.locator("th").bounding_box(), row.locator("td:visible").first.bounding_box()
    assert head
    assert cell
    assert cell["y"] >= head["y"] + head["height"] - 1
    page.emulate_media(media="print")
    assert row.evaluate("row => getComputedStyle(row).display") in ("table-row", "grid")


@pytest.mark.parametrize(
    ("path", "rows"),
    [
        ("/joined?status=party&treaty=opsc", "table.list tbody tr"),
        ("/treaties/opsc/articles/3/1/b", "[aria-labelledby=bound] .names li"),
        ("/changes", "#rows tbody tr"),
        ("/changes", "[aria-labelledby=ahead] .timeline li"),
    ],
)
def test_what_a_page_is_about_is_open_on_a_telephone(telephone: Page, path: str, rows: str) -> None:
    telephone.goto(path)
    listed = telephone.locator(rows)
    assert listed.count() > 50
    # The frame of a long list clips its rows; a fold hides them.
    assert listed.last.is_visible()
    # What States did comes after the form, not after what is missing.
    assert rows != "#rows tbody tr" or listed.first.evaluate("row => row.getBoundingClientRect().top") < 1200


def test_finger_finds_numbers_that_lead_somewhere(telephone: Page) -> None:
    telephone.goto("/treaties/opsc/articles")
    telephone.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    sizes = telephone.eval_on_selector_all(
        ".articles th a, .articles .number a, .touches a, .cited",
        "all => all.map((each) => [each.getBoundingClientRect().width, each.getBoundingClientRect().height])",
    )
    assert len(sizes) > 100
    assert min(min(size) for size in sizes) >= _FINGER


def test_fold_is_open_on_a_wide_screen(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/topics")
    row = page.locator(".fold .toc a").first
    expect(row).to_be_visible()
    expect(page.locator(".fold:has(.toc) > summary")).to_be_hidden()
    page.set_viewport_size(_TELEPHONE)
    expect(row).to_be_hidden()
    page.locator(".fold:has(.toc) > summary").click()
    expect(row).to_be_visible()


def test_mark_of_the_matrix_opens_the_act_on_a_telephone(telephone: Page) -> None:
    telephone.goto("/joined?view=table&group=m49-154")
    telephone.locator("a[href$='/states/IRL#under-opsc']").click()
    expect(telephone.locator("#under-opsc")).to_be_in_viewport()


def test_finger_finds_the_small_states_of_a_map(telephone: Page) -> None:
    telephone.goto("/joined?status=party&treaty=opsc&group=m49-002")
    found: list[list[str]] = telephone.evaluate(
        """(reach) => [...document.querySelectorAll(".map .dot")].map((dot) => {
          dot.scrollIntoView({block: "center"});
          const box = dot.getBoundingClientRect();
          const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
          const there = [[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]].map(([dx, dy]) =>
            document.elementFromPoint(x + dx, y + dy)?.closest("a")?.getAttribute("href") ?? "");
          return [dot.closest("a").getAttribute("href"), ...there];
        })""",
        _FINGER / 2 - 1,
    )
    assert {"/states/MUS", "/states/CPV"} <= {own for own, *_ in found}
    for own, centre, *around in found:
        assert centre == own
        # Beside another that is near, half of the finger's mark may be the other's.
        assert around.count(own) >= 2, own
    alone = {own: around for own, _, *around in found}["/states/MUS"]
    assert set(alone) == {"/states/MUS"}


@pytest.mark.parametrize("width", [390, 1440])
def test_definitions_open_within_the_window(open_tab: OpenTab, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 844})
    for path in ("/states/FRA", "/treaties/opsc"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details:not(header *)').forEach((each) => each.open = true)")
        boxes: list[list[float]] = page.evaluate(
            """() => [...document.querySelectorAll("[popover]")].map((each) => {
              each.showPopover();
              const box = each.getBoundingClientRect();
              const cut = each.scrollWidth > each.clientWidth + 1;
              each.hidePopover();
              return [box.left, innerWidth - box.right, box.top, innerHeight - box.bottom,
                cut ? -1 : 0];
            })"""
        )
        assert len(boxes) >= 2
        assert min(min(box) for box in boxes) >= 0


#: The most that a text, a table or a form leaves empty beside itself, as a part of the page's measure.
_EMPTY = 0.3
_MEASURE = 1056


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_one_left_edge_and_no_empty_third(open_tab: OpenTab, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 900})
    for path in ("/", "/joined?view=table", "/states/FRA", "/topics/jurisdiction", "/sources", "/about"):
        page.goto(path)
        edges = page.evaluate(
            """() => ["h1", "footer p"].map((each) =>
              Math.round(document.querySelector(each).getBoundingClientRect().left))"""
        )
        assert len(set(edges)) == 1, (path, edges)
        shown = page.evaluate("document.querySelector('main').offsetWidth")
        assert shown == (width if path == "/joined?view=table" else min(width, _MEASURE)), path
        filled = page.evaluate(
            "Math.max(...[...document.querySelectorAll('main > *')].map((each) => each.offsetWidth))"
        )
        assert filled > (1 - _EMPTY) * shown, path
    page.goto("/topics/jurisdiction")
    assert width < 1440 or page.evaluate(_SIDEWAYS) == []


@pytest.mark.parametrize(
    "path", ["/", "/treaties/opsc", "/ru/treaties/opsc", "/fr/states/KEN", "/ar/compare", "/about"]
)
def test_the_header_is_one_row_and_the_title_comes_soon(open_tab: OpenTab, path: str) -> None:
    page = open_tab(viewport=_TELEPHONE)
    for width in (390, 768, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(path)
        assert page.evaluate("document.querySelector('header').offsetHeight") <= 64, width
        edge = "bottom" if width == _TELEPHONE["width"] else "top"
        assert page.evaluate(f"document.querySelector('h1').getBoundingClientRect().{edge}") < 200, width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_menu_of_a_telephone_needs_no_script(open_tab: OpenTab) -> None:
    page = open_tab(viewport=_TELEPHONE, java_script_enabled=False)
    page.goto("/states")
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Treaties", exact=True)
    expect(link).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    link.click()
    expect(page).to_have_url(re.compile("/treaties$"))
    page.get_by_text("Menu", exact=True).click()
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Query", exact=True).click()
    expect(page).to_have_url(re.compile("/query$"))


def test_arrow_keys_pass_over_choices(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/resolution/op/4/b")
    asked: list[str] = []
    page.on(
        "request",
        lambda each: (
            # A choice of the usual columns is redirected to its short address.
            asked.append(each.url) if "/resolution/" in each.url and not each.redirected_from else None
        ),
    )
    field = page.locator("#strength")
    before = field.input_value()
    field.focus()
    for _ in range(2):
        field.press("ArrowDown")
    chosen = field.input_value()
    assert chosen != before
    page.wait_for_timeout(500)
    assert asked == []
    field.press("Tab")
    expect(page).to_have_url(re.compile(f"strength={chosen}"))
    assert len(asked) == 1


def _paper(page: Page, path: str) -> pypdfium2.PdfDocument:
    page.goto(path)
    return pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def _words(paper: pypdfium2.PdfDocument) -> list[str]:
    return [" ".join(sheet.get_textpage().get_text_range().split()) for sheet in paper]


def test_matrix_prints_whole(open_tab: OpenTab) -> None:
    page = open_tab()
    paper = _paper(page, "/joined?view=table")
    assert len(paper) < 9
    assert all(sheet.get_width() > sheet.get_height() for sheet in paper)
    sheets = _words(paper)
    # The heads stand on each sheet that has rows, to the last column; no row is lost.
    for sheet in sheets[:-1]:
        assert "OPSC" in sheet
        assert re.search(r"Cybercrime ?Convention\*", sheet)
    names = page.locator("table.matrix tbody th").all_inner_texts()
    printed = "".join(sheets).replace(" ", "")
    assert [name for name in names if name.replace(" ", "") not in printed] == []


def test_matrix_of_a_region_prints_on_one_sheet_with_its_name_day_and_address(open_tab: OpenTab) -> None:
    page = open_tab()
    [sheet] = _words(_paper(page, "/joined?view=table&group=m49-014"))
    for words in (
        "Eastern Africa",
        "Printed on ",
        "invited 9 Oct 2024",
        "Zimbabwe",
        "/joined?view=table&group=m49-014",
    ):
        assert words in sheet
    assert sheet.count("http") == 1
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all("table.matrix tbody tr", "rows => rows.map((row) => row.offsetHeight)")
    assert max(heights) < 4 * min(heights)


def test_treaty_page_prints_its_lists(open_tab: OpenTab) -> None:
    printed = " ".join(_words(_paper(open_tab(), "/treaties/opsc")))
    # A party, which is folded on the screen, one that signed only, one that did neither, a clause.
    for words in ("Afghanistan", "Kenya", "Somalia", "Rule of entry into force"):
        assert words in printed


def test_keys_lead_out_of_the_editor(open_tab: OpenTab) -> None:
    page = open_tab()
    page.goto("/query?saved=entry-into-force-rules")
    open_program(page)
    field = page.locator(".tabPanel.active .yasqe textarea").first
    before = page.evaluate("window.yasgui.getTab().getYasqe().getValue()")
    field.focus()
    expect(field).to_be_focused()
    field.press("Tab")
    expect(field).not_to_be_focused()
    assert page.evaluate("window.yasgui.getTab().getYasqe().getValue()") == before
    assert "Tab leads out" in (field.get_attribute("aria-label") or "")


@pytest.mark.parametrize("width", [390, 1440])
def test_results_are_readable_within_their_card(open_tab: OpenTab, width: int) -> None:
    page = open_tab(viewport={"width": width, "height": 900}, color_scheme="dark")
    page.goto("/query?saved=entry-into-force-rules")
    open_program(page)
    page.locator(".tabPanel.active .yasqe_queryButton").click()
    cells = page.locator(".tabPanel.active .yasr table tbody td")
    expect(cells.filter(has_text="2004-07-01").first).to_be_visible()
    texts = cells.all_inner_texts()
    assert "2004-07-01" in [text.strip() for text in texts]
    assert not any('"' in text or "^^" in text for text in texts)
    card = page.locator("#yasgui").bounding_box()
    results = page.locator(".tabPanel.active .yasr_results").bounding_box()
    assert card
    assert results
    assert results["x"] >= card["x"]
    assert results["x"] + results["width"] <= card["x"] + card["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == _TELEPHONE["width"]:
        assert page.evaluate(_SIDEWAYS) == []
        assert "of_them_members" in {cell.get_attribute("data-label") for cell in cells.all()[:5]}


def test_these_checks_bite(telephone: Page) -> None:
    # The policy of a page of ours forbids styles that stand in the markup.
    telephone.goto("about:blank")
    telephone.set_content(
        "<div style='overflow-x:auto'><p style='width:50rem'>wide</p></div><p style='height:15000px'>tall</p>"
    )
    assert len(telephone.evaluate(_SIDEWAYS)) == 1
    assert telephone.evaluate(_HEIGHT) > _TALL
    telephone.set_content("<p style='width:50rem'>wide</p>")
    assert telephone.evaluate(_SIDEWAYS)[0].startswith("HTML")


@pytest.mark.parametrize("query", ["state=FRA&state=DEU&state=KEN", "treaty=opsc&treaty=tip"])
def test_comparison_prints_on_one_page(open_tab: OpenTab, query: str) -> None:
    assert len(_paper(open_tab(), f"/compare?{query}")) == 1
