"""A Python client made by openapi-python-client of the OpenAPI document: whole, and it asks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients import CLIENTS
from tests.csekg_api.service import serving

pytestmark = pytest.mark.timeout(400)
#: In an environment of its own: it needs an older typer than the commands of csekg do.
GENERATOR = "openapi-python-client==0.29.1"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program, ruff of the tests in its path; return what it printed."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command, cwd=cwd, env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


def test_a_client_is_generated_without_a_warning_and_asks(tmp_path: Path) -> None:
    python = tmp_path / "venv" / "bin" / "python"
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    run(python, "-m", "pip", "install", "--quiet", GENERATOR, cwd=tmp_path)
    with serving() as service:
        document = tmp_path / "openapi.json"
        document.write_bytes(service.request("GET", "/openapi.json").body)
        run(
            python.parent / "openapi-python-client",
            "generate",
            "--path",
            document,
            "--config",
            CLIENTS / "openapi-python-client.yml",
            "--meta",
            "none",
            "--output-path",
            tmp_path / "generated",
            "--fail-on-warning",
            cwd=tmp_path,
        )
        (tmp_path / "smoke.py").write_bytes((CLIENTS / "smoke.py").read_bytes())
        found = json.loads(run(python, "smoke.py", f"http://127.0.0.1:{service.port}", cwd=tmp_path))
    assert found["statuses"] == ["signatory"]
    assert found["refusal"] == 404
    assert "IRL" in found["signatories"]
