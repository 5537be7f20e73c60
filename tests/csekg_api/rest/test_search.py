"""The search, and the saved queries, over REST."""

from __future__ import annotations

import csv
import io

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.saved_queries import saved_queries
from tests.csekg_api.rest.conftest import Get


def test_suggestions_lead_to_pages(get: Get, api: TestClient) -> None:
    for typed in ("Ireland op", "palermo", "4 (a)", "article 3 op", "african gr", "not rat", "Hong"):
        answer = get("/suggest", q=typed, limit=2)
        assert answer["q"] == typed
        assert 0 < len(answer["items"]) <= 2
        for item in answer["items"][:1]:
            page = api.get(item["page"], headers={"Accept": "text/html"})
            assert page.status_code == 200, item
            fragment = item["page"].partition("#")[2]
            assert f'id="{fragment}"' in page.text or not fragment
    assert get("/suggest", q="qqqzzz")["items"] == []


def test_unusable_limits_and_texts_are_refused(api: TestClient) -> None:
    for query in ("q=", "q=a&limit=0", "q=a&limit=21", f"q={'a' * 2_000}", "limit=3"):
        answer = api.get(f"/api/v1/suggest?{query}")
        assert answer.status_code in (400, 422), query
        assert answer.headers["content-type"].startswith("application/problem+json")


def test_every_address_leads_to_an_answer(get: Get, api: TestClient) -> None:
    kinds: dict[tuple[str, str], dict[str, str | None]] = {}
    for words in ("child", "un", "action", "fr", "office"):
        for item in get("/search", q=words, limit=500)["items"]:
            kinds.setdefault((item["kind"], item["type"]), item)
    assert len(kinds) > 12
    for item in kinds.values():
        if item["address"] is None:
            assert item["kind"] in ("meeting", "body", "page", "territory", "area")
        else:
            assert api.get(f"/api/v1{item['address']}").status_code == 200, item


RESULTS = "/api/v1/queries/who-was-bound-on/results"


def test_every_query_is_listed_with_its_parameters(get: Get) -> None:
    items = {item["key"]: item for item in get("/queries")["items"]}
    assert set(items) == set(saved_queries())
    for name, saved in saved_queries().items():
        assert items[name]["question"] == saved.question
        assert [(p["name"], p["type"], p["default"]) for p in items[name]["parameters"]] == [
            (p.name, p.type, p.default) for p in saved.parameters
        ]
    assert get("/queries/gap-urged")["text"] == saved_queries()["gap-urged"].text


@pytest.mark.parametrize("name", sorted(saved_queries())[::6])
def test_results_are_the_rows_of_the_query(get: Get, store: Store, name: str) -> None:
    answer = get(f"/queries/{name}/results")
    saved = saved_queries()[name]
    rows = store.values(saved.text)
    assert len(answer["rows"]) == len(rows)
    assert answer["parameters"] == {p.name: p.default for p in saved.parameters}
    texts = [tuple("" if v is None else v for v in row.values()) for row in answer["rows"]]
    for shown, row in zip(texts, rows, strict=True):
        for one, other in zip(shown, row, strict=True):
            if isinstance(one, bool | str):
                assert str(one).lower() == other.lower()
            else:
                assert one == float(other)


def test_values_have_types(get: Get) -> None:
    row = get("/queries/who-was-bound-on/results", treaty="ets185", on="2004-07-01")["rows"][0]
    assert row["list_complete"] is True
    assert row["since"] == "2004-07-01"
    assert row["bound_until"] is None
    counts = get("/queries/quality-report/results")["rows"]
    assert all(isinstance(row["value"], int) for row in counts)


def test_results_as_a_table(api: TestClient) -> None:
    query = {"treaty": "ets185", "on": "2004-07-01", "format": "csv", "bom": "true"}
    answer = api.get(RESULTS, params=query)
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["state"] for row in rows] == ["ALB", "HRV", "EST", "HUN", "LTU"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("text/csv;q=0.9, text/html", "text/csv"),
        ("*/*", "application/json"),
    ],
)
def test_the_forms_of_the_standards_can_be_had(api: TestClient, accept: str, media_type: str) -> None:
    answer = api.get(RESULTS, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media_type)


def test_a_text_cannot_break_out_of_its_parameter(get: Get) -> None:
    hostile = '" } SELECT * WHERE { ?s ?p ?o } #'
    assert get("/queries/articles-on-topic/results", topic=hostile)["rows"] == []
