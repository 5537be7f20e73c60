"""Errors of a dataset that another server holds.

Each error has two texts. `str()` is for the operator, in the log and on the command line: it names
the server and quotes its answer, without credentials. `public` is for clients of the service, and
holds neither an address nor text of the server.
"""

from __future__ import annotations

from pathlib import Path
from traceback import extract_tb

from csekg.errors import CsekgError
from csekg.redaction import quoted

#: The most characters of the operator's text, so that a line of the log stays readable.
LONGEST = 1000
#: Raised by converting a term, unpacking a row, and looking up a missing value: a server may hold
#: anything, and the code that reads its answers does not check for that at each place.
MISREADINGS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


class EndpointError(CsekgError):
    """The server cannot be reached, refuses the credentials, fails, or sends no SPARQL results."""

    public = "the server that holds the data does not answer as it should"

    def __init__(self, message: str, public: str = "") -> None:
        """Take the operator's text, whose foreign parts `quoted` has made, and that for clients."""
        super().__init__(message if len(message) <= LONGEST else message[:LONGEST] + " ...")
        self.public = public or self.public


class RefusedQueryError(EndpointError):
    """The server refuses a query that Oxigraph's parser accepts; its author may mend it."""

    public = "the server that holds the data refuses the query"


class EndpointTimeoutError(EndpointError):
    """The server has not answered within the time limit."""

    public = "the server that holds the data has not answered in time"


def unexpected_answer(message: str) -> EndpointError:
    """Return the error for a well-formed answer with content that no release of csekg has."""
    return EndpointError(
        f"{message}: does the server hold a release that csekg push has loaded?",
        "the data that this service answers from are not those of a release of csekg",
    )


def misread(error: Exception) -> EndpointError:
    """Return the error for an answer that caused one of MISREADINGS, with the places in the code.

    The cause may be a fault of csekg, too, which the places help to find. A traceback would repeat
    the server's text without hiding credentials in it.
    """
    frames = [frame for frame in extract_tb(error.__traceback__) if "csekg" in frame.filename]
    places = ", ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames[-4:])
    message = quoted(f"{type(error).__name__}: {error}")
    return unexpected_answer(f"what the server answers cannot be read ({message}; {places})")
