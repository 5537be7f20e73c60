"""A service over a server answers as one over the embedded store: each route once.

The server is Oxigraph's own, loaded as `csekg push` loads it. What the answers say is tested over
the embedded store.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from starlette.testclient import TestClient

from csekg.dataset.cache import fingerprint
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.indexes import dataset_report
from tests.command import cache_in
from tests.csekg.sparql.remote.servers import opened, oxigraph
from tests.csekg_api.web.make_examples import PATIENT, WITHOUT, responses

#: The text of each answer with its media type, by the id of the operation.
Answers: TypeAlias = dict[str, tuple[str, str]]

OPERATIONS = [line.split()[0] for line in Path(__file__).with_name("operations.txt").read_text("ascii").splitlines()]
#: They say on which store the service runs, and how long it has run.
OF_THE_PROCESS = {"getHealth", "getReadiness"}
#: A query without ORDER BY and a graph have no order.
UNORDERED = {"getGraph", "sparqlGet", "sparqlPost"}


def answers(store: QueryEngine) -> Answers:
    """The media type and the text of the answer of each operation, by its id."""
    dataset_report(store)
    with TestClient(create_app(store, "abc123", PATIENT)) as client:
        document = client.get("/openapi.json").json()
        given = {name: (kind, answer.text) for name, kind, answer in responses(client, document)}
        listed = client.get("/api/v1/downloads", params={"limit": 1000})
        # With the checksum of each file.
        return {**given, "listDownloads": ("application/json", listed.text)}


# Each has a cache of its own, so that no engine sends files that the other has made; validation opens the store again.


@pytest.fixture(scope="module")
def embedded(facts: bytes, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    with cache_in(tmp_path_factory.mktemp("embedded"), facts):
        return answers(Store(facts))


@pytest.fixture(scope="module")
def over_a_server(facts: bytes, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    folder = tmp_path_factory.mktemp("remote")
    with oxigraph(folder) as server, pytest.MonkeyPatch.context() as patch:
        server.load(facts, fingerprint())
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("CSEKG_ENDPOINT", server.query)
        with opened(server) as store:
            return answers(store)


# The first test waits for the answers of two services.
@pytest.mark.timeout(900)
@pytest.mark.parametrize("operation", sorted({*OPERATIONS} - WITHOUT - OF_THE_PROCESS))
def test_a_route_answers_the_same(operation: str, embedded: Answers, over_a_server: Answers) -> None:
    ours, theirs = embedded[operation], over_a_server[operation]
    if operation in UNORDERED:
        assert ordered(json.loads(theirs[1])) == ordered(json.loads(ours[1]))
    else:
        assert theirs == ours


def ordered(value: Any) -> Any:
    """A value of JSON with each list sorted."""
    if isinstance(value, dict):
        return {key: ordered(member) for key, member in value.items()}
    if isinstance(value, list):
        return sorted(map(ordered, value), key=json.dumps)
    return value
