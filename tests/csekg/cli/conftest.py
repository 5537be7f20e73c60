"""Commands share one store within the test process, and find the dataset of this run elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from csekg.cli import languages, network, query, status, validate
from csekg.dataset.cache import open_store
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from tests.command import cache_in


@pytest.fixture(scope="module", autouse=True)
def _cache(dataset: bytes, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A command that is a program of its own finds the dataset there."""
    with cache_in(tmp_path_factory.mktemp("cache"), dataset):
        yield


@pytest.fixture(autouse=True)
def _loaded_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset is not loaded again for each command.

    That a command finds and loads it is seen where the command is a program of its own: here in
    test_main.py, and for every example of README in test_docs.py.
    """

    def opened(file: Path | None = None) -> QueryEngine:
        return open_store(file) if file else store

    for module in (languages, network, query, status, validate):
        monkeypatch.setattr(module, "open_store", opened)
