"""`/downloads` and `/releases`, the dataset as files; `/modifications`: what changed between releases."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import Path as PathParameter
from fastapi import Query, Request
from fastapi.responses import FileResponse, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from csekg.answers.common.base import Answer, Words
from csekg.answers.quality.dataset import Download, as_of_days
from csekg.errors import UnknownNameError
from csekg.releases.change_texts import Change, counted
from csekg.releases.folder import CHECKSUMS, MANIFEST, Release
from csekg.sparql.store import QueryEngine
from csekg_api.downloads.files import ServedFiles
from csekg_api.downloads.release_store import NONE, PATH, ReleaseStore, ServedReleases
from csekg_api.rest.parameters import VERSION, IsoDate, day_query, path_key
from csekg_api.rest.responses import PREFIX, Listing, ListOptions, Page, Single, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.headers import check_range, takes_gzip
from csekg_api.web.problem_types import problems
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import service_url

_FileName = Annotated[
    str,
    path_key(
        r"^[A-Za-z0-9._/-]+$", "csekg.nq", "name of a file, as `/downloads` lists them, or `SHA256SUMS`", longest=200
    ),
]
_PATH = f"{PREFIX}/downloads"
_CONTENT = {
    media_type: {"schema": {"type": "string", "format": "binary"}}
    for media_type in (
        "application/n-quads",
        "application/trig",
        "application/ld+json",
        "text/turtle",
        "application/n-triples",
        "text/csv",
        "application/gzip",
        "text/plain",
        "application/json",
        "application/vnd.sqlite3",
        "application/vnd.apache.parquet",
        "application/sql",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
}

_RANGE = {
    "name": "Range",
    "in": "header",
    "required": False,
    "description": "the bytes to send, as `bytes=0-99` or `bytes=100-`; a form that is not understood is passed over",
    "schema": {"type": "string", "examples": ["bytes=0-99"]},
}


router = SubjectRouter("Downloads", of_releases=False)


@router.get_list("/downloads", Download, "The dataset as files", unknown=False)
async def list_downloads(
    store: ServedStore, dataset_files: ServedFiles, request: Request, options: Listing
) -> Response:
    """The whole dataset in several forms, who stands where as a table, and each named graph.

    The same version of the dataset has the same bytes. The first request for a version takes
    some seconds, in which the files are made.
    """
    entries = await dataset_files.entries(request)
    days = await run_in_threadpool(as_of_days, store)
    files = [
        Download.model_validate(
            {
                **entry,
                "triples": entry["triples"] or None,
                "as_of": days.get(entry["graph"], days[None]),  # type: ignore[call-overload]
                "url": service_url(request, f"{_PATH}/{entry['file']}"),
            }
        )
        for entry in entries
    ]
    return options.page(Download, files, "downloads")


@router.get(
    "/downloads/{name:path}",
    summary="A file of the dataset",
    response_class=Response,
    openapi_extra={"parameters": [_RANGE]},
    responses={
        200: {"description": "The file", "content": _CONTENT},
        206: {"description": "The part that the header Range asks for", "content": _CONTENT},
        **problems(404, 422, s416="The file has no such bytes.", s503="The files cannot be made at this moment."),
    },
)
async def get_download(dataset_files: ServedFiles, request: Request, name: _FileName) -> Response:
    """A file as `/downloads` lists it; ranges can be asked for, to go on where one broke off.

    `SHA256SUMS` has all checksums, as `sha256sum --check` reads them.
    """
    entries = {str(entry["file"]): entry for entry in await dataset_files.entries(request)}
    if name == CHECKSUMS:
        check_range(request, dataset_files.checksums().stat().st_size)
        return _file(dataset_files.checksums(), "text/plain", CHECKSUMS)
    if name not in entries:
        raise UnknownNameError("file", name, [*entries, CHECKSUMS])
    check_range(request, dataset_files.file(name).stat().st_size)
    media_type = str(entries[name]["media_type"])
    etag = f'"{str(entries[name]["sha256"])[:32]}"'
    packed = f"{name}.gz"
    if packed in entries and _wants_packed(request):
        answer = _file(dataset_files.file(packed), media_type, name)
        answer.headers["Content-Encoding"] = "gzip"
        etag = etag[:-1] + '-gzip"'
    else:
        answer = _file(dataset_files.file(name), media_type, name)
    answer.headers["ETag"] = etag
    answer.headers["Vary"] = "Accept-Encoding"
    return answer


def _wants_packed(request: Request) -> bool:
    # A range counts the bytes of the file as it is listed, not compressed.
    return takes_gzip(request.scope["headers"]) and "range" not in request.headers


def _file(file: Path, media_type: str, name: str) -> FileResponse:
    return FileResponse(file, media_type=media_type, filename=name.rpartition("/")[2])


class ReleaseRow(Answer):
    """A release of the data."""

    version: str
    released_on: date
    previous: str | None = Field(description="version of the release before; null for the first")
    doi: str | None
    as_of: date = Field(description="day on which its newest source stands")
    quads: int
    files: int = Field(description="how many files it has")
    url: str = Field(description="address of its page")


class ReleaseFile(Answer):
    """A file of a release."""

    file: str
    media_type: str
    contents: Words
    bytes: int
    sha256: str
    url: str


class ReleaseDetail(Answer):
    """A release of the data with its files."""

    version: str
    released_on: date
    previous: str | None
    doi: str | None
    as_of: date
    quads: int
    url: str
    files: tuple[ReleaseFile, ...]


class StatementRow(Answer):
    """A statement that one of two releases has, each term as N-Quads writes it."""

    change: Literal["added", "removed"]
    subject: str
    predicate: str
    object: str
    graph: str


class DiffPage(Page[Change]):
    """What changed between two releases, in words."""

    before: str
    after: str
    summary: Words = Field(description="how many acts are new, changed and removed, and what else")


_Version = Annotated[str, PathParameter(pattern=VERSION, examples=["2026.11.0"], description="version of a release")]
Statements = Annotated[
    bool, Query(examples=[False], description="the statements that were added and removed, not the changes in words")
]


@router.get_list("/releases", ReleaseRow, "The releases of the data", unknown=False)
def list_releases(held: ServedReleases, request: Request, options: Listing) -> Response:
    """The releases at hand here, the newest first; none where the operator keeps none."""
    rows = [_row(request, release) for release in held.all]
    return options.page(ReleaseRow, rows, "releases")


@router.get_one("/releases/{version}", ReleaseDetail, "One release")
def get_release(held: ServedReleases, request: Request, options: Single, version: _Version) -> Response:
    """A release with its files; what an address of a file gives never changes."""
    release = held.find(version)
    row = _row(request, release)
    entries = [*release.manifest.files, *(held.file(release, n) for n in (MANIFEST, CHECKSUMS))]
    files = tuple(ReleaseFile(**entry.model_dump(), url=f"{row.url}/{entry.file}") for entry in entries)
    return options.one(ReleaseDetail(**{**row.model_dump(by_alias=False), "files": files}))


@router.get_list("/releases/{before}..{after}/diff", Change, "What changed between two releases", page=DiffPage)
def get_release_diff(
    store: ServedStore,
    held: ServedReleases,
    options: Listing,
    before: _Version,
    after: _Version,
    statements: Statements = False,
) -> Response:
    """Acts that are new, corrected or removed, and what else changed, a sentence for each.

    With `statements=true` the items are statements: change, subject, predicate, object, graph.
    """
    return diff_page(options, store, held, before, after, statements)


def diff_page(
    options: ListOptions, store: QueryEngine, held: ReleaseStore, before: str, after: str, statements: bool
) -> Response:
    """Return a page of what changed between two releases, in words or as statements.

    Raises a 404 problem for a release that is not at hand.
    """
    name = f"csekg-{before}-{after}"
    between: dict[str, Any] = {"before": before, "after": after}
    between["summary"] = counted(held.differences(before, after))
    if not statements:
        return options.page(Change, held.changes(store, before, after), name, **between)
    rows = [
        StatementRow(change=change.change, subject=s, predicate=p, object=o, graph=g)
        for change in held.statements(before, after)
        for s, p, o, g in (change.terms(),)
    ]
    return options.page(StatementRow, rows, f"{name}-statements", **between)


def _row(request: Request, release: Release) -> ReleaseRow:
    manifest = release.manifest
    return ReleaseRow(
        version=manifest.version,
        released_on=manifest.released_on,
        previous=manifest.previous or None,
        doi=manifest.doi or None,
        as_of=manifest.as_of,
        quads=manifest.quads,
        files=len(manifest.files) + 2,
        url=service_url(request, f"{PATH}/{manifest.version}"),
    )


_Since = Annotated[
    IsoDate | None,
    day_query(
        "the day on which the client last asked; a release of that very day "
        "counts as new, since it may have come later",
        "2026-11-26",
        alias="modifiedSince",
    ),
]
_Release = Annotated[
    str | None,
    Query(
        alias="sinceRelease",
        pattern=VERSION,
        examples=["2026.11.0"],
        description="the release that the client has, in place of a day",
    ),
]


@router.get_list("/modifications", Change, "What changed in the data since a day or a release", page=DiffPage)
def list_modifications(
    store: ServedStore,
    held: ServedReleases,
    options: Listing,
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
