from __future__ import annotations

from datetime import date

from csekg.facts.declarations import DeclarationKey
from tests.records import all_facts


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
