"""The dataset of a query: the graphs that it is evaluated over (SPARQL 1.1 Query, section 13.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.untrusted.sanitizer import Reading


@dataclass(frozen=True, slots=True)
class QueryDataset:
    """The graphs that are merged into the default graph, and those that GRAPH can name."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]

    @classmethod
    def given_or_stated(cls, default: Iterable[str], named: Iterable[str], reading: Reading) -> QueryDataset | None:
        """Return the graphs given with the request, or else those of FROM in the query, each once.

        None where there are neither: the query is evaluated over the whole store. Raises QueryError
        for a name that is no absolute IRI.
        """
        default, named = tuple(default), tuple(named)
        if not (default or named):
            default, named = reading.default, reading.named
        if not (default or named):
            return None
        try:
            return cls(_nodes(default), _nodes(named))
        except ValueError as error:
            raise QueryError(f"a graph is not named by an absolute IRI: {error}") from None


def _nodes(iris: Iterable[str]) -> tuple[ox.NamedNode, ...]:
    return tuple(ox.NamedNode(iri) for iri in dict.fromkeys(iris))
