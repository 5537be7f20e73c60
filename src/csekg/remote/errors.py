"""What can befall a request to another server; the fault is neither the query's nor ours."""

from __future__ import annotations

from csekg.errors import CsekgError


class EndpointError(CsekgError):
    """The server cannot be reached, refuses us, fails, or answers with no SPARQL results."""


class RefusedQueryError(EndpointError):
    """The server refuses a query that our parser has read; whoever wrote it may mend it."""


class EndpointTimeoutError(EndpointError):
    """The server has not answered in time."""


class TryAgainError(EndpointError):
    """The server cannot answer now; `after` is what it says of the seconds until it can."""

    def __init__(self, message: str, after: float | None = None) -> None:
        """Take the message and, where the server names them, the seconds to wait."""
        self.after = after
        super().__init__(message)
