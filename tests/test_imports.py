"""What a command and a start of the service need not wait for is not imported before its use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.command import environment


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        (
            "csekg.cli",
            "asyncio csekg_api csekg.answers.status.status_answers csekg.dataset.assemble"
            " csekg.law.entry_into_force csekg.sparql.saved_queries csekg.validation"
            " fastapi importlib.metadata networkx pydantic pyshacl rdflib rich.table",
        ),
        ("csekg_api.app", "csekg.dataset.assemble csekg.answers.network.graph httpx2 networkx pyshacl rdflib"),
        # Of the planner the entrance alone.
        ("csekg.sparql.oxigraph_store", "csekg.sparql.untrusted.planner.patterns httpx2"),
    ],
)
def test_importing_does_not_import(module: str, absent: str) -> None:
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment())
    imported = set(run.stdout.split())
    assert module in imported
    assert imported.isdisjoint(absent.split())
