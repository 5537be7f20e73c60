"""docs/assistants.md: its configurations lead to a server that answers, and it lists all tools."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from csekg_api.assistants.server import TOOLS
from tests.command import environment
from tests.csekg_api.service import Service

PAGE = (Path(__file__).parents[3] / "docs" / "assistants.md").read_text(encoding="utf-8")
CONFIGURATIONS = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def server_of(configuration: dict[str, Any]) -> str:
    ((kind, servers),) = configuration.items()
    assert kind in ("mcpServers", "servers")
    return json.dumps({name: value for name, value in servers["csekg"].items() if name != "type"})


# Several programs name one server, in files of different forms.
@pytest.mark.parametrize("configured", dict.fromkeys(map(server_of, CONFIGURATIONS)))
def test_each_configuration_leads_to_the_tools(configured: str, service: Service) -> None:
    server = json.loads(configured)

    async def asking() -> set[str]:
        if "url" in server:
            address = server["url"].replace(":8000", f":{service.port}")
            async with Client(address) as client:
                return {tool.name for tool in (await client.list_tools()).tools}
        assert server["command"] == "csekg"
        # The command of this environment, which need not be on the path.
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "csekg", *server["args"]], env=environment()
        )
        async with Client(stdio_client(command)) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    assert anyio.run(asking) == set(TOOLS)


def test_all_tools_are_described() -> None:
    table = PAGE[PAGE.index("| Tool |") :]
    rows = re.findall(r"^\| (`.+?`) \|", table, re.MULTILINE)
    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == set(TOOLS)
