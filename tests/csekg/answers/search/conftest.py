"""The index of the search over the real dataset."""

from __future__ import annotations

import pytest

from csekg.answers.search.search import SearchIndex
from csekg.sparql.oxigraph_store import Store
from csekg_api.indexes import pages_by_language


@pytest.fixture(scope="session")
def index(store: Store) -> SearchIndex:
    return SearchIndex(store, pages_by_language())
