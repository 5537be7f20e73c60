"""Limits of handlers in threads: how many at once, how many waiting, and a deadline."""

from __future__ import annotations

import asyncio
import gc
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import APIRouter, FastAPI, Request

from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine, Results, Term
from csekg_api.app import create_app
from csekg_api.jobs import job_table
from csekg_api.settings import Settings
from csekg_api.web.deadline import Deadline, DeadlineEngine, keeping, without_deadline
from csekg_api.web.dependencies import add_routes
from csekg_api.web.problems import ProblemError
from csekg_api.web.request_limits import client_of
from csekg_api.web.work_limit import LimitedRoute, WorkLimit
from csekg_api.workers.jobs import Inline

Scenario = Callable[[httpx.AsyncClient], Awaitable[None]]
_ROWS = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3"


def played(app: FastAPI, scenario: Scenario) -> None:
    """Run a scenario against an application on an event loop of its own; no task's error may be left over."""
    complaints: list[Mapping[str, Any]] = []

    async def play() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            await scenario(client)

    asyncio.run(asyncio.wait_for(play(), 60))
    gc.collect()
    assert not complaints


def app_with(store: Store, work: WorkLimit, router: APIRouter) -> FastAPI:
    app = create_app(store, "abc123")
    app.state.work = work
    add_routes(app.router, router)
    return app


def test_an_endless_handler_is_answered_504_and_its_thread_ends(small_store: Store) -> None:
    router, ended, stop = APIRouter(route_class=LimitedRoute), threading.Event(), threading.Event()

    def asking(store: QueryEngine) -> None:
        try:
            while not stop.is_set():
                store.values(_ROWS)
        finally:
            ended.set()

    router.add_api_route("/endless", lambda: asking(DeadlineEngine(small_store)))
    router.add_api_route("/deaf", lambda: asking(small_store))
    app = app_with(small_store, WorkLimit(1, 0.5), router)

    async def scenario(client: httpx.AsyncClient) -> None:
        first = asyncio.create_task(client.get("/endless"))
        await asyncio.sleep(0.1)
        assert (await client.get("/healthz")).status_code == 200
        assert not first.done(), "the health was asked while the handler ran"
        answer = await first
        assert answer.status_code == 504
        assert answer.headers["content-type"] == "application/problem+json"
        assert "not ready after 0.5 seconds" in answer.json()["detail"]
        assert await asyncio.to_thread(ended.wait, 20)
        # Over a store without a deadline the client gets an answer, and the thread goes on.
        ended.clear()
        assert (await client.get("/deaf")).status_code == 504
        assert not ended.is_set()
        # It has the only slot; no other request gets one, and none waits for long.
        busy = await client.get("/endless")
        assert busy.status_code == 503
        assert busy.headers["retry-after"] == "2"
        stop.set()
        assert await asyncio.to_thread(ended.wait, 20)

    try:
        played(app, scenario)
    finally:
        stop.set()


