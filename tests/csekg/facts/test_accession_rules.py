"""The rules on joining and leaving a treaty in `treaty.toml`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.errors import DataError
from csekg.facts.treaty_file import Notice
from csekg.resources import ontology_dir
from tests.records import all_facts, changed

ETS = "treaties/ets185/treaty.toml"


def test_the_rules_of_each_treaty_are_read() -> None:
    rules = {key: treaty.joining for key, treaty in all_facts().treaties.items()}
    assert len(rules) >= 18
    assert rules["crc"].consent_kinds == ("ratification", "accession")
    assert rules["c182"].consent_kinds == ("ratification",)
    assert rules["c182"].denunciation_window_years == 10
    forced_labour = rules["c029"]
    assert forced_labour.denunciation_first_window_years == 10
    assert forced_labour.denunciation_window_years == 5
    assert rules["ets185"].declarations_with_consent == ("24(7)", "27(2)(c)")
    assert "40(13)" in rules["cyber"].declarations_with_consent
    assert rules["opac"].declarations_with_consent == ("3(2)",)
    assert rules["opac"].declarations_listed
    assert rules["untoc"].competence_declaration == "36(3)"
    assert len(rules["ets185"].reservations_only_to) == 9
    assert rules["cets197"].reservations_only_to == ("31(2)",)
    assert rules["untoc"].denunciation == Notice(12, False)
    assert rules["cets201"].denunciation == rules["cets201"].territorial == Notice(3, True)
    assert rules["crc"].territorial is None


def test_signatures_are_listed_where_the_depositary_list_was_read() -> None:
    listed = {key for key, treaty in all_facts().treaties.items() if treaty.signatures_listed}
    assert listed >= {"crc", "opsc", "opac", "opic", "untoc", "tip", "som", "cets224"}
    assert not listed & {"c029", "c182", "cets197", "cets201", "ets185", "ets189", "p029"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"acceptance"', '"aceptance"', "unknown kind of consent: 'aceptance'. Did you mean"),
        ('"9(4)"', '"9.4"', "9.4"),
        ('"9(4)"', '"9(44)"', "9(44)"),
        ("denunciation_months", "denunciation_month", "denunciation_month"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read_all_facts(changed(tmp_path, ETS, old, new), ontology_dir())
