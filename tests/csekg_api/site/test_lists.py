from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import NamedTuple

import openpyxl
import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from csekg.answers.common.groups import members_by_group
from csekg.answers.status.comparison import statuses_of
from csekg.answers.status.standing import standings_of_treaty
from csekg.answers.things.actors import actors
from csekg.errors import UnknownNameError
from csekg.sparql.embedded import Store
from csekg_api.site.lists import Choice, Column, Facet, ListOf
from csekg_api.site.shown_lists import Shown, chosen, shorter
from csekg_api.web.problems import ProblemError
from tests.csekg_api.site.conftest import Open, Page, Visit


class City(NamedTuple):
    name: str
    land: str
    people: int | None
    since: date | None
    rivers: tuple[str, ...] = ()


CITIES = (
    City("Vienna", "at", 2_000, date(1137, 1, 1), ("Danube",)),
    City("Ålesund", "no", 50, None),
    City("Budapest", "hu", 1_700, date(1873, 11, 17), ("Danube",)),
    City("Graz", "at", 300, date(1128, 1, 1), ("Mur",)),
    City("zug", "ch", None, None),
)
LIST: ListOf[City] = ListOf(
    columns=(
        Column("name", "City", lambda row: row.name),
        Column("land", "Land", lambda row: row.land),
        Column("people", "People", lambda row: row.people, "number", "thousands"),
        Column("since", "Since", lambda row: row.since, "day", shown=False),
    ),
    facets=(
        Facet(
            "land", "Land", lambda row: (row.land,),
            [Choice(code, code.upper()) for code in ("at", "ch", "hu", "no", "se")],
        ),
        Facet(
            "river", "River", lambda row: row.rivers,
            [Choice(each, each) for each in ("Danube", "Mur")],
        ),
    ),
)  # fmt: skip


def asked(query: str) -> Request:
    return Request(
        {"type": "http", "path": "/x/cities", "root_path": "/x", "query_string": query.encode(),
         "headers": []}
    )  # fmt: skip


def of(query: str, listing: ListOf[City] = LIST) -> Shown[City]:
    return chosen(asked(query), listing, CITIES)


def names(shown: Shown[City]) -> list[str]:
    return [row.name for row in shown.rows]


def counts(shown: Shown[City], facet: str) -> dict[str, int]:
    [found] = [each for each in shown.facets if each.key == facet]
    return {each.code: each.rows for each in found.values}


def test_nothing_chosen_shows_everything_in_the_order_of_the_rows() -> None:
    shown = of("on=2020-01-01&q=")
    assert names(shown) == [city.name for city in CITIES]
    assert [column.key for column in shown.columns] == ["name", "land", "people"]
    assert not shown.own
    # Empty fields do not stand in links.
    assert shown.csv == "/cities?on=2020-01-01&format=csv"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("name", ["Ålesund", "Budapest", "Graz", "Vienna", "zug"]),
        ("-name", ["zug", "Vienna", "Graz", "Budapest", "Ålesund"]),
        ("people", ["Ålesund", "Graz", "Budapest", "Vienna", "zug"]),
        ("-people", ["Vienna", "Budapest", "Graz", "Ålesund", "zug"]),
        # A column that is not shown orders as well; rows without a value keep their order.
        ("-since", ["Budapest", "Vienna", "Graz", "Ålesund", "zug"]),
        ("land", ["Vienna", "Graz", "zug", "Budapest", "Ålesund"]),
        ("-land", ["Ålesund", "Budapest", "zug", "Vienna", "Graz"]),
    ],
)
def test_an_order_puts_rows_without_a_value_last(sort: str, expected: list[str]) -> None:
    assert names(of(f"sort={sort}")) == expected


def test_values_of_a_facet_widen_and_facets_narrow() -> None:
    assert names(of("land=at&land=hu")) == ["Vienna", "Budapest", "Graz"]
    assert names(of("land=at&land=hu&river=Danube")) == ["Vienna", "Budapest"]
    assert names(of("land=no&river=Mur")) == []


def test_a_number_counts_with_the_other_facets_applied() -> None:
    assert counts(of(""), "land") == {"at": 2, "ch": 1, "hu": 1, "no": 1}
    chose = of("land=at&river=Danube")
    assert counts(chose, "land") == {"at": 1, "hu": 1}
    assert counts(chose, "river") == {"Danube": 1, "Mur": 1}
    # What is chosen stands, even with nothing in it.
    assert counts(of("land=no&river=Mur"), "land") == {"at": 1, "no": 0}


