"""The official client of the Model Context Protocol, over both transports and the small facts."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeAlias

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import CallToolResult

from csekg.sparql.oxigraph_store import Store
from tests.command import cache_in, environment
from tests.csekg_api.service import Service, serving

#: On a busy machine the first answers take long.
PATIENT = {"CSEKG_PAGE_TIMEOUT": "60"}
#: Runs a function of a client that is connected, and returns what it gives.
Talk: TypeAlias = Callable[[Callable[[Client], Awaitable[Any]]], Any]


@pytest.fixture(scope="session")
def store(small_dataset: bytes) -> Store:
    """What the service holds."""
    return Store(small_dataset)


@pytest.fixture(scope="session")
def service(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`csekg serve` over the dataset of the small facts, in place of its own."""
    folder = tmp_path_factory.mktemp("assistants")
    with cache_in(folder, small_dataset), serving(variables=PATIENT) as running:
        yield running


@pytest.fixture(scope="session", params=["http", "stdio"])
def talk(request: pytest.FixtureRequest, service: Service) -> Talk:
    """Talk over HTTP to the service, or over standard input and output to `csekg mcp`."""

    def over_http(asking: Callable[[Client], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            async with Client(f"http://127.0.0.1:{service.port}/mcp") as client:
                return await asking(client)

        return anyio.run(run)

    def over_stdio(asking: Callable[[Client], Awaitable[Any]]) -> Any:
        async def run() -> Any:
            command = StdioServerParameters(command=sys.executable, args=["-m", "csekg", "mcp"], env=environment())
            async with Client(stdio_client(command)) as client:
                return await asking(client)

        return anyio.run(run)

    return over_http if request.param == "http" else over_stdio


@pytest.fixture(scope="session")
def call(service: Service) -> Callable[..., CallToolResult]:
    """Call one tool over HTTP."""

    def called(tool: str, **arguments: Any) -> CallToolResult:
        async def run() -> CallToolResult:
            async with Client(f"http://127.0.0.1:{service.port}/mcp") as client:
                return await client.call_tool(tool, arguments)

        return anyio.run(run)

    return called
