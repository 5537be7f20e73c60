"""A small application with one route for each kind of answer, inside the layers of the service."""

from __future__ import annotations

import io
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.testclient import TestClient

from csekg.engine import Inline
from csekg_api.logs import Log
from csekg_api.metrics import Metrics, metrics_router
from csekg_api.middleware.observation import observation
from csekg_api.middleware.stack import install_middleware
from csekg_api.problems import install_problem_handlers
from csekg_api.settings import Settings

TEXT = "All States shall take measures. " * 200


@dataclass
class Service:
    """The application as its client sees it, the calls that reached a handler, and its log."""

    client: TestClient
    calls: list[str]
    log: io.StringIO


def application(calls: list[str], folder: Path) -> FastAPI:
    app = FastAPI(openapi_url=None)
    install_problem_handlers(app)
    numbers = itertools.count(1)

    @app.get("/text/{name}")
    async def text(name: str) -> Response:
        calls.append(name)
        headers = {"Vary": "Accept", "Server-Timing": "query;dur=7"}
        return Response(f"{name}: {TEXT}", media_type="text/plain", headers=headers)

    @app.get("/short")
    async def short() -> Response:
        calls.append("short")
        return JSONResponse({"n": next(numbers)})

    @app.get("/now")
    async def now() -> Response:
        return JSONResponse({"n": next(numbers)}, headers={"Cache-Control": "no-store"})

    @app.get("/language")
    async def language() -> Response:
        return JSONResponse({"n": next(numbers)}, headers={"Vary": "Accept-Language"})

    @app.get("/stream")
    async def stream() -> Response:
        async def parts() -> AsyncIterator[str]:
            calls.append("stream")
            for _ in range(10):
                yield TEXT

        return StreamingResponse(parts(), media_type="text/csv")

    @app.get("/file")
    def file() -> Response:
        calls.append("file")
        path = folder / "file.txt"
        path.write_text(TEXT, encoding="utf-8")
        return FileResponse(path)

    @app.get("/healthz")
    async def healthz() -> dict[str, int]:
        return {"n": next(numbers)}

    @app.get("/see-other")
    async def see_other() -> Response:
        return Response(status_code=303, headers={"Location": "/short"})

    @app.get("/crash")
    async def crash() -> Response:
        raise RuntimeError("inner detail")

    @app.get("/breaks")
    async def breaks() -> Response:
        async def parts() -> AsyncIterator[str]:
            yield TEXT
            raise RuntimeError("half way")

        return StreamingResponse(parts())

    @app.get("/query")
    async def query(request: Request, q: str) -> Response:
        seen = observation(request.scope)
        seen.query, seen.query_seconds, seen.query_outcome = q, 0.25, "ok"
        return Response("done")

    @app.post("/echo")
    async def echo(request: Request) -> Response:
        return Response(str(len(await request.body())))

    @app.post("/json")
    async def json(body: dict[str, int]) -> dict[str, int]:
        return body

    @app.get("/number")
    async def number(n: int) -> int:
        return n

    return app


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Service]:
    """Return a function that makes a service, with settings by name."""

    def make_service(fingerprint: str | None = "f" * 64, **settings: object) -> Service:
        values = Settings.model_validate({"log_format": "text", **settings})
        calls: list[str] = []
        app = application(calls, tmp_path)
        metrics = Metrics(fingerprint, Inline({}))
        log = io.StringIO()
        install_middleware(app, values, fingerprint, Log(values.log_format, log), [metrics])
        app.include_router(metrics_router(metrics))
        return Service(TestClient(app), calls, log)

    return make_service


@pytest.fixture
def service(make: Callable[..., Service]) -> Service:
    return make()
