"""Memento (RFC 7089): the same answer from each release, by its day."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from csekg_api.releases.held import HeldReleases
from csekg_api.web.headers import http_date
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import API, raw_path, root_path, service_url

_GATE, _MAP = f"{API}/timegate", f"{API}/timemap"
RELEASE = "release"


def with_memento(request: Request, answer: Response) -> Response:
    """Add to an answer that can be had from releases where those are (RFC 7089, section 2.2).

    An answer from a release gets its day as Memento-Datetime. Without releases nothing is added.
    """
    held: HeldReleases = request.app.state.releases
    if not held.all or not getattr(request.state, "has_releases", False):
        return answer
    path = raw_path(request).removeprefix(API)
    links = _links(request, path)
    if version := request.query_params.get(RELEASE):
        answer.headers["Memento-Datetime"] = http_date(held.find(version).manifest.released_on)
    else:
        # The answer of now is the original resource.
        links = links[1:]
    others = [answer.headers["Link"]] if "Link" in answer.headers else []
    answer.headers["Link"] = ", ".join([*others, *links])
    return answer


def memento_routes(held: HeldReleases) -> APIRouter:
    """Return the routes of time gates and time maps; behind them stands a path of the API."""
    router = APIRouter(include_in_schema=False)

    @router.get(f"{_GATE}/{{path:path}}")
    async def time_gate(request: Request) -> Response:
        path = raw_path(request).removeprefix(_GATE)
        asked = request.headers.get("accept-datetime")
        day = _moment(asked) if asked else datetime.now(UTC)
        release = held.until(day.date())
        place = f"{root_path(request)}{API}{path}?{_query(request, release.version)}"
        headers = {
            "Location": quote(place, safe="/?&=%:@!$'()*+,;~"),
            "Vary": "Accept-Datetime",
            "Link": ", ".join(_links(request, path)),
            # Another release may be the newest one tomorrow.
            "Cache-Control": "no-store",
        }
        return Response(status_code=302, headers=headers)

    @router.get(f"{_MAP}/{{path:path}}")
    async def time_map(request: Request) -> Response:
        path = raw_path(request).removeprefix(_MAP)
        lines = _links(request, path)
        held.until(datetime.now(UTC).date())
        for release in reversed(held.all):
            url = service_url(request, f"{API}{path}") + f"?{_query(request, release.version)}"
            when = http_date(release.manifest.released_on)
            lines.append(f'<{url}>; rel="memento"; datetime="{when}"')
        return Response(",\n".join(lines) + "\n", media_type="application/link-format")

    return router


def _moment(text: str) -> datetime:
    try:
        return parsedate_to_datetime(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ProblemError(
            400, "the header Accept-Datetime should be a date as Thu, 26 Nov 2026 00:00:00 GMT"
        ) from None


def _links(request: Request, path: str) -> list[str]:
    """Return the links to the original of a path of the API, to its time gate and time map."""
    query = _query(request)
    return [
        f'<{service_url(request, place + path)}{f"?{query}" if query else ""}>; rel="{relation}"'
        for place, relation in ((API, "original"), (_GATE, "timegate"), (_MAP, "timemap"))
    ]


def _query(request: Request, version: str = "") -> str:
    kept = [item for item in request.query_params.multi_items() if item[0] != RELEASE]
    return urlencode([*kept, *([(RELEASE, version)] if version else [])])
