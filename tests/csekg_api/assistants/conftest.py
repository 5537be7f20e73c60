"""The official client of the Model Context Protocol, over both transports and the small facts."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeAlias

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp_types import TextContent

from tests.command import cache_in, environment
from tests.csekg_api.service import Service, serving

#: Calls a tool; returns whether it answers, and its text.
Call: TypeAlias = Callable[..., tuple[bool, str]]


@pytest.fixture(scope="session")
def service(small_dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """`csekg serve` over the dataset of the small facts, in place of its own."""
    with cache_in(tmp_path_factory.mktemp("assistants"), small_dataset, prepared=True), serving() as running:
        yield running


def talk(server: str | list[str], asking: Callable[[Client], Awaitable[Any]]) -> Any:
    """What a function of a client gives that is connected to an address, or to the command with these words."""

    async def run() -> Any:
        if isinstance(server, str):
            client = Client(server)
        else:
            # The command of this environment, which need not be on the path.
            words = ["-m", "csekg", *server]
            client = Client(stdio_client(StdioServerParameters(command=sys.executable, args=words, env=environment())))
        async with client as connected:
            return await asking(connected)

    return anyio.run(run)


async def called(client: Client, tool: str, **arguments: Any) -> tuple[bool, str]:
    """Whether a tool answers, and its text."""
    result = await client.call_tool(tool, arguments)
    (content,) = result.content
    assert isinstance(content, TextContent)
    return not result.is_error, content.text


@pytest.fixture(scope="session")
def call(service: Service) -> Call:
    """Call one tool over HTTP."""
    address = f"http://127.0.0.1:{service.port}/mcp"
    return lambda tool, **arguments: talk(address, lambda client: called(client, tool, **arguments))
