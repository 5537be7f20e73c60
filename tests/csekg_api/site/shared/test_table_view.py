"""Tables that a page shows: order, facets with counts, columns, and what an address keeps."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from fastapi import FastAPI
from starlette.requests import Request

from csekg.errors import UnknownNameError
from csekg.tables.table import Choice, Column, Facet, Table
from csekg_api.settings import Settings
from csekg_api.site.choices import canonical_redirect
from csekg_api.site.shared.table_view import TableView, unchosen, view
from csekg_api.web.problems import ProblemError


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
TABLE: Table[City] = Table(
    columns=(
        Column("name", "City", lambda row: row.name),
        Column("land", "Land", lambda row: row.land),
        Column("people", "People", lambda row: row.people, "integer", "thousands"),
        Column("since", "Since", lambda row: row.since, "day", shown=False),
    ),
    facets=(
        Facet(
            "land",
            "Land",
            lambda row: (row.land,),
            [Choice(code, code.upper()) for code in ("at", "ch", "hu", "no", "se")],
        ),
        Facet("river", "River", lambda row: row.rivers, [Choice(each, each) for each in ("Danube", "Mur")]),
    ),
)


def asked(query: str) -> Request:
    app = FastAPI()
    app.state.settings = Settings()
    return Request(
        {
            "type": "http",
            "path": "/x/cities",
            "root_path": "/x",
            "query_string": query.encode(),
            "headers": [],
            "app": app,
        }
    )


def of(query: str, table: Table[City] = TABLE) -> TableView[City]:
    return view(asked(query), table, CITIES)


def names(shown: TableView[City]) -> list[str]:
    return [row.name for row in shown.rows]


def counts(shown: TableView[City], facet: str) -> dict[str, int]:
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
    in_parts = Table(TABLE.columns, TABLE.facets, part="land")
    shown = of("", in_parts)
    assert [(part, len(rows)) for part, rows in shown.parts] == [("at", 1), ("no", 1), ("hu", 1), ("at", 1), ("ch", 1)]
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
    def leads_to(query: str) -> str | None:
        request = asked(query)
        answer = canonical_redirect(request, unchosen(request, TABLE))
        return answer.headers["location"] if answer else None

    usual = "on=&columns=name&columns=land&columns=people&land=at"
    assert leads_to(usual) == "/x/cities?land=at"
    # The name of the row is no choice, so that the form does not send it.
    assert leads_to("columns=people&columns=land") == "/x/cities"
    assert leads_to("columns=land") is None
    assert leads_to("on=") == "/x/cities"
