"""HAProxy as deploy/haproxy.cfg sets it up, and clients with addresses of their own."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest

CONFIGURATION = Path(__file__).parents[2] / "deploy" / "haproxy.cfg"
ONE, OTHER = "127.0.0.2", "127.0.0.3"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running HAProxy; with TLS it has what clients need to trust it."""

    port: int
    tls: ssl.SSLContext | None = None

    def client(self, address: str = ONE) -> httpx2.Client:
        """A client with an address of its own."""
        transport = httpx2.HTTPTransport(verify=self.tls or True, local_address=address)
        scheme = "https" if self.tls else "http"
        return httpx2.Client(transport=transport, base_url=f"{scheme}://localhost:{self.port}", timeout=30)

    def connect(self, address: str = ONE) -> socket.socket:
        """A bare connection."""
        plain = socket.socket()
        # The kernel takes little of an answer that is not read.
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 14)
        plain.settimeout(20)
        plain.bind((address, 0))
        try:
            plain.connect(("127.0.0.1", self.port))
        except OSError:
            plain.close()
            raise
        return self.tls.wrap_socket(plain, server_hostname="localhost") if self.tls else plain


@contextmanager
def haproxy(*servers: int, keys: Path | None = None, **variables: str) -> Iterator[Proxy]:
    """Run HAProxy before these ports, with a certificate if there is one."""
    if not shutil.which("haproxy"):
        pytest.skip("not installed: haproxy")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    variables |= {"BIND": f"127.0.0.1:{port}"} | ({"CERTIFICATE": str(keys)} if keys else {})
    variables |= {f"SERVER_{number}": f"127.0.0.1:{server}" for number, server in enumerate(servers, 1)}
    tls = ssl.create_default_context(cafile=f"{keys}.crt") if keys else None
    running = Proxy(port, tls)
    command = ["haproxy", "-db", "-f", str(CONFIGURATION)]
    with subprocess.Popen(command, env={**os.environ, **variables}) as process:
        try:
            _await(running)
            yield running
        finally:
            process.terminate()


def _await(proxy: Proxy) -> None:
    for _ in range(100):
        try:
            proxy.connect("127.0.0.9").close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("HAProxy does not listen")
