"""What the API promises to clients: operation ids, codes of errors, keys in any case."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg_api.web.openapi import operations_of
from csekg_api.web.problem_types import TYPES
from tests.csekg_api.rest.conftest import Get

PROMISED = Path(__file__).with_name("operations.txt")


def test_operation_ids_stay(document: dict[str, Any]) -> None:
    """A new one is added to the file; one that goes or moves breaks clients that are generated."""
    now = {f"{operation['operationId']} {method.upper()} {path}" for path, method, operation in operations_of(document)}
    promised = PROMISED.read_text(encoding="ascii").splitlines()
    assert promised == sorted(promised)
    assert sorted(now) == promised


def test_operation_ids_make_names_of_functions(document: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in operations_of(document)]
    assert all(re.fullmatch(r"[a-z]+([A-Z][a-z]*)*", name) for name in names)
    assert len({name.lower() for name in names}) == len(names)


def test_the_index_links_to_every_operation(api: TestClient, document: dict[str, Any]) -> None:
    found = api.get("/api/v1").json()
    listed = {(each["name"], each["method"]) for each in found["operations"]}
    assert listed == {
        (operation["operationId"], method.upper())
        for path, method, operation in operations_of(document)
        if path.startswith("/api/v1")
    }
    for place in ("documentation", "openapi", "sparql", "reconciliation"):
        assert api.get(found[place]).status_code == 200
    for each in found["operations"]:
        if each["method"] == "GET" and "{" not in each["href"]:
            assert api.get(each["href"], params={"limit": 1}).status_code in (200, 404, 422)


@pytest.mark.parametrize("code", TYPES)
def test_each_type_of_problem_leads_to_what_explains_it(api: TestClient, code: str) -> None:
    place = TYPES[code].iri.removeprefix("https://w3id.org/csekg")
    answer = api.get(place, follow_redirects=False)
    assert answer.status_code == 303
    page = api.get(answer.headers["location"])
    assert f'id="{answer.headers["location"].partition("#")[2]}"' in page.text
    assert TYPES[code].iri in page.text


def test_an_unknown_type_is_not_found(api: TestClient) -> None:
    assert api.get("/problems/nothing").status_code == 404
    assert api.get("/problems").url.path == "/docs"


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/instruments/OPSC", {}),
        ("/states/fra/participation/OPSC", {}),
        ("/resolution/paragraphs/OP/4/A", {}),
        ("/vocabularies/STATUS", {}),
        ("/queries/Not-Party", {}),
        ("/sources/FEDLEX-OPSC-20230420", {}),
        ("/quality/findings", {"shape": "eif-1"}),
        ("/matrix", {"treaty": "OPSC", "group": "M49-150"}),
        ("/correspondences", {"instrument": "CRC", "provision": "34", "paragraph": "OP/4/a"}),
    ],
)
def test_keys_are_taken_in_any_case(get: Get, path: str, query: dict[str, str]) -> None:
    def told(answer: Any) -> str:
        # Addresses of pages repeat what was asked.
        return re.sub(r"http://testserver[^\"' ]*", "", str(answer))

    lower = {name: value.lower() for name, value in query.items()}
    if path == "/quality/findings":
        lower = {"shape": "EIF-1"}
    head, states, rest = path.partition("/states/")
    known = states + rest.replace("fra", "FRA").replace("OPSC", "opsc") if states else head.lower()
    assert told(get(path, **query)) == told(get(known, **lower))
