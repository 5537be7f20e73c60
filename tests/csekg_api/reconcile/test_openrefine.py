"""The real OpenRefine reconciles a column of names with the service, and extends it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import Any

import httpx2
import pytest

from tests.csekg_api.service import eventually, serving

OPENREFINE = shutil.which("openrefine")
# Debian's 3.8.7-1 requires this library and leaves it out of the class path.
_LOCALIZER = "/usr/share/java/localizer.jar"
pytestmark = [
    pytest.mark.skipif(OPENREFINE is None, reason="OpenRefine (Debian: openrefine) is not there"),
    pytest.mark.timeout(300),
]

NAMES = ["Ivory Coast", "Holland", "Côte d'Ivoire", "المانيا", "Germny", "Atlantis"]
CODES = ["CIV", "NLD", "CIV", "DEU", None, None]
_TABLE = {"encoding": "UTF-8", "separator": ",", "headerLines": 1, "ignoreLines": -1, "skipDataLines": 0, "limit": -1}


class OpenRefine:
    """A running OpenRefine, asked through the HTTP interface that its pages use."""

    def __init__(self, port: int) -> None:
        self.client = httpx2.Client(base_url=f"http://127.0.0.1:{port}/command/core", timeout=60)

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        for _ in range(240):
            with suppress(httpx2.HTTPError):
                if self.client.get("/get-version").status_code == 200:
                    return
            assert process.poll() is None, "OpenRefine ended"
            time.sleep(0.5)
        raise AssertionError("OpenRefine does not answer")

    def token(self) -> str:
        return str(self.client.get("/get-csrf-token").json()["token"])

    def create(self, lines: list[str]) -> str:
        answer = self.client.post(
            "/create-project-from-upload",
            params={"csrf_token": self.token()},
            data={"project-name": "names", "format": "text/line-based/*sv", "options": json.dumps(_TABLE)},
            files={"project-file": ("names.csv", "\n".join(lines).encode(), "text/csv")},
        )
        return answer.headers["location"].rpartition("project=")[2]

    def run(self, command: str, project: str, **form: Any) -> None:
        """Run a command, and wait for the process that it may start."""
        answer = self.client.post(
            f"/{command}",
            params={"project": project, "csrf_token": self.token()},
            data={name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()},
        )
        assert answer.json()["code"] in ("ok", "pending"), answer.text
        for _ in range(240):
            left = self.client.get("/get-processes", params={"project": project}).json()
            assert not left.get("exceptions"), left
            if not left["processes"]:
                return
            time.sleep(0.25)
        raise AssertionError(f"{command} does not end")

    def rows(self, project: str) -> list[list[dict[str, Any] | None]]:
        form = {"engine": json.dumps({"facets": [], "mode": "row-based"})}
        answer = self.client.post("/get-rows", params={"project": project, "start": 0, "limit": 100}, data=form)
        return [row["cells"] for row in answer.json()["rows"]]


@pytest.fixture(scope="module")
def openrefine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenRefine]:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("openrefine")
    options = f"-p {port} -i 127.0.0.1 -d {folder}/data -m 512M -x refine.headless=true".split()
    assert OPENREFINE is not None
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [OPENREFINE, *options],
            stdout=log,
            stderr=log,
            start_new_session=True,
            env={**os.environ, "HOME": str(folder), "JDK_JAVA_OPTIONS": f"-Xbootclasspath/a:{_LOCALIZER}"},
        )
        try:
            running = OpenRefine(port)
            with running.client:
                running.wait(process)
                yield running
        finally:
            # The script starts Java as a child of its own.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def test_a_column_of_names_gets_its_states_and_their_codes(openrefine: OpenRefine) -> None:
    with serving() as service:
        address = f"http://127.0.0.1:{service.port}/reconcile"
        manifest = httpx2.get(address).json()
        # OpenRefine leaves out in silence what is not answered in time, as the first answer may not be.
        asked = {"queries": json.dumps({"q0": {"query": NAMES[0]}})}
        assert eventually(lambda: httpx2.get(address, params=asked, timeout=60).status_code == 200, 120)
        project = openrefine.create(["name", *NAMES])
        engine = {"facets": [], "mode": "row-based"}
        spaces = {name: manifest[name] for name in ("identifierSpace", "schemaSpace")}
        about = {"mode": "standard-service", "service": address, "type": {"id": "State", "name": "State"}, **spaces}
        config = {**about, "autoMatch": True, "batchSize": manifest["batchSize"], "columnDetails": [], "limit": 5}
        openrefine.run("reconcile", project, columnName="name", engine=engine, config=config)
        wanted = {"properties": [{"id": each, "name": each} for each in ("key", "since-opsc")]}
        about = {"engine": engine, "baseColumnName": "name", "endpoint": address, "columnInsertIndex": "1", **spaces}
        openrefine.run("extend-data", project, extension=wanted, **about)
        rows = openrefine.rows(project)
    assert [row[0] and row[0]["v"] for row in rows] == NAMES
    assert [row[1]["v"] if len(row) > 1 and row[1] else None for row in rows] == CODES
    # A day arrives as a day.
    assert rows[0][2] is not None
    assert str(rows[0][2]["v"]).startswith("2011-10-19")