def test_columns_are_chosen_and_the_first_always_stands() -> None:
    shown = of("columns=since")
    assert [column.key for column in shown.columns] == ["name", "since"]
    # Chosen, a column stands where no row has a value, too; else it does not.
    assert shown.columns_of([CITIES[1]]) == shown.columns
    assert [column.key for column in of("").columns_of([CITIES[4]])] == ["name", "land"]


def test_links_order_by_a_column_and_turn_it_round() -> None:
    name, land, people = of("").columns
    assert of("land=at").by(name) == "/cities?land=at&sort=name"
    # Numbers begin with the largest.
    assert of("page=3").by(people) == "/cities?sort=-people"
    assert of("sort=-people").by(people) == "/cities?sort=people"
    assert of("sort=-people").order_of(people) == "descending"
    assert of("sort=land").order_of(land) == "ascending"
    assert of("sort=land").order_of(name) == ""
    assert of("sort=land&on=x&columns=since&land=at").reset == "/cities?on=x"


def test_parts_hold_until_another_order_is_chosen() -> None:
    in_parts = ListOf(LIST.columns, LIST.facets, part="land")
    shown = of("", in_parts)
    assert [(part, len(rows)) for part, rows in shown.parts] == [
        ("at", 1), ("no", 1), ("hu", 1), ("at", 1), ("ch", 1)
    ]  # fmt: skip
    assert [column.key for column in shown.columns] == ["name", "people"]
    assert [each.chosen for each in shown.offered] == [True, True, True, False]
    ordered = of("sort=name", in_parts)
    assert [part for part, _ in ordered.parts] == [None]
    assert [column.key for column in ordered.columns] == ["name", "land", "people"]
    assert of("land=no&river=Mur", in_parts).parts == ()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sort=nmae", "parameter sort cannot be 'nmae'. Did you mean"),
        ("columns=peopel", "parameter columns cannot be 'peopel'. Did you mean people?"),
    ],
)
def test_an_unknown_column_is_refused_with_the_right_ones(query: str, expected: str) -> None:
    with pytest.raises(ProblemError) as caught:
        of(query)
    assert caught.value.status == 400
    assert expected in caught.value.detail


def test_an_unknown_value_of_a_facet_is_an_unknown_name() -> None:
    with pytest.raises(UnknownNameError, match=r"unknown land 'xx'. Known: at, ch, hu, no, se"):
        of("land=xx")


def test_the_usual_columns_do_not_stay_in_the_address() -> None:
    usual = "on=&columns=name&columns=land&columns=people&land=at"
    assert shorter(asked(usual), LIST) == "/cities?land=at"
    # The name of the row is no choice, so that the form does not send it.
    assert shorter(asked("columns=people&columns=land"), LIST) == "/cities"
    assert shorter(asked("columns=land"), LIST) is None
    assert shorter(asked("on="), LIST) is None


# The pages.


def heads(page: Page) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/states/(\w{3})"', page.html)


def test_states_by_the_number_of_treaties(show: Open, store: Store) -> None:
    bound = {
        actor.key: sum(each == "party" for each in statuses_of(store, actor.id).values())
        for actor in actors(store)
    }
    keys = heads(show("/states", sort="-bound"))
    assert set(keys) == set(bound)
    numbers = [bound[key] for key in keys]
    assert numbers == sorted(numbers, reverse=True)


def test_states_by_status_and_region_with_numbers(visit: Visit, show: Open, store: Store) -> None:
    africa = members_by_group(store)["m49-002"]
    signed = {
        actor.key
        for actor in actors(store)
        if statuses_of(store, actor.id).get("opsc") == "signatory"
    }
    african = {actor.key for actor in actors(store) if actor.id in africa and actor.key in signed}
    page = show("/states", opsc="signatory", region="m49-002")
    assert set(heads(page)) == african
    assert f"{len(african)} of {len(actors(store))} States and organizations." in page.text
    # The number beside a continent is what choosing it gives.
    numbers = dict(
        re.findall(
            r'name="region" value="([\w-]+)"[^>]*> [^<]*<span class="count">(\d+)', page.html
        )
    )
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
    book = openpyxl.load_workbook(
        io.BytesIO(site.get(address.replace("format=csv", "format=xlsx")).content)
    )
    assert [cell.value for cell in book["List"][1]] == ["State", "Code"]
    assert [row[1].value for row in book["List"].iter_rows(min_row=2)] == heads(page)
    about = {row[0].value: row[1].value for row in book["About"].iter_rows()}
    assert about["Question"] == "States and organizations, and what binds them"
    assert about["Region"] == "m49-009"


