"""A treaty refers only to bodies, documents, treaties and provisions that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.derived.references import check_references
from csekg.errors import DataError
from csekg.resources import data_dir, ontology_dir
from tests.records import all_facts, changed

OPSC, TIP = (f"treaties/{key}/treaty.toml" for key in ("opsc", "tip"))
CLAUSES = "treaties/tip/clauses.csv"


def test_every_reference_in_the_data_exists() -> None:
    it = all_facts()
    check_references(data_dir(), it.treaties, it.documents, it.provisions)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        # A document that is no body adopts nothing; the act of adoption may be any document.
        (OPSC, 'adopted_by = "ga"', 'adopted_by = "a-res-54-263"', "unknown adopted_by: 'a-res-54-263'"),
        (
            OPSC,
            'depositary = "un-secretary-general"',
            'depositary = "a-res-54-263"',
            "unknown depositary: 'a-res-54-263'",
        ),
        (
            OPSC,
            'adopted_by_act = "a-res-54-263"',
            'adopted_by_act = "a-res-54-264"',
            "unknown adopted_by_act: 'a-res-54-264'. Did you mean a-res-54-263",
        ),
        (
            OPSC,
            'sign = ["party-or-signatory-to:crc"]',
            'sign = ["party-or-signatory-to:crx"]',
            "unknown treaty in a condition: 'crx'. Did you mean crc",
        ),
        (
            OPSC,
            'consent = ["party-or-signatory-to:crc"]',
            'consent = ["party-to:crx"]',
            "unknown treaty in a condition: 'crx'",
        ),
        (OPSC, 'article = "14"', 'article = "99"', "unknown provision of opsc: '99'"),
        (
            TIP,
            'competence_declaration = "16(3)"',
            'competence_declaration = "99(3)"',
            "unknown provision of tip: '99(3)'",
        ),
        (CLAUSES, ",16(3),", ",99(3),", "unknown provision of tip: '99(3)'"),
        (CLAUSES, "untoc:37(2)", "untoc:99(2)", "unknown provision of untoc: '99(2)'"),
        (CLAUSES, "untoc:37(2)", "untog:37(2)", "unknown provision of untog: '37(2)'. Known: ."),
    ],
)
def test_a_reference_to_nothing_is_an_error(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    data = changed(tmp_path, file, old, new)
    place = "/".join(Path(file).parts[-2:])
    with pytest.raises(DataError, match=rf"^{re.escape(place)}:\d+: {re.escape(message)}"):
        read_all_facts(data, ontology_dir())
