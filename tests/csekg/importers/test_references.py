"""A file is about the treaty that is asked for, says nothing of it, or is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csekg.errors import CsekgError, UnknownNameError
from csekg.importers.names import of_treaty, references_of
from csekg.importers.records import Reading, SourceRecord

ACT = SourceRecord(participant="Malta", kind="consent", place="x:1")
CRC = Reading(reference="0.107", title="Rechte des Kindes", records=(ACT,))
CHANGE = replace(CRC, reference="0.107 der änderung")


def test_a_treaty_has_the_references_of_its_depositaries_and_its_title() -> None:
    assert {"IV-11", "0.107", "Convention on the Rights of the Child"} <= references_of("crc")
    assert "009852" in references_of("ets185")
    with pytest.raises(UnknownNameError, match=r"unknown treaty 'crcs'\. Did you mean crc"):
        references_of("crcs")


def test_lists_of_amendments_are_left_out() -> None:
    kept, warnings = of_treaty("crc", [("a.html", CRC), ("a.html", CHANGE)])
    assert kept == [("a.html", CRC)]
    assert warnings == ["a.html also is about 0.107 der änderung (Rechte des Kindes), which is left out"]


def test_a_file_that_names_no_treaty_is_kept_with_a_warning() -> None:
    nameless = replace(CRC, reference="")
    kept, warnings = of_treaty("crc", [("a.html", nameless)])
    assert kept == [("a.html", nameless)]
    assert warnings == ["a.html does not say which treaty it is about: not checked"]


@pytest.mark.parametrize("reading", [replace(CRC, reference="0.107.1"), CHANGE])
def test_a_file_about_another_treaty_is_refused(reading: Reading) -> None:
    with pytest.raises(CsekgError, match=r"a\.html is about .*, not about crc \(0\.107 or "):
        of_treaty("crc", [("b.html", CRC), ("a.html", reading)])
