"""The description of a release against what DCAT-AP 3 asks, by pySHACL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib import DCAT, DCTERMS, RDF, SKOS

from csekg.releases.catalogues import dcat, first_act
from csekg.releases.folder import FileEntry, Manifest
from csekg.sparql.oxigraph_store import Store

_SHAPES = Path(__file__).with_name("dcat-ap.ttl")
_RELEASE = rdflib.URIRef("https://w3id.org/csekg/releases/2026.11.1")
_MEDIA_TYPES = {
    "csekg.nq": "application/n-quads",
    "csekg.trig": "application/trig",
    "NOTES.md": "text/markdown",
    "csekg.jsonld": "application/ld+json",
    "zenodo.json": "application/json",
    "csekg.ttl": "text/turtle",
    "tidy/acts.csv": "text/csv",
}


def _described() -> rdflib.Graph:
    files = tuple(
        FileEntry(file=name, media_type=kind, contents="What it holds", bytes=12, sha256="ab" * 32)
        for name, kind in _MEDIA_TYPES.items()
    )
    about = Manifest(
        version="2026.11.1",
        released_on=date(2026, 11, 26),
        previous="2026.11.0",
        doi="",
        program="1.0",
        as_of=date(2026, 11, 25),
        quads=3,
        files=files,
    )
    text = dcat(about, date(1931, 11, 21), RdfFormat.TURTLE)
    return rdflib.Graph().parse(data=text, format="turtle")


def _found(graph: rdflib.Graph) -> str:
    conforms, _, text = pyshacl.validate(graph, shacl_graph=rdflib.Graph().parse(_SHAPES))
    return "" if conforms else str(text)


def test_the_description_conforms() -> None:
    assert _found(_described()) == ""


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (_RELEASE, DCTERMS.title),
        (_RELEASE, DCAT.contactPoint),
        (_RELEASE, DCTERMS.temporal),
        (_RELEASE, DCAT.theme),
        (_RELEASE + "/csekg.nq", DCAT.accessURL),
        (_RELEASE + "/csekg.nq", DCTERMS.license),
        (rdflib.URIRef("https://w3id.org/csekg/releases"), DCTERMS.publisher),
        (rdflib.URIRef("https://creativecommons.org/licenses/by/4.0/"), RDF.type),
    ],
)
def test_each_part_is_asked_for(subject: rdflib.URIRef, predicate: rdflib.URIRef) -> None:
    graph = _described()
    assert (subject, predicate, None) in graph
    graph.remove((subject, predicate, None))
    assert _found(graph)


def test_everything_that_is_typed_by_a_table_is_an_entry_of_it() -> None:
    graph = _described()
    theme = rdflib.URIRef("http://example.org/theme")
    graph.add((_RELEASE, DCAT.theme, theme))
    graph.add((theme, RDF.type, SKOS.Concept))
    assert "data-theme" in _found(graph)


def test_each_file_has_its_type() -> None:
    graph = _described()
    types = {
        str(file).removeprefix(f"{_RELEASE}/"): str(graph.value(file, DCTERMS.format))
        for file in graph.objects(_RELEASE, DCAT.distribution)
    }
    ends = {name: kind.rpartition("/")[2] for name, kind in types.items()}
    assert ends["csekg.nq"] == "RDF_N_QUADS"
    assert ends["tidy/acts.csv"] == "CSV"


def test_the_period_begins_with_the_earliest_act(store: Store) -> None:
    assert first_act(store) == min(
        date.fromisoformat(day) for (day,) in store.values("SELECT ?d { ?a cse:followedDate ?d }")
    )
