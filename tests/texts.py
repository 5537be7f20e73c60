"""The texts side of the data, loaded and written once for the tests of its readers and writers."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import QuerySolutions, RdfFormat, Store

from csekg.dataset.quads import Quads
from csekg.dataset.writers.provisions import write_correspondences, write_provisions, write_readings
from csekg.dataset.writers.resolution import write_documents, write_resolution
from csekg.derived.correspondences import Correspondence, derive_correspondences
from csekg.facts.correspondences import Readings, read_readings
from csekg.facts.documents import Document, read_documents
from csekg.facts.provisions import Provision, read_provisions
from csekg.facts.resolution import Resolution, read_resolution
from csekg.facts.sources import read_sources
from csekg.facts.vocabularies import read_vocabularies
from csekg.namespaces import RESOLUTION
from csekg.resources import data_dir, ontology_dir
from csekg.wording.labels import Names
from tests.records import rows


@dataclass(frozen=True, slots=True)
class Texts:
    documents: Mapping[str, Document]
    resolution: Resolution
    provisions: Mapping[str, Mapping[str, Provision]]
    readings: Readings
    correspondences: tuple[Correspondence, ...]
    short_titles: Mapping[str, str]


def read_texts(data: Path) -> Texts:
    sources, vocabularies = read_sources(data), read_vocabularies(ontology_dir())
    titles = {
        file.parent.name: str(tomllib.loads(file.read_text(encoding="utf-8"))["short_title"])
        for file in data.glob("treaties/*/treaty.toml")
    }
    actors = [row["key"] for row in rows("actors.csv")]
    documents = read_documents(data, sources, titles, actors)
    resolution = read_resolution(data, documents, titles, sources, vocabularies)
    provisions = read_provisions(data, titles, sources, vocabularies)
    readings = read_readings(data, resolution.paragraphs, provisions, titles, vocabularies)
    correspondences = derive_correspondences(readings, resolution.paragraphs, provisions)
    return Texts(documents, resolution, provisions, readings, correspondences, titles)


@cache
def texts() -> Texts:
    return read_texts(data_dir())


@cache
def store() -> Store:
    it, quads = texts(), Quads()
    write_documents(quads, it.documents)
    titles = {**it.short_titles, RESOLUTION: it.documents[RESOLUTION].short_title}
    names = Names(str, titles.__getitem__)
    write_resolution(quads, it.resolution, it.documents, names)
    write_provisions(quads, it.provisions, names)
    paragraphs = it.resolution.paragraphs
    write_readings(quads, it.readings, paragraphs, names)
    write_correspondences(quads, it.correspondences, paragraphs, it.provisions, names, {})
    store = Store()
    store.load(b"".join(quads.n_quads()), RdfFormat.N_QUADS)
    return store


def ask(pattern: str, graph: str | None = None) -> list[tuple[str, ...]]:
    """Return the sorted rows of ?a to ?d in a pattern, IRIs without the part they all share."""
    base = "https://w3id.org/csekg/"
    pattern = f"GRAPH <{base}id/graph/{graph}> {{ {pattern} }}" if graph else pattern
    found = store().query(
        f"PREFIX cse: <{base}ontology#> PREFIX : <{base}id/instrument/> PREFIX id: <{base}id/> "
        f"SELECT DISTINCT * WHERE {{ {pattern} }}",
        prefixes={
            "dcterms": "http://purl.org/dc/terms/",
            "eli": "http://data.europa.eu/eli/ontology#",
            "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
            "skos": "http://www.w3.org/2004/02/skos/core#",
        },
        use_default_graph_as_union=True,
    )
    assert isinstance(found, QuerySolutions)
    names = sorted(variable.value for variable in found.variables if variable.value in "abcd")
    rows = {tuple(getattr(row[name], "value", "") for name in names) for row in found}
    return sorted(tuple(value.removeprefix(base + "id/") for value in row) for row in rows)
