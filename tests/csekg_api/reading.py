"""Two independent readers of documents and answers, rdflib and pyoxigraph, with results in one form."""

from __future__ import annotations

import io
from collections import Counter
from typing import TypeAlias

import pyoxigraph as ox
import rdflib
from rdflib.query import Result

#: An IRI; a literal with language and datatype; `_` for a blank node; nothing for the unbound.
Plain: TypeAlias = tuple[str, ...]
Rows: TypeAlias = tuple[list[str], Counter[tuple[Plain, ...]]]

#: The formats of graphs by the ending of files: for the two readers, and the media type.
FORMATS = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle", "text/turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt", "application/n-triples"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml", "application/rdf+xml"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld", "application/ld+json"),
    "trig": (ox.RdfFormat.TRIG, "trig", "application/trig"),
    "nq": (ox.RdfFormat.N_QUADS, "nquads", "application/n-quads"),
}
#: These endings by the service's names of formats.
ENDINGS = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld", "trig": "trig", "nquads": "nq"}
#: The formats of rows; pyoxigraph reads no CSV.
ROWS = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "tsv": ox.QueryResultsFormat.TSV}


def by_rdflib(content: bytes, form: str) -> set[tuple[Plain, ...]]:
    """The triples of a document, in whatever graph, by the name or the ending of its format."""
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(io.BytesIO(content), format=FORMATS[ENDINGS.get(form, form)][1])
    return {tuple(map(_of_rdflib, triple)) for triple in dataset.triples((None, None, None))}


def by_pyoxigraph(content: bytes, form: str) -> set[tuple[Plain, ...]]:
    """The same, read by the other library."""
    quads = ox.parse(content, FORMATS[ENDINGS.get(form, form)][0])
    return {tuple(map(_of_oxigraph, (q.subject, q.predicate, q.object))) for q in quads}


def rows_by_rdflib(content: bytes, name: str) -> Rows:
    """The variables and the rows of a result."""
    result = Result.parse(io.BytesIO(content), format=name)
    variables = result.vars or []
    rows = Counter(tuple(_of_rdflib(row.get(v)) for v in variables) for row in result.bindings)
    return [str(variable) for variable in variables], rows


def rows_by_oxigraph(content: bytes, name: str) -> Rows:
    """The same, read by the other library."""
    result = ox.parse_query_results(content, ROWS[name])
    assert isinstance(result, ox.QuerySolutions)
    names = [variable.value for variable in result.variables]
    return names, Counter(tuple(_of_oxigraph(row[name]) for name in names) for row in result)


def _of_oxigraph(term: object) -> Plain:
    if isinstance(term, ox.Literal):
        return (term.value, term.language or "", term.datatype.value)
    return (term.value,) if isinstance(term, ox.NamedNode) else ("_",) if term else ()


def _of_rdflib(term: object) -> Plain:
    if isinstance(term, rdflib.Literal):
        kind = rdflib.RDF.langString if term.language else term.datatype or rdflib.XSD.string
        return (str(term), term.language or "", str(kind))
    return (str(term),) if isinstance(term, rdflib.URIRef) else ("_",) if term else ()
