"""Pictures of pages: what the page says and no more, cut in plain words, in each language; and what is refused."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree as ET

import pytest
from PIL import Image
from starlette.testclient import TestClient

from csekg.answers.common.groups import members
from csekg.answers.status.comparisons import compare_states
from csekg.answers.status.matrix import matrix
from csekg.sparql.oxigraph_store import Store
from csekg_api.site.page import MOST_PICTURED
from csekg_api.site.sharing.drawing import COLOURS, SIGNS, Cell, letters, lines, table_svg
from csekg_api.site.sharing.page_pictures import _Reader
from csekg_api.site.sharing.raster import drawn
from csekg_api.web.assets import STATIC

SVG = "{http://www.w3.org/2000/svg}"
PATHS = [
    "/matrix/picture.svg?group=eu",
    "/compare/picture.svg?state=KEN&state=FRA&group=eu",
    "/compare/picture.svg?treaty=opsc&treaty=crc&on=2005-01-01",
    "/changes/picture.svg?from=2007-04-27&until=2008-04-27",
]


def picture(site: TestClient, path: str) -> ET.Element:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    return ET.fromstring(answer.content)


def texts(root: ET.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def signs(root: ET.Element) -> list[str]:
    """Return the statuses whose signs are drawn."""
    drawn_as = {(line, COLOURS[code]): code for code, (line, _filled, _dashes) in SIGNS.items()}
    paths = [group[0] for group in root.iter(f"{SVG}g") if len(group)]
    return [drawn_as[at] for path in paths if (at := (path.get("d", ""), path.get("stroke", ""))) in drawn_as]


@pytest.mark.parametrize("prefix", ["", "/ar", "/zh"])
@pytest.mark.parametrize("path", PATHS)
def test_a_picture_has_title_days_sources_and_the_address_of_its_page(site: TestClient, path: str, prefix: str) -> None:
    root = picture(site, prefix + path)
    title, note = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert note is not None
    assert title.text
    assert re.search(r"20\d\d", note.text or "")
    foot = "".join(texts(root)).replace(" ", "")
    assert f"{prefix}{path}".replace("/picture.svg", "") in foot
    assert "CCBY4.0" in foot
    assert {"": "Sources:", "/ar": "المصادر:", "/zh": "来源"}[prefix] in foot
    assert root.attrib["lang"] == (prefix[1:] or "en")


def test_the_matrix_has_each_state_with_the_years_of_its_statuses(site: TestClient, store: Store) -> None:
    columns, rows = matrix(store, members=members(store, "eu"))
    assert 20 < len(rows) < MOST_PICTURED
    root = picture(site, "/matrix/picture.svg?group=eu")
    said = texts(root)
    names = [str(row.name) for row in rows]
    assert [text for text in said if text in names] == names
    cells = [row.cells[each.key] for row in rows for each in columns if each.key in row.cells]
    # Behind them the legend has a sign for each status, and no other.
    assert signs(root)[: len(cells)] == [cell.status for cell in cells]
    assert sorted(signs(root)[len(cells) :]) == sorted({cell.status for cell in cells})
    crc = rows[0].cells["crc"]
    assert str((crc.held_since or crc.since).year) in said
    assert not any("rows are shown" in text for text in said)


def test_states_side_by_side_have_the_statuses_of_the_page_in_words_and_signs(site: TestClient, store: Store) -> None:
    summary, rows = compare_states(store, ["KEN", "FRA"])
    root = picture(site, "/compare/picture.svg?state=KEN&state=FRA")
    said = " ".join(texts(root))
    assert signs(root) == [row.status for row in rows]
    for label in {row.status_label for row in rows}:
        assert label in said
    assert sum("≠ " in text for text in texts(root)) == summary.differing
    assert "ratification 7 Aug 1990" in said
    fewer = picture(site, "/compare/picture.svg?state=KEN&state=FRA&only=differences")
    assert signs(fewer) == [row.status for row in rows if row.differs]


def test_treaties_are_a_chart_with_a_legend_and_the_day_asked_about(site: TestClient) -> None:
    root = picture(site, "/compare/picture.svg?treaty=opsc&treaty=crc&on=2005-01-01")
    strokes = [each.get("stroke") for each in root.iter(f"{SVG}path") if each.get("stroke-width") == "2.5"]
    assert strokes == [COLOURS["party"], COLOURS["signatory"]] * 2
    assert len([each for each in root.iter(f"{SVG}path") if each.get("stroke-dasharray") == "3 3"]) == 1
    assert {"OPSC", "CRC"} <= set(texts(root))
    assert "bound on 1 Jan 2005" in " ".join(texts(root))


def test_a_picture_that_has_not_all_rows_says_so(site: TestClient) -> None:
    query = "from=2000-01-01&until=2007-04-27"
    page = site.get(f"/changes?{query}", headers={"Accept": "text/html"}).text
    found = re.search(r"What States did <span class=\"count\">(\d+)", page)
    assert found is not None
    total = int(found[1])
    assert total > MOST_PICTURED
    root = picture(site, f"/changes/picture.svg?{query}")
    cut = f"The first {MOST_PICTURED} of {total} rows are shown; all are at http"
    # Above the table and below it.
    assert sum(text.startswith(cut) for text in texts(root)) == 2
    days = [text for text in texts(root) if re.fullmatch(r"\d+ [A-Z][a-z]{2} 200\d", text)]
    assert len(days) == MOST_PICTURED
    assert days[0].endswith("2007")


def test_the_choices_of_a_list_are_those_of_the_picture(site: TestClient) -> None:
    query = "from=2007-04-27&until=2008-04-27&act=signature&sort=state"
    page = site.get(f"/changes?{query}", headers={"Accept": "text/html"}).text
    assert f'href="/changes/picture.svg?{query}"'.replace("&", "&amp;") in page
    assert "width=2400" in page
    root = picture(site, f"/changes/picture.svg?{query}")
    found = signs(root)
    assert found
    assert set(found) == {"signatory"}
    # The foot has the sources.
    assert "Sources" not in texts(root)
    assert "Treaty" in texts(root)
    # A form sends the columns that stand there anyway: the page leads to a shorter address.
    usual = "".join(f"&columns={key}" for key in ("state", "treaty", "act", "detail", "sources"))
    assert signs(picture(site, f"/changes/picture.svg?{query}{usual}")) == found


def test_png_has_the_width_asked_for(site: TestClient) -> None:
    answer = site.get("/compare/picture.png?state=KEN&state=FRA&width=800")
    assert answer.headers["content-type"] == "image/png"
    with Image.open(io.BytesIO(answer.content)) as found:
        assert (found.width, found.format) == (800, "PNG")
        assert len(found.convert("RGB").getcolors(1 << 24) or ()) > 20


@pytest.mark.parametrize(
    ("path", "status", "detail"),
    [
        ("/matrix/picture.svg?on=yesterday", 400, "is not a day"),
        ("/changes/picture.png?from=yesterday", 400, "is not a day"),
        ("/compare/picture.svg?treaty=opsc&state=KEN", 400, "one of the two at a time"),
        ("/matrix/picture.svg?group=nobody", 404, "nobody"),
        ("/matrix/picture.svg?on=1900-01-01", 404, "no status is known"),
        ("/matrix/picture.svg?q=Atlantis", 404, "there is no such picture"),
        ("/compare/picture.svg", 404, "there is no such picture"),
        ("/compare/picture.svg?state=KEN", 404, "there is no such picture"),
        ("/compare/picture.svg?state=KEN&state=XYZ", 404, "XYZ"),
        ("/compare/picture.svg?state=KEN&state=Congo", 422, "COD"),
        ("/changes/picture.svg?act=dance", 404, "dance"),
        ("/changes/picture.svg?sort=beauty", 400, "beauty"),
        ("/changes/picture.svg?state=KEN&state=FRA", 400, "state"),
        ("/matrix/picture.png?width=1000", 422, "one of 200, 400"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_words(site: TestClient, path: str, status: int, detail: str) -> None:
    answer = site.get(path)
    assert answer.status_code == status, answer.text
    assert detail in answer.json()["detail"]


def test_names_are_escaped() -> None:
    name = '<b>Trinidad & "Tobago"</b>'
    svg = table_svg(name, [name], [name], [[Cell(name, (name,))]], [("party", name)], [name])
    root = ET.fromstring(svg)
    assert texts(root).count(name) == 7
    assert not list(root.iter("b"))


def test_a_page_is_read_as_people_see_it() -> None:
    reader = _Reader()
    reader.feed(
        '<p class="pictured">On <time>1&nbsp;May</time>.<br> <a href="#">Differ</a></p><p>no note</p>'
        "<table><tr><td>other</table>"
        '<table class="list pictured"><tr><th>State<th>Status</tr>'
        "<tr><th>C&ocirc;te &lt;d&#39;Ivoire&gt;</th>"
        '<td class="s-party"><span class="hidden">party</span> 1990<span class="line">invited</span></td></tr></table>'
    )
    assert [note.replace("\xa0", " ") for note in reader.notes] == ["On 1 May. Differ"]
    assert [[cell.read() for cell in row] for row in reader.rows] == [
        [Cell("State"), Cell("Status")],
        [Cell("Côte <d'Ivoire>"), Cell("1990", ("invited",), "party")],
    ]
    assert reader.is_without_words


def test_each_status_has_the_sign_and_colour_of_the_pages() -> None:
    sheet = (STATIC / "pages.css").read_text(encoding="utf-8")
    assert set(SIGNS) == set(COLOURS) == set(re.findall(r"\.s-([a-z-]+) \{ --sign:", sheet))
    # Two statuses that have one colour have two signs.
    assert len(set(SIGNS.values())) == len(SIGNS)


def test_the_first_column_stands_where_lines_begin(site: TestClient) -> None:
    left, right = (picture(site, f"{prefix}/matrix/picture.svg?group=m49-021") for prefix in ("", "/ar"))

    def starts(root: ET.Element) -> list[float]:
        cells = [each.attrib for each in root.iter(f"{SVG}rect") if each.get("fill-opacity")]
        # Each has its sign within it.
        places = [each.get("transform", "") for each in root.iter(f"{SVG}g")]
        for cell, place in zip(cells, places, strict=False):
            left = float(place.removeprefix("translate(").split()[0])
            assert 0 <= left - float(cell["x"]) <= float(cell["width"]) - 12
        return [float(cell["x"]) for cell in cells]

    assert starts(left)[0] < starts(left)[1]
    assert starts(right)[0] > starts(right)[1]


@pytest.mark.parametrize("text", ["《瑞士法律系统汇编》、SR 0.822.728.2。适用范围" * 9, "Systematic compilation " * 30])
def test_no_line_is_longer_than_its_width(text: str) -> None:
    found = lines(text, 400, 12)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert max(map(letters, found)) * 0.52 * 12 <= 400 + 2 * 12


def test_png_has_arabic_beside_signs_that_its_font_has_not() -> None:
    def pixels(words: str) -> bytes:
        text = f'<text x="280" y="40">{words}</text>'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60" direction="rtl">{text}</svg>'
        return drawn(svg.encode(), 300)

    # Letters that join into one sign; without their font each would be the same empty box.
    assert pixels("≠ الجبري") != pixels("≠ الحبرى")
