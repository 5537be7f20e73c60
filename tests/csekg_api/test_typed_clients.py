"""A TypeScript client made of the OpenAPI document: it compiles, and asks the service."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import CLIENTS
from tests.csekg_api.service import Service, serving

pytestmark = pytest.mark.timeout(400)
GENERATED = CLIENTS / "generated"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with serving() as running:
        yield running


def run(node: Path, *arguments: str) -> str:
    """Run a program of Node in the folder of the clients; return what it printed."""
    done = subprocess.run([node, *arguments], cwd=CLIENTS, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_client_is_generated_compiles_and_asks(node: Path, service: Service) -> None:
    GENERATED.mkdir(exist_ok=True)
    document = GENERATED / "openapi.json"
    document.write_bytes(service.request("GET", "/openapi.json").body)
    schema = str(GENERATED / "schema.ts")
    run(node, "node_modules/openapi-typescript/bin/cli.js", str(document), "--output", schema)
    run(
        node,
        "node_modules/typescript/bin/tsc",
        "--noEmit",
        "--strict",
        "--target",
        "es2022",
        "--module",
        "nodenext",
        "--allowImportingTsExtensions",
        "smoke.ts",
    )
    found = json.loads(run(node, "smoke.ts", f"http://127.0.0.1:{service.port}"))
    assert found["verdict"] == "confirmed"
    assert found["since"] == "2011-10-19"
    assert found["nearest"] == "DEU"
    assert found["type"] == "https://w3id.org/csekg/problems/unknown-name"
    assert found["named"] == "NLD"
    assert "IRL" in found["signatories"]
