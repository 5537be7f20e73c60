"""The route of the files of releases, which never change."""

from __future__ import annotations

import base64

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, Response

from csekg_api.middleware.caching_headers import matching
from csekg_api.releases.release_store import ReleaseStore
from csekg_api.web.assets import FOREVER
from csekg_api.web.headers import check_range

#: Path of the releases.
PATH = "/releases"


def files_routes(held: ReleaseStore) -> APIRouter:
    """Return the route /releases/{version}/{name}, a name being one that the release lists."""
    router = APIRouter(include_in_schema=False)

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
        }
        # The middleware leaves the conditions of these paths to the handler.
        if match := matching(tag, request.headers.get("if-none-match", "").encode(), exists=True):
            headers |= {"ETag": match.decode("latin-1"), "Vary": "Accept-Encoding"}
            return Response(status_code=304, headers=headers)
        check_range(request, entry.bytes)
        return FileResponse(release.folder / name, headers=headers, media_type=entry.media_type)

    return router
