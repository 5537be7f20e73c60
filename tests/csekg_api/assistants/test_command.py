"""`csekg mcp`: what it says where it cannot answer; docs/assistants.md leads to it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from mcp.client.client import Client

from csekg.errors import CsekgError
from csekg_api import assist
from csekg_api.assistants.server import TOLD
from tests.command import environment
from tests.csekg_api.assistants.conftest import talk
from tests.csekg_api.service import Service

PAGE = (Path(__file__).parents[3] / "docs" / "assistants.md").read_text(encoding="utf-8")
CONFIGURATIONS = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)


def test_where_it_cannot_answer_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as without:
        without.setattr("csekg.errors.find_spec", lambda _name: None)
        with pytest.raises(CsekgError, match=r"pip install 'csekg\[mcp\]'"):
            assist.mcp()
    monkeypatch.delattr(os, "fork")
    with pytest.raises(CsekgError, match="address /mcp of a service"):
        assist.mcp()


def test_the_command_imports_nothing_that_a_service_would_wait_for() -> None:
    code = "import sys, csekg_api.assist; print({'mcp', 'pyoxigraph', 'pydantic'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("configuration", CONFIGURATIONS)
def test_each_configuration_leads_to_the_tools(configuration: str, service: Service) -> None:
    ((_kind, servers),) = json.loads(configuration).items()
    server = servers["csekg"]
    assert server.get("command", "csekg") == "csekg"

    async def names(client: Client) -> list[str]:
        return [tool.name for tool in (await client.list_tools()).tools]

    place = server["url"].replace(":8000", f":{service.port}") if "url" in server else server["args"]
    assert talk(place, names) == [*TOLD["tools"]]


def test_all_tools_are_described() -> None:
    assert re.findall(r"^\| `(\w+)` \|", PAGE[PAGE.index("| Tool |") :], re.MULTILINE) == [*TOLD["tools"]]
