"""What the service needs of the system, and what it says where that is missing."""

from __future__ import annotations

import resource

import pytest

from csekg.errors import CsekgError
from csekg.sparql.oxigraph_store import Store
from csekg_api.service import Service, allow_files


def test_connections_need_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (100, 1000)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.update(now=new))
    assert allow_files(50, 80) == 80
    assert limits["now"] == (100, 1000)
    assert allow_files(500, 800) == 800
    assert limits["now"] == (800, 1000)
    assert allow_files(500, 2000) == 1000
    with pytest.raises(CsekgError, match=r"1,001 open files .* allows 1,000"):
        allow_files(1001, 2000)


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
    monkeypatch.setattr("csekg_api.service._stop_in_time", lambda _pool: None)
    Service(small_store, "a", 1).application()
    logged = capsys.readouterr().err
    if line:
        assert f'event=unsealed detail="{line}"' in logged
    else:
        assert logged == ""
