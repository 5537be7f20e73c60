"""What no form sends is refused with a page that says why; no address makes a page fail."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    "address",
    ["/gaps?treaty=opsc&treaty=crc", "/matrix?q=a&q=b", "/states?group=m49-150&group=m49-002",
     "/changes?from=2020-01-01&from=2021-01-01", "/search?q=a&q=b", "/?treaty=opsc&treaty=opsc",
     "/resolution/op/4?on=2020-01-01&on=2021-01-01", "/query?saved=a&saved=b"],
)  # fmt: skip
def test_a_parameter_is_given_once(site: TestClient, address: str) -> None:
    answer = site.get(address, headers=HTML)
    assert answer.status_code == 400
    assert "may be given once" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/matrix?q=", "/states?q=", "/search?q=", "/gaps?group=",
                                  "/quality?shape=", "/sources?treaty="])  # fmt: skip
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
    ["/states/a%20b", "/states/%3C", "/treaties/%3C", "/treaties/a%20b", "/states/%00",
     "/treaties/%ED%A0%80", "/states/" + "a" * 5000, "/resolution/%7B%7D"],
)  # fmt: skip
def test_a_strange_key_is_an_unknown_one(site: TestClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 404
    assert "unknown" in answer.text.casefold()
    assert len(answer.text) < 10_000


@pytest.mark.parametrize("until", ["0001-01-01", "0001-12-31", "9999-12-31"])
def test_the_calendar_has_a_first_and_a_last_day(site: TestClient, until: str) -> None:
    assert site.get(f"/changes?until={until}", headers=HTML).status_code == 200


@pytest.mark.parametrize("path", ["/gaps?treaty=opsc&on=", "/treaties/opsc?on=", "/matrix?on=",
                                  "/resolution/op/4/a?on="])  # fmt: skip
def test_a_day_after_the_data_is_said_to_be_so(site: TestClient, path: str) -> None:
    sentence = "what is shown is the last status known"
    assert sentence in site.get(path + "2099-01-01").text
    assert sentence not in site.get(path + "2007-04-27").text
