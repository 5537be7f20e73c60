"""Every IRI of the dataset under the base, in any position, can be dereferenced."""

from __future__ import annotations

import random
from collections.abc import Iterator
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL
from starlette.testclient import TestClient

from csekg.namespaces import BASE, ID, ONTOLOGY
from csekg_api.linked_data.resources import Resources
from tests.csekg_api.reading import FORMATS, by_pyoxigraph, by_rdflib

SAMPLE = 30


@pytest.fixture(scope="module")
def iris(dataset_graphs: ox.Store) -> list[str]:
    found = set()
    for quad in dataset_graphs:
        for term in quad:
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                found.add(term.value)
    return sorted(found)


@pytest.fixture(autouse=True)
def literals_as_written() -> Iterator[None]:
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


def test_identifier_of_a_thing_leads_to_a_document_about_it(iris: list[str], resources: Resources) -> None:
    things = [iri for iri in iris if iri.startswith(ID)]
    assert len(things) > 15_000
    for iri in things:
        found = resources.identifiers.find(quote(iri.removeprefix(BASE), safe="/"))
        assert found is not None, iri
        assert found.topics == (iri,)


def test_other_identifiers_are_those_of_the_ontology(iris: list[str], service: TestClient) -> None:
    others = {iri for iri in iris if not iri.startswith(ID)}
    assert len(others) > 200
    triples = by_pyoxigraph(service.get("/data/ontology.ttl").content, "ttl")
    ontology = {s for s, _, _ in triples}
    earlier = {o[0] for _, p, o in triples if p == (str(OWL.priorVersion),)}
    page = service.get("/ontology", headers={"Accept": "text/html"}).text
    for iri in others:
        document, _, fragment = iri.removeprefix(BASE).partition("#")
        if document.startswith("releases/"):
            assert service.get(f"/{document}").headers["location"] == "/method#downloads"
            continue
        assert document == "ontology" or document.startswith("ontology/")
        answer = service.get(f"/{document}")
        if iri in earlier:
            # The version before this one is named, and not kept.
            assert "of the ontology here, only" in answer.json()["detail"]
            continue
        assert answer.status_code == (200 if document == "ontology" else 303), iri
        if fragment:
            assert (ONTOLOGY + fragment,) in ontology
            assert f'id="{fragment}"' in page


@pytest.mark.parametrize("ending", FORMATS)
def test_sample_says_the_same_to_two_readers_in_each_format(iris: list[str], service: TestClient, ending: str) -> None:
    things = [iri for iri in iris if iri.startswith(ID)]
    for iri in random.Random(SAMPLE).sample(things, SAMPLE):
        path = "/" + iri.removeprefix(BASE)
        moved = service.get(path, headers={"Accept": FORMATS[ending][2]})
        if moved.status_code == 308:  # replaced: another identifier took its place
            path = moved.headers["location"]
            moved = service.get(path, headers={"Accept": FORMATS[ending][2]})
        assert moved.status_code == 303
        assert moved.headers["location"].endswith(f".{ending}")
        answer = service.get(moved.headers["location"])
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == FORMATS[ending][2]
        triples = by_pyoxigraph(answer.content, ending)
        assert triples == by_rdflib(answer.content, ending), iri
        other = service.get(moved.headers["location"].removesuffix(ending) + "nt")
        assert triples == by_pyoxigraph(other.content, "nt"), iri
