"""Bodies of requests: how large they may be, and how many large ones there may be at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

import httpx2 as httpx
from fastapi import FastAPI, Request

from csekg_api.middleware.request_checks import LARGE, OF_ONE, SMALL, BodyLimit
from csekg_api.web.request_limits import BODY_BYTES
from csekg_api.workers.places import Places
from tests.csekg_api.middleware.conftest import Service


def test_bodies_up_to_the_limit_pass(service: Service) -> None:
    assert service.client.post("/echo", content=b"x" * BODY_BYTES).text == "1024000"
    assert service.client.post("/echo", content=pieces(10)).text == "1024000"


def test_larger_ones_are_refused(service: Service) -> None:
    for content in (b"x" * (BODY_BYTES + 1), pieces(11)):
        answer = service.client.post("/echo", content=content)
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.json()["detail"] == "the body of a request may have 1,024,000 bytes at most"


def test_also_where_the_framework_reads_the_body(service: Service) -> None:
    headers = {"Content-Type": "application/json"}
    assert service.client.post("/json", content=pieces(11), headers=headers).status_code == 413


def test_large_bodies_of_one_client_leave_room_for_others_and_small_ones_always_have_it() -> None:
    app, rest = FastAPI(), asyncio.Event()
    limit = BodyLimit(app)
    limit._places = Places(LARGE, OF_ONE, patience=0.2)

    @app.post("/echo")
    async def echo(request: Request) -> int:
        return len(await request.body())

    async def slow(size: int) -> AsyncIterator[bytes]:
        yield b"x" * size
        await rest.wait()
        yield b"x"

    async def send(content: bytes | AsyncIterator[bytes], number: int) -> httpx.Response:
        transport = httpx.ASGITransport(limit, client=(f"10.0.0.{number}", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return await client.post("/echo", content=content)

    async def scenario() -> None:
        held = [asyncio.create_task(send(slow(SMALL + 1), 1)) for _ in range(OF_ONE)]
        await asyncio.sleep(0.1)
        refused = await send(b"x" * (SMALL + 1), 1)
        assert refused.status_code == 503
        assert refused.headers["retry-after"] == "2"
        assert (await send(b"x" * SMALL, 1)).status_code == 200
        assert (await send(b"x" * 900_000, 2)).text == "900000"
        for number in range(2, LARGE // OF_ONE + 1):
            held += [asyncio.create_task(send(slow(SMALL + 1), number)) for _ in range(OF_ONE)]
        await asyncio.sleep(0.1)
        assert (await send(b"x" * 900_000, 9)).status_code == 503
        assert (await send(b"x" * SMALL, 9)).status_code == 200
        rest.set()
        assert {(await task).status_code for task in held} == {200}
        assert (await send(b"x" * 900_000, 1)).status_code == 200

    asyncio.run(asyncio.wait_for(scenario(), 60))


def pieces(number: int) -> Iterator[bytes]:
    """A body that is sent in pieces of a tenth of what it may have, without Content-Length."""
    for _ in range(number):
        yield b"x" * (BODY_BYTES // 10)
