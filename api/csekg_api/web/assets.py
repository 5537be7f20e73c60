"""Static files: style sheets, scripts and pictures; an address with a hash is cached for a year."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.requests import Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from csekg_api.web.headers import check_range

STATIC = Path(__file__).resolve().parents[1] / "static"
#: Where the files are served.
PATH = "/static"
#: Cache-Control for addresses that change with the bytes.
FOREVER = "public, max-age=31536000, immutable"


def static_url(name: str) -> str:
    """Return the path of a file below `static/`, with a hash of its bytes as query."""
    return f"{PATH}/{quote(name)}?v={_hash(STATIC / name)}"


class Assets(StaticFiles):
    """Serves the files, cacheable for a year where the address has their hash."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Any, *rest: Any) -> Response:
        """Return the response for a file, with Cache-Control where it differs from the default."""
        check_range(Request(scope), stat_result.st_size)
        answer = super().file_response(full_path, stat_result, scope, *rest)
        version = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        if version and version == _hash(Path(full_path)):
            answer.headers["Cache-Control"] = FOREVER
        return answer


@cache
def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
