"""A list becomes rows of its source; differences are decided by rule and left open for a person."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from csekg.derived.acts import Act
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.importers import Reading, SourceRecord, read_file
from csekg.importers.refresh.lists import Entries, TreatyList, entries_of
from csekg.importers.refresh.merge import FactFiles, Merge
from csekg.importers.refresh.run import doubtful_extensions, missing, too_few, unpinned
from csekg.importers.refresh.schedule import read_expected, read_formats, read_pins
from csekg.resources import data_dir, ontology_dir
from tests.csekg.importers.refresh.chapters import Cells, cells, chapter
from tests.csekg.importers.un_pages import REAL, save_real
from tests.records import all_facts

TODAY, BEFORE = date(2026, 11, 26), date(2026, 11, 25)
FORMATS = read_formats(data_dir())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return Path(shutil.copytree(data_dir(), tmp_path / "data"))


@pytest.fixture(scope="module")
def facts() -> AllFacts:
    return all_facts()


@pytest.fixture
def rows(facts: AllFacts) -> Cells:
    return cells(facts, "opsc")


def _printed(facts: AllFacts, rows: Cells, tmp: Path, as_of: date = TODAY) -> TreatyList:
    """Return the list of the depositary with these rows."""
    (reading,) = read_file("mtdsg", chapter(tmp, facts, ("IV", "11", "c"), rows) / "mtdsg" / "IV-11-c.en.xml")
    return TreatyList("opsc", "mtdsg", "", as_of, reading)


def _list(*records: tuple[str, str, date], form: str = "mtdsg", treaty: str = "opsc") -> TreatyList:
    acts = tuple(
        SourceRecord(participant=name, kind=kind, day=day, place=f"list:{number}")
        for number, (name, kind, day) in enumerate(records, 1)
    )
    return TreatyList(treaty, form, "", TODAY, Reading(reference="IV-11-c", title="OPSC", records=acts))


def _entries(facts: AllFacts, listed: TreatyList) -> Entries:
    return entries_of(listed.reading, facts.actors)[0]


def _merged(data: Path, facts: AllFacts, listed: TreatyList) -> AllFacts:
    """Write the list into the copy of the data, and read all facts of it again."""
    files = FactFiles(data)
    assert Merge(files, facts, listed, FORMATS[listed.format], _entries(facts, listed)).run() == []
    files.write()
    return read_all_facts(data, ontology_dir())


def _acts(of: AllFacts, treaty: str) -> set[object]:
    return {(a.iri, a.kind, a.on, a.in_force_on) for a in of.acts if a.treaty == treaty}


def _consent(of: AllFacts, treaty: str, actor: str) -> Act:
    (act,) = (a for a in of.acts if a.key == (treaty, actor, True))
    return act


def test_our_own_data_printed_and_read_again_are_the_same_acts(
    data: Path, facts: AllFacts, rows: Cells, tmp_path: Path
) -> None:
    after = _merged(data, facts, _printed(facts, rows, tmp_path))
    assert _acts(after, "opsc") == _acts(facts, "opsc")
    assert len(after.discrepancies) == len(facts.discrepancies)
    treaty, source = after.treaties["opsc"], after.sources["mtdsg-iv-11-c"]
    coverage = {each.kind: (each.complete_on, each.sources) for each in treaty.lists}
    assert coverage["parties"] == coverage["signatures"] == (TODAY, ("mtdsg-iv-11-c",))
    assert (treaty.as_of, source.as_of, source.publisher) == (TODAY, TODAY, "United Nations, Treaty Section")


@pytest.mark.parametrize("treaty", REAL)
def test_a_real_page_confirms_the_acts_of_the_register(
    data: Path, facts: AllFacts, tmp_path: Path, treaty: str
) -> None:
    (reading,) = read_file("untc", save_real(tmp_path, treaty) / f"{treaty}.html")
    listed = TreatyList(treaty, "untc", "", reading.as_of or TODAY, reading)
    entries = _entries(facts, listed)
    for doubt in doubtful_extensions(facts, listed, entries):
        del entries[doubt]
    assert list(missing(facts, listed, FORMATS["untc"], entries)) == []
    files = FactFiles(data)
    assert Merge(files, facts, listed, FORMATS["untc"], entries).run() == []
    files.write()
    once = (data / "treaties" / treaty / "participation.csv").read_text("utf-8")
    after = read_all_facts(data, ontology_dir())
    assert _acts(after, treaty) == _acts(facts, treaty)
    # The same page on the next day changes no row.
    assert Merge(files, after, listed, FORMATS["untc"], entries).run() == []
    files.write()
    assert (data / "treaties" / treaty / "participation.csv").read_text("utf-8") == once


def test_a_later_reading_replaces_the_rows_of_the_former(
    data: Path, facts: AllFacts, rows: Cells, tmp_path: Path
) -> None:
    once = _merged(data, facts, _printed(facts, rows, tmp_path, BEFORE))
    rows["TUV"] = ("25 Nov 2026", "")
    twice = _merged(data, once, _printed(once, rows, tmp_path))
    new = {a.iri for a in twice.acts} - {a.iri for a in once.acts}
    assert [iri.value.rpartition("/id/")[2] for iri in new] == ["action/opsc/TUV/2026-11-25/signature"]
    assert len([s for s in twice.statements if s.source == "mtdsg-iv-11-c"]) == len(rows)
    del rows["TUV"]
    shorter, older = _printed(twice, rows, tmp_path), _printed(twice, rows, tmp_path, BEFORE)
    entries = _entries(twice, shorter)
    assert Merge(FactFiles(data), twice, shorter, FORMATS["mtdsg"], entries).run() == [
        "OPSC: Tuvalu was in mtdsg-iv-11-c and is no longer"
    ]
    with pytest.raises(CsekgError, match="Fetch a newer one"):
        Merge(FactFiles(data), twice, older, FORMATS["mtdsg"], entries).run()


def test_the_depositary_is_followed_where_nobody_has_decided(
    data: Path, facts: AllFacts, rows: Cells, tmp_path: Path
) -> None:
    signed, _ = rows["FRA"]
    rows["FRA"] = (signed, "6 Feb 2003")
    after = _merged(data, facts, _printed(facts, rows, tmp_path))
    before = _consent(facts, "opsc", "FRA")
    assert (before.on, _consent(after, "opsc", "FRA").on) == (date(2003, 2, 5), date(2003, 2, 6))
    found = [d for d in after.discrepancies if (d.treaty, d.actor) == ("opsc", "FRA")]
    assert {(d.chosen_value, d.other_value, d.status) for d in found} == {("2003-02-06", "2003-02-05", "open")}
    assert {d.other_source for d in found} == {s.source for s in before.statements if s.consent_on}
    # The next list prints the old day again: what rested on the other one goes.
    rows["FRA"] = (signed, "5 Feb 2003")
    back = _merged(data, after, _printed(after, rows, tmp_path))
    assert len(back.discrepancies) == len(facts.discrepancies)
    corrections = data / "corrections.csv"
    corrections.write_text(corrections.read_text("utf-8") + "a,opsc,FRA,,consent,date,,mtdsg-iv-11-c,,x,settled,r\n")
    rows["FRA"] = (signed, "7 Feb 2003")
    with pytest.raises(CsekgError, match="a is settled on what mtdsg-iv-11-c said"):
        _merged(data, back, _printed(back, rows, tmp_path))


def test_a_second_hand_list_is_not_followed(data: Path, facts: AllFacts) -> None:
    after = _merged(data, facts, _list(("France", "ratification", date(2003, 2, 6)), form="csv"))
    assert _consent(after, "opsc", "FRA").on == date(2003, 2, 5)
    (found,) = (d for d in after.discrepancies if (d.treaty, d.actor) == ("opsc", "FRA"))
    assert (found.chosen_value, found.other_source) == ("2003-02-05", "csv-iv-11-c")


def test_what_editors_have_decided_stays(data: Path, facts: AllFacts) -> None:
    decided = next(
        d for d in facts.discrepancies if (d.treaty, d.action, d.property_name) == ("som", "consent", "date")
    )
    name = facts.actors[decided.actor].name
    after = _merged(data, facts, _list((name, "ratification", date(2010, 1, 1)), treaty="som"))
    assert str(_consent(after, "som", decided.actor).on) == decided.chosen_value
    assert "2010-01-01" in {d.other_value for d in after.discrepancies}


def test_a_second_hand_list_moves_the_day_until_which_lists_were_read(data: Path, facts: AllFacts) -> None:
    after = _merged(data, facts, _list(("Armenia", "consent", date(2026, 11, 2)), form="verdragenbank", treaty="c182"))
    (parties,) = (each for each in after.treaties["c182"].lists if each.kind == "parties")
    assert (parties.checked_until, parties.checked_in[-1]) == (TODAY, "verdragenbank-iv-11-c")
    assert parties.complete_on == next(e for e in facts.treaties["c182"].lists if e.kind == "parties").complete_on


def test_a_denunciation_becomes_an_event(data: Path, facts: AllFacts) -> None:
    after = _merged(data, facts, _list(("France", "denunciation", date(2026, 5, 6))))
    (event,) = (e for e in after.events if (e.kind, e.treaty) == ("denunciation", "opsc"))
    assert (event.actor, event.on) == ("FRA", date(2026, 5, 6))


@pytest.mark.parametrize(
    ("records", "message"),
    [
        ([("Atlantis", "accession", TODAY)], r"unknown participant 'Atlantis'.*\(list:1\).*data/names.csv"),
        ([("France", "accession", TODAY), ("France", "succession", TODAY)], "list:2: a second succession"),
        ([("France", "treaty", TODAY)], "states no act"),
    ],
)
def test_what_a_person_has_to_decide_is_refused(
    facts: AllFacts, records: list[tuple[str, str, date]], message: str
) -> None:
    with pytest.raises(CsekgError, match=message):
        _entries(facts, _list(*records))


def test_what_is_not_carried_over_is_named(facts: AllFacts) -> None:
    records = (
        SourceRecord(participant="France", kind="accession", place="a:1", marker="[a]"),
        SourceRecord(participant="Yugoslavia", kind="accession", place="a:2"),
        SourceRecord(participant="France", territory="Avalon", kind="territorial-application", place="a:3"),
        SourceRecord(participant="France", kind="reservation", place="a:4", text="We reserve."),
    )
    entries, notices = entries_of(Reading(reference="IV-11-c", title="", records=records), facts.actors)
    assert entries == {}
    assert [notice.partition(":")[2] for notice in notices] == [
        " accession in brackets, not carried over (a:1)",
        " accession not carried over (a:2)",
        " unknown territory, not carried over (a:3)",
    ]


def test_an_extension_of_another_day_is_left_to_a_person(facts: AllFacts) -> None:
    statement = next(s for s in facts.statements if s.territory and s.consent_on and s.treaty == "opsc")
    record = SourceRecord(
        participant=facts.actors[statement.actor].name,
        territory=facts.territories[statement.territory].name,
        kind="territorial-application",
        place="a:1",
        day=TODAY,
    )
    listed = TreatyList("opsc", "mtdsg", "", TODAY, Reading(reference="IV-11-c", title="", records=(record,)))
    ((key, doubt),) = doubtful_extensions(facts, listed, _entries(facts, listed)).items()
    assert key == (statement.actor, statement.territory)
    assert f"{TODAY} in the list, {statement.consent_on} by " in doubt


def test_a_whole_list_must_show_what_other_sources_state(facts: AllFacts, rows: Cells, tmp_path: Path) -> None:
    def lacking(rows: Cells, as_of: date = TODAY) -> list[str]:
        listed = _printed(facts, rows, tmp_path, as_of)
        return [
            sentence.partition(", which")[0]
            for sentence in missing(facts, listed, FORMATS["mtdsg"], _entries(facts, listed))
        ]

    assert lacking(rows) == []
    del rows["FRA"]
    rows["IRL"] = ("", "")
    assert lacking(rows) == [
        "OPSC: the list has no signature of France",
        "OPSC: the list has no consent of France",
        "OPSC: the list has no signature of Ireland",
    ]
    # A list of an older day need not show what was done later.
    assert lacking({"AND": rows["AND"]}, date(2000, 1, 1)) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda rows: None, ""),
        (lambda rows: rows.update(MNE=("", "23 Oct 2006 a")), "shows accession of 2006-10-23"),
        (lambda rows: rows.update(MNE=("", "24 Oct 2006 d")), "shows succession of 2006-10-24"),
        (lambda rows: rows.pop("MNE"), "shows nothing of it"),
        (lambda rows: [rows.pop(key) for key in list(rows)[:5]], "parties in the list, where"),
    ],
)
def test_pinned_acts_and_least_numbers_hold_whatever_is_accepted(
    facts: AllFacts, rows: Cells, tmp_path: Path, change: Callable[[Cells], object], message: str
) -> None:
    change(rows)
    listed = _printed(facts, rows, tmp_path)
    entries = _entries(facts, listed)
    faults = [
        *unpinned(facts, listed, entries, read_pins(data_dir(), facts.treaties, facts.actors)),
        *too_few(facts, listed, FORMATS["mtdsg"], entries, read_expected(data_dir(), facts.treaties)),
    ]
    assert bool(faults) == bool(message)
    assert message in " ".join(faults)
