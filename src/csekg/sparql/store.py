"""The interface of a store: the embedded one, or any SPARQL 1.1 service that is asked for it.

A parameter stands in its query as `VALUES ?name { default }`: so the query is complete SPARQL, and
runs as it is on any endpoint. (Oxigraph's own substitution needs the variable in the projection.)
"""

from __future__ import annotations

import re
import traceback
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

import pyoxigraph as ox
from pyoxigraph import Literal, NamedNode

from csekg.errors import QueryError, quoted
from csekg.sparql.errors import EndpointError, unexpected_answer

Term: TypeAlias = NamedNode | Literal

_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{[^{}]*\}")


def bind(query: str, terms: Mapping[str, Term]) -> str:
    """Return the query with each block `VALUES ?name { ... }` set to the term of that name.

    Raises QueryError if the query has no such block for a name.
    """
    names = set(_VALUES.findall(query))
    for name in terms:
        if name not in names:
            raise QueryError(f"the query has no parameter {name}: VALUES ?{name} {{ ... }}")

    def replace(match: re.Match[str]) -> str:
        term = terms.get(match[1])
        return match[0] if term is None else f"VALUES ?{match[1]} {{ {term} }}"

    # In one pass, so that nothing inside a value is read as a parameter.
    return _VALUES.sub(replace, query)


Results: TypeAlias = "ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples"

_T = TypeVar("_T")


class QueryEngine(ABC):
    """A read-only dataset that answers SPARQL 1.1; its default graph is the union of all graphs."""

    #: The fingerprint that the dataset states about itself, None if it states none.
    fingerprint: str | None = None
    #: The folder with answers about the dataset as a whole (`csekg.answers.common.remembering`), if there may be one.
    answers: Path | None = None

    @abstractmethod
    def memory(self) -> MutableMapping[object, object]:
        """Return where facts about the whole dataset, which never changes, are remembered."""

    @abstractmethod
    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        """Run a query of our own, without FROM, and return its results.

        `bindings` sets parameters (see `csekg.sparql.store`). The prefixes of
        `csekg.namespaces.PREFIXES` need no declaration. The text is evaluated as it is, neither
        checked nor rewritten: `query` is for texts that somebody else wrote. Raises QueryError.
        """

    @abstractmethod
    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        base: str | None = None,
    ) -> Results:
        """Run a query from outside and return its results.

        Graphs given here stand in place of those that the query states (SPARQL 1.1 Protocol,
        section 2.1.4); a graph that is not there is empty. Relative IRIs are resolved against
        `base`, an absolute IRI. The prefixes of `csekg.namespaces.PREFIXES` need no declaration.
        The query may be rewritten into an equal one that is answered faster (see the README of
        `csekg.sparql.untrusted.planner`).

        Raises QueryError: for SERVICE, which is refused; with the position for a text that is no
        query or cannot be read with certainty, and for an unknown function; for a graph name that
        is no absolute IRI.
        """

    def warnings(self, text: str, base: str | None = None) -> tuple[str, ...]:
        """Return why a query from outside may find nothing, in sentences in the current language.

        These are about terms that the dataset does not hold, and texts that it holds with a language. A store that
        would have to ask another server returns none. Raises QueryError for a text that `query` refuses, too.
        """
        return ()

    def triples(self) -> int:
        """Return the number of triples; one that stands in several graphs counts once."""
        [(number,)] = self.values("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return whole_number(number)

    @abstractmethod
    def named_graphs(self) -> list[ox.NamedNode]:
        """Return the names of the named graphs, sorted."""

    @abstractmethod
    def quads(self, graph: ox.NamedNode | None = None) -> Iterable[ox.Quad]:
        """Return the quads of one named graph, or of the default graph (the union) for None."""

    def n_quads(self) -> bytes:
        """Return the quads of the named graphs as sorted N-Quads."""
        lines: list[bytes] = []
        for name in self.named_graphs():
            lines += (ox.serialize(self.quads(name), format=ox.RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
        return b"".join(sorted(lines))

    def select(self, text: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term | None]]:
        """Run a SELECT query and return its rows as dictionaries keyed by variable name."""
        return read(self.ask(text, bindings), rows_of)

    def values(self, text: str, bindings: Mapping[str, Term] | None = None) -> list[tuple[str, ...]]:
        """Run a SELECT query and return its rows as text, empty where a variable is unbound."""
        return [tuple(map(as_text, row.values())) for row in self.select(text, bindings)]


def whole_number(text: str) -> int:
    """Return the whole number that a query of our own has as its answer.

    Raises EndpointError for anything else, which only a foreign dataset can give.
    """
    if not re.fullmatch("-?[0-9]{1,18}", text):
        raise unexpected_answer(f"{quoted(text)!r} comes where a whole number was asked for")
    return int(text)


def as_text(term: Term | None) -> str:
    """Return a term as text, '' for None; raises EndpointError for a triple."""
    if isinstance(term, ox.Triple):
        raise unexpected_answer("a triple comes where a term was asked for")
    return "" if term is None else term.value


def read(results: Results, reader: Callable[[Results], _T]) -> _T:
    """Return what `reader` makes of results to which nobody else holds a reference.

    Raises EndpointError if a server's answer is no valid result after its beginning, and whatever
    `reader` raises.
    """
    try:
        return reader(results)
    except Exception as error:
        # Oxigraph's results may be freed only by the thread that made them; a traceback would carry
        # them to another one.
        del results
        traceback.clear_frames(error.__traceback__)
        if isinstance(error, SyntaxError):
            raise EndpointError(f"the server's answer breaks off or is garbled: {quoted(str(error))}") from None
        raise


def solutions_of(results: Results) -> ox.QuerySolutions:
    """Return results as solutions; raises QueryError for those of another form of query.

    To be read within a reader for `read`, as everything else of results.
    """
    if not isinstance(results, ox.QuerySolutions):
        raise QueryError("this is no SELECT query")
    return results


def rows_of(results: Results) -> list[dict[str, Term | None]]:
    """Return rows as dictionaries by the name of the variable; raises QueryError for other results.

    A reader for `read`.
    """
    results = solutions_of(results)
    names = [variable.value for variable in results.variables]
    # Looking each value up by its name takes twice as long.
    return [dict(zip(names, row, strict=True)) for row in results]


def too_large(most_bytes: int) -> QueryError:
    """Return the error for an answer of more than `most_bytes`."""
    return QueryError(
        f"the answer has more than {most_bytes >> 20} megabytes, which is the limit: ask for less "
        "at a time, with LIMIT and OFFSET or by narrowing the pattern"
    )
