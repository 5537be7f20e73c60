"""What is refused, and why: unknown names, days, codes, repeats; a filter given several times."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.csekg_api.rest.conftest import Get

_OPCS = "unknown treaty 'opcs'. Did you mean opsc, opic, opac?"
_NO_DAY = "should be a day such as 2007-04-27"
_ONE_TREATY = "parameter provision is known by its treaty: give one instrument as well"
_BOUND_ON = "/queries/who-was-bound-on/results"

CASES: list[tuple[str, dict[str, Any], int, str]] = [
    ("/states/FRX", {}, 404, "unknown State 'FRX'. Did you mean DEU (Germany), FRA (France), "),
    ("/states/FRANCE", {}, 422, ""),
    ("/states", {"group": "m49-15"}, 404, "unknown group"),
    ("/states", {"kind": "country"}, 422, "kind"),
    (
        "/states/FRA/participation",
        {"on": "1900-01-01"},
        404,
        "no status is known on 1900-01-01: none of the treaties was adopted",
    ),
    ("/states/FRA/participation/opcs", {}, 404, _OPCS),
    ("/instruments/ccpcj-16-3", {}, 404, "unknown instrument 'ccpcj-16-3'. Did you mean ccpcj-16-2"),
    ("/instruments/opsc/parties", {"status": "bound"}, 422, "status"),
    ("/instruments/opsc/parties", {"on": "1999-12-31"}, 404, "OPSC was not yet adopted on 1999-12-31"),
    *(
        ("/instruments/opsc/parties", {"on": on}, 422, _NO_DAY)
        for on in ("2007-02-30", "27.4.2007", "2007", "2007-04-27T00:00:00Z", "1e9")
    ),
    ("/instruments/ccpcj-16-2/gaps", {}, 404, "ccpcj-16-2"),
    ("/instruments/crc/articles/99", {}, 404, "provision of crc 'article/99'"),
    ("/instruments/crc/articles/xx", {}, 422, ""),
    ("/instruments/crc/articles", {"topic": "nothing-like-it"}, 404, "'nothing-like-it'"),
    ("/changes", {"from": "2007-04-27", "to": "2007-04-26"}, 422, ""),
    ("/changes", {}, 422, "from"),
    ("/ask", {"on": "2001-01-01", "from": "2001-01-01"}, 422, "not both"),
    ("/compare/states", {"state": "FRA"}, 422, "two to 6 States"),
    ("/compare/states", {"state": ["Kenya", "Congo"]}, 422, "COD (Democratic Republic of the Congo), COG (Congo)"),
    ("/instruments/crc/declarations", {"state": "Kenyia"}, 404, "Did you mean KEN (Kenya)?"),
    ("/compare/treaties", {"treaty": "opsc"}, 422, "two to 5 treaties"),
    ("/resolution/paragraphs/op/99", {}, 404, "unknown paragraph 'op/99'. Did you mean "),
    # A footnote is no paragraph.
    ("/resolution/paragraphs/fn/74", {}, 422, ""),
    ("/correspondences", {"provision": "34"}, 422, _ONE_TREATY),
    ("/correspondences", {"provision": "34", "instrument": ["crc", "opsc"]}, 422, _ONE_TREATY),
    ("/vocabularies/statuss", {}, 404, "unknown vocabulary 'statuss'. Did you mean status"),
    # The document of OpenAPI states the number of values.
    ("/sources", {"treaty": ["opsc"] * 51}, 422, ""),
    ("/queries/who-is-bound/results", {}, 404, "who-was-bound-on"),
    (_BOUND_ON, {"onn": "2004-07-01"}, 422, "unknown parameter of who-was-bound-on 'onn'. Did you mean on?"),
    (_BOUND_ON, {"on": "2004-7-1"}, 422, ""),
    (_BOUND_ON, {"treaty": "opcs"}, 422, "opcs"),
]


@pytest.mark.parametrize(("path", "query", "status", "words"), CASES)
def test_a_problem_says_why(problem: Get, path: str, query: dict[str, Any], status: int, words: str) -> None:
    code, detail = problem(path, **query)
    assert code == status, detail
    assert detail
    assert words in detail


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


@pytest.mark.parametrize(
    ("state", "status", "code", "member", "keys"),
    [
        ("Germny", 404, "unknown-name", "nearest", {"DEU"}),
        ("Hong Kong", 404, "unknown-name", "see", {"CHN", "GBR"}),
        ("CS", 422, "ambiguous-name", "candidates", {"CSK", "SCG"}),
    ],
)
def test_a_name_that_is_refused_comes_with_those_that_may_be_meant(
    api: TestClient, state: str, status: int, code: str, member: str, keys: set[str]
) -> None:
    found = api.get("/api/v1/ask", params={"state": state}).json()
    assert (found["status"], found["type"].rpartition("/")[2]) == (status, code)
    assert keys <= {each["key"] for each in found[member]}
