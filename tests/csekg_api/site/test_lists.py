"""The lists of the pages: what they show, their files, and the groups that their forms offer."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from starlette.testclient import TestClient

from csekg.answers.common.groups import members_by_group
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import treaties
from csekg.answers.entities.actors import actors
from csekg.answers.status.acts import territorial_acts
from csekg.answers.status.declarations import declarations
from csekg.answers.status.matrix import statuses_of
from csekg.answers.texts.provisions import provisions
from csekg.sparql.oxigraph_store import Store
from tests.csekg_api.site.conftest import Open, Page, Visit


def heads(page: Page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/states/(\w{3})"', page.html)


def test_states_by_status_and_region_with_numbers(visit: Visit, show: Open, store: Store) -> None:
    africa = members_by_group(store)["m49-002"]
    signed = {actor.key for actor in actors(store) if statuses_of(store, actor.id).get("opsc") == "signatory"}
    african = {actor.key for actor in actors(store) if actor.id in africa and actor.key in signed}
    page = show("/states", opsc="signatory", region="m49-002")
    assert set(heads(page)) == african
    assert f"{len(african)} of {len(actors(store))} States and organizations." in page.text
    # The number beside a continent is what choosing it gives.
    numbers = dict(re.findall(r'name="region" value="([\w-]+)"[^>]*> [^<]*<span class="count">(\d+)', page.html))
    assert numbers["m49-002"] == str(len(african))
    for region, number in numbers.items():
        assert len(heads(visit(f"/states?opsc=signatory&region={region}"))) == int(number)


def test_the_files_hold_the_rows_and_columns_of_the_page(site: TestClient, show: Open) -> None:
    query = {"sort": "-bound", "region": "m49-009", "columns": "code"}
    page = show("/states", **query)
    [address] = [tag["href"] for tag in page.all("a") if tag["href"].endswith("format=csv")]
    answer = site.get(address)
    assert answer.headers["content-disposition"] == 'attachment; filename="states.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert list(rows[0]) == ["state", "code"]
    assert [row["code"] for row in rows] == heads(page)
    book = openpyxl.load_workbook(io.BytesIO(site.get(address.replace("format=csv", "format=xlsx")).content))
    assert [cell.value for cell in book["List"][1]] == ["State", "Code"]
    assert [row[1].value for row in book["List"].iter_rows(min_row=2)] == heads(page)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Question"] == "States and organizations, and what binds them"
    assert about["Region"] == "m49-009"


#: Every page with a list, and a column by which it can be ordered.
PAGES = {
    "/states": "bound",
    "/treaties": "parties",
    "/joined?status=not-bound&treaty=opsc": "since",
    "/sources": "as-of",
    "/states/IRL": "signed",
    "/changes?from=2024-01-01": "date",
    "/quality": "severity",
    "/joined?group=m49-002&status=signatory": "since",
}


@pytest.mark.parametrize("address", PAGES)
def test_every_list_is_ordered_by_its_heads_and_says_so(visit: Visit, address: str) -> None:
    usual = visit(address)
    column = PAGES[address]
    links = [
        tag["href"].removesuffix("#rows")
        for tag in usual.all("a")
        if re.search(rf"[?&]sort=-?{column}#rows$", tag["href"])
    ]
    assert links
    ordered = visit(links[0])
    assert ordered.status == 200
    assert len([tag for tag in ordered.all("th") if "aria-sort" in tag]) == 1
    count = usual.html.count('<th scope="row">')
    assert ordered.html.count('<th scope="row">') >= min(count, 2)
    # Every cell says on a phone what its column is.
    table = re.findall(r'<table [^>]*class="stacked list.*?</table>', ordered.html, re.DOTALL)[0]
    assert re.findall(r"<td(?![^>]*data-label)", table) == []
    # Forms that do not choose anything do not make the address longer.
    boxes = {tag["value"] for tag in usual.all("input") if tag.get("name") == "columns" and "checked" in tag}
    query = "&".join(f"columns={key}" for key in boxes)
    sign = "&" if "?" in address else "?"
    assert visit(f"{address}{sign}{query}&sort=").html.count("<tr") == usual.html.count("<tr")


@pytest.mark.parametrize("path", ["/joined", "/compare", "/changes"])
def test_groups_are_offered_from_continents_down(show: Open, path: str) -> None:
    html = show(path).html
    field = html[html.index('<select id="group"') :].partition("</select>")[0]
    titles = re.findall(r'<optgroup label="([^"]+)"', field)
    assert titles == ["Continents and their regions", "Regional groups of the UN", "Unions and organizations"]
    names = re.findall(r">(\u2003*[^<>]+)</option>", field)
    africa = names.index("Africa")
    assert names[africa + 1 : africa + 4] == [
        "\u2003Northern Africa",
        "\u2003Sub-Saharan Africa",
        "\u2003\u2003Eastern Africa",
    ]


@pytest.mark.parametrize("address", ["/states", "/changes"])
def test_a_region_is_asked_for_in_one_place(visit: Visit, address: str) -> None:
    page = visit(address)
    offered = [tag["name"] for tag in page.all("input") if tag.get("value") == "m49-002"]
    assert len(offered) + page.html.count('<option value="m49-002"') == 1


def test_a_region_in_an_address_is_not_lost_beside_the_facet(visit: Visit) -> None:
    assert '<option value="m49-002" selected>' in visit("/states?group=m49-002").html
    assert '<option value="m49-002"' not in visit("/states?group=eu").html


def test_the_second_list_of_a_page_has_parameters_of_its_own(show: Open) -> None:
    whole = show("/treaties/opsc/articles")
    rows = re.findall(r'<tr id="([^"]+)"><th scope="row">', whole.html)
    assert rows[:3] == ["preamble", "article/1", "article/2"]
    asked = show(
        "/treaties/opsc/articles",
        **{"article-topic": "travel-and-tourism", "article-sort": "-number", "link-paragraph": "op/4/b"},
    )
    found = re.findall(r'<tr id="([^"]+)"><th scope="row">', asked.html)
    assert 1 < len(found) < len(rows)
    assert found == [row for row in rows[::-1] if row in found]
    # The form of each list keeps what was chosen in the other.
    hidden = [tag["name"] for tag in asked.all("input") if tag.get("type") == "hidden"]
    assert sorted(hidden) == ["article-sort", "article-topic", "link-paragraph"]
    assert show("/treaties/opsc/articles", **{"article-sort": "size"}).status == 400


@pytest.mark.parametrize(
    ("language", "article"), [("fr", "article 3(1)(c)"), ("ar", "المادة 3(1)(c)"), ("zh", "第3(1)(c)条")]
)
def test_a_provision_does_not_repeat_the_name_of_its_treaty(show: Open, language: str, article: str) -> None:
    shown = show(f"/{language}/statements", treaty="opsc").html
    assert f'<a href="/{language}/treaties/opsc/articles/3/1/c">{article}</a>' in shown


def workbook_of(site: TestClient, address: str) -> openpyxl.Workbook:
    answer = site.get(f"{address}?format=xlsx")
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def table_in(book: openpyxl.Workbook, sheet: str) -> list[dict[str, object]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def test_a_workbook_of_a_treaty_has_every_status_with_its_reason(site: TestClient, store: Store) -> None:
    book = workbook_of(site, "/treaties/opsc")
    assert book.sheetnames == ["Status", "Declarations", "Territories", "Articles", "Sources", "About"]
    rows = {str(row["State"]): row for row in table_in(book, "Status")}
    assert all(row["Status"] and row["Reason"] for row in rows.values())
    assert len({row["Status"] for row in rows.values()}) > 2
    assert "unratified" in str(rows["Ireland"]["Not ratified"])
    assert " on " in str(rows["Ireland"]["Not ratified"])
    declared = declarations(store, treaty="opsc")
    assert len(table_in(book, "Declarations")) == len(declared)
    kuwait = next(row for row in table_in(book, "Declarations") if row["State"] == "Kuwait")
    assert kuwait["Provisions"] == "article 3(5)"
    assert len(table_in(book, "Articles")) == len(provisions(store, "opsc"))
    assert len(table_in(book, "Territories")) == len(territorial_acts(store, treaty="opsc"))
    assert {row["Key"] for row in table_in(book, "Sources")} >= {
        source.key for each in declared for source in each.sources
    }


def test_a_status_has_one_word_in_every_workbook_and_on_every_page(site: TestClient, store: Store) -> None:
    labels = set(status_labels(store).values())
    for address in ("/treaties/opsc", "/states/KEN"):
        head, *rows = workbook_of(site, address)["Status"].iter_rows(values_only=True)
        assert {row[head.index("Status")] for row in rows} <= labels, address
    page = site.get("/treaties/opsc").text
    for heading in ("Parties", "Signatories", "Not eligible"):
        assert re.search(rf">{heading}</", page), heading
    assert "Signed, not ratified" not in page


def test_a_workbook_of_a_state_has_its_acts_and_statements(site: TestClient, store: Store) -> None:
    book = workbook_of(site, "/states/CHN")
    assert book.sheetnames == ["Status", "Acts", "Declarations", "Territories", "Sources", "About"]
    status = table_in(book, "Status")
    assert {str(row["Treaty"]) for row in status} == {info.ref.name for info in treaties(store).values()}
    assert all(row["Status"] and row["Reason"] and row["In the resolution"] for row in status)
    assert len(table_in(book, "Acts")) > 5
    assert {"China, Hong Kong SAR", "China, Macao SAR"} <= {row["Territory"] for row in table_in(book, "Territories")}


def test_headings_of_workbooks_are_in_the_language(site: TestClient) -> None:
    for address in ("/treaties/opsc", "/states/CHN"):
        french, english = workbook_of(site, f"/fr{address}"), workbook_of(site, address)
        pairs = zip(french.worksheets, english.worksheets, strict=True)
        for sheet, other in pairs:
            if other.title == "About":
                continue
            heads = [cell.value for cell in sheet[1]]
            assert len(set(heads)) == len(heads)
            same = {cell.value for cell in other[1]} & set(heads)
            assert same <= {"Source", "Article", "Note"}, (sheet.title, same)
