"""The rules on joining and leaving a treaty in `treaty.toml`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.errors import DataError
from csekg.resources import ontology_dir
from tests.records import all_facts, changed

ETS = "treaties/ets185/treaty.toml"


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
