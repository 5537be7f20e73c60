"""How far the data can be relied on: sources, differences, quality, freshness."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi.responses import Response
from pydantic import Field

from csekg.answers.quality.dataset import Source, source, sources
from csekg.answers.quality.discrepancies import Discrepancy, discrepancies
from csekg.answers.quality.quality import FindingRow, Quality, findings, quality
from csekg.answers.status.coverage import Freshness, freshness
from csekg.languages.days import today as this_day
from csekg_api.indexes import dataset_report
from csekg_api.rest.parameters import IsoDate, Lower, OfState, OfTreaty, day_query, path_key, repeatable
from csekg_api.rest.responses import Listing, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.request_limits import KEY

_SourceKey = Annotated[
    str,
    path_key(
        r"^[A-Za-z0-9][A-Za-z0-9-]*$", "fedlex-opsc-20230420", "key of a source, as `/sources` lists them", longest=80
    ),
    Lower,
]
_Status = Annotated[list[Literal["open", "settled"]] | None, repeatable("only open or only settled ones", "open")]
_Severity = Annotated[
    list[Literal["violation", "warning", "info"]] | None, repeatable("only of these severities", "warning")
]
_Shape = Annotated[
    list[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$", max_length=KEY)]] | None,
    repeatable("only of the shapes with these names", "EIF-1"),
]


router = SubjectRouter("Sources")


@router.get_list("/sources", Source, "The sources")
def list_sources(store: ServedStore, options: Listing, treaty: OfTreaty = None) -> Response:
    """Who publishes each source, on which day it stands, its terms, and what it states."""
    return options.page(Source, sources(store, treaty), "sources")


@router.get_one("/sources/{key}", Source, "One source")
def get_source(store: ServedStore, options: Single, key: _SourceKey) -> Response:
    """A source; `hasGraph` names the graph with exactly what it states."""
    return options.one(source(store, key))


@router.get_list("/discrepancies", Discrepancy, "Where sources disagree")
def list_discrepancies(
    store: ServedStore, options: Listing, treaty: OfTreaty = None, state: OfState = None, status: _Status = None
) -> Response:
    """Both values, the one that is followed, and the reason for it."""
    rows = discrepancies(store, treaty=treaty, state=state, status=status)
    return options.page(Discrepancy, rows, "discrepancies")


@router.get_one("/quality", Quality, "The quality of the dataset")
def get_quality(store: ServedStore, options: Single) -> Response:
    """Measures that the dataset states about itself, and how many findings its shapes have."""
    return options.one(quality(store, dataset_report(store)))


@router.get_list("/quality/findings", FindingRow, "What the shapes find in the dataset")
def list_findings(store: ServedStore, options: Listing, severity: _Severity = None, shape: _Shape = None) -> Response:
    """Known disagreements and what our sources lack, worst first, a sentence for each."""
    rows = findings(dataset_report(store), severity=severity, shape=shape)
    return options.page(FindingRow, rows, "findings")


_Today = Annotated[
    IsoDate | None, day_query("the day from which `daysSince` is counted; without it, today (UTC)", "2026-11-25")
]


@router.get_list("/freshness", Freshness, "How fresh each list is")
def list_freshness(store: ServedStore, options: Listing, treaty: OfTreaty = None, today: _Today = None) -> Response:
    """For each list of each treaty, until when it was read and when it is due again."""
    rows = freshness(store, today or this_day(), treaty=treaty)
    return options.page(Freshness, rows, "freshness")
