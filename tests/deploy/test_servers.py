"""The scripts of deploy/ with real servers: from an empty server to answers."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx2
import pytest

from tests.command import cache_in, environment
from tests.csekg.sparql.remote.servers import VIRTUOSO, Server, oxigraph, virtuoso
from tests.csekg.sparql.remote.test_push import FIRST

DEPLOY = Path(__file__).parents[2] / "deploy"


@pytest.mark.parametrize(
    "kind", [oxigraph, pytest.param(virtuoso, marks=pytest.mark.skipif(not VIRTUOSO, reason="not installed"))]
)
def test_a_script_loads_a_release_and_serves_it(
    kind: Callable[[Path], AbstractContextManager[Server]], tmp_path: Path
) -> None:
    command = tmp_path / "csekg"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m csekg "$@"\n')
    command.chmod(0o755)
    with kind(tmp_path) as server, cache_in(tmp_path / "cache", FIRST):
        address = server.query.rpartition("/")[0]
        script = DEPLOY / f"{kind.__name__}.sh"
        variables = environment()
        variables["PATH"] = f"{tmp_path}:{variables['PATH']}"
        variables["CSEKG_ENDPOINT_PASSWORD"] = server.user
        with subprocess.Popen(
            ["sh", script, address, "--port", "0"],
            env=variables,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            assert process.stdout
            said = ""
            try:
                for line in process.stdout:
                    said += line
                    if found := re.match("Listening on (http://[^ ]+)", line):
                        query = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
                        answer = httpx2.get(f"{found[1]}sparql", params={"query": query, "format": "csv"})
                        assert answer.text.split() == ["n", "2"]
                        break
                else:
                    pytest.fail(said)
            finally:
                process.terminate()
    assert f"2 triples from {server.query}" in said
