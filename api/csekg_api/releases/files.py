"""The routes of the files of releases, which never change, and of the event stream over them."""

from __future__ import annotations

import base64

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, RedirectResponse, Response

from csekg.releases.stream import ROOT, root
from csekg_api.middleware.caching_headers import matching
from csekg_api.releases.held import NONE, HeldReleases
from csekg_api.web.assets import FOREVER
from csekg_api.web.headers import check_range, http_date
from csekg_api.web.problems import ProblemError
from csekg_api.web.urls import base_path

#: Path of the releases.
PATH = "/releases"


def files_routes(held: HeldReleases) -> APIRouter:
    """Return the routes: /releases/{version}/{name}, a name being one that the release lists.

    /ldes leads to the page of the event stream that names the pages in the releases.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/ldes")
    def ldes(request: Request) -> Response:
        return RedirectResponse(f"{base_path(request)}{PATH}/{ROOT}", 308)

    @router.get(f"{PATH}/{ROOT}")
    def stream() -> Response:
        # Beside the releases, as `csekg release` writes it beside their folders.
        if not held.all:
            raise ProblemError(404, NONE)
        return Response(root(held.all), media_type="text/turtle")

    @router.get(f"{PATH}/{{version}}/{{name:path}}")
    async def file(request: Request, version: str, name: str) -> Response:
        release = held.find(version)
        entry = held.file(release, name)
        tag = entry.sha256.encode()
        headers = {
            "ETag": f'"{entry.sha256}"',
            "Cache-Control": FOREVER,
            # Of the bytes as they are stored (RFC 9530, section 3).
            "Repr-Digest": f"sha-256=:{base64.b64encode(bytes.fromhex(entry.sha256)).decode()}:",
            "Memento-Datetime": http_date(release.manifest.released_on),
        }
        # The middleware leaves the conditions of these paths to the handler.
        if match := matching(tag, request.headers.get("if-none-match", "").encode(), exists=True):
            headers |= {"ETag": match.decode("latin-1"), "Vary": "Accept-Encoding"}
            return Response(status_code=304, headers=headers)
        check_range(request, entry.bytes)
        return FileResponse(release.folder / name, headers=headers, media_type=entry.media_type)

    return router
