"""What a list prints and the register does not have is proposed, once and with its first words only."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csekg.errors import CsekgError
from csekg.refresh.proposals import (
    Proposal,
    first_words,
    proposals_of,
    provisions_in,
    treaty_of,
    unread_of,
    unread_sentences,
    write_sheet,
)
from csekg.sources import Reading, SourceRecord, read_file
from tests.csekg.sources.un_pages import save_real
from tests.records import all_facts


def _proposals(*records: SourceRecord) -> tuple[Proposal, ...]:
    reading = Reading(reference="IV-11-c", title="", records=records)
    return proposals_of(all_facts(), "opsc", "untc-iv-11-c", reading)


def _record(participant: str, kind: str, day: date | None = None, **more: object) -> SourceRecord:
    return SourceRecord(participant=participant, kind=kind, place="a:1", day=day, **more)  # type: ignore[arg-type]


def test_an_objection_is_proposed_for_each_target_that_the_register_lacks() -> None:
    on = date(2026, 1, 5)
    new = _proposals(
        _record("Iceland", "objection", on, targets=("Qatar", "Oman"), text="It objects to article 3 (5).")
    )
    assert [(each.actor, each.objects_to, each.made_on, each.made_upon) for each in new] == [
        ("ISL", "QAT", "2026-01-05", "later"),
        ("ISL", "OMN", "2026-01-05", "later"),
    ]
    assert (new[0].effect, new[0].gist, new[0].source, new[0].provisions) == ("objects", "", "untc-iv-11-c", "3(5)")
    assert _proposals(_record("Austria", "objection", date(2002, 10, 4), targets=("Qatar",))) == ()
    # Another day is another objection.
    assert len(_proposals(_record("Austria", "objection", date(2024, 10, 4), targets=("Qatar",)))) == 1


def test_a_statement_is_proposed_where_the_list_prints_more_than_the_register_has() -> None:
    known = [
        _record("Kuwait", "reservation", text=f"Reservation:\n{text}", heading="Reservation:", occasion="consent")
        for text in ("One.", "Two.")
    ]
    assert _proposals(known[0]) == ()
    assert [each.first_words for each in _proposals(*known)] == ["Two."]
    (new,) = _proposals(_record("Iceland", "declaration", text="Words.", occasion="signature"))
    assert (new.actor, new.made_upon, new.made_on, new.fate, new.first_words) == ("ISL", "signature", "", "", "Words.")


def test_what_end_notes_tell_is_proposed_and_is_the_fate_of_the_statement() -> None:
    on = date(2025, 5, 5)
    told = _record("Iceland", "reservation-withdrawal", on, marker="7", text="decided to partially withdraw its")
    statement, event = _proposals(_record("Iceland", "reservation", text="Words."), told)
    assert (statement.fate, statement.withdrawn) == ("withdrawn in part 2025-05-05, note 7", "")
    assert (event.kind, event.made_on, event.place) == ("reservation-withdrawal", "2025-05-05", "a:1, note 7")


def test_notes_in_which_nobody_speaks_are_not_proposed() -> None:
    assert _proposals(_record("Iceland", "communication", text="See note 1.")) == ()
    assert len(_proposals(_record("Iceland", "communication", date(2025, 5, 5), targets=("Oman",)))) == 1


def test_a_territory_is_named_by_its_key() -> None:
    (new,) = _proposals(_record("China", "notification", date(2025, 5, 5), territory="Hong Kong", text="Words."))
    assert (new.kind, new.territory) == ("communication", "HKG")


@pytest.mark.parametrize(
    ("text", "provisions"),
    [
        ("articles 14, 20 and 21", ("14", "20", "21")),
        ("article 40 (2) (b)", ("40(2)(b)",)),
        ("article 14, paragraphs 1 and 2", ("14(1)", "14(2)")),
        ("paragraph 5 of article 3, and Article 7", ("3(5)", "7")),
        ("article 99 and article 7 (9)", ("7",)),
        ("article 19 of the Vienna Convention and article 51", ("51",)),
        ("no provision", ()),
    ],
)
def test_provisions_are_those_of_the_treaty(text: str, provisions: tuple[str, ...]) -> None:
    known = {"3", "3(5)", "7", "14", "14(1)", "14(2)", "19", "20", "21", "40", "40(2)(b)", "51"}
    assert provisions_in(text, known) == provisions


def test_first_words_are_few_and_no_formula() -> None:
    assert first_words(" ".join(map(str, range(40)))) == " ".join(map(str, range(15)))
    assert first_words('- "=1+1 said') == "1+1 said"


def test_the_page_of_a_treaty_whose_statements_are_read_has_nothing_new(tmp_path: Path) -> None:
    (reading,) = read_file("untc", save_real(tmp_path, "opsc") / "opsc.html")
    assert treaty_of(all_facts(), reading) == "opsc"
    assert unread_of(all_facts(), "opsc", reading) == ()


def test_what_is_not_read_is_counted_in_words() -> None:
    new = _proposals(
        _record("Iceland", "objection", date(2026, 1, 5), targets=("Qatar", "Oman")),
        _record("Norway", "objection", date(2026, 1, 5), targets=("Qatar",)),
    )
    assert unread_sentences(all_facts(), new) == ["OPSC: not yet read, objection: 3 (Iceland 2, Norway)"]


def test_a_sheet_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "sheet.csv"
    write_sheet(_proposals(_record("Iceland", "reservation", text="Words.")), file)
    assert file.read_text("utf-8").splitlines()[1].startswith("opsc,ISL,,Iceland,a:1,reservation,,unknown,,,,Words.,")
    with pytest.raises(CsekgError, match="exists already: an editor's work is not written over"):
        write_sheet((), file)
    with pytest.raises(CsekgError, match="cannot be written"):
        write_sheet((), tmp_path / "none" / "sheet.csv")
