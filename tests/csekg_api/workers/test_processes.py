"""What processes need of the system is asked for, and what it does not give is said."""

from __future__ import annotations

import resource

import pytest

from csekg.errors import CsekgError
from csekg_api.workers.processes import allow_files


def test_connections_need_open_files(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"now": (100, 1000)}
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits["now"])
    monkeypatch.setattr(resource, "setrlimit", lambda _, new: limits.update(now=new))
    allow_files(80)
    assert limits["now"] == (100, 1000)
    allow_files(800)
    assert limits["now"] == (800, 1000)
    with pytest.raises(CsekgError, match=r"1,001 open files .* allows 1,000"):
        allow_files(1001)
