"""Section A of the checklist: the header of the ontology."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rdflib import Graph

from tests.ontology import header_checks as checks

Check = Callable[[Graph], list[str]]
CHECKS = (
    checks.a01_identity,
    checks.a02_prefix,
    checks.a03_metadata,
    checks.a04_licence,
    checks.a05_provenance,
    checks.a06_imports,
)


@pytest.mark.parametrize("check", CHECKS)
def test_the_header_is_as_the_checklist_asks(ontology: Graph, check: Check) -> None:
    assert check(ontology) == []
