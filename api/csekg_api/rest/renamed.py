"""Parameters that have got a better name: the old one works until its sunset, and says so.

The answer to a request with an old name has the headers Deprecation (RFC 9745) and Sunset
(RFC 8594), and a Link to what to use instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import TypeVar

from fastapi import Request
from fastapi.responses import Response

from csekg_api.web.headers import http_date
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A parameter with its old name, deprecated since a day and taken until the sunset."""

    old: str
    new: str
    since: date
    sunset: date

    @property
    def note(self) -> str:
        """What the documentation says of the old name."""
        return f"the old name of `{self.new}`, which is taken until {self.sunset}"


#: `until` in an answer is the first day after a span; as a parameter it was the last day in it.
UNTIL = Renamed("until", "to", date(2026, 11, 27), date(2027, 11, 27))
#: In the answer the member `what` has this; `kind` is a finer one there.
KIND_OF_CHANGE = Renamed("kind", "what", date(2026, 11, 27), date(2027, 11, 27))


def either(request: Request, renamed: Renamed, new: T | None, old: T | None) -> T | None:
    """Return the value of a parameter that has two names, None where neither is given.

    The answer will tell of an old name. Raises a 422 problem where both are given.
    """
    if old is None:
        return new
    if new is not None:
        raise ProblemError(
            422, f"parameter {renamed.old} is the old name of {renamed.new}: give {renamed.new}"
        )
    request.state.renamed = renamed
    return old


def with_deprecation(request: Request, answer: Response) -> Response:
    """Add the headers of deprecation to the answer to a request that uses an old name."""
    renamed: Renamed | None = getattr(request.state, "renamed", None)
    if renamed is not None:
        since = datetime.combine(renamed.since, time(), UTC)
        answer.headers["Deprecation"] = f"@{since.timestamp():.0f}"
        answer.headers["Sunset"] = http_date(renamed.sunset)
        link = f'<{service_url(request, "/docs")}#deprecated>; rel="deprecation"; type="text/html"'
        others = [answer.headers["Link"]] if "Link" in answer.headers else []
        answer.headers["Link"] = ", ".join([*others, link])
    return answer
