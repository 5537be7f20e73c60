"""A small application with a route for each kind of answer, within the middleware."""

from __future__ import annotations

import asyncio
import io
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.testclient import TestClient
from starlette.types import Message

from csekg_api.middleware.stack import install_middleware
from csekg_api.observing.logs import Log
from csekg_api.observing.metrics import Metrics, metrics_router
from csekg_api.observing.observation import observation
from csekg_api.settings import Settings
from csekg_api.web.problems import install_problem_handlers
from csekg_api.web.urls import service_url
from csekg_api.workers.jobs import Inline

TOKEN = "a secret of the tests"
TEXT = "All States shall take measures. " * 200


@dataclass
class Service:
    """A client of the application, the calls that reached a handler, and the log."""

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

    @app.get("/addressed")
    async def addressed(request: Request) -> Response:
        return JSONResponse({"own": service_url(request, "/addressed")})

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

    @app.post("/sparql")
    async def sparql(request: Request) -> Response:
        text = (await request.body()).decode()
        calls.append(text)
        headers = {"Vary": "Accept"} | ({"Cache-Control": "no-store"} if text == "now" else {})
        return Response(f"{text}: {TEXT}", 400 if text == "wrong" else 200, headers, "text/plain")

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
        app.state.settings = values
        metrics = Metrics(fingerprint, Inline({}))
        log = io.StringIO()
        install_middleware(app, values, fingerprint, Log(values.log_format, log), [metrics])
        app.include_router(metrics_router(metrics, TOKEN))
        return Service(TestClient(app), calls, log)

    return make_service


@pytest.fixture
def service(make: Callable[..., Service]) -> Service:
    return make()


@dataclass
class Answer:
    """The messages that the application has sent."""

    status: int
    headers: dict[bytes, bytes]
    body: bytes

    def problem(self, status: int) -> bytes:
        """The body of a problem document of such a status."""
        assert self.status == status, self.body
        assert self.headers[b"content-type"] == b"application/problem+json"
        return self.body


def ask(
    service: Service, path: str, fields: list[tuple[str, str]], *, method: str = "GET", http_version: str = "1.1"
) -> Answer:
    """Send a request with exactly these header fields and a body; no client adds to them."""
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "http_version": http_version,
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in fields],
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"body", "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    async def run() -> None:
        await service.client.app(scope, receive, send)

    asyncio.run(run())
    body = b"".join(message.get("body", b"") for message in messages)
    return Answer(messages[0]["status"], dict(messages[0]["headers"]), body)
