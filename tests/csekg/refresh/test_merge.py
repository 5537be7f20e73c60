"""A list becomes rows of its source; differences are decided by rule and left open for a person."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.facts.refresh_schedule import read_expected, read_formats, read_pins
from csekg.refresh.files import FactFiles
from csekg.refresh.merge import ReadList, merge
from csekg.refresh.refresh import missing, unexpected
from csekg.refresh.source_list import treaty_list
from csekg.resources import data_dir, ontology_dir
from csekg.sources.records import Reading, SourceRecord
from tests.csekg.refresh.chapters import Cells, cells, chapter
from tests.records import all_facts

TODAY = date(2026, 11, 26)
OPSC = ("IV", "11", "c")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_dir(), tmp_path / "data"))


@pytest.fixture(scope="module")
def facts() -> AllFacts:
    return all_facts()


def _read(facts: AllFacts, rows: Cells, tmp: Path, as_of: date = TODAY) -> ReadList:
    from csekg.sources import read_file

    file = chapter(tmp, facts, OPSC, rows) / "mtdsg" / "IV-11-c.en.xml"
    (reading,) = read_file("mtdsg", file)
    return _list(facts, reading, "mtdsg", as_of)


def _list(facts: AllFacts, reading: Reading, form: str, as_of: date = TODAY, treaty: str = "opsc") -> ReadList:
    return ReadList(
        treaty=treaty,
        source=f"{form}-iv-11-c",
        address="",
        format=read_formats(data_dir())[form],
        as_of=as_of,
        content=treaty_list(reading, facts.actors),
    )


def _merged(data: Path, facts: AllFacts, read: ReadList) -> AllFacts:
    """Write the list into the copy of the data, and read all facts of it again."""
    files = FactFiles(data)
    assert merge(files, facts, read) == ()
    files.write(data)
    return read_all_facts(data, ontology_dir())


def test_our_own_data_printed_and_read_again_are_the_same_acts(data: Path, facts: AllFacts, tmp_path: Path) -> None:
    read = _read(facts, cells(facts, "opsc"), tmp_path)
    after = _merged(data, facts, read)

    def acts(of: AllFacts) -> set[object]:
        return {(a.iri, a.kind, a.on, a.in_force_on) for a in of.acts if a.treaty == "opsc"}

    assert acts(after) == acts(facts)
    assert len(after.discrepancies) == len(facts.discrepancies)
    treaty = after.treaties["opsc"]
    assert treaty.as_of == TODAY
    coverage = {each.kind: each for each in treaty.lists}
    assert coverage["parties"].complete_on == coverage["signatures"].complete_on == TODAY
    assert coverage["parties"].sources == ("mtdsg-iv-11-c",)
    source = after.sources["mtdsg-iv-11-c"]
    assert (source.as_of, source.publisher) == (TODAY, "United Nations, Treaty Section")


def test_a_later_reading_replaces_the_rows_of_the_former(data: Path, facts: AllFacts, tmp_path: Path) -> None:
    rows = cells(facts, "opsc")
    once = _merged(data, facts, _read(facts, rows, tmp_path, date(2026, 11, 25)))
    rows["TUV"] = ("25 Nov 2026", "")
    twice = _merged(data, once, _read(once, rows, tmp_path))
    new = {a.iri for a in twice.acts} - {a.iri for a in once.acts}
    assert [iri.value.rpartition("/id/")[2] for iri in new] == ["action/opsc/TUV/2026-11-25/signature"]
    stated = [s for s in twice.statements if s.source == "mtdsg-iv-11-c"]
    assert len(stated) == len(rows)
    with pytest.raises(CsekgError, match="Fetch a newer one"):
        merge(FactFiles(data), twice, _read(twice, rows, tmp_path, date(2026, 1, 1)))


def test_the_depositary_is_followed_where_nobody_has_decided(data: Path, facts: AllFacts, tmp_path: Path) -> None:
    rows = cells(facts, "opsc")
    signed, _ = rows["FRA"]
    rows["FRA"] = (signed, "6 Feb 2003")
    after = _merged(data, facts, _read(facts, rows, tmp_path))
    (before,) = (a for a in facts.acts if a.key == ("opsc", "FRA", True))
    (act,) = (a for a in after.acts if a.key == ("opsc", "FRA", True))
    assert (before.on, act.on) == (date(2003, 2, 5), date(2003, 2, 6))
    found = [d for d in after.discrepancies if d.actor == "FRA" and d.treaty == "opsc"]
    others = {s.source for s in before.statements if s.consent_on}
    assert {(d.chosen_value, d.other_value, d.status) for d in found} == {("2003-02-06", "2003-02-05", "open")}
    assert {d.other_source for d in found} == others
    # The next list prints the old day again: what rested on the other one goes.
    rows["FRA"] = (signed, "5 Feb 2003")
    back = _merged(data, after, _read(after, rows, tmp_path))
    assert len(back.discrepancies) == len(facts.discrepancies)


def test_a_second_hand_list_is_not_followed(data: Path, facts: AllFacts) -> None:
    reading = _reading(("France", "ratification", date(2003, 2, 6)))
    after = _merged(data, facts, _list(facts, reading, "csv"))
    (act,) = (a for a in after.acts if a.key == ("opsc", "FRA", True))
    assert act.on == date(2003, 2, 5)
    (found,) = (d for d in after.discrepancies if (d.treaty, d.actor) == ("opsc", "FRA"))
    assert (found.chosen_value, found.other_source) == ("2003-02-05", "csv-iv-11-c")


def test_what_editors_have_decided_stays(data: Path, facts: AllFacts) -> None:
    decided = next(
        d for d in facts.discrepancies if d.treaty == "som" and d.action == "consent" and d.property_name == "date"
    )
    name = facts.actors[decided.actor].name
    reading = _reading((name, "ratification", date(2010, 1, 1)))
    after = _merged(data, facts, _list(facts, reading, "mtdsg", treaty="som"))
    (act,) = (a for a in after.acts if a.key == ("som", decided.actor, True))
    assert str(act.on) == decided.chosen_value
    assert "2010-01-01" in {d.other_value for d in after.discrepancies}


def test_a_denunciation_becomes_an_event(data: Path, facts: AllFacts) -> None:
    reading = _reading(("France", "denunciation", date(2026, 5, 6)))
    after = _merged(data, facts, _list(facts, reading, "mtdsg"))
    (event,) = (e for e in after.events if e.kind == "denunciation" and e.treaty == "opsc")
    assert (event.actor, event.on) == ("FRA", date(2026, 5, 6))


def _reading(*records: tuple[str, str, date]) -> Reading:
    return Reading(
        reference="IV-11-c",
        title="OPSC",
        records=tuple(
            SourceRecord(participant=name, kind=kind, day=day, place=f"list:{number}")
            for number, (name, kind, day) in enumerate(records, 1)
        ),
    )


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([("Atlantis", "accession", TODAY)], "unknown participant 'Atlantis'.*data/names.csv"),
        ([("France", "accession", TODAY), ("France", "succession", TODAY)], "a second succession"),
        ([("France", "treaty", TODAY)], "states no act"),
    ],
)
def test_what_a_person_has_to_decide_is_refused(
    facts: AllFacts, records: list[tuple[str, str, date]], message: str
) -> None:
    with pytest.raises(CsekgError, match=message):
        treaty_list(_reading(*records), facts.actors)


def test_what_is_not_carried_over_is_named(facts: AllFacts) -> None:
    records = (
        SourceRecord(participant="France", kind="accession", place="a:1", marker="[a]"),
        SourceRecord(participant="Yugoslavia", kind="accession", place="a:2"),
        SourceRecord(participant="France", territory="Avalon", kind="territorial-application", place="a:3"),
        SourceRecord(participant="France", kind="reservation", place="a:4", text="We reserve."),
    )
    content = treaty_list(Reading(reference="IV-11-c", title="", records=records), facts.actors)
    assert content.by_actor == {}
    assert [notice.partition(":")[2] for notice in content.notices] == [
        " accession in brackets, not carried over (a:1)",
        " accession, not carried over (a:2)",
        " unknown territory, not carried over (a:3)",
    ]


def test_a_whole_list_must_show_what_other_sources_state(facts: AllFacts, tmp_path: Path) -> None:
    rows = cells(facts, "opsc")
    assert missing(facts, _read(facts, rows, tmp_path)) == ()
    del rows["FRA"]
    rows["IRL"] = ("", "")
    sentences = missing(facts, _read(facts, rows, tmp_path))
    assert [sentence.partition(", which")[0] for sentence in sentences] == [
        "OPSC: the list has no signature of France",
        "OPSC: the list has no consent of France",
        "OPSC: the list has no signature of Ireland",
    ]
    # A list of an older day need not show what was done later.
    assert missing(facts, _read(facts, {"AND": rows["AND"]}, tmp_path, date(2000, 1, 1))) == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: rows.update(MNE=("", "23 Oct 2006 a")), "shows accession of 2006-10-23"),
        (lambda rows: rows.update(MNE=("", "24 Oct 2006 d")), "shows succession of 2006-10-24"),
        (lambda rows: rows.pop("MNE"), "shows nothing of it"),
        (lambda rows: [rows.pop(key) for key in list(rows)[:5]], "parties in the list, where"),
    ],
)
def test_pinned_acts_and_least_numbers_hold_whatever_is_accepted(
    facts: AllFacts, tmp_path: Path, change: Callable[[Cells], object], message: str
) -> None:
    rows = cells(facts, "opsc")
    pins = read_pins(data_dir(), facts.treaties, facts.actors)
    expected = read_expected(data_dir(), facts.treaties)
    assert unexpected(facts, _read(facts, rows, tmp_path), pins, expected) == ()
    change(rows)
    assert message in " ".join(unexpected(facts, _read(facts, rows, tmp_path), pins, expected))
