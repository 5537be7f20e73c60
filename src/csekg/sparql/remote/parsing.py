"""Checks a query locally, without evaluating it, before it is sent to another server."""

from __future__ import annotations

import re

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.strangers import SERVICE_REFUSED, Reading, unknown_function, unparsable

#: The kind of results of a query: rows, a truth value or a graph.
Form = type[ox.QuerySolutions] | type[ox.QueryBoolean] | type[ox.QueryTriples]

# Oxigraph evaluates ASK at once; a SELECT in its place is evaluated when its rows are read.
_LAZY = "SELECT ( 1 AS ?_parsed )"
# IRIs and strings as `read_query` writes them.
_NOT_CODE = re.compile(r'<[^<>"\s{}]*>|"(?:[^"\\]|\\.)*"')
_SERVICE = re.compile(r"(?<![?:\w])SERVICE(?!\w)", re.IGNORECASE)


def parsed(reading: Reading) -> tuple[Form, frozenset[str]]:
    """Return the kind of results of a query, and for SELECT the names of its variables.

    Oxigraph parses it, so that the same queries are refused with the same messages whatever the
    server. Raises QueryError with the position of a syntax error.
    """
    is_ask = reading.form == "ASK"
    text, begins = reading.text, reading.begins
    if is_ask:
        text = text[:begins] + _LAZY + text[begins + len("ASK") :]
    try:
        results = ox.Store().query(text, base_iri=reading.base)
    except (SyntaxError, ValueError) as error:
        raise unparsable(reading, error, len(text) - len(reading.text)) from None
    except RuntimeError as error:
        raise unknown_function(reading, error) from None
    if is_ask:
        return ox.QueryBoolean, frozenset()
    names = results.variables if isinstance(results, ox.QuerySolutions) else ()
    return type(results), frozenset(name.value for name in names)


def outgoing(query: str, base: str | None) -> str:
    """Return the text to send to another server, with the base that relative IRIs in it need.

    `read_query` has refused SERVICE. This checks the outgoing text once more, independently of the
    tokenizer, and raises QueryError.
    """
    if _SERVICE.search(_NOT_CODE.sub(" ", query)):
        raise QueryError(SERVICE_REFUSED)
    return f"BASE <{base}> {query}" if base else query
