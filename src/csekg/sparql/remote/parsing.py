"""Checks a query here, without evaluating it, before another server gets its text."""

from __future__ import annotations

import re

import pyoxigraph as ox

from csekg.errors import QueryError
from csekg.sparql.strangers import SERVICE_REFUSED, Reading, unknown_function, unparsable

#: What a query gives: rows, a truth value or a graph.
Form = type[ox.QuerySolutions] | type[ox.QueryBoolean] | type[ox.QueryTriples]

# ASK is evaluated as soon as it is parsed; a SELECT in its place waits for who reads its rows.
_LAZY = "SELECT ( 1 AS ?_parsed )"
# IRIs and strings as the reader of queries writes them.
_NOT_CODE = re.compile(r'<[^<>"\s{}]*>|"(?:[^"\\]|\\.)*"')
_SERVICE = re.compile(r"(?<![?:\w])SERVICE(?!\w)", re.IGNORECASE)


def parsed(reading: Reading) -> tuple[Form, frozenset[str]]:
    """Return what a query gives, and of a SELECT the names of its variables.

    Raises QueryError with the position where it is no query.

    Our own parser reads it, so that every server refuses the same queries with the same words.
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
    """Return the text that another server gets, with the base that relative IRIs in it need.

    The reader of queries has refused SERVICE. This looks once more, at the text that leaves and
    without the reader's tokens, and raises QueryError.
    """
    if _SERVICE.search(_NOT_CODE.sub(" ", query)):
        raise QueryError(SERVICE_REFUSED)
    return f"BASE <{base}> {query}" if base else query
