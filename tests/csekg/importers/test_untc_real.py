"""The depositary's pages of 3 February 2026: every act and every statement, and cuts of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.importers import Reading, SourceFileError, actors_of, format_of, read_file
from tests.csekg.importers.un_pages import REAL, real
from tests.records import rows

_SIGNING = {"signature"}
_CONSENTS = {"ratification", "acceptance", "approval", "accession", "succession", "formal-confirmation"}
_DECLARED = {"reservation", "declaration", "interpretative-declaration"}


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    folder = tmp_path_factory.mktemp("real")
    found = {}
    for treaty in REAL:
        (folder / f"{treaty}.html").write_bytes(real(treaty))
        (found[treaty],) = read_file("untc", folder / f"{treaty}.html")
    return found


@pytest.mark.parametrize(
    ("treaty", "reference", "signatures", "consents", "declared", "objections"),
    [
        ("crc", "IV-11", 140, 196, 79, 86),
        ("opac", "IV-11-b", 130, 173, 180, 14),
        ("opic", "IV-11-d", 54, 53, 18, 1),
        ("opsc", "IV-11-c", 122, 178, 20, 15),
    ],
)
def test_each_page_gives_its_acts_and_statements(
    readings: dict[str, Reading],
    treaty: str,
    reference: str,
    signatures: int,
    consents: int,
    declared: int,
    objections: int,
) -> None:
    reading = readings[treaty]
    kinds = Counter(record.kind for record in reading.records)
    assert (reading.reference, str(reading.as_of)) == (reference, "2026-02-03")
    assert (reading.notices, reading.warnings) == ((), ())
    assert sum(kinds[kind] for kind in _SIGNING) == signatures == reading.totals["signatories"]
    assert sum(kinds[kind] for kind in _CONSENTS) == consents == reading.totals["parties"]
    assert sum(kinds[kind] for kind in _DECLARED) == declared
    assert kinds["objection"] == objections
    _, warnings = actors_of(record.participant for record in reading.records)
    assert warnings == ()


@pytest.mark.parametrize("treaty", REAL)
def test_the_acts_are_those_that_the_register_follows(readings: dict[str, Reading], treaty: str) -> None:
    """Compare days with the statements of all sources in data/: each printed day has one that states it."""
    records = [record for record in readings[treaty].records if record.kind in _SIGNING | _CONSENTS]
    keys, _ = actors_of(record.participant for record in records)
    listed = [row for row in rows(f"treaties/{treaty}/participation.csv") if not row["territory"]]
    stated = {(row["actor"], column, row[column]) for row in listed for column in ("signed_on", "consent_on")}
    printed = {
        (keys[record.participant], "signed_on" if record.kind in _SIGNING else "consent_on", str(record.day))
        for record in records
    }
    assert printed - stated == set()


def test_every_objection_has_a_target_that_is_an_actor(readings: dict[str, Reading]) -> None:
    objections = [record for each in readings.values() for record in each.records if record.kind == "objection"]
    assert [record.place for record in objections if not record.targets] == []
    _, warnings = actors_of(target for record in objections for target in record.targets)
    assert warnings == ()


def test_the_objections_of_the_register_are_on_the_page(readings: dict[str, Reading]) -> None:
    records = [each for each in readings["crc"].records if each.kind in ("objection", "communication")]
    keys, _ = actors_of([each.participant for each in records] + [name for each in records for name in each.targets])
    printed = {(keys[each.participant], keys[name]) for each in records for name in each.targets}
    # As many as the register has when the page is loaded: 110 in the section, 22 in end notes.
    assert len(printed) > 132 - 5
    ours = {
        (row["actor"], row["objects_to"].partition("/")[0])
        for row in rows("treaties/crc/declarations.csv")
        if row["kind"] == "objection"
    }
    # The text in our copy of the page ends before the last two of the four States that Denmark named.
    assert ours - printed == {("DNK", "PAK"), ("DNK", "SYR")}


@pytest.mark.parametrize(
    ("treaty", "participant", "on"),
    [
        ("opsc", "Qatar", "2008-06-18"),
        ("opsc", "Viet Nam", "2009-03-26"),
        ("crc", "Thailand", "2024-08-30"),
        ("crc", "Oman", "2022-06-30"),
        ("opac", "Belgium", "2003-06-23"),
    ],
)
def test_end_notes_tell_withdrawals(readings: dict[str, Reading], treaty: str, participant: str, on: str) -> None:
    told = [
        (each.participant, str(each.day)) for each in readings[treaty].records if each.kind == "reservation-withdrawal"
    ]
    assert (participant, on) in told


def test_end_notes_tell_extensions(readings: dict[str, Reading]) -> None:
    told = {
        (each.territory, str(each.day)) for each in readings["opsc"].records if each.kind == "territorial-application"
    }
    assert told == {
        ("Aruba", "2006-10-17"),
        ("Curaçao", "2022-09-20"),
        ("Jersey", "2014-04-29"),
        ("Guernsey", "2020-11-04"),
        ("Alderney", "2020-11-04"),
        ("Isle of Man", "2023-04-14"),
    }


@pytest.mark.parametrize("treaty", REAL)
def test_a_page_that_is_cut_anywhere_is_refused_with_one_line(tmp_path: Path, treaty: str) -> None:
    content = real(treaty)
    end = content.rindex(b"</html>")
    # Every step differs, so that the cuts fall into markup, names, days and texts alike.
    offsets = [0, 1, 50, *range(997, end, end // 60 | 1), end - 1, end]
    for offset in offsets:
        path = tmp_path / "cut.html"
        path.write_bytes(content[:offset])
        with pytest.raises(SourceFileError, match=r"cut\.html") as caught:
            read_file("untc", path)
        assert "\n" not in str(caught.value), offset


def test_a_page_is_recognized_by_what_it_says(tmp_path: Path) -> None:
    for treaty in REAL:
        (tmp_path / "x.bin").write_bytes(real(treaty))
        assert format_of(tmp_path / "x.bin") == "untc"
    (tmp_path / "y.html").write_bytes(b"a,b\n1,2\n")
    with pytest.raises(CsekgError, match=r"y\.html: does not show of which format it is"):
        format_of(tmp_path / "y.html")
