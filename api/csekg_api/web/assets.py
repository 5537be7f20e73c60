"""Style sheets, scripts and pictures: addresses that name their bytes may be kept for good."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).resolve().parents[1] / "static"
#: Where the files are served.
PATH = "/static"
#: Cache-Control where the address changes with the bytes.
FOREVER = "public, max-age=31536000, immutable"


def static_url(name: str) -> str:
    """Return the path of a file below `static/`, with a hash that changes when its bytes do."""
    return f"{PATH}/{quote(name)}?v={_hash(STATIC / name)}"


class Assets(StaticFiles):
    """Serves the files; for a year where the address names the bytes, else like other answers."""

    def file_response(self, full_path: Any, stat_result: Any, scope: Any, *rest: Any) -> Response:
        """Return the file with its Cache-Control, where that is not the usual one."""
        answer = super().file_response(full_path, stat_result, scope, *rest)
        version = parse_qs(scope["query_string"].decode("latin-1")).get("v", [""])[0]
        if version and version == _hash(Path(full_path)):
            answer.headers["Cache-Control"] = FOREVER
        return answer


@cache
def _hash(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
