"""Errors of Oxigraph about the text that the gate wrote, with positions in the text sent."""

from __future__ import annotations

import re
import textwrap

from csekg.errors import QueryError
from csekg.sparql.tokens import UPDATES
from csekg.sparql.untrusted.sanitizer import Reading

_PLACE = re.compile(r"error at 1:(\d+)")
_IRI = re.compile(r"<[^>]*>")


def unparsable(reading: Reading, error: SyntaxError | ValueError, shift: int = 0) -> QueryError:
    """Return the error for a text that Oxigraph's parser has refused, with the position in `sent`.

    `shift` is how many characters longer than `reading.text` the parsed text was.
    """
    message = _PLACE.sub(lambda match: "error at {}:{}".format(*reading.position(int(match[1]) - shift)), str(error))
    # The parser lists everything that it might have expected, over several lines.
    message = textwrap.shorten(message, 200, placeholder=" ...")
    return QueryError(f"the query cannot be parsed: {message}{_update_hint(reading)}")


def unknown_function(reading: Reading, error: RuntimeError) -> QueryError:
    """Return the error for a query that calls a function unknown to Oxigraph."""
    iri = _IRI.search(str(error))
    at = reading.text.find(iri[0]) if iri else -1
    place = "error at {}:{}: ".format(*reading.position(at + 1)) if at >= 0 else ""
    function = f"the function {iri[0]} is not known here" if iri else str(error)
    return QueryError(f"the query cannot be evaluated: {place}{function}")


def _update_hint(reading: Reading) -> str:
    first = reading.text[reading.begins :].partition(" ")[0]
    return f"; {first} begins an update, but this store is read-only" if first in UPDATES else ""
