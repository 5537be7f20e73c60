"""What a command and a start of the service need not wait for is not imported before its use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command import environment


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("csekg.cli", "csekg_api csekg.build.assemble csekg.validation fastapi networkx pydantic"
                      " pyshacl rdflib rich.table"),
        ("csekg_api.app", "csekg.build.assemble csekg.network.graph httpx2 networkx pyshacl rdflib"
                          " scipy"),
    ],
)  # fmt: skip
def test_importing_does_not_import(module: str, absent: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    imported = set(run.stdout.split())
    assert module in imported
    assert imported.isdisjoint(absent.split())


def test_warming_imports_what_the_page_of_the_resolution_needs() -> None:
    code = """
import sys, threading
from csekg.store import Store
from csekg_api import warming
from csekg_api.logs import Log
warming._PAUSE = 0
assert "networkx" not in sys.modules
warming.warm_up(Store(b""), Log("none"))
print("networkx" in sys.modules)
"""
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert run.stdout == "True\n"
