"""A service over Oxigraph's own server answers as one over the embedded store: each route once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.indexes import dataset_report
from tests.command import cache_in
from tests.csekg.sparql.remote.servers import opened, oxigraph
from tests.csekg_api.web.make_examples import PATIENT, WITHOUT, responses

OPERATIONS = [line.split()[0] for line in Path(__file__).with_name("operations.txt").read_text("ascii").splitlines()]
#: They say on which store the service runs, and how long it has run.
OF_THE_PROCESS = {"getHealth", "getReadiness"}
#: A query without ORDER BY and a graph have no order.
UNORDERED = {"sparqlGet", "sparqlPost"}


def answers(store: QueryEngine) -> dict[str, tuple[str, str]]:
    """The media type and the text of the answer of each operation, by its id."""
    dataset_report(store)
    with TestClient(create_app(store, "abc123", PATIENT)) as client:
        given = {
            name: (kind, answer.text) for name, kind, answer in responses(client, client.get("/openapi.json").json())
        }
        # With the checksum of each file.
        return {**given, "listDownloads": ("", client.get("/api/v1/downloads", params={"limit": 1000}).text)}


@pytest.fixture(scope="module")
def both(facts: bytes, tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, tuple[str, str]]]:
    # Each has a cache of its own, so that neither sends files that the other has made.
    with cache_in(tmp_path_factory.mktemp("embedded"), facts):
        ours = answers(Store(facts))
    folder = tmp_path_factory.mktemp("remote")
    with oxigraph(folder, facts) as server, pytest.MonkeyPatch.context() as patch, opened(server) as store:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("CSEKG_ENDPOINT", server.query)
        return [ours, answers(store)]


# The first test waits for the answers of two services.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("operation", sorted({*OPERATIONS} - WITHOUT - OF_THE_PROCESS))
def test_a_route_answers_the_same(operation: str, both: list[dict[str, tuple[str, str]]]) -> None:
    ours, theirs = (each[operation] for each in both)
    if operation in UNORDERED:
        ours, theirs = (ordered(json.loads(text)) for _, text in (ours, theirs))
    assert theirs == ours


def ordered(value: Any) -> Any:
    """A value of JSON with each list sorted."""
    if isinstance(value, dict):
        return {key: ordered(member) for key, member in value.items()}
    return sorted(map(ordered, value), key=json.dumps) if isinstance(value, list) else value
