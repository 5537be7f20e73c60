"""What stops the build where facts are read together: each fault of faults.toml is refused, with file and line."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from csekg.derived.all_facts import read_all_facts
from csekg.errors import CsekgError, DataError
from csekg.resources import data_dir, ontology_dir
from tests.records import changed

LISTS = ("declarations", "participation")
FAULTS = tomllib.loads(Path(__file__).with_name("faults.toml").read_text("utf-8"))["fault"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault["refused"])
def test_a_fault_is_named_with_its_place(tmp_path: Path, fault: dict[str, str]) -> None:
    with pytest.raises(CsekgError) as refused:
        read_all_facts(changed(tmp_path, fault["file"], fault["old"], fault["new"]), ontology_dir())
    assert fault["refused"] in str(refused.value)
    place = "/".join(Path(fault.get("shown_in", fault["file"])).parts[-2:])
    assert re.search(rf"\b{re.escape(place)}:\d+: ", str(refused.value))


#: Of each kind of file one.
SOME = ["actors.csv", "groups.csv", "corrections.csv", *(f"treaties/opsc/{kind}.csv" for kind in LISTS)]


@pytest.mark.parametrize("file", SOME)
def test_a_line_listed_twice(tmp_path: Path, file: str) -> None:
    line = (data_dir() / file).read_text(encoding="utf-8").splitlines()[1]
    with pytest.raises(DataError, match="listed twice"):
        read_all_facts(changed(tmp_path, file, line, line + "\n" + line), ontology_dir())
