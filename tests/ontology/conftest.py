"""The graphs of the ontology, read once for all tests of this folder; tests change copies only."""

from __future__ import annotations

import pytest
from rdflib import Graph

from tests.ontology.files import TERMS, VOCABULARIES, load


@pytest.fixture(scope="session")
def terms() -> Graph:
    """The classes and properties with their alignments."""
    return load(*TERMS)


@pytest.fixture(scope="session")
def ontology() -> Graph:
    """The classes and properties with their alignments and the vocabularies."""
    return load(*TERMS, VOCABULARIES)
