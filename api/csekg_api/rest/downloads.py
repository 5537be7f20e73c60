"""`/downloads`: the dataset as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from fastapi import Request
from fastapi.responses import FileResponse, Response
from starlette.concurrency import run_in_threadpool

from csekg.answers.quality.dataset import Download, as_of_days
from csekg.errors import UnknownNameError
from csekg.releases.folder import CHECKSUMS
from csekg_api.downloads.files import ServedFiles
from csekg_api.rest.parameters import path_key
from csekg_api.rest.responses import PREFIX, Listing, SubjectRouter
from csekg_api.web.dependencies import ServedStore
from csekg_api.web.headers import check_range, takes_gzip
from csekg_api.web.problem_types import problems
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


router = SubjectRouter("Downloads")


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
