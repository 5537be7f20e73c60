"""deploy/compose.yaml starts what Containerfile builds and HAProxy as deploy/haproxy.cfg needs it.

No engine of containers is asked for: the definitions are read, and run without containers.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from csekg_api.settings import Settings
from tests.csekg.importers.refresh.web_server import certificate
from tests.csekg_api.service import serving
from tests.deploy.proxy import CONFIGURATION, haproxy

FILE = CONFIGURATION.with_name("compose.yaml")
CONTAINER = (FILE.parents[1] / "Containerfile").read_text(encoding="utf-8")
SMALL = Path(__file__).parents[1] / "csekg_api" / "small.trig"
SERVICE = (FILE.parents[1] / "docs" / "service.md").read_text(encoding="utf-8")
GIVEN = {"CSEKG_PUBLIC_URL": "https://treaties.example.org", "CERTIFICATE": "/etc/own.pem"}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]


def composed() -> dict[str, Any]:
    """The services, with the variables that an operator must set, as `docker compose config` shows them."""

    def value(found: re.Match[str]) -> str:
        name, absent, default = found.groups()
        assert name in GIVEN or absent == ":-", f"{name} must be set"
        return GIVEN.get(name, default)

    text = re.sub(r"\$\{(\w+)(:[-?])([^}]*)\}", value, FILE.read_text(encoding="utf-8"))
    services: dict[str, Any] = yaml.safe_load(text)["services"]
    return services


def test_the_service_is_what_the_containerfile_builds() -> None:
    service = composed()["service"]
    build = service["build"]
    assert (FILE.parent / build["context"] / build["dockerfile"]).is_file()
    [entry] = re.findall(r"^ENTRYPOINT (.*)$", CONTAINER, re.MULTILINE)
    command = json.loads(entry) + service["command"]
    assert command[:2] == ["csekg", "serve"]
    # The proxy waits until the service is ready, at the port at which it is looked for.
    assert composed()["proxy"]["depends_on"] == {"service": {"condition": "service_healthy"}}
    assert "http://127.0.0.1:8000/readyz" in CONTAINER
    for name in service["environment"]:
        assert name.removeprefix("CSEKG_").lower() in Settings.model_fields
    # Nobody but the proxy connects, and both mean the same 127.0.0.1.
    assert command[-2:] == ["--host", "127.0.0.1"]
    assert {each["network_mode"] for each in composed().values()} == {"host"}
    assert not any("ports" in each for each in composed().values())
    # Its home is read-only but for the one folder that Containerfile names.
    assert service["tmpfs"] == re.findall(r"^WORKDIR (/tmp)$", CONTAINER, re.MULTILINE)


def test_haproxy_takes_its_configuration_and_variables(tmp_path: Path) -> None:
    proxy = composed()["proxy"]
    (source, target), keys = (volume.removesuffix(":ro").rsplit(":", 1) for volume in proxy["volumes"])
    assert (FILE.parent / source).resolve() == CONFIGURATION
    assert target == "/usr/local/etc/haproxy/haproxy.cfg"
    assert keys == ["/etc/own.pem", proxy["environment"]["CERTIFICATE"]]
    text = CONFIGURATION.read_text(encoding="utf-8")
    used = set(re.findall(r"\$\{(\w+)\}", text))
    assert used - {"RUN", "SERVER_2", "SERVER_3"} == proxy["environment"].keys()
    for name, default in re.findall(r"presetenv (\w+) (\d+)", text):
        assert str(proxy["environment"][name]) == default
        assert f"| `{name}`, {default} |" in SERVICE
    if not shutil.which("haproxy"):
        pytest.skip("not installed: haproxy")
    variables = proxy["environment"] | {"CERTIFICATE": str(certificate(tmp_path, "localhost"))}
    environment = {"PATH": os.environ["PATH"]} | {name: str(value) for name, value in variables.items()}
    subprocess.run(["haproxy", "-c", "-f", CONFIGURATION], env=environment, check=True, timeout=30)


def test_both_answer_as_they_are_started(tmp_path: Path) -> None:
    keys = certificate(tmp_path, "localhost")
    service = composed()["service"]
    with (
        serving("--dataset", str(SMALL), *service["command"], variables=service["environment"]) as running,
        haproxy(running.port, keys=keys) as proxy,
        proxy.client() as client,
    ):
        answer = client.get("/api/v1/states")
    assert answer.status_code == 200
    assert answer.json()["@context"].startswith("https://treaties.example.org/")
