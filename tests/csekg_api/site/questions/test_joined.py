"""Who has joined: one sentence, a map, a list."""

from __future__ import annotations

import re

from starlette.testclient import TestClient

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


def test_the_form_needs_no_script(show: Open) -> None:
    page = show("/joined")
    names = {tag["name"] for tag in page.all("input") if tag.get("type") == "checkbox"}
    assert names == {"group", "state", "treaty", "status", "columns"}
    assert [tag["value"] for tag in page.all("input") if "checked" in tag and tag["name"] in ("status", "treaty")] == [
        "not-bound",
        "opsc",
    ]


def test_an_address_without_empty_fields_is_in_the_same_language(site: TestClient) -> None:
    answer = site.get("/fr/joined?state=&status=signatory", follow_redirects=False)
    assert answer.headers["location"] == "/fr/joined?status=signatory"


def test_without_a_choice_it_answers_who_is_not_bound(show: Open) -> None:
    assert show("/joined").text.count("are not bound by the OPSC") > 0
    heads = re.findall(r'<th scope="rowgroup"[^>]*>(.*?)</th>', show("/joined").html)
    assert heads == ["Signatories", "Not joined", "Not eligible"]


def test_old_addresses_lead_to_the_same_answer(site: TestClient) -> None:
    for old, new in {
        "/ask?treaty=crc": "/joined?status=signatory&treaty=crc",
        "/ask?status=party": "/joined?status=party",
        "/fr/gaps?treaty=opsc&on=2007-04-27": "/fr/joined?status=not-bound&treaty=opsc&on=2007-04-27",
        "/matrix?group=eu": "/joined?view=table&group=eu",
        "/ask/map.svg?treaty=opsc": "/joined/map.svg?status=signatory&treaty=opsc",
        "/ask/not-party?treaty=crc": "/questions/not-party?treaty=crc",
        "/downloads": "/method#downloads",
    }.items():
        answer = site.get(old, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, new)
