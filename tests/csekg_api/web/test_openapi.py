"""The service does what its OpenAPI document says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import environment
from tests.csekg_api.service import serving

HERE = Path(__file__).parent


@pytest.mark.slow
@pytest.mark.timeout(1500)
def test_generated_requests_find_no_fault(tmp_path: Path) -> None:
    """Every operation, every check of schemathesis, over a real socket to the real dataset."""
    with serving() as service:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "schemathesis.cli",
                "--config-file",
                str(HERE / "schemathesis.toml"),
                "run",
                f"http://127.0.0.1:{service.port}/openapi.json",
                # More threads trip over Python 3.11's ast module: recursion depth mismatch.
                "--checks",
                "all",
                "--max-examples",
                "2",
                "--workers",
                "1",
                "--no-color",
                "--generation-deterministic",
                "--no-shrink",
                "--warnings",
                "off",
                "--request-timeout",
                "480",
                "--max-response-time",
                "480",
            ],
            capture_output=True,
            text=True,
            timeout=1480,
            cwd=tmp_path,
            env=environment() | {"SCHEMATHESIS_HOOKS": f"{__package__}.schemathesis_serializers"},
        )
    report = done.stdout[-20_000:] + done.stderr[-2_000:]
    assert done.returncode == 0, report
    assert "Errors:" not in done.stdout, report
