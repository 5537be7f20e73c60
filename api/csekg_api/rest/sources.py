"""How far the data can be relied on: sources, differences, quality, corrections, freshness."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path, Query
from fastapi.responses import Response
from pydantic import Field

from csekg.answers.quality.corrections import Correction, Discrepancy, State, corrections, discrepancies
from csekg.answers.quality.dataset import Source, source, sources
from csekg.answers.quality.quality import FindingRow, Quality, findings, quality
from csekg.answers.status.coverage import Freshness, freshness
from csekg.days import today as this_day
from csekg_api.downloads.release_store import ServedReleases
from csekg_api.indexes import dataset_report
from csekg_api.rest.parameters import IsoDate, Lower, OfState, OfTreaty, subject_router
from csekg_api.rest.responses import Listing, Single, documented_list, documented_one
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import KEY, SEVERAL

_SourceKey = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$",
        max_length=80,
        examples=["fedlex-opsc-20230420"],
        description="key of a source, as `/sources` lists them",
    ),
    Lower,
]
_Status = Annotated[
    list[Literal["open", "settled"]] | None,
    Query(max_length=SEVERAL, examples=[["open"]], description="only open or only settled ones; may be repeated"),
]
_Severity = Annotated[
    list[Literal["violation", "warning", "info"]] | None,
    Query(max_length=SEVERAL, examples=[["warning"]], description="only of these severities; may be repeated"),
]
_Shape = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=KEY)]] | None,
    Query(max_length=SEVERAL, examples=[["EIF-1"]], description="only of the shapes with these names; may be repeated"),
]


router = subject_router("Sources")


@router.get("/sources", operation_id="listSources", summary="The sources", **documented_list(Source))
def all_sources(store: ServedStore, options: Listing, treaty: OfTreaty = None) -> Response:
    """Who publishes each source, on which day it stands, its terms, and what it states."""
    return options.page(Source, sources(store, treaty), "sources")


@router.get("/sources/{key}", operation_id="getSource", summary="One source", **documented_one(Source))
def one_source(store: ServedStore, options: Single, key: _SourceKey) -> Response:
    """A source; `hasGraph` names the graph with exactly what it states."""
    return options.one(source(store, key))


@router.get(
    "/discrepancies", operation_id="listDiscrepancies", summary="Where sources disagree", **documented_list(Discrepancy)
)
def all_discrepancies(
    store: ServedStore, options: Listing, treaty: OfTreaty = None, state: OfState = None, status: _Status = None
) -> Response:
    """Both values, the one that is followed, and the reason for it."""
    rows = discrepancies(store, treaty=treaty, state=state, status=status)
    return options.page(Discrepancy, rows, "discrepancies")


@router.get("/quality", operation_id="getQuality", summary="The quality of the dataset", **documented_one(Quality))
def one_quality(store: ServedStore, options: Single) -> Response:
    """Measures that the dataset states about itself, and how many findings its shapes have."""
    return options.one(quality(store, dataset_report(store)))


@router.get(
    "/quality/findings",
    operation_id="listFindings",
    summary="What the shapes find in the dataset",
    **documented_list(FindingRow),
)
def all_findings(store: ServedStore, options: Listing, severity: _Severity = None, shape: _Shape = None) -> Response:
    """Known disagreements and what our sources lack, worst first, a sentence for each."""
    rows = findings(dataset_report(store), severity=severity, shape=shape)
    return options.page(FindingRow, rows, "findings")


_State = Annotated[
    list[State] | None,
    Query(max_length=SEVERAL, examples=[["open"]], description="only corrections of these states; may be repeated"),
]


corrections_router = subject_router("Sources", of_releases=False)


@corrections_router.get(
    "/corrections", operation_id="listCorrections", summary="What was corrected", **documented_list(Correction)
)
def all_corrections(
    store: ServedStore,
    held: ServedReleases,
    options: Listing,
    treaty: OfTreaty = None,
    state: OfState = None,
    status: _State = None,
) -> Response:
    """Errors that releases corrected, then open and settled differences between sources."""
    rows = corrections(store, held.learned(store), treaty=treaty, state=state, status=status)
    return options.page(Correction, rows, "corrections")


_Today = Annotated[
    IsoDate | None,
    Query(
        json_schema_extra={"format": "date"},
        examples=["2026-11-25"],
        description="the day from which `daysSince` is counted; without it, today (UTC)",
    ),
]


@corrections_router.get(
    "/freshness", operation_id="listFreshness", summary="How fresh each list is", **documented_list(Freshness)
)
def all_freshness(store: ServedStore, options: Listing, treaty: OfTreaty = None, today: _Today = None) -> Response:
    """For each list of each treaty, until when it was read and when it is due again."""
    rows = freshness(store, today or this_day(), treaty=treaty)
    return options.page(Freshness, rows, "freshness")
