"""A service that is being stopped takes no more connections, and answers those that it has."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import pytest
import uvicorn
from starlette.responses import PlainTextResponse

from csekg.sparql.oxigraph_store import Store
from csekg_api.edge.connections import Connections
from csekg_api.edge.limits import Limits
from csekg_api.edge.protocol import edge_protocol
from csekg_api.service import GracefulServer, Service
from tests.csekg_api.service import eventually

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


@contextmanager
def connected(clients: int) -> Iterator[tuple[uvicorn.Server, list[socket.socket]]]:
    """A server in this process, and clients that it has accepted and that have sent nothing."""
    protocol = edge_protocol(Connections(Limits(0, 0), lambda _: False))
    config = uvicorn.Config(
        PlainTextResponse("answer"), http=protocol, lifespan="off", log_config=None, timeout_graceful_shutdown=1
    )
    server = GracefulServer(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        address = listener.getsockname()
        sockets = [socket.create_connection(address, timeout=30) for _ in range(clients)]
        try:
            assert eventually(lambda: len(server.server_state.connections) == clients)
            yield server, sockets
        finally:
            server.should_exit = True
            thread.join(30)
            for each in sockets:
                each.close()


def refused(address: Any) -> bool:
    try:
        socket.create_connection(address, timeout=30).close()
    except ConnectionRefusedError:
        return True
    return False


def test_who_has_just_connected_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg_api.service._FIRST_WORDS", 30)
    with connected(clients=5) as (server, clients):
        server.should_exit = True
        address = clients[0].getpeername()
        assert eventually(lambda: refused(address))
        for client in clients:
            client.sendall(REQUEST)
            assert client.recv(1000).startswith(b"HTTP/1.1 200 OK")
        # Then nobody is waited for, and all connections are closed.
        assert all(client.recv(1000) == b"" for client in clients)


def test_who_sends_nothing_is_not_waited_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csekg_api.service._FIRST_WORDS", 0.05)
    with connected(clients=2) as (server, [first, second]):
        server.should_exit = True
        first.sendall(REQUEST)
        assert first.recv(1000).startswith(b"HTTP/1.1 200 OK")
        assert second.recv(1000) == b""


def test_the_kernel_refuses_connections_while_the_servers_end(
    small_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The keeper has the socket, too: open, it would hold connections that nobody accepts.
    service = Service(small_store, "a", 1)
    seen = []

    def run(*_: object, stopping: Any, **__: object) -> signal.Signals:
        stopping()
        seen.append(listener.fileno())
        return signal.SIGTERM

    monkeypatch.setattr(service._keeper, "run", run)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        service.run(listener, lambda: None)
    assert seen == [-1]


@pytest.mark.parametrize(
    ("layers", "line"),
    [
        (("descriptors", "seccomp"), ""),
        (("descriptors",), "workers are sealed by descriptors alone here"),
        (("seccomp",), "workers are sealed by seccomp alone here"),
        ((), "workers are not sealed here: only the reader refuses SERVICE"),
    ],
)
def test_a_layer_that_is_missing_is_logged(
    small_store: Store,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    layers: tuple[str, ...],
    line: str,
) -> None:
    monkeypatch.setattr("csekg_api.service.layers", lambda **_: layers)
    service = Service(small_store, "a", 1)
    monkeypatch.setattr(service._keeper, "run", lambda *_, **__: signal.SIGTERM)
    with socket.socket() as listener:
        service.run(listener, lambda: None)
    logged = capsys.readouterr().err
    if line:
        assert f'event=unsealed detail="{line}"' in logged
    else:
        assert logged == ""
