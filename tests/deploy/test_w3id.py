"""deploy/w3id/.htaccess in a real Apache: each identifier leads to the same path of the service."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from csekg.dataset.cache import open_store
from csekg.namespaces import BASE

W3ID = Path(__file__).parents[2] / "deploy" / "w3id"
MODULES = Path("/usr/lib/apache2/modules")
SERVICE = "https://register.example.org/"
CONFIGURATION = """
ServerName localhost
ServerRoot "{folder}"
PidFile "{folder}/pid"
ErrorLog "{folder}/error.log"
Listen 127.0.0.1:{port}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule rewrite_module {modules}/mod_rewrite.so
DocumentRoot "{folder}/www"
<Directory "{folder}/www">
  AllowOverride All
  Require all granted
</Directory>
"""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def apache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx2.Client]:
    program = shutil.which("apache2", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        pytest.skip("not installed: apache2-bin")
    folder = tmp_path_factory.mktemp("apache")
    shutil.copytree(W3ID, folder / "www" / "csekg")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    configuration = folder / "apache.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, port=port, modules=MODULES), encoding="utf-8")
    with subprocess.Popen([program, "-X", "-f", configuration]) as process:
        try:
            with httpx2.Client(base_url=f"http://127.0.0.1:{port}/csekg/") as client:
                for _ in range(100):
                    try:
                        client.get("")
                        break
                    except httpx2.ConnectError:
                        time.sleep(0.1)
                yield client
        finally:
            process.terminate()


def identifiers() -> list[str]:
    """Return an identifier of each class in the dataset."""
    rows = open_store().select(
        "SELECT (SAMPLE(?thing) AS ?one) { ?thing a ?class FILTER(ISIRI(?thing)) } GROUP BY ?class"
    )
    # What follows "#" is not sent.
    found = {str(row["one"])[1:-1].partition("#")[0] for row in rows}
    return sorted(iri for iri in found if iri.startswith(BASE))


def test_each_kind_of_identifier_leads_to_its_path_at_the_service(apache: httpx2.Client) -> None:
    asked = identifiers()
    assert len(asked) > 40
    for iri in [*asked, f"{BASE}problems/unknown-name"]:
        path = iri.removeprefix(BASE)
        answer = apache.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (302, SERVICE + path)


def test_a_query_and_escaped_letters_are_kept(apache: httpx2.Client) -> None:
    answer = apache.get("search?q=C%C3%B4te%20d%27Ivoire")
    assert answer.headers["Location"] == f"{SERVICE}search?q=C%C3%B4te%20d%27Ivoire"
