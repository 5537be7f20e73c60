"""Reads the answer of a server, within limits, as the results that Oxigraph would give."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from http import HTTPStatus
from typing import IO, cast

import httpx2
import pyoxigraph as ox

from csekg.redaction import quoted
from csekg.sparql.errors import EndpointError, unexpected_answer
from csekg.sparql.store import Results, read, too_large

#: The kind of results of a query: rows, a truth value or a graph.
Form = type[ox.QuerySolutions] | type[ox.QueryBoolean] | type[ox.QueryTriples]
#: A context that turns transport errors into EndpointError and lets the allowance's clock run.
Waiting = Callable[[], AbstractContextManager[None]]

#: The one format of each kind of results, so that what a hostile server sends can be bounded: XML
#: has entities that grow exponentially, and in Turtle a nesting may end many lines later.
ROWS, GRAPH = "application/sparql-results+json", "application/n-triples"
#: Bytes that are read at once, so that most answers are complete before somebody reads them.
AT_ONCE = 1 << 20

# Some servers send a few hundred bytes at a time.
_PIECE = 1 << 16
_STATUSES = {status.value: status.phrase for status in HTTPStatus}
# Oxigraph's parsers call themselves for a triple within a triple, and a process whose stack is used
# up ends without a word: that takes some 4,000 levels.
_DEEPEST = 100
#: The most objects or lines of an answer; the dataset has 0.5 million triples.
_MOST_PARTS = 5_000_000
_NO_MARKS = bytes(set(range(256)).difference(b'"{}'))
# Virtuoso writes a truth value as 1 or 0, and a duration of days as a number of seconds. In a
# string the quotes would be escaped.
_FOREIGN = re.compile(
    rb'("datatype"\s?:\s?"http://www\.w3\.org/2001/XMLSchema#(boolean|dayTimeDuration)"'
    rb'\s?,\s?"value"\s?:\s?")([0-9]{1,18}(?:\.[0-9]{1,9})?)"'
)
#: No match is longer.
_LONGEST_FOREIGN = 150


class Answer:
    """Status, headers and body of an answer: a megabyte is read at once, the rest on demand.

    Dropping the object closes the connection, so that unread bytes are not transferred.
    """

    def __init__(self, response: httpx2.Response, waiting: Waiting) -> None:
        """Read the beginning of the body; raises what `waiting` makes of an error."""
        self.status = response.status_code
        self.headers = response.headers
        self.media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        self._rest = _received(response, waiting)
        self._beginning: list[bytes] = []
        length = 0
        for piece in self._rest:
            self._beginning.append(piece)
            length += len(piece)
            if length >= AT_ONCE:
                break
        #: Whether the whole body has been read.
        self.is_whole = length < AT_ONCE

    def pieces(self) -> Iterator[bytes]:
        """Yield the body, once; raises EndpointError where the connection ends too early."""
        yield from self._beginning
        yield from self._rest

    @property
    def reason(self) -> str:
        """The status with its name, such as `404 Not Found`."""
        return f"{self.status} {_STATUSES.get(self.status, '')}".rstrip()

    @property
    def explanation(self) -> str:
        """The beginning of the server's error text after a colon; empty for a web page.

        For the operator only: the text may hold anything, secrets of the server too.
        """
        if "html" in self.media_type:
            return ""
        text = quoted(b"".join(self._beginning).decode(errors="replace"))
        return f": {text}" if text else ""


def _received(response: httpx2.Response, waiting: Waiting) -> Iterator[bytes]:
    body = response.iter_raw(_PIECE)
    while True:
        with waiting():
            piece = next(body, None)
        if piece is None:
            return
        yield piece


class _File:
    """The one method of a file that Oxigraph's parsers call, over pieces of bytes."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece = memoryview(b"")

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, empty at the end."""
        while not self._piece:
            piece = next(self._pieces, None)
            if piece is None:
                return b""
            self._piece = memoryview(piece)
        part, self._piece = bytes(self._piece[:size]), self._piece[size:]
        return part


def as_file(pieces: Iterator[bytes]) -> IO[bytes]:
    """Return a file over pieces of bytes; a piece is requested when it is read."""
    return cast("IO[bytes]", _File(pieces))


def accept_for(form: Form) -> str:
    """Return the Accept header for this kind of results."""
    return GRAPH if form is ox.QueryTriples else ROWS


def read_results(
    answer: Answer, form: Form, server: str, most_bytes: int | None = None, names: frozenset[str] | None = None
) -> Results:
    """Return the results in an answer; raises EndpointError where it holds none.

    Rows must have the variables `names`, if given; others are the answer to another query. Rows are
    transferred as they are read. A graph is transferred at once: raises QueryError for one of more
    than `most_bytes`.
    """
    if form is ox.QueryTriples:
        graph = ox.Store()
        load_graph(graph, answer, None, server, most_bytes)
        triples = graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        return triples
    try:
        return read(_rows(answer, server), lambda results: _of_form(results, form, server, names))
    except (SyntaxError, ValueError, IndexError):
        raise _no(answer, "SPARQL results", server) from None


def load_graph(
    store: ox.Store, answer: Answer, name: ox.NamedNode | None, server: str, most_bytes: int | None = None
) -> None:
    """Put the graph of an answer into a store; raises EndpointError where it holds none.

    Raises QueryError for one of more than `most_bytes`.
    """
    try:
        if ox.RdfFormat.from_media_type(answer.media_type) != ox.RdfFormat.N_TRIPLES:
            raise ValueError(answer.media_type)
        pieces = _bounded_lines(_at_most(most_bytes, answer.pieces()), server)
        store.load(as_file(pieces), ox.RdfFormat.N_TRIPLES, to_graph=name)
    except (SyntaxError, ValueError):
        raise _no(answer, "an RDF graph", server) from None


def _no(answer: Answer, wanted: str, server: str) -> EndpointError:
    media_type = quoted(answer.media_type) or "something without a Content-Type"
    return EndpointError(
        f"{server} answers with {media_type}, not with {wanted}: is it the address of a query service?"
    )


def _rows(answer: Answer, server: str) -> ox.QuerySolutions | ox.QueryBoolean:
    format_ = ox.QueryResultsFormat.from_media_type(answer.media_type)
    if format_ != ox.QueryResultsFormat.JSON:
        raise ValueError(answer.media_type)
    pieces = canonical(_bounded_objects(answer.pieces(), server))
    return ox.parse_query_results(as_file(pieces), format_)


def _of_form(results: Results, form: Form, server: str, names: frozenset[str] | None) -> Results:
    if form is ox.QueryBoolean and isinstance(results, ox.QuerySolutions):
        return _truth(results)
    if not isinstance(results, form):
        raise EndpointError(f"{server} answers a SELECT query with a truth value")
    if names is not None and isinstance(results, ox.QuerySolutions):
        columns = {variable.value for variable in results.variables}
        # Some servers name none where there are no rows.
        if columns and columns != names:
            raise unexpected_answer(
                f"{server} answers with the columns {quoted(', '.join(sorted(columns)))}, not with "
                + ", ".join(sorted(names))
            )
    return results


def _truth(rows: ox.QuerySolutions) -> ox.QueryBoolean:
    """Return the truth value that Virtuoso writes as one row with one number."""
    [row] = rows
    word = {"1": "true", "0": "false"}.get(value := getattr(row[0], "value", ""), value)
    if word not in ("true", "false"):
        raise ValueError(word)
    truth = ox.parse_query_results(f'{{"head":{{}},"boolean":{word}}}', ox.QueryResultsFormat.JSON)
    assert isinstance(truth, ox.QueryBoolean)
    return truth


def _at_most(limit: int | None, pieces: Iterator[bytes]) -> Iterator[bytes]:
    received = 0
    for piece in pieces:
        received += len(piece)
        if limit is not None and received > limit:
            raise too_large(limit)
        yield piece


def _bounded_objects(pieces: Iterator[bytes], server: str) -> Iterator[bytes]:
    """Yield JSON, cut into pieces anyhow; raises EndpointError for too many or too deep objects."""
    parts = depth = in_string = 0
    escape = b""
    for piece in pieces:
        text = escape + piece
        escape = b"\\" if (len(text) - len(text.rstrip(b"\\"))) % 2 else b""
        text = text.removesuffix(escape).replace(b"\\\\", b"").replace(b'\\"', b"")
        between = text.translate(None, _NO_MARKS).split(b'"')
        braces = b"".join(between[in_string::2])
        in_string = (in_string + len(between) - 1) % 2
        parts += braces.count(b"{")
        for _ in range(_DEEPEST):
            braces = braces.replace(b"{}", b"")
        # What is left closes objects of earlier pieces, and opens some for later ones.
        depth += braces.count(b"{") - braces.count(b"}")
        _refuse(server, parts, _DEEPEST + 1 if b"{}" in braces else depth)
        yield piece


def _bounded_lines(pieces: Iterator[bytes], server: str) -> Iterator[bytes]:
    """Yield N-Triples, cut into pieces anyhow; raises EndpointError for too many or too deep."""
    parts = depth = 0
    last = b""
    for piece in pieces:
        lines = (last + piece).split(b"\n")
        parts += len(lines) - 1
        depths = [line.count(b"<<") for line in lines]
        depths[0] += depth
        _refuse(server, parts, max(depths))
        depth, last = depths[-1], piece[-1:] if piece.endswith(b"<") else b""
        yield piece


def _refuse(server: str, parts: int, depth: int) -> None:
    if parts > _MOST_PARTS:
        raise EndpointError(f"{server} sends more than {_MOST_PARTS:,} objects in one answer")
    if depth > _DEEPEST:
        raise EndpointError(f"{server} nests the values of an answer more than {_DEEPEST} deep")


def canonical(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield SPARQL JSON, cut into pieces anyhow, with truth values and durations as words of XSD.

    Virtuoso writes them as numbers. A duration becomes one of days and seconds.
    """
    end = b""
    for piece in pieces:
        text = _FOREIGN.sub(_written, end + piece)
        yield text[:-_LONGEST_FOREIGN]
        # Here another piece may complete a value.
        end = text[-_LONGEST_FOREIGN:]
    yield end


def _written(match: re.Match[bytes]) -> bytes:
    before, datatype, number = match.groups()
    if datatype == b"boolean":
        return before + {b"0": b"false", b"1": b"true"}.get(number, number) + b'"'
    days, seconds = divmod(Decimal(number.decode()), 86_400)
    time = f"T{seconds.normalize():f}S" if seconds or not days else ""
    return before + (f"P{days}D{time}" if days else f"P{time}").encode() + b'"'
