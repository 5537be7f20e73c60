"""`csekg mcp`: what it says where it cannot answer; docs/assistants.md leads to it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from csekg.errors import CsekgError
from csekg_api.assistants import command
from csekg_api.assistants.server import TOOLS
from tests.command import environment
from tests.csekg_api.service import Service

SMALL = Path(__file__).parents[1] / "small.trig"


def test_without_the_sdk_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg.extras.find_spec", lambda _name: None)
    with pytest.raises(CsekgError, match=r"pip install 'csekg\[mcp\]'"):
        command.mcp()


def test_without_processes_it_says_what_to_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(CsekgError, match="address /mcp of a service"):
        command.mcp()


def test_it_answers_and_ends_with_its_input() -> None:
    query = {"name": "sparql", "arguments": {"query": "ASK { ?s ?p ?o }"}}
    messages = [
        {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "initialize",
            "params": {
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": {"name": "test", "version": "1"},
            },
        },
        {"jsonrpc": "2.0", "method": "notifications/initialized"},
        {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": query},
    ]
    with subprocess.Popen(
        [sys.executable, "-m", "csekg", "mcp", "--dataset", str(SMALL)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
    ) as process:
        assert process.stdin
        assert process.stdout
        for message in messages:
            process.stdin.write(json.dumps(message) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        told = json.loads(process.stdout.readline())
        assert told["result"]["structuredContent"]["boolean"] is True
        process.stdin.close()
        assert process.wait(60) == 0
        assert process.stderr
        assert "Traceback" not in process.stderr.read()


def test_the_command_imports_nothing_that_a_service_would_wait_for() -> None:
    heavy = "{'mcp', 'pyoxigraph', 'pydantic'} & set(sys.modules)"
    code = f"import sys, csekg_api.assistants.command; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert done.stdout.strip() == "set()"


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
