"""What the search and the claims know of names."""

from __future__ import annotations

import pytest

from csekg.answers.search.entries import read_entries
from csekg.answers.search.indexes import Names
from csekg.sparql.oxigraph_store import Store


@pytest.fixture(scope="session")
def names(store: Store) -> Names:
    """States and treaties of the real dataset by their names, without the pages of a site."""
    return Names(store, read_entries(store, {}))