def test_no_more_run_than_may_and_a_client_leaves_a_thread_to_others(small_store: Store) -> None:
    router, go = APIRouter(route_class=LimitedRoute), threading.Event()
    running, most = Counter[str](), Counter[str]()
    lock = threading.Lock()

    @router.get("/work")
    def at_work(request: Request) -> str:
        client = client_of(request.scope)
        with lock:
            running[client] += 1
            most[client] = max(most[client], running[client])
        go.wait(30)
        with lock:
            running[client] -= 1
        return "done"

    app = app_with(small_store, WorkLimit(4, 30), router)

    async def ask(host: str) -> int:
        transport = httpx.ASGITransport(app, client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            return (await client.get("/work")).status_code

    async def scenario(_client: httpx.AsyncClient) -> None:
        many = [asyncio.create_task(ask("10.0.0.1")) for _ in range(8)]
        while most["10.0.0.1"] < 2:
            await asyncio.sleep(0.01)
        others = [asyncio.create_task(ask(f"10.0.0.{number}")) for number in (2, 3)]
        while running.total() < 4:
            await asyncio.sleep(0.01)
        go.set()
        assert {await task for task in (*many, *others)} == {200}
        assert most == {"10.0.0.1": 2, "10.0.0.2": 1, "10.0.0.3": 1}

    played(app, scenario)


def test_a_slow_body_holds_no_place(small_store: Store) -> None:
    router = APIRouter(route_class=LimitedRoute)

    @router.post("/sum")
    def total(numbers: list[int]) -> int:
        return sum(numbers)

    app = app_with(small_store, WorkLimit(1, 30), router)
    rest = asyncio.Event()

    async def slowly() -> AsyncIterator[bytes]:
        yield b"[1, 2,"
        await rest.wait()
        yield b" 3]"

    async def scenario(client: httpx.AsyncClient) -> None:
        headers = {"content-type": "application/json"}
        slow = asyncio.create_task(client.post("/sum", content=slowly(), headers=headers))
        await asyncio.sleep(0.05)
        assert (await client.post("/sum", json=[4])).json() == 4
        assert not slow.done()
        rest.set()
        assert (await slow).json() == 6

    played(app, scenario)


def test_whoever_downloads_slowly_keeps_no_place(small_store: Store) -> None:
    app = create_app(small_store, "abc123")
    work = WorkLimit(1, 30)
    sending = asyncio.Event()

    async def slow(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"] == "/slow":
            await sending.wait()
        await send({"type": "http.response.body", "body": b"end"})

    app.router.default = work.bounded(slow)

    async def scenario(client: httpx.AsyncClient) -> None:
        first = asyncio.create_task(client.get("/slow"))
        await asyncio.sleep(0.05)
        assert (await client.get("/fast")).text == "end"
        assert not first.done()
        sending.set()
        assert (await first).text == "end"

    played(app, scenario)


class _Slow(DeadlineEngine):
    """A store that is slow for every query."""

    def ask(self, text: str, bindings: Mapping[str, Term] | None = None) -> Results:
        time.sleep(0.3)
        return super().ask(text, bindings)


def test_pages_rest_and_linked_data_keep_to_the_setting(small_file: Path) -> None:
    # A store that remembers nothing of another test, and so has to be asked.
    store, settings = Store.open(small_file), Settings(page_timeout=0.1)
    slow, engine = _Slow(store), Inline(job_table(store, settings))
    app = create_app(slow, "abc123", settings, engine)

    async def scenario(client: httpx.AsyncClient) -> None:
        for path in (
            "/api/v1/states",
            "/states",
            "/id/nothing",
            "/data/nothing",
            "/nothing",
            "/.well-known/void",
            "/page/nothing",
        ):
            answer = await client.get(path)
            assert answer.status_code in (503, 504), path
            assert answer.json()["detail"]
        for path in ("/healthz", "/sparql?query=ASK%7B%7D", "/openapi.json"):
            assert (await client.get(path)).status_code == 200, path

    played(app, scenario)


def test_a_store_stops_at_the_deadline_wherever_it_is_asked(small_store: Store) -> None:
    store = DeadlineEngine(small_store)
    asked: list[Callable[[], Any]] = [
        lambda: store.query("ASK {}"),
        lambda: store.values(_ROWS),
        store.triples,
        store.named_graphs,
        lambda: list(store.quads()),
    ]
    for ask in asked:
        ask()
        with keeping(Deadline.after(30)):
            ask()
        with keeping(Deadline.after(0)), pytest.raises(ProblemError) as caught:
            ask()
        assert caught.value.status == 504
    assert store.values(_ROWS) == small_store.values(_ROWS)
    assert without_deadline(store) is small_store


def test_rows_are_read_until_the_deadline_only() -> None:
    store = Store(b"".join(b"<x:%d> <x:p> <x:o> .\n" % number for number in range(400)))
    product = "SELECT * { ?a <x:p> ?x . ?b <x:p> ?x . ?c <x:p> ?x }"
    with keeping(Deadline.after(0.2)), pytest.raises(ProblemError):
        DeadlineEngine(store).select(product)
