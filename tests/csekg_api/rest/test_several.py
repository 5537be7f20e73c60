"""A filter given several times asks for whatever fits any value; other repeats are refused."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from tests.csekg_api.rest.conftest import Get

SPAN = {"from": "2007-01-01", "to": "2007-06-30", "limit": 10_000}
ALL = {"limit": 10_000}


@pytest.mark.parametrize(
    ("path", "name", "values", "others"),
    [
        ("/changes", "treaty", ["opsc", "crc"], SPAN),
        ("/changes", "what", ["consent", "status-change"], SPAN),
        ("/states", "group", ["m49-150", "m49-002"], ALL),
        ("/instruments/opsc/declarations", "state", ["FRA", "USA"], ALL),
        ("/instruments/crc/articles", "kind", ["substantive", "final-clause"], ALL),
        ("/instruments/opsc/gaps", "group", ["m49-150", "m49-002"], ALL),
        ("/sources", "treaty", ["opsc", "tip"], ALL),
        ("/citations", "verb", ["recalling", "urges"], ALL),
        ("/correspondences", "strength", ["implements", "related"], ALL),
        ("/search", "kind", ["state", "treaty"], ALL | {"q": "co"}),
    ],
)
def test_several_values_ask_for_any_of_them(
    get: Get, path: str, name: str, values: list[str], others: dict[str, object]
) -> None:
    def asked(value: object) -> list[str]:
        return [item["id"] for item in get(path, **others, **{name: value})["items"]]

    single = [asked(value) for value in values]
    both = asked(values)
    assert set(both) == set().union(*single)
    assert max(map(len, single)) <= len(both) <= sum(map(len, single))
    assert any(single), "nothing was compared"
    assert set(single[0]) != set(single[1]), "the filter is passed over"
    # The order is that of the whole list.
    everything = asked([]) if others is not SPAN else both
    assert [iri for iri in everything if iri in set(both)] == both


def test_the_next_page_keeps_every_value(api: TestClient, get: Get) -> None:
    first = get("/changes", **{**SPAN, "from": "2000-01-01", "limit": 1}, treaty=["opsc", "crc"])
    assert "treaty=opsc&treaty=crc" in first["next"]
    second = api.get(first["next"]).json()
    assert second["total"] == first["total"]
    assert second["items"] != first["items"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/instruments/opsc/parties", "on=2007-04-27&on=2024-01-01"),
        ("/states", "q=fr&q=de"),
        ("/states", "limit=1&limit=2"),
        ("/sources", "format=json&format=csv"),
        ("/queries/who-was-bound-on/results", "treaty=opsc&treaty=crc"),
        ("/validate", "format=json&format=csv"),
    ],
)
def test_what_takes_one_value_refuses_a_second(api: TestClient, path: str, query: str) -> None:
    method = "POST" if path == "/validate" else "GET"
    answer = api.request(method, f"/api/v1{path}?{query}")
    assert answer.status_code == 422
    name = query.partition("=")[0]
    assert f"parameter {name} may be given once" in answer.json()["detail"]
