"""Runs a test of W3C's suites with a given way to evaluate a query, and tells whether it passes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from io import StringIO
from typing import TypeAlias
from urllib.parse import urljoin

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.loader import Loaded
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import Results
from tests.csekg.sparql.w3c.suites import BASE, Case, Files

#: Evaluates the text of a query with a base over a store.
Evaluate: TypeAlias = "Callable[[ox.Store, str, str], Results]"
#: An answer, which equals another one if and only if that is the same but for the labels of blank nodes.
Answer: TypeAlias = "bool | frozenset[ox.Quad]"

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
# Solutions that RDF describes, in the form of `_of_rows`.
_ROWS = f"""
PREFIX rs: <{_RESULT_SET}>
CONSTRUCT {{ ?solution <row:place> ?place ; ?column ?value }} {{
  ?set rs:solution ?solution OPTIONAL {{ ?solution rs:index ?index }} BIND(COALESCE(?index, 0) AS ?place)
  OPTIONAL {{ ?solution rs:binding [ rs:variable ?name ; rs:value ?value ] }}
  BIND(IRI(CONCAT("row:", ?name)) AS ?column)
}}"""
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)
#: ORDER BY compares numbers with strings in these, for which any order is right (SPARQL 1.1 Query, section 15.1).
_ANY_ORDER = frozenset({"functions/plus-1", "functions/plus-2"})


def through_csekg(store: ox.Store, query: str, base: str) -> Results:
    """Evaluate a query as one that a stranger sends."""
    return Store(Loaded(store)).query(query, base=base)


def in_oxigraph(store: ox.Store, query: str, base: str) -> Results:
    """Evaluate a query as it is."""
    return store.query(query, base_iri=base)


def passes(case: Case, files: Files, evaluate: Evaluate) -> bool:
    """Return whether a test passes that asks no other server."""
    query, base = files[case.query].decode(), BASE + case.query
    try:
        results = evaluate(_store_of(case, files, query), query, base)
        return _is_expected(case, files, query, results) if case.result else "positive" in case.section
    except (SyntaxError, ValueError, RuntimeError, QueryError) as error:
        # A syntax is right although a function in it is unknown.
        accepted = isinstance(error, RuntimeError) or str(error).startswith("the query cannot be evaluated")
        return not case.result and ("positive" in case.section) is accepted


def _store_of(case: Case, files: Files, query: str) -> ox.Store:
    """Return the data of a test; the graphs of FROM are among the named ones, as its service would load them."""
    store = ox.Store()
    for path in case.data:
        store.extend(_quads(path, files))
    stated = (urljoin(BASE + case.query, iri).removeprefix(BASE) for iri in _FROM.findall(query))
    for path in {*case.graphs, *stated} & files.keys():
        graph = ox.NamedNode(BASE + path)
        store.add_graph(graph)
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in _quads(path, files))
    return store


def _quads(path: str, files: Files) -> Iterable[ox.Quad]:
    format_ = ox.RdfFormat.from_extension(path.rpartition(".")[2])
    return ox.parse(files[path], format_, base_iri=BASE + path, rename_blank_nodes=True)


def _is_expected(case: Case, files: Files, query: str, results: Results) -> bool:
    content, extension = files[case.result], case.result.rpartition(".")[2]
    if extension == "csv":
        assert isinstance(results, ox.QuerySolutions)
        return _csv_rows(results.serialize(format=ox.QueryResultsFormat.CSV) or b"") == _csv_rows(content)
    ordered = "ORDER BY" in query.upper() and case.name not in _ANY_ORDER
    if format_ := ox.QueryResultsFormat.from_extension(extension):
        expected = ox.parse_query_results(content, format_)
        return _answer(results, ordered, case.lax) == _answer(expected, ordered, case.lax)
    described = ox.Store()
    described.extend(_quads(case.result, files))
    terms = {quad.predicate.value.removeprefix(_RESULT_SET): quad.object for quad in described}
    if "boolean" in terms:
        return bool(results) is ("true" in str(terms["boolean"]))
    if "resultVariable" not in terms:
        return _answer(results, False, False) == _canonical(described)
    rows = described.query(_ROWS)
    assert isinstance(rows, ox.QueryTriples)
    return _answer(results, "index" in terms, case.lax) == _canonical(rows)


def _csv_rows(content: bytes) -> list[list[tuple[str, str]]]:
    rows = csv.DictReader(StringIO(content.decode()))
    return sorted(sorted((name, re.sub("^_:.*", "_:", cell)) for name, cell in row.items()) for row in rows)


def _answer(results: Results, ordered: bool, lax: bool) -> Answer:
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    return _canonical(results if isinstance(results, ox.QueryTriples) else _of_rows(results, ordered, lax))


def _of_rows(rows: ox.QuerySolutions, ordered: bool, lax: bool) -> Iterable[ox.Quad]:
    """Yield rows as a graph, in which blank nodes are the same in all rows."""
    names = [ox.NamedNode(f"row:{variable.value}") for variable in rows.variables]
    for number, row in enumerate({str([*row]): row for row in rows}.values() if lax else rows):
        node = ox.BlankNode()
        yield ox.Quad(node, ox.NamedNode("row:place"), ox.Literal(number + 1 if ordered else 0))
        yield from (ox.Quad(node, name, value) for name, value in zip(names, row, strict=True) if value)


def _canonical(graph: Iterable[ox.Quad | ox.Triple]) -> frozenset[ox.Quad]:
    # A store writes numbers in their canonical form, as it does with the data.
    store = ox.Store()
    store.extend(ox.Quad(part.subject, part.predicate, part.object) for part in graph)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)
