"""Reads W3C's test suites for SPARQL queries: their manifests, and the files that these name."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

#: Paths of files in the suites, `sparql11/bind/bind01.rq`, and what they hold.
Files = Mapping[str, bytes]

ARCHIVE = Path(__file__).with_name("suites.tar.xz")
#: Names of files resolve against it (RFC 2606: it leads nowhere).
BASE = "http://suites.invalid/"
_MANIFEST = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QUERY = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_REGIME = "http://www.w3.org/ns/sparql-service-description#entailmentRegime"
_KINDS = {
    "QueryEvaluationTest": "evaluation",
    "CSVResultFormatTest": "evaluation",
    "PositiveSyntaxTest": "positive syntax",
    "PositiveSyntaxTest11": "positive syntax",
    "NegativeSyntaxTest": "negative syntax",
    "NegativeSyntaxTest11": "negative syntax",
}
# An entry is a test only where a list of the manifest names it.
_ENTRIES = f"""
PREFIX mf: <{_MANIFEST}> PREFIX dawgt: <http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?type ?action ?result ?cardinality {{
  ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test a ?type ; mf:action ?action
  OPTIONAL {{ ?test mf:result ?result }} OPTIONAL {{ ?test mf:resultCardinality ?cardinality }}
  FILTER NOT EXISTS {{ ?test dawgt:approval dawgt:Withdrawn }} }} ORDER BY ?test"""


@dataclass(frozen=True, slots=True)
class Case:
    """One test: `section` is its suite and kind, `name` its folder and the name in the manifest.

    `query`, `data`, `graphs` and `result` are paths of files. A `lax` result may have duplicates or not.
    """

    section: str
    name: str
    query: str
    data: tuple[str, ...]
    graphs: tuple[str, ...]
    result: str
    lax: bool


def packed_files() -> Files:
    """Return the suites that lie beside this module."""
    with tarfile.open(ARCHIVE) as archive:
        members = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: content.read() for name, content in members if content}


def files_of(folder: Path) -> Files:
    """Return the suites in a folder such as `sparql` of a checkout of w3c/rdf-tests."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and file.suffix not in (".html", ".md", ".jsonld")
    }


def cases(files: Files) -> Iterator[Case]:
    """Yield the tests of queries, in the order of their folders and names; none that was withdrawn."""
    for path in sorted(files):
        if path.endswith("/manifest.ttl"):
            manifest = ox.Store()
            manifest.load(files[path], ox.RdfFormat.TURTLE, base_iri=BASE + path)
            yield from _cases_of(manifest, path.removesuffix("/manifest.ttl"), files)


def _cases_of(manifest: ox.Store, folder: str, files: Files) -> Iterator[Case]:
    results = manifest.query(_ENTRIES)
    assert isinstance(results, ox.QuerySolutions)
    suite, _, within = folder.partition("/")
    for test, type_, action, result, cardinality in results:
        kind = _KINDS.get(type_.value.removeprefix(_MANIFEST))
        if kind is None:
            continue
        [query] = _files_named(manifest, action, "query") or (_path(action),)
        if list(manifest.quads_for_pattern(action, ox.NamedNode(_REGIME), None)):
            kind = "evaluation under entailment"
        elif kind == "evaluation" and b"SERVICE" in files[query].upper():
            kind = "federation"
        yield Case(
            f"SPARQL {suite[-2]}.{suite[-1]}, {kind}",
            f"{within}/{test.value.rpartition('#')[2]}",
            query,
            _files_named(manifest, action, "data"),
            _files_named(manifest, action, "graphData"),
            _path(result) if result else "",
            cardinality is not None,
        )


def _files_named(manifest: ox.Store, action: ox.NamedNode | ox.BlankNode, property_: str) -> tuple[str, ...]:
    quads = manifest.quads_for_pattern(action, ox.NamedNode(_QUERY + property_), None)
    return tuple(sorted(_path(quad.object) for quad in quads))


def _path(node: object) -> str:
    assert isinstance(node, ox.NamedNode)
    return node.value.removeprefix(BASE)
