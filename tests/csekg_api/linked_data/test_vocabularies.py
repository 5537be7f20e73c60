"""The ontology, the shapes and the context at their addresses."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import isomorphic
from starlette.testclient import TestClient

from csekg.namespaces import BASE, ONTOLOGY, SKOS
from csekg.resources import ontology_dir
from csekg.validation.shapes import CSH, read_shapes, shapes_dir
from tests.command import environment
from tests.csekg_api.reading import FORMATS

HTML = {"Accept": "text/html"}
DOCUMENTS = ("/ontology", "/ontology/alignments", "/shapes")


def files_of(path: str) -> list[ox.Quad]:
    names = {"/ontology": ["csekg.ttl", "alignments.ttl"], "/ontology/alignments": ["alignments.ttl"]}.get(path)
    files = [ontology_dir() / n for n in names] if names else sorted(shapes_dir().glob("*.ttl"))
    return [q for file in files for q in ox.parse(path=file, format=ox.RdfFormat.TURTLE)]


def graph(content: bytes, ending: str) -> rdflib.Graph:
    return rdflib.Graph().parse(content, format=FORMATS[ending][1])


@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_format_holds_what_the_files_say(service: TestClient, path: str) -> None:
    expected = {quad.triple for quad in files_of(path)}
    graphs = {}
    for ending in ("ttl", "nt", "rdf", "jsonld"):
        answer = service.get(path, headers={"Accept": FORMATS[ending][2]})
        assert answer.headers["content-location"] == f"/data{path}.{ending}"
        assert answer.content == service.get(f"/data{path}.{ending}").content
        old = service.get(f"{path}.{ending}")
        assert (old.status_code, old.headers["location"]) == (308, f"/data{path}.{ending}")
        read = {quad.triple for quad in ox.parse(answer.content, FORMATS[ending][0])}
        assert len(read) == len(expected)
        graphs[ending] = graph(answer.content, ending)
    if path != "/shapes":
        assert all(isomorphic(graphs["ttl"], other) for other in graphs.values())
    else:
        # Comparing hundreds of blank nodes takes long; named nodes are enough.
        named = [{t for t in g if not any(isinstance(part, rdflib.BNode) for part in t)} for g in graphs.values()]
        assert all(triples == named[0] for triples in named)


def test_ontology_page_has_a_place_for_each_term(service: TestClient) -> None:
    answer = service.get("/ontology", headers=HTML)
    assert answer.headers["content-type"].startswith("text/html")
    page = answer.text
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    subjects = {q.subject for q in files_of("/ontology") if isinstance(q.subject, ox.NamedNode)}
    terms = {subject for subject in subjects if subject.value.startswith(ONTOLOGY)}
    assert {term.value.removeprefix(ONTOLOGY) for term in terms} <= set(places)
    text = unescape(page)
    for quad in files_of("/ontology"):
        if quad.subject in terms and quad.predicate in (SKOS.definition, SKOS.scopeNote):
            assert quad.object.value in text  # type: ignore[union-attr]


def test_shapes_page_has_a_place_for_each_shape_with_message_and_severity(service: TestClient) -> None:
    page = unescape(service.get("/shapes", headers=HTML).text)
    places = re.findall(r'id="([^"]+)"', page)
    assert len(places) == len(set(places))
    named = {
        quad.subject.value.removeprefix(CSH.iri)
        for quad in files_of("/shapes")
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(CSH.iri)
    }
    assert named <= set(places)
    for shape in read_shapes(shapes_dir()):
        entry = page.split(f'id="{shape.short_name}"')[1].split("</section>")[0]
        assert shape.message in entry or f'href="/shapes#{shape.short_name}-query"' in entry
        assert f"http://www.w3.org/ns/shacl#{shape.severity.capitalize()}" in entry


def test_version_of_the_ontology_dereferences(service: TestClient) -> None:
    [iri] = [
        q.object.value  # type: ignore[union-attr]
        for q in files_of("/ontology")
        if q.predicate.value.endswith("#versionIRI")
    ]
    path = "/" + iri.removeprefix(BASE)
    for asked, place in ((path, "/ontology"), (f"{path}.ttl", "/data/ontology.ttl"), ("/ontology/shapes", "/shapes")):
        answer = service.get(asked)
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert service.get(f"{path}.pdf").status_code == 404
    answer = service.get("/ontology/0.0.9")
    assert answer.status_code == 404
    assert path.rpartition("/")[2] in answer.json()["detail"]


_WRITE = """
from csekg_api.linked_data.vocabularies import FILES
import hashlib
for file in FILES.values():
    for ending in ("jsonld", "nt", "rdf", "ttl"):
        print(file.name, ending, hashlib.sha256(file.content(ending)).hexdigest())
"""


def test_two_processes_write_the_same_bytes() -> None:
    written = {
        subprocess.run(
            [sys.executable, "-c", _WRITE],
            capture_output=True,
            text=True,
            check=True,
            env=environment() | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1")
    }
    assert len(written) == 1
