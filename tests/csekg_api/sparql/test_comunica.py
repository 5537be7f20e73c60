"""Comunica (npm), unmodified: it detects the kinds of our addresses, and federates."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import CLIENTS
from tests.csekg_api.service import Service, serving

# The first installation fetches five hundred packages.
pytestmark = pytest.mark.timeout(400)

PREFIXES = """
PREFIX cse: <https://w3id.org/csekg/ontology#>
PREFIX ex: <http://example.org/>
PREFIX instrument: <https://w3id.org/csekg/id/instrument/>
PREFIX status: <https://w3id.org/csekg/id/vocab/status/>
"""
# Notes in a file of the user, about treaties that only the service has.
NOTES = """
@prefix ex: <http://example.org/> .
@prefix instrument: <https://w3id.org/csekg/id/instrument/> .
ex:shelf ex:holds instrument:opsc , instrument:crc , ex:elsewhere .
"""


@pytest.fixture(scope="module")
def notes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    file = tmp_path_factory.mktemp("notes") / "notes.ttl"
    file.write_text(NOTES, encoding="utf-8")
    with serving("--dataset", str(file)) as service:
        yield service


def ask(node: Path, query: str, *sources: str) -> list[dict[str, str]]:
    run = subprocess.run(
        [node, "ask.mjs", json.dumps(sources), PREFIXES + query],
        cwd=CLIENTS,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def endpoint(service: Service) -> str:
    return f"http://127.0.0.1:{service.port}/sparql"


def test_it_recognises_the_endpoint(node: Path, real: Service) -> None:
    query = """SELECT ?name WHERE {
        ?act cse:treaty instrument:opsc ; cse:status status:signatory ; cse:actor ?state .
        ?state a cse:State ; <http://www.w3.org/2000/01/rdf-schema#label> ?name
    } GROUP BY ?name ORDER BY ?name"""
    for path in ("", "/"):
        rows = ask(node, query, endpoint(real) + path)
        assert {"name": "Ireland"} in rows
        assert rows == sorted(rows, key=lambda row: row["name"])
    # It sends the whole query: its own joins would count differently.
    [row] = ask(node, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", endpoint(real))
    assert int(row["n"]) > 100_000


def test_it_reads_graphs_and_descriptions_as_documents(node: Path, small: Service) -> None:
    base = f"http://127.0.0.1:{small.port}"
    rows = ask(node, "SELECT ?o WHERE { ?s ex:remark ?o }", f"{base}/api/v1/downloads/csekg.ttl")
    assert rows == [{"o": 'a, "b"\nc'}]
    void = "SELECT ?n WHERE { ?d <http://rdfs.org/ns/void#triples> ?n }"
    assert ask(node, void, f"{base}/.well-known/void") == [{"n": "3"}]


ENGLISH = 'FILTER(LANG(?title) = "en")'
HELD = [{"title": "CRC"}, {"title": "OPSC"}]


def test_a_query_over_two_endpoints(node: Path, real: Service, notes: Service) -> None:
    query = f"SELECT ?title WHERE {{ ex:shelf ex:holds ?t . ?t cse:shortTitle ?title {ENGLISH} }}"
    rows = ask(node, query, endpoint(notes), endpoint(real))
    assert sorted(rows, key=lambda row: row["title"]) == HELD


def test_a_query_with_service(node: Path, real: Service, notes: Service) -> None:
    query = f"""SELECT ?title WHERE {{
        ex:shelf ex:holds ?t . SERVICE <{endpoint(real)}> {{
            ?t cse:shortTitle ?title {ENGLISH} }} }}"""
    document = f"http://127.0.0.1:{notes.port}/api/v1/downloads/csekg.ttl"
    rows = ask(node, query, document)
    assert sorted(rows, key=lambda row: row["title"]) == HELD
