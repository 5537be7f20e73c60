"""The upper bound for a service: a Starlette application that sends prepared answers by path.

It runs under the same server. Run it as `python -m benchmarks.bare_server FILE PORT`; the file has
headers and bodies as JSON.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def write_answers(file: Path, answers: dict[str, tuple[dict[str, str], bytes]]) -> None:
    """Write headers and body by path."""
    content = {path: [headers, base64.b64encode(body).decode()] for path, (headers, body) in answers.items()}
    file.write_text(json.dumps(content), encoding="utf-8")


def _endpoint(headers: dict[str, str], body: bytes) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        return Response(body, headers=headers)

    return answer


def main() -> None:
    answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    routes = [Route(path, _endpoint(headers, base64.b64decode(body))) for path, (headers, body) in answers.items()]
    uvicorn.run(
        Starlette(routes=routes),
        port=int(sys.argv[2]),
        ws="none",
        access_log=False,
        server_header=False,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
