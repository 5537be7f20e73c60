"""Commands that run within the test process share one store."""

from __future__ import annotations

from pathlib import Path

import pytest

from csekg.cli import digest, freshness, languages, network, query, status
from csekg.dataset.kept import open_store
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine


@pytest.fixture(autouse=True)
def _loaded_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset is not loaded again for each command.

    That a command finds and loads it is seen where the command is a program of its own: here in
    test_main.py, and for every example of README in test_docs.py.
    """

    def opened(file: Path | None = None) -> QueryEngine:
        return open_store(file) if file else store

    for module in (digest, freshness, languages, network, query, status):
        monkeypatch.setattr(module, "open_store", opened)
