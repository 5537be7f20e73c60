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

from csekg.sparql.remote import RemoteStore
from csekg.sparql.store import QueryEngine
from csekg_api.app import create_app
from csekg_api.indexes import dataset_report
from tests.csekg.sparql.remote.servers import Server
from tests.csekg_api.web.make_examples import PATIENT, WITHOUT, responses

#: The text of each answer with its media type, by the id of the operation.
Answers: TypeAlias = dict[str, tuple[str, str]]

OPERATIONS = [line.split()[0] for line in Path(__file__).with_name("operations.txt").read_text("ascii").splitlines()]
#: They say on which store the service runs, and how long it has run.
OF_THE_PROCESS = {"getHealth", "getReadiness"}
#: A query without ORDER BY and a graph have no order.
UNORDERED = {"getGraph", "sparqlGet", "sparqlPost"}


def answers(store: QueryEngine, folder: Path, variables: dict[str, str]) -> Answers:
    """The media type and the text of the answer of each operation, by its id."""
    with pytest.MonkeyPatch.context() as patch:
        # A cache of its own, so that no engine sends files that the other has made.
        for name, value in {**variables, "XDG_CACHE_HOME": str(folder)}.items():
            patch.setenv(name, value)
        dataset_report(store)
        with TestClient(create_app(store, "abc123", PATIENT)) as client:
            document = client.get("/openapi.json").json()
            given = {name: (kind, answer.text) for name, kind, answer in responses(client, document)}
            listed = client.get("/api/v1/downloads", params={"limit": 1000})
            # With the checksum of each file.
            return {**given, "listDownloads": ("application/json", listed.text)}


@pytest.fixture(scope="module")
def embedded(store: QueryEngine, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    return answers(store, tmp_path_factory.mktemp("embedded"), {})


@pytest.fixture(scope="module")
def over_a_server(remote: RemoteStore, oxigraph_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Answers:
    # Validation opens the store again.
    variables = {"CSEKG_ENDPOINT": oxigraph_server.query}
    return answers(remote, tmp_path_factory.mktemp("remote"), variables)


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
