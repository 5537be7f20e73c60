"""What can go wrong with a request to another server; the fault is neither the query's nor ours.

Each error has two texts. `str()` is the operator's, for the log and the command line: it names the
server and quotes what it says, without credentials. `public` is for anybody: our own words only.
"""

from __future__ import annotations

from csekg.errors import CsekgError

#: Characters that the operator's text may have; a line of a log stays readable.
LONGEST = 1000


class EndpointError(CsekgError):
    """The server cannot be reached, refuses us, fails, or answers with no SPARQL results."""

    #: What a client of the service may read: no address, no text of the server.
    public = "the server that holds the data does not answer as it should"

    def __init__(self, message: str) -> None:
        """Take the operator's text; what it quotes has passed `quoting.quoted`."""
        super().__init__(message if len(message) <= LONGEST else message[:LONGEST] + " ...")


class RefusedQueryError(EndpointError):
    """The server refuses a query that our parser has read; whoever wrote it may mend it."""

    public = "the server that holds the data refuses the query"


class EndpointTimeoutError(EndpointError):
    """The server has not answered in time."""

    public = "the server that holds the data has not answered in time"


class OtherReleaseError(EndpointError):
    """The server holds half a release, or another one than it did at the start."""

    public = "the server that holds the data is being given another release"


class UnexpectedAnswerError(EndpointError):
    """An answer is well-formed, but says what no release of csekg does."""

    public = "the data that this service answers from are not those of a release of csekg"

    def __init__(self, message: str) -> None:
        """Take what is unexpected; what would be right is the same for all."""
        super().__init__(f"{message}: does the server hold a release that csekg push has loaded?")


class TryAgainError(EndpointError):
    """The server cannot answer now; `after` is what it says of the seconds until it can."""

    public = "the server that holds the data cannot be reached at this moment"

    def __init__(self, message: str, after: float | None = None) -> None:
        """Take the operator's text and, where the server names them, the seconds to wait."""
        self.after = after
        super().__init__(message)
