"""The page of questions, and the saved questions as forms."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

from csekg.sparql.saved_queries import saved_queries
from tests.csekg_api.site.conftest import Open, Page, Visit


def hrefs(page: Page, begin: str) -> list[str]:
    return [tag["href"] for tag in page.all("a") if tag["href"].startswith(begin)]


def test_african_signatories_in_one_sentence_with_all_forms(site: TestClient, show: Open, visit: Visit) -> None:
    page = show("/joined", group="m49-002", status="signatory")
    [api] = [link for link in hrefs(page, "/api/v1/ask") if "format" not in link]
    answer = site.get(f"{api}&limit=1000").json()
    assert answer["summary"]["sentence"] in page.text
    rows = re.findall(r'<tr><th scope="row"><a href="/states/(\w{3})"', page.html)
    assert rows == [item["actor"]["key"] for item in answer["items"]]
    csv = next(link for link in hrefs(page, "/api/v1/ask") if link.endswith("format=csv"))
    assert len(site.get(csv).text.splitlines()) == len(rows) + 1
    [query] = hrefs(page, "/query?query=")
    assert "SELECT DISTINCT ?state" in visit(query).text
    marked = {tag["href"] for tag in page.all("a") if tag.get("tabindex") == "-1"}
    assert {f"/states/{key}" for key in rows} >= marked
    assert "/joined?group=m49-002&status=signatory" in page.text


def test_a_long_answer_comes_page_by_page(visit: Visit) -> None:
    page = visit("/joined?status=not-bound")
    assert "Rows 1 to 250 of" in page.text
    seen: list[str] = []
    address: str | None = "/joined?status=not-bound"
    while address:
        page = visit(address)
        seen += re.findall(r'<tr><th scope="row"><a href="/states/(\w{3})"', page.html)
        address = next((tag["href"] for tag in page.all("a") if tag.get("rel") == "next"), None)
    assert seen == sorted(seen, key=seen.index)
    assert f"of {len(seen):,}" in visit("/joined?status=not-bound").text


def test_every_saved_question_is_a_form_that_answers(show: Open) -> None:
    listed = hrefs(show("/joined"), "/ask/")
    assert {link.removeprefix("/ask/") for link in listed} == saved_queries().keys()
    # Each question answers in `tests/queries`.
    for link in sorted(listed)[::5]:
        page = show(link)
        assert page.status == 200, link
        assert re.search(r"\d+ rows?", page.text), link


def test_a_saved_question_takes_its_parameters(site: TestClient, show: Open) -> None:
    page = show("/ask/who-was-bound-on", treaty="opsc", on="2007-04-27")
    assert "118 rows" in page.text
    [csv] = [link for link in hrefs(page, "/api/") if link.endswith("format=csv")]
    assert len(site.get(csv).text.splitlines()) == 119
    assert "1 Jan" in show("/ask/who-was-bound-on", treaty="crc", on="2004-01-01").text
    assert show("/ask/nothing").status == 404


def test_the_form_needs_no_script(show: Open) -> None:
    page = show("/joined")
    names = {tag["name"] for tag in page.all("input") if tag.get("type") == "checkbox"}
    assert names == {"group", "state", "treaty", "status", "columns"}
    assert [tag["value"] for tag in page.all("input") if "checked" in tag] == ["not-bound", "opsc"]


def test_an_address_without_empty_fields_is_in_the_same_language(site: TestClient) -> None:
    answer = site.get("/fr/joined?state=&status=signatory", follow_redirects=False)
    assert answer.headers["location"] == "/fr/joined?status=signatory"
