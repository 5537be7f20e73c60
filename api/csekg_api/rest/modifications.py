"""`/modifications`: what changed in the data since a client fetched them, in one request."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from csekg.releases.change_texts import Change
from csekg.releases.folder import Release
from csekg_api.releases.release_store import NONE, ReleaseStore, ServedReleases
from csekg_api.rest.answering import PREFIX, ListOptions
from csekg_api.rest.documenting import documented_list
from csekg_api.rest.parameters import VERSION, IsoDate, known_parameters
from csekg_api.rest.releases import DiffPage, Statements, diff_page
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.problems import ProblemError
from csekg_api.web.work_limit import LimitedRoute

_Since = Annotated[
    IsoDate | None,
    Query(alias="modifiedSince", json_schema_extra={"format": "date"}, examples=["2026-11-26"],
          description="the day on which the client last asked; a release of that very day counts "
          "as new, since it may have come later"),
]  # fmt: skip
_Release = Annotated[
    str | None,
    Query(alias="sinceRelease", pattern=VERSION, examples=["2026.11.0"],
          description="the release that the client has, in place of a day"),
]  # fmt: skip


router = APIRouter(
    prefix=PREFIX,
    tags=["Downloads"],
    dependencies=[Depends(known_parameters)],
    route_class=LimitedRoute,
)


@router.get("/modifications", operation_id="listModifications",
            summary="What changed in the data since a day or a release",
            **documented_list(Change, page=DiffPage))  # fmt: skip
def modifications(
    store: ServedStore,
    held: ServedReleases,
    options: Annotated[ListOptions, Depends()],
    since: _Since = None,
    release: _Release = None,
    statements: Statements = False,
) -> Response:
    """The difference from the release that the client has to the newest one.

    `after` names the newest release, to be sent as `sinceRelease` the next time. With
    `statements=true` the items are the statements to add to a copy and to remove from it. A
    client that is older than the releases here gets 404, and fetches the whole dataset.
    """
    if (since is None) == (release is None):
        raise ProblemError(422, "give one of modifiedSince and sinceRelease")
    base = held.find(release) if release else _before(held, since or date.max)
    return diff_page(options, store, held, base.version, held.all[0].version, statements)


def _before(held: ReleaseStore, day: date) -> Release:
    """Return the newest release made before a day; raises a 404 problem where none is at hand."""
    if not held.all:
        raise ProblemError(404, NONE)
    for release in held.all:
        if release.manifest.released_on < day:
            return release
    oldest = held.all[-1]
    raise ProblemError(
        404,
        f"no release from before {day} is at hand here, the oldest is {oldest.version} of "
        f"{oldest.manifest.released_on}: fetch the whole dataset, at /api/v1/downloads",
    )
