"""What all tests share: the real dataset, built once from the fact files of this checkout."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from csekg.build.assemble import build
from csekg.paths import data_dir, ontology_dir
from csekg.store import Store


@pytest.fixture(scope="session")
def dataset() -> bytes:
    """The dataset as N-Quads."""
    return build(data_dir(), ontology_dir(), lambda _step: None)


@pytest.fixture(scope="session")
def store(dataset: bytes) -> Store:
    """The query engine over the dataset; read-only, so that all tests can share it."""
    return Store(dataset)


@pytest.fixture(scope="session")
def dataset_graphs(dataset: bytes) -> ox.Store:
    """The dataset in a plain Oxigraph store: named graphs only, the default graph empty."""
    graphs = ox.Store()
    graphs.bulk_load(dataset, ox.RdfFormat.N_QUADS)
    return graphs
