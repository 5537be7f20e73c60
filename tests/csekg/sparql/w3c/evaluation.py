"""Runs a test of W3C's suites with a given way to evaluate a query, and tells whether it passes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping
from io import StringIO
from typing import TypeAlias
from urllib.parse import urljoin

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.loader import Loaded
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import Results
from tests.csekg.sparql.w3c.suites import BASE, Case, Files

Term: TypeAlias = "ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple"
Row: TypeAlias = "Mapping[str, Term]"
#: Evaluates the text of a query with a base over a store.
Evaluate: TypeAlias = "Callable[[ox.Store, str, str], Results]"
#: An answer that equals another one if and only if it is the same but for the labels of blank nodes.
Answer: TypeAlias = "bool | frozenset[ox.Quad]"

_RESULT_SET = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_SOLUTIONS = f"""
PREFIX rs: <{_RESULT_SET}>
SELECT ?solution ?index ?variable ?value {{
  ?set rs:solution ?solution OPTIONAL {{ ?solution rs:index ?index }}
  OPTIONAL {{ ?solution rs:binding [ rs:variable ?variable ; rs:value ?value ] }} }}"""
_FROM = re.compile(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", re.IGNORECASE)


def through_csekg(store: ox.Store, query: str, base: str) -> Results:
    """Evaluate a query as one that a stranger sends."""
    return Store(Loaded(store, (ox.DefaultGraph(),))).query(query, base=base)


def in_oxigraph(store: ox.Store, query: str, base: str) -> Results:
    """Evaluate a query as it is."""
    return store.query(query, base_iri=base)


def passes(case: Case, files: Files, evaluate: Evaluate) -> bool:
    """Return whether a test passes; one that would ask another server is not run and does not pass."""
    query, base = files[case.query].decode(), BASE + case.query
    if case.section.endswith("syntax"):
        return _is_accepted(query, base, evaluate) is case.section.endswith("positive syntax")
    if case.section.endswith("federation"):
        return False
    store = _store_of(case, files, query)
    try:
        return _is_expected(case, files, query, evaluate(store, query, base))
    except (QueryError, SyntaxError, ValueError, RuntimeError, OSError):
        return False


def _is_accepted(query: str, base: str, evaluate: Evaluate) -> bool:
    try:
        evaluate(ox.Store(), query, base)
    except (SyntaxError, ValueError):
        return False
    except QueryError as error:
        # An unknown function is one of evaluation.
        return str(error).startswith("the query cannot be evaluated")
    except RuntimeError:
        return True
    return True


def _store_of(case: Case, files: Files, query: str) -> ox.Store:
    """Return the data of a test; the graphs of FROM are among the named ones, as its service would load them."""
    store = ox.Store()
    for path in case.data:
        store.extend(quad for quad in _quads(path, files))
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
    extension = case.result.rpartition(".")[2]
    if extension == "csv":
        assert isinstance(results, ox.QuerySolutions)
        written = results.serialize(format=ox.QueryResultsFormat.CSV) or b""
        return _csv_rows(written) == _csv_rows(files[case.result])
    ordered = "ORDER BY" in query.upper()
    if format_ := ox.QueryResultsFormat.from_extension(extension):
        expected = ox.parse_query_results(files[case.result], format_)
        return _answer(results, ordered, case.lax) == _answer(expected, ordered, case.lax)
    quads = [*_quads(case.result, files)]
    booleans = [quad.object.value for quad in quads if quad.predicate.value == _RESULT_SET + "boolean"]
    if booleans:
        return bool(results) is (booleans == ["true"])
    if any(quad.predicate.value == _RESULT_SET + "resultVariable" for quad in quads):
        rows, ordered = _described_rows(quads)
        return _answer(results, ordered, case.lax) == _of_rows(rows, ordered, case.lax)
    return _answer(results, False, False) == _canonical(quads)


def _csv_rows(written: bytes) -> list[list[tuple[str, str]]]:
    rows = csv.DictReader(StringIO(written.decode()))
    return sorted(sorted((name, re.sub("^_:.*", "_:", cell)) for name, cell in row.items()) for row in rows)


def _described_rows(quads: Iterable[ox.Quad]) -> tuple[list[Row], bool]:
    """Return the solutions that RDF describes, and whether they have an order."""
    store = ox.Store()
    store.extend(quads)
    results = store.query(_SOLUTIONS)
    assert isinstance(results, ox.QuerySolutions)
    rows: dict[str, dict[str, Term]] = {}
    places: dict[str, int] = {}
    for solution, index, variable, value in results:
        row = rows.setdefault(str(solution), {})
        if variable is not None:
            row[variable.value] = value
        if index is not None:
            places[str(solution)] = int(index.value)
    return [rows[name] for name in sorted(rows, key=lambda name: places.get(name, 0))], bool(places)


def _answer(results: Results, ordered: bool, lax: bool) -> Answer:
    if isinstance(results, ox.QueryBoolean):
        return bool(results)
    if isinstance(results, ox.QueryTriples):
        return _canonical(ox.Quad(*triple) for triple in results)
    names = [variable.value for variable in results.variables]
    rows = [{name: value for name, value in zip(names, row, strict=True) if value is not None} for row in results]
    return _of_rows(rows, ordered, lax)


def _of_rows(rows: Iterable[Row], ordered: bool, lax: bool) -> Answer:
    """Return rows as a graph, in which blank nodes are the same in all rows."""
    if lax:
        rows = {str(sorted((name, str(value)) for name, value in row.items())): row for row in rows}.values()
    quads = []
    for number, row in enumerate(rows):
        node = ox.BlankNode()
        place = ox.Literal(number if ordered else 0)
        quads.append(ox.Quad(node, ox.NamedNode("row:place"), place))
        quads += [ox.Quad(node, ox.NamedNode("row:" + name), value) for name, value in row.items()]
    return _canonical(quads)


def _canonical(quads: Iterable[ox.Quad]) -> frozenset[ox.Quad]:
    # A store writes numbers in their canonical form, as it does with the data.
    store = ox.Store()
    store.extend(quads)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)
