"""A release as a server holds it: the dataset, its union, and a small graph that names it.

The graph `id/graph/release` says which version the server holds, and lists the graphs of the
release, so that a later one removes what it leaves out and touches nothing else.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.namespaces import DCTERMS, VOID
from csekg.sparql.parameters import Term
from csekg.sparql.remote.errors import OtherReleaseError, UnexpectedAnswerError
from csekg.sparql.remote.quoting import quoted

RELEASE = ns.graph("release")
#: Stands in the place of a version while graphs are being replaced one by one.
INCOMPLETE = "incomplete"
#: Seconds for which what the server has said of its release is believed.
BELIEVED = 1.0
_DATASET = ns.thing("dataset", "csekg")

RELEASE_QUERY = f"""
SELECT ?version ?graph WHERE {{
  GRAPH {RELEASE} {{
    {_DATASET} {DCTERMS.identifier} ?version . OPTIONAL {{ {_DATASET} {VOID.subset} ?graph }}
  }}
}}
"""

# It becomes part of entity tags (RFC 9110, section 8.8.3), and is shown.
_VERSION = re.compile(r"[ !#-\[\]-~]{1,128}")


def held(rows: Sequence[Mapping[str, Term | None]], server: str) -> tuple[str | None, set[str]]:
    """Return the version that the rows of a server name, None for none, and the graphs they list.

    Raises UnexpectedAnswerError, naming the server, for rows that no release has.
    """
    terms = [term for row in rows if (term := row.get("version"))]
    versions = {term.value if isinstance(term, ox.Literal) else "" for term in terms}
    graphs = [term for row in rows if (term := row.get("graph"))]
    found = {graph.value for graph in graphs if isinstance(graph, ox.NamedNode)}
    if (
        len(versions) > 1
        or not all(map(_VERSION.fullmatch, versions))
        or len(found) < len(set(graphs))
        or len(terms) not in (0, len(rows))
    ):
        raise UnexpectedAnswerError(
            f"{server} names its release in {len(rows)} rows, with the version "
            f"{quoted(' and '.join(sorted(versions)))!r}, as csekg push does not"
        )
    return next(iter(versions), None), found


@dataclass(frozen=True, slots=True)
class Release:
    """What is loaded: N-Triples for each named graph and for the union of all, each triple once.

    A server's own union may give a triple once for each graph that holds it; so the union is a
    graph of its own, the default graph or the one named `default_graph`.
    """

    fingerprint: str
    graphs: dict[str, bytes]
    union: bytes
    default_graph: str = ""

    @classmethod
    def of(cls, n_quads: bytes, fingerprint: str, default_graph: str = "") -> Release:
        """Return the release of a dataset, given as N-Quads as `csekg build` writes them."""
        graphs: dict[str, list[bytes]] = {}
        for line in n_quads.splitlines():
            # A space in an IRI or before the final dot cannot be: the graph is the last but one.
            triple, graph, _ = line.rsplit(b" ", 2)
            graphs.setdefault(graph[1:-1].decode(), []).append(triple + b" .\n")
        union = sorted({triple for triples in graphs.values() for triple in triples})
        content = {name: b"".join(triples) for name, triples in graphs.items()}
        return cls(fingerprint, content, b"".join(union), default_graph)

    def contents(self) -> dict[str, bytes]:
        """Return every graph to load, the union last; the default graph has an empty name."""
        return {**self.graphs, self.default_graph: self.union}

    def n_quads(self) -> bytes:
        """Return all that is loaded in one document, with the graph that names the release."""
        named = {**self.contents(), RELEASE.value: self.marker(self.fingerprint, self.graphs)}
        return b"".join(
            content.replace(b" .\n", f" <{name}> .\n".encode()) if name else content
            for name, content in named.items()
        )

    @staticmethod
    def marker(version: str, graphs: Iterable[str]) -> bytes:
        """Return the N-Triples that name a release and list its graphs."""
        lines = [f'{_DATASET} {DCTERMS.identifier} "{version}" .\n']
        lines += [f"{_DATASET} {VOID.subset} <{graph}> .\n" for graph in sorted(graphs)]
        return "".join(lines).encode()


class Constancy:
    """What a server says of its release, looked up again from time to time.

    An answer from another release would go out under the name, hence the ETag, of the first. And a
    push graph by graph marks the server before: what it gives meanwhile is neither release, so
    that an answer without the half that is missing would look like a finding.
    """

    def __init__(self, version: str | None) -> None:
        """Take the version that the server has just told, None where it names no release."""
        self._first = self._version = version
        self._asked = time.monotonic()

    def check(self, server: str, ask: Callable[[], str | None]) -> None:
        """Raise OtherReleaseError, naming the server, if its release is another one or incomplete.

        `ask` looks it up. A server that named no release at first is not asked.
        """
        if self._first is not None and time.monotonic() - self._asked > BELIEVED:
            self._version, self._asked = ask(), time.monotonic()
        if self._version == INCOMPLETE:
            raise OtherReleaseError(
                f"{server} holds an incomplete release: "
                "a push was interrupted or is under way; run csekg push again"
            )
        if self._version != self._first:
            raise OtherReleaseError(
                f"{server} holds {_named(self._version)} by now, csekg was started on "
                f"{_named(self._first)}: start it anew"
            )


def _named(version: str | None) -> str:
    return f"the release {quoted(version[:16])}" if version else "no release with a name"
