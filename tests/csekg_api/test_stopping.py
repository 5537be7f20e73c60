"""A service that starts warns of what is missing, and one that is stopped takes no more connections."""

from __future__ import annotations

import signal
import socket
from typing import Any

import pytest

from csekg.sparql.oxigraph_store import Store
from csekg_api.service import Service


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
