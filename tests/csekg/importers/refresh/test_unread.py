"""What a list prints in words and the register does not have is named, once, with its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from csekg.importers import Reading, SourceRecord, read_file
from csekg.importers.refresh.unread import unread_statements
from tests.csekg.importers.un_pages import REAL, save_real
from tests.records import all_facts

DAY, LATER = date(2002, 10, 4), date(2026, 1, 5)


def _record(participant: str, kind: str, day: date | None = None, **more: object) -> SourceRecord:
    return SourceRecord(participant=participant, kind=kind, place="a:1", day=day, **more)  # type: ignore[arg-type]


def _said(text: str, kind: str = "reservation", who: str = "Kuwait", occasion: str = "consent") -> SourceRecord:
    return _record(who, kind, text=text, occasion=occasion)


@pytest.mark.parametrize(
    ("records", "told"),
    [
        (
            [_record("Iceland", "objection", LATER, targets=("Qatar", "Oman"))],
            ["objection of Iceland about Qatar of 2026-01-05", "objection of Iceland about Oman of 2026-01-05"],
        ),
        ([_record("Austria", "objection", DAY, targets=("Qatar",))], []),
        # Another day is another objection.
        (
            [_record("Austria", "objection", LATER, targets=("Qatar",))],
            ["objection of Austria about Qatar of 2026-01-05"],
        ),
        # The register has one reservation of Kuwait upon its consent.
        ([_said("One.")], []),
        ([_said("One."), _said("Two.")], ["reservation of Kuwait"]),
        ([_said("One.", "declaration", "Iceland", "signature")], ["declaration of Iceland"]),
        ([_record("Iceland", "reservation-withdrawal", LATER)], ["reservation-withdrawal of Iceland of 2026-01-05"]),
        ([_record("China", "notification", LATER, territory="Hong Kong")], ["notification of China of 2026-01-05"]),
        # A note in which nobody speaks is no statement.
        ([_record("Iceland", "communication", text="See note 1.")], []),
        (
            [_record("Iceland", "communication", LATER, targets=("Oman",))],
            ["communication of Iceland about Oman of 2026-01-05"],
        ),
    ],
)
def test_what_the_register_lacks_is_named(records: list[SourceRecord], told: list[str]) -> None:
    reading = Reading(reference="IV-11-c", title="", records=tuple(records))
    sentences = unread_statements(all_facts(), "opsc", reading).values()
    assert list(sentences) == [f"OPSC: not yet read, {what} (a:1)" for what in told]


@pytest.mark.parametrize("treaty", REAL)
def test_the_page_of_a_treaty_whose_statements_are_read_has_nothing_new(tmp_path: Path, treaty: str) -> None:
    (reading,) = read_file("untc", save_real(tmp_path, treaty) / f"{treaty}.html")
    assert unread_statements(all_facts(), treaty, reading) == {}
