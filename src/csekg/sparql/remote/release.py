"""A release as a server holds it: the dataset, its union, and a small graph that names it.

The graph `id/graph/release` holds the version and lists the graphs of the release, so that the next
push removes the graphs that it no longer has and touches no others.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.namespaces import DCTERMS, VOID
from csekg.redaction import quoted
from csekg.sparql.errors import EndpointError, unexpected_answer
from csekg.sparql.remote.connection import Connection
from csekg.sparql.remote.responses import ROWS, read_results
from csekg.sparql.store import Term, read, rows_of

RELEASE = ns.graph("release")
#: The version while graphs are being replaced one by one.
INCOMPLETE = "incomplete"
#: Seconds for which a version that the server has reported is not checked again.
BELIEVED = 1.0
_DATASET = ns.thing("dataset", "csekg")

RELEASE_QUERY = f"""
SELECT ?version ?graph WHERE {{
  GRAPH {RELEASE} {{
    {_DATASET} {DCTERMS.identifier} ?version . OPTIONAL {{ {_DATASET} {VOID.subset} ?graph }}
  }}
}}
"""

GRAPHS_QUERY = "SELECT DISTINCT ?graph WHERE { GRAPH ?graph { ?s ?p ?o } }"

# A version becomes part of entity tags (RFC 9110, section 8.8.3), and is shown.
_VERSION = re.compile(r"[ !#-\[\]-~]{1,128}")


def answered(connection: Connection, query: str) -> list[dict[str, Term | None]]:
    """Return the rows of a trusted query over all graphs that a server has, up to a megabyte."""
    answer = connection.read([("query", query)], ROWS)
    if not answer.is_whole:
        raise EndpointError(f"{connection.name} describes its release in more than a megabyte")
    return read(read_results(answer, ox.QuerySolutions, connection.name), rows_of)


def stored(connection: Connection) -> tuple[str | None, set[str]]:
    """Return the version that a server holds (None for none) and the graphs that it lists."""
    return held(answered(connection, RELEASE_QUERY), connection.name)


def held(rows: Sequence[Mapping[str, Term | None]], server: str) -> tuple[str | None, set[str]]:
    """Return the version in the rows of RELEASE_QUERY (None for none) and the graphs listed there.

    Raises EndpointError, naming the server, for rows that no release has.
    """
    terms = [term for row in rows if (term := row.get("version"))]
    versions = {term.value if isinstance(term, ox.Literal) else "" for term in terms}
    graphs = [term for row in rows if (term := row.get("graph"))]
    names = {graph.value for graph in graphs if isinstance(graph, ox.NamedNode)}
    if (
        len(versions) > 1
        or not all(map(_VERSION.fullmatch, versions))
        or len(names) < len(set(graphs))
        or len(terms) not in (0, len(rows))
    ):
        raise unexpected_answer(
            f"{server} names its release in {len(rows)} rows, with the version "
            f"{quoted(' and '.join(sorted(versions)))!r}, as csekg push does not"
        )
    return next(iter(versions), None), names


@dataclass(frozen=True, slots=True)
class Release:
    """What is loaded: N-Triples for each named graph and for the union of all, each triple once.

    A server's own union may return a triple once for each graph that holds it; so the union is
    loaded too, as the default graph or as the graph named `default_graph`.
    """

    fingerprint: str
    graphs: dict[str, bytes]
    union: bytes
    default_graph: str = ""

    @classmethod
    def of(cls, n_quads: bytes, fingerprint: str, default_graph: str = "") -> Release:
        """Return the release of a dataset, given as the N-Quads that `csekg build` writes."""
        graphs: dict[str, list[bytes]] = {}
        for line in n_quads.splitlines():
            # IRIs have no spaces: the graph is the last part but one, before the dot.
            triple, graph, _ = line.rsplit(b" ", 2)
            graphs.setdefault(graph[1:-1].decode(), []).append(triple + b" .\n")
        union = sorted({triple for triples in graphs.values() for triple in triples})
        content = {name: b"".join(triples) for name, triples in graphs.items()}
        return cls(fingerprint, content, b"".join(union), default_graph)

    def contents(self) -> dict[str, bytes]:
        """Return every graph to load by name, the union last; the default graph is named ""."""
        return {**self.graphs, self.default_graph: self.union}

    def n_quads(self) -> bytes:
        """Return all that is loaded as one N-Quads document, the graph `release` included."""
        named = {**self.contents(), RELEASE.value: self.marker(self.fingerprint, self.graphs)}
        return b"".join(
            content.replace(b" .\n", f" <{name}> .\n".encode()) if name else content for name, content in named.items()
        )

    @staticmethod
    def marker(version: str, graphs: Iterable[str]) -> bytes:
        """Return the N-Triples that name a release and list its graphs."""
        lines = [f'{_DATASET} {DCTERMS.identifier} "{version}" .\n']
        lines += [f"{_DATASET} {VOID.subset} <{graph}> .\n" for graph in sorted(graphs)]
        return "".join(lines).encode()


class Constancy:
    """Checks from time to time that a server still holds the release it held at first.

    An answer from another release would be sent under the version, hence the ETag, of the first.
    And a push graph by graph marks the server as incomplete: answers during it come from neither
    release, and a missing half would look like a finding.
    """

    def __init__(self, connection: Connection, version: str | None) -> None:
        """Take the version that the server has just reported, None where it names no release."""
        self._connection = connection
        self._first = self._version = version
        self._checked_at = time.monotonic()

    def check(self) -> None:
        """Raise EndpointError if the server's release is another one or incomplete.

        A server that named no release at first is not queried.
        """
        if self._first is not None and time.monotonic() - self._checked_at > BELIEVED:
            self._version, self._checked_at = stored(self._connection)[0], time.monotonic()
        if self._version == INCOMPLETE:
            fault = "an incomplete release: a push was interrupted or is under way; run csekg push again"
        elif self._version != self._first:
            fault = f"{_named(self._version)} by now, csekg was started on {_named(self._first)}: start it anew"
        else:
            return
        raise EndpointError(
            f"{self._connection.name} holds {fault}", "the server that holds the data is being given another release"
        )


def _named(version: str | None) -> str:
    return f"the release {quoted(version[:16])}" if version else "no release with a name"
