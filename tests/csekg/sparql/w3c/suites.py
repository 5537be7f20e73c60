"""Reads W3C's test suites for SPARQL queries: their manifests, and the files that these name."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox

#: Paths of files in the suites, such as `sparql11/bind/bind01.rq`, and what they hold.
Files: TypeAlias = "Mapping[str, bytes]"

#: Names of files resolve against it (RFC 2606: it leads nowhere).
BASE = "http://suites.invalid/"
_KINDS = {
    "QueryEvaluationTest": "evaluation",
    "CSVResultFormatTest": "evaluation",
    "PositiveSyntaxTest": "positive syntax",
    "PositiveSyntaxTest11": "positive syntax",
    "NegativeSyntaxTest": "negative syntax",
    "NegativeSyntaxTest11": "negative syntax",
}
# An entry is a test only where a list of the manifest names it.
_ENTRIES = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX dawgt: <http://www.w3.org/2001/sw/DataAccess/tests/test-dawg#>
PREFIX sd: <http://www.w3.org/ns/sparql-service-description#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?type (COALESCE(?asked, ?action) AS ?query) ?result
       (GROUP_CONCAT(DISTINCT COALESCE(STR(?file), "")) AS ?data)
       (GROUP_CONCAT(DISTINCT COALESCE(STR(?graph), "")) AS ?graphs)
       (COUNT(?cardinality) > 0 AS ?lax) (COUNT(?regime) > 0 AS ?entailed)
{
  ?manifest mf:entries/rdf:rest*/rdf:first ?test . ?test a ?type ; mf:action ?action
  OPTIONAL { ?action qt:query ?asked } OPTIONAL { ?test mf:result ?result }
  OPTIONAL { ?action qt:data ?file } OPTIONAL { ?action qt:graphData ?graph }
  OPTIONAL { ?test mf:resultCardinality ?cardinality } OPTIONAL { ?action sd:entailmentRegime ?regime }
  FILTER NOT EXISTS { ?test dawgt:approval dawgt:Withdrawn }
} GROUP BY ?test ?type ?asked ?action ?result ORDER BY ?test"""


class Case(NamedTuple):
    """One test: `section` is its suite and kind, `name` its folder and the name in the manifest.

    `query`, `data`, `graphs` and `result` are paths of files. A `lax` result may have duplicates or
    not. A test that `asks_others` cannot be run, as it asks servers that only the working group had.
    """

    section: str
    name: str
    query: str
    result: str
    data: list[str]
    graphs: list[str]
    lax: bool
    asks_others: bool


def packed_files() -> Files:
    """Return the suites that lie beside this module."""
    with tarfile.open(Path(__file__).with_name("suites.tar.xz")) as archive:
        members = ((member.name, archive.extractfile(member)) for member in archive)
        return {name: content.read() for name, content in members if content}


def files_of(folder: Path) -> Files:
    """Return the suites in a folder such as `sparql` of a checkout of w3c/rdf-tests."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*") if file.is_file()}


def cases(files: Files) -> Iterator[Case]:
    """Yield the tests of queries, in the order of their folders and names; none that was withdrawn."""
    for path in sorted(files):
        if path.endswith("/manifest.ttl"):
            manifest = ox.Store()
            manifest.load(files[path], ox.RdfFormat.TURTLE, base_iri=BASE + path)
            results = manifest.query(_ENTRIES)
            assert isinstance(results, ox.QuerySolutions)
            for row in results:
                test, type_, query, result, data, graphs, lax, entailed = (term.value if term else "" for term in row)
                if kind := _KINDS.get(type_.rpartition("#")[2]):
                    suite, _, within = path.removesuffix("manifest.ttl").partition("/")
                    yield Case(
                        f"SPARQL {suite[-2]}.{suite[-1]}, {kind}{' under entailment' if entailed == 'true' else ''}",
                        within + test.rpartition("#")[2],
                        query.removeprefix(BASE),
                        result.removeprefix(BASE),
                        data.replace(BASE, "").split(),
                        graphs.replace(BASE, "").split(),
                        lax == "true",
                        kind == "evaluation" and b"SERVICE" in files[query.removeprefix(BASE)].upper(),
                    )
