from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from csekg.errors import DataError
from csekg.facts.declarations import DeclarationKey, read_events
from tests.records import all_facts, changed, references


def read(data: Path, treaty: str) -> None:
    keys = {made.key for made in all_facts().declarations if made.treaty == treaty}
    read_events(data, treaty, keys, references())


def test_an_invitation_has_its_days() -> None:
    event = next(e for e in all_facts().events if (e.kind, e.actor) == ("invitation", "KEN"))
    assert (event.on, event.until) == (date(2024, 10, 9), date(2029, 10, 9))
    assert event.effective_on is None


def test_only_an_invitation_ends() -> None:
    assert {event.kind for event in all_facts().events if event.until} == {"invitation"}


def test_a_withdrawal_names_what_it_takes_back() -> None:
    events = [e for e in all_facts().events if (e.treaty, e.actor) == ("crc", "OMN")]
    first = next(e for e in events if e.withdraws_part)
    assert first.withdraws == (
        DeclarationKey("OMN", "interpretative-declaration", 1),
        DeclarationKey("OMN", "reservation", 1),
        DeclarationKey("OMN", "reservation", 2),
        DeclarationKey("OMN", "reservation", 3),
    )
    assert first.withdraws_part == (DeclarationKey("OMN", "reservation", 5),)


def test_a_mere_declarant_has_no_declaration() -> None:
    declared = {(made.treaty, made.actor) for made in all_facts().declarations}
    declarants = {(e.treaty, e.actor) for e in all_facts().events if e.kind == "declarant"}
    assert declarants == {("cets224", "SRB")} | {
        ("cets197", actor) for actor in ("FRA", "GBR", "GEO", "MDA", "MKD", "SWE")
    }
    assert not declarants & declared


KEN = "KEN,,invitation,,2024-10-09,,2029-10-09,,,,"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("KEN,,invitation", "KNE,,invitation", "unknown actor in column actor: 'KNE'. Did"),
        ("KEN,,invitation", "KEN,AAA,invitation", "unknown territory in column territory: 'AAA'"),
        (
            "KEN,,invitation",
            "KEN,,invitaton",
            "unknown kind of event in column kind: 'invitaton'. Did you mean invitation",
        ),
        ("2029-10-09", "2029-10-9", "column until is no date: '2029-10-9'"),
        (",nc4-go-ke", ",nc4", "unknown source in column source: 'nc4'. Did you mean nc4-go-ke"),
        ("effective_on", "effective", "unknown column: 'effective'. Did you mean effective_on"),
        (
            KEN,
            "AND,,declarant,,,,,,,,",
            "an event says only that there is a declaration: 'AND'. The declaration itself is listed; remove the row.",
        ),
        (
            KEN,
            KEN.replace("09,,,,", "09,reservation/1,,,"),
            "column withdraws belongs to a reservation-withdrawal: 'reservation/1'",
        ),
        (
            "2018-07-30,,,reservation/3",
            "2018-07-30,,,reservation/9",
            "column withdraws names a "
            "declaration that declarations.csv does not list: 'ARG reservation/9'. ARG made: "
            "reservation/1, reservation/2",
        ),
    ],
)
def test_a_fault_in_an_event_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message)):
        read(changed(tmp_path, "treaties/ets185/events.csv", old, new), "ets185")
