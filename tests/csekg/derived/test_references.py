"""A treaty refers only to bodies, documents, treaties and provisions that exist."""

from __future__ import annotations

from csekg.derived.references import check_references
from csekg.resources import data_dir
from tests.records import all_facts


def test_every_reference_in_the_data_exists() -> None:
    it = all_facts()
    check_references(data_dir(), it.treaties, it.documents, it.provisions)
