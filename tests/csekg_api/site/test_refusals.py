"""What no form sends is refused with a page that says why; no address makes a page fail."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from .conftest import Visit

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/?treaty=crx", 404, "Did you mean crc"),
        ("/states?sort=bund", 400, "Did you mean"),
        ("/states?region=m49-999", 404, "Unknown region 'm49-999'"),
        ("/states?opsc=signed", 404, "Unknown opsc 'signed'"),
        ("/states?format=pdf", 400, "Parameter format should be csv or xlsx"),
        ("/states?sort=bound&sort=state", 400, "Parameter sort may be given once"),
        ("/treaties?basis=urge", 404, "Did you mean urged"),
        ("/treaties/opsc?on=27.4.2007", 400, "is not a day; write it as 2007-04-27."),
        ("/gaps?on=1900-01-01", 404, "none of these treaties was adopted"),
        ("/joined?status=not-bound&treaty=opsc&on=1900-01-01&format=xlsx", 404, "none of these treaties was adopted"),
        ("/joined?status=not-bound&treaty=opsc&group=nowhere", 404, "unknown group 'nowhere'"),
        ("/changes?from=2008-01-01&until=2007-01-01", 404, ""),
        ("/changes?from=1931-01-01&until=1931-01-02", 200, "Nothing is recorded"),
        ("/resolution/op/4/e", 404, "Did you mean op/4"),
        ("/joined?on=2001-01-01&from=2001-01-01", 400, "not both"),
        ("/joined?status=bound", 404, "unknown status"),
        ("/questions/who-was-bound-on?on=yesterday", 400, "without a time zone"),
        ("/compare", 200, "States side by side"),
        ("/compare?state=FRA", 200, "Members of the International Labour Organization"),
        ("/compare?treaty=opsc", 200, "Treaties over time"),
        ("/compare?state=FRA&treaty=opsc", 400, "one of the two"),
        ("/changes?state=Kenyia", 404, "Did you mean KEN (Kenya)?"),
        ("/joined?state=Hong+Kong", 404, "is a territory in the register"),
        ("/compare?state=Kenya&state=Congo", 422, "COD (Democratic Republic of the Congo), COG (Congo)"),
        ("/compare?treaty=opsc&treaty=crc&treaty=tip&treaty=som&treaty=c182&treaty=c138", 400, "two to 5 treaties"),
        ("/query?saved=not-partie", 404, "Did you mean not-party"),
        ("/quality?shape=RES-9", 404, "Did you mean RES-2"),
    ],
)
def test_what_cannot_be_shown_is_said(visit: Visit, address: str, status: int, words: str) -> None:
    page = visit(address)
    assert page.status == status
    assert words in page.text
    assert page.all("form")


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/treaties/lanzarote", "/treaties/cets201"),
        ("/fr/treaties/Convention de Lanzarote", "/fr/treaties/cets201"),
        ("/treaties/lanzarote/articles/20", "/treaties/cets201/articles/20"),
        ("/statements?treaty=lanzarote&kind=reservation", "/statements?treaty=cets201&kind=reservation"),
        ("/resolution/op/4b", "/resolution/op/4/b"),
        ("/resolution/4(b)", "/resolution/op/4/b"),
        ("/fr/resolution/pp1", "/fr/resolution/pp/1"),
    ],
)
def test_a_name_in_an_address_leads_to_the_page(site: TestClient, typed: str, page: str) -> None:
    answer = site.get(typed, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, page)


@pytest.mark.parametrize(
    ("address", "status", "linked"),
    [
        ("/treaties/lanzarrote", 404, ["/treaties/cets201"]),
        ("/treaties/opcs", 404, ["/treaties/opsc", "/treaties/opic", "/treaties/opac"]),
        ("/treaties/optional-protocol", 422, ["/treaties/opsc", "/treaties/opic", "/treaties/opac"]),
        ("/fr/resolution/op/4/e", 404, ["/fr/resolution/op/4/d"]),
        ("/states/congo", 422, ["/states/COD", "/states/COG"]),
    ],
)
def test_what_may_be_meant_is_linked(visit: Visit, address: str, status: int, linked: list[str]) -> None:
    page = visit(address)
    assert page.status == status
    assert set(linked) <= {each.get("href") for each in page.all("a")}


def test_a_day_that_is_none_stays_in_the_form(visit: Visit) -> None:
    page = visit("/joined?on=27.4.2007")
    assert "27.4.2007" in [tag.get("value") for tag in page.all("input")]


@pytest.mark.parametrize(
    "address",
    [
        "/joined?on=2007-04-27&on=2008-01-01",
        "/joined?view=table&q=a&q=b",
        "/states?group=m49-150&group=m49-002",
        "/changes?from=2020-01-01&from=2021-01-01",
        "/search?q=a&q=b",
        "/?treaty=opsc&treaty=opsc",
        "/resolution/op/4?on=2020-01-01&on=2021-01-01",
        "/query?saved=a&saved=b",
    ],
)
def test_a_parameter_is_given_once(site: TestClient, address: str) -> None:
    answer = site.get(address, headers=HTML)
    assert answer.status_code == 400
    assert "may be given once" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(
    "path",
    [
        "/joined?view=table&q=",
        "/states?q=",
        "/search?q=",
        "/joined?status=not-bound&treaty=opsc&group=",
        "/quality?shape=",
        "/sources?treaty=",
    ],
)
def test_a_value_has_a_length(site: TestClient, path: str) -> None:
    answer = site.get(path + "a+" * 30_000, headers=HTML)
    assert answer.status_code == 400
    assert "at most 200 characters" in answer.text
    assert len(answer.text) < 10_000


def test_a_query_may_be_longer_than_other_values(site: TestClient) -> None:
    assert site.get("/query", params={"query": "#" * 19_000}).status_code == 200
    assert site.get("/query", params={"query": "#" * 21_000}, headers=HTML).status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        "/states/a%20b",
        "/states/%3C",
        "/treaties/%3C",
        "/treaties/a%20b",
        "/states/%00",
        "/treaties/%ED%A0%80",
        "/states/" + "a" * 5000,
        "/resolution/%7B%7D",
    ],
)
def test_a_strange_key_is_an_unknown_one(site: TestClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "unknown" in answer.text.casefold()
    assert len(answer.text) < 10_000


@pytest.mark.parametrize("until", ["0001-01-01", "0001-12-31", "9999-12-31"])
def test_the_calendar_has_a_first_and_a_last_day(site: TestClient, until: str) -> None:
    assert site.get(f"/changes?until={until}", headers=HTML).status_code == 200


@pytest.mark.parametrize("path", ["/treaties/opsc?on=", "/joined?view=table&on=", "/resolution/op/4/a?on="])
def test_a_day_after_the_data_is_said_to_be_so(site: TestClient, path: str) -> None:
    sentence = "what is shown is the last status known"
    assert sentence in site.get(path + "2099-01-01").text
    assert sentence not in site.get(path + "2007-04-27").text
