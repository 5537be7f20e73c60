"""The error of a dataset that another server holds.

It has two texts. `str()` is for the operator, in the log and on the command line: it names the
server and quotes its answer, without credentials. `public` is for clients of the service, and
holds neither an address nor text of the server.
"""

from __future__ import annotations

from csekg.errors import CsekgError

#: The most characters of the operator's text, so that a line of the log stays readable.
LONGEST = 1000
UNREADABLE = "the server that holds the data does not answer as it should"


class EndpointError(CsekgError):
    """The server cannot be reached, is late, refuses what is asked, or answers what cannot be read."""

    def __init__(self, message: str, public: str = UNREADABLE, *, late: bool = False) -> None:
        """Take the operator's text, whose foreign parts `quoted` has made, and that for clients.

        The server is `late` where it has not answered within the time limit.
        """
        super().__init__(message if len(message) <= LONGEST else message[:LONGEST] + " ...")
        self.public, self.late = public, late


def unexpected_answer(message: str) -> EndpointError:
    """Return the error for a well-formed answer with content that no release of csekg has."""
    return EndpointError(
        f"{message}: is this a release of csekg?",
        "the data that this service answers from are not those of a release of csekg",
    )
