"""Reads the answer of a server as the results that Oxigraph would give."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pyoxigraph as ox

from csekg.sparql.remote.answer import Answer, as_file
from csekg.sparql.remote.errors import EndpointError, UnexpectedAnswerError
from csekg.sparql.remote.parsing import Form
from csekg.sparql.remote.quoting import quoted
from csekg.sparql.store import Results, read, too_large

#: The one format of each kind of results, so that what a hostile server sends can be bounded: XML
#: has entities that grow exponentially, and in Turtle a nesting may end many lines later.
ROWS, GRAPH = "application/sparql-results+json", "application/n-triples"

# Oxigraph's parsers call themselves for a triple within a triple, and a process whose stack is used
# up ends without a word: that takes some 4,000 levels.
_DEEPEST = 100
#: The most objects or lines of an answer; the dataset has 0.5 million triples.
_MOST_PARTS = 5_000_000
_NO_MARKS = bytes(set(range(256)).difference(b'"{}'))
_BOOLEAN, _DURATION = b"XMLSchema#boolean", b"XMLSchema#dayTimeDuration"
# Within one object of SPARQL JSON; in a string its quotes would be escaped. Bounded, since matching
# a long text of a hostile server would take quadratic time.
_TYPE, _NUMBER = rb"XMLSchema\#(?:boolean|dayTimeDuration)", rb"[0-9]{1,18}(?:\.[0-9]{1,9})?"
_FOREIGN = re.compile(
    rb'("value"\s*:\s*")(%b)("[^{}]{0,200}%b")|(%b"[^{}]{0,200}"value"\s*:\s*")(%b)(")'
    % (_NUMBER, _TYPE, _TYPE, _NUMBER)
)


def accept_for(form: Form) -> str:
    """Return the Accept header for this kind of results."""
    return GRAPH if form is ox.QueryTriples else ROWS


def read_results(
    answer: Answer,
    form: Form,
    server: str,
    most_bytes: int | None = None,
    names: frozenset[str] | None = None,
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
    store: ox.Store,
    answer: Answer,
    name: ox.NamedNode | None,
    server: str,
    most_bytes: int | None = None,
) -> None:
    """Put the graph of an answer into a store; raises EndpointError where it holds none.

    Raises QueryError for one of more than `most_bytes`.
    """
    format_ = ox.RdfFormat.from_media_type(answer.media_type)
    try:
        if format_ != ox.RdfFormat.N_TRIPLES:
            raise ValueError(answer.media_type)
        pieces = _bounded_lines(_at_most(most_bytes, answer.pieces()), server)
        store.load(as_file(pieces), format_, to_graph=name)
    except (SyntaxError, ValueError):
        raise _no(answer, "an RDF graph", server) from None


def _no(answer: Answer, wanted: str, server: str) -> EndpointError:
    got = quoted(answer.media_type) or "something without a Content-Type"
    return EndpointError(
        f"{server} answers with {got}, not with {wanted}: is it the address of a query service?"
    )


def _rows(answer: Answer, server: str) -> ox.QuerySolutions | ox.QueryBoolean:
    format_ = ox.QueryResultsFormat.from_media_type(answer.media_type)
    if format_ != ox.QueryResultsFormat.JSON:
        raise ValueError(answer.media_type)
    pieces = canonical(_bounded_objects(answer.pieces(), server))
    content = b"".join(pieces) if answer.is_whole else as_file(pieces)
    return ox.parse_query_results(content, format_)


def _of_form(results: Results, form: Form, server: str, names: frozenset[str] | None) -> Results:
    if form is ox.QueryBoolean and isinstance(results, ox.QuerySolutions):
        return _truth(results)
    if not isinstance(results, form):
        raise EndpointError(f"{server} answers a SELECT query with a truth value")
    if names is not None and isinstance(results, ox.QuerySolutions):
        found = {variable.value for variable in results.variables}
        # Some servers name none where there are no rows.
        if found and found != names:
            raise UnexpectedAnswerError(
                f"{server} answers with the columns {quoted(', '.join(sorted(found)))}, not with "
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
    taken = 0
    for piece in pieces:
        taken += len(piece)
        if limit is not None and taken > limit:
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
    """Yield SPARQL JSON, cut into pieces anyhow, with some values in their canonical form.

    Virtuoso writes a truth value as 1 or 0, and a duration of days as a number of seconds; Oxigraph
    writes the canonical forms of XML Schema 1.1, part 2, sections 3.3.2 and 3.4.27.
    """
    waiting: list[bytes] = []
    for piece in pieces:
        # Such an object ends with its first closing brace.
        whole, brace, left = piece.rpartition(b"}")
        if brace:
            yield _mended(b"".join([*waiting, whole, brace]))
            waiting = []
        waiting.append(left)
    yield b"".join(waiting)


def _mended(text: bytes) -> bytes:
    if _BOOLEAN not in text and _DURATION not in text:
        return text
    return _FOREIGN.sub(_written, text)


def _written(match: re.Match[bytes]) -> bytes:
    before, number, after = (part for part in match.groups() if part is not None)
    if _BOOLEAN in match[0]:
        return before + {b"0": b"false", b"1": b"true"}.get(number, number) + after
    return before + _duration(Decimal(number.decode())).encode() + after


def _duration(seconds: Decimal) -> str:
    numbers = []
    for size in (86_400, 3_600, 60):
        number, seconds = divmod(seconds, size)
        numbers.append(number)
    numbers.append(seconds.normalize())
    day, *time = (f"{n:f}{unit}" if n else "" for n, unit in zip(numbers, "DHMS", strict=True))
    return f"P{day}T{''.join(time)}".removesuffix("T") if any(numbers) else "PT0S"
