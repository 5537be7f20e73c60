"""Errors of requests to another server.

Each error has two texts. `str()` is for the operator, in the log and on the command line: it names
the server and quotes its answer, without credentials. `public` is for clients of the service, and
holds neither an address nor text of the server.
"""

from __future__ import annotations

from csekg.errors import CsekgError

#: The most characters of the operator's text, so that a line of the log stays readable.
LONGEST = 1000


class EndpointError(CsekgError):
    """The server cannot be reached, refuses the credentials, fails, or sends no SPARQL results."""

    #: The text for clients of the service.
    public = "the server that holds the data does not answer as it should"

    def __init__(self, message: str) -> None:
        """Take the operator's text; quoted parts of it have passed `quoting.quoted`."""
        super().__init__(message if len(message) <= LONGEST else message[:LONGEST] + " ...")


class RefusedQueryError(EndpointError):
    """The server refuses a query that Oxigraph's parser accepts; its author may mend it."""

    public = "the server that holds the data refuses the query"


class EndpointTimeoutError(EndpointError):
    """The server has not answered within the time limit."""

    public = "the server that holds the data has not answered in time"


class OtherReleaseError(EndpointError):
    """The server holds an incomplete release, or another one than at the start."""

    public = "the server that holds the data is being given another release"


class UnexpectedAnswerError(EndpointError):
    """A well-formed answer has content that no release of csekg has."""

    public = "the data that this service answers from are not those of a release of csekg"

    def __init__(self, message: str) -> None:
        """Take what is unexpected; the advice is the same for all."""
        super().__init__(f"{message}: does the server hold a release that csekg push has loaded?")


class TryAgainError(EndpointError):
    """The server cannot answer now; `after` are the seconds of its Retry-After, if it sent any."""

    public = "the server that holds the data cannot be reached at this moment"

    def __init__(self, message: str, after: float | None = None) -> None:
        """Take the operator's text and the seconds to wait, None where the server names none."""
        self.after = after
        super().__init__(message)