def test_days_in_a_workbook_of_a_treaty_are_days(site: TestClient, store: Store) -> None:
    answer = site.get("/treaties/opsc", params={"sort": "-consented", "status": "party",
                                                "format": "xlsx"})  # fmt: skip
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content))["List"].values)
    column = rows[0].index("Consent")
    days = [row[column].date() for row in rows[1:] if row[column]]
    _, standings = standings_of_treaty(store, "opsc", statuses=("party",))
    assert days == sorted((row.consented_on for row in standings if row.consented_on), reverse=True)


@pytest.mark.parametrize(
    ("address", "code", "expected"),
    [
        ("/states?sort=bund", 400, "Did you mean"),
        ("/states?columns=bound&columns=cod", 400, "Did you mean code"),
        ("/states?region=m49-999", 404, "Unknown region 'm49-999'"),
        ("/states?opsc=signed", 404, "Unknown opsc 'signed'"),
        ("/states?format=pdf", 400, "Parameter format should be csv or xlsx"),
        ("/states?sort=bound&sort=state", 400, "Parameter sort may be given once"),
        ("/states?group=nowhere&format=csv", 404, "Unknown group"),
        ("/gaps?treaty=opsc&on=1900-01-01&format=xlsx", 404, "was not yet adopted"),
        ("/treaties?basis=urge", 404, "Did you mean urged"),
    ],
)
def test_what_a_list_does_not_have_is_said_with_what_it_has(
    visit: Visit, address: str, code: int, expected: str
) -> None:
    page = visit(address)
    assert page.status == code
    assert expected in page.text


#: Every page with a list, and a column by which it can be ordered.
PAGES = {
    "/states": "bound",
    "/treaties": "parties",
    "/treaties/opsc": "consented",
    "/gaps?treaty=opsc": "since",
    "/sources": "as-of",
    "/states/IRL": "signed",
    "/changes?from=2024-01-01": "date",
    "/corrections": "about",
    "/quality": "severity",
    "/ask?group=m49-002&status=signatory": "since",
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
    table = re.findall(
        r'<table class="wrap stacked dense list.*?</table>', ordered.html, re.DOTALL
    )[0]
    assert re.findall(r"<td(?![^>]*data-label)", table) == []
    # Forms that do not choose anything do not make the address longer.
    boxes = {
        tag["value"]
        for tag in usual.all("input")
        if tag.get("name") == "columns" and "checked" in tag
    }
    query = "&".join(f"columns={key}" for key in boxes)
    sign = "&" if "?" in address else "?"
    assert visit(f"{address}{sign}{query}&sort=").html.count("<tr") == usual.html.count("<tr")


@pytest.mark.parametrize("path", ["/gaps", "/states", "/matrix", "/compare", "/changes"])
def test_groups_are_offered_from_continents_down(show: Open, path: str) -> None:
    html = show(path).html
    field = html[html.index('<select id="group"') :].partition("</select>")[0]
    titles = re.findall(r'<optgroup label="([^"]+)"', field)
    assert titles == [
        "Continents and their regions", "Regional groups of the UN", "Unions and organizations",
    ]  # fmt: skip
    names = re.findall(r">(\u2003*[^<>]+)</option>", field)
    africa = names.index("Africa")
    assert names[africa + 1 : africa + 4] == [
        "\u2003Northern Africa", "\u2003Sub-Saharan Africa", "\u2003\u2003Eastern Africa",
    ]  # fmt: skip


def test_the_boxes_of_a_question_stand_from_continents_down(show: Open) -> None:
    html = show("/ask").html
    box = r'<label( class="depth-\d")?><input [^>]*name="group"[^>]*> ([^<]+)</label>'
    boxes = re.findall(box, html)
    names = [name for _, name in boxes]
    africa = names.index("Africa")
    assert boxes[africa : africa + 4] == [
        ("", "Africa"), (' class="depth-1"', "Northern Africa"),
        (' class="depth-1"', "Sub-Saharan Africa"), (' class="depth-2"', "Eastern Africa"),
    ]  # fmt: skip
