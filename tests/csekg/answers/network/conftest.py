from __future__ import annotations

from typing import Any

import pytest

from csekg.answers.network.graph import network_graph
from csekg.sparql.oxigraph_store import Store


@pytest.fixture(scope="session")
def graph(store: Store) -> Any:
    """The network of the real dataset."""
    return network_graph(store)
