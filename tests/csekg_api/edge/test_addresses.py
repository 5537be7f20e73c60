"""Clients with addresses of their own, IPv4 and IPv6, in a network of two namespaces."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.command import environment

SMALL = Path(__file__).parents[1] / "small.trig"
MOST = 3
#: One /48, in which the two ends of the cable are; a client is a /64 of it.
SERVER = {"0.0.0.0": "10.26.0.1", "::": "fd26::1"}
CLIENTS = {"0.0.0.0": ("10.26.0.2", "10.26.0.3"), "::": ("fd26:0:0:1::2", "fd26:0:0:1::3", "fd26:0:0:2::2")}
#: Opens connections from an address, prints the status of an answer on each, keeps them open.
HOLDING = """
import json, socket, sys
host, port, source, number = sys.argv[1:]
opened, statuses = [], []
for _ in range(int(number)):
    opened.append(socket.create_connection((host, int(port)), 20, (source, 0)))
    opened[-1].sendall(b"GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n")
    statuses.append(int(opened[-1].recv(65536).split(b" ")[1]))
print(json.dumps(statuses), flush=True)
sys.stdin.read()
"""


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def cable() -> Iterator[tuple[str, str]]:
    """The names of two namespaces, connected by a cable with several addresses at each end."""
    if not shutil.which("ip") or os.geteuid():
        pytest.skip("needs iproute2 and root")
    names = f"csekg-s{os.getpid()}", f"csekg-c{os.getpid()}"
    with ExitStack() as stack:
        for name in names:
            try:
                _ip("netns", "add", name)
            except subprocess.CalledProcessError as error:
                pytest.skip(f"no namespaces here: {error.stderr}")
            stack.callback(_ip, "netns", "del", name)
            _ip("-n", name, "link", "set", "lo", "up")
        near, far = (f"veth-{name[6:]}" for name in names)
        _ip("-n", names[0], "link", "add", near, "type", "veth", "peer", "name", far, "netns", names[1])
        for name, device, addresses in (
            (names[0], near, SERVER.values()),
            (names[1], far, [address for many in CLIENTS.values() for address in many]),
        ):
            _ip("-n", name, "link", "set", device, "up")
            for address in addresses:
                if ":" in address:
                    # Without the detection of duplicates, which takes a second.
                    _ip("-n", name, "addr", "add", f"{address}/48", "dev", device, "nodad")
                else:
                    _ip("-n", name, "addr", "add", f"{address}/24", "dev", device)
        yield names


@contextmanager
def running(space: str, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        ["ip", "netns", "exec", space, sys.executable, *arguments],
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**environment(), **variables},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=20)


@contextmanager
def held(space: str, host: str, port: str, source: str, number: int) -> Iterator[list[int]]:
    """Keep so many connections open; yields the statuses of their answers."""
    with running(space, "-c", HOLDING, host, port, source, str(number)) as client:
        assert client.stdout
        yield json.loads(client.stdout.readline())


@pytest.mark.parametrize("host", SERVER)
def test_a_client_is_an_address_or_a_network_of_64_bits(cable: tuple[str, str], host: str) -> None:
    server, clients = cable
    command = ["-m", "csekg", "serve", "--host", host, "--port", "0", "--dataset", str(SMALL)]
    limit = {"CSEKG_MAX_CONNECTIONS_PER_CLIENT": str(MOST), "CSEKG_LOG_FORMAT": "none"}
    with running(server, *command, **limit) as service:
        assert service.stdout
        service.stdout.readline()
        line = service.stdout.readline()
        address = re.match(r"Listening on http://(\S+):(\d+)/", line)
        assert address, line
        assert address[1] == (f"[{host}]" if ":" in host else host)
        first, *same, other = CLIENTS[host]
        with held(clients, SERVER[host], address[2], first, MOST) as statuses:
            assert statuses == [200] * MOST
            for source, status in ((first, 429), *((one, 429) for one in same), (other, 200)):
                with held(clients, SERVER[host], address[2], source, 1) as statuses:
                    assert statuses == [status], source
        # What a client has closed it may open again.
        with held(clients, SERVER[host], address[2], first, MOST) as statuses:
            assert statuses == [200] * MOST
