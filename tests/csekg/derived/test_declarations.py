from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from csekg.derived.declarations import DeclarationRecord, OtherAct, derive_declarations
from csekg.errors import DataError
from csekg.facts.declarations import DeclarationKey
from tests.records import all_facts, short


def made(treaty: str, actor: str, kind: str, number: int) -> DeclarationRecord:
    key = DeclarationKey(actor, kind, number)
    return next(
        each for each in all_facts().declaration_records if (each.stated.treaty, each.stated.key) == (treaty, key)
    )


def others(treaty: str, actor: str, kind: str) -> list[OtherAct]:
    return [
        each
        for each in all_facts().other_acts
        if (each.stated.treaty, each.stated.actor, each.stated.kind) == (treaty, actor, kind)
    ]


def test_a_printed_day_is_kept() -> None:
    there = [each for each in all_facts().declaration_records if each.stated.made_on]
    assert len(there) > 350
    assert all(each.day.on == each.stated.made_on for each in there)
    assert not any(each.day.computed_from for each in there)


def test_a_day_without_print_is_that_of_the_signature_or_consent() -> None:
    acts = {act.iri: act for act in all_facts().acts}
    computed = [each for each in all_facts().declaration_records if each.day.computed_from]
    for each in computed:
        assert each.day.computed_from
        act = acts[each.day.computed_from]
        assert (act.treaty, act.actor) == (each.stated.treaty, each.stated.actor)
        assert act.is_consent == (each.stated.made_upon == "consent")
        assert act.on == each.day.on
    assert {each.stated.made_upon for each in computed} == {"signature", "consent"}


def test_what_was_made_later_came_after_the_consent() -> None:
    consents = {(act.treaty, act.actor): act.on for act in all_facts().acts if act.is_consent and not act.dismissed}
    later = [
        each.stated
        for each in all_facts().declaration_records
        if each.stated.made_upon == "later" and each.stated.made_on
    ]
    assert len(later) > 70
    for each in later:
        bound = consents[each.treaty, each.actor] or date.max
        assert bound < (each.made_on or date.min), (each.treaty, each.key)


def test_nearly_all_declarations_have_a_day() -> None:
    dated = [each for each in all_facts().declaration_records if each.day.on]
    assert round(100 * len(dated) / len(all_facts().declaration_records)) >= 94


def test_an_identifier_holds_no_computed_day() -> None:
    computed = made("opsc", "ARG", "declaration", 1)
    assert (computed.day.on, bool(computed.day.computed_from)) == (date(2003, 9, 25), True)
    assert short(computed.iri.value) == "action/opsc/ARG/undated/declaration/1"


def test_a_declaration_ends_with_its_withdrawal() -> None:
    taken_back = made("ets185", "ARG", "reservation", 3)
    assert (taken_back.withdrawal, taken_back.withdrawn_on) == ("yes", date(2018, 7, 30))
    kept = made("ets185", "ARG", "reservation", 1)
    assert (kept.withdrawal, kept.withdrawn_on) == ("unknown", None)


def test_a_withdrawal_in_part_has_its_day() -> None:
    kept = made("crc", "OMN", "reservation", 5)
    assert (kept.withdrawal, kept.withdrawn_on) == ("partly", None)
    assert kept.partly_withdrawn_on == (date(2014, 12, 9),)
    in_two_steps = made("crc", "DEU", "declaration", 1)
    assert (in_two_steps.withdrawal, in_two_steps.withdrawn_on) == ("yes", date(2010, 11, 1))
    assert in_two_steps.partly_withdrawn_on == ()


def test_what_the_depositary_still_prints_is_not_withdrawn() -> None:
    kept = made("crc", "AFG", "declaration", 1)
    assert (kept.withdrawal, kept.withdrawn_on) == ("no", None)
    of_a_family = [m for m in all_facts().declaration_records if m.stated.treaty in ("crc", "opac", "opsc", "opic")]
    assert sum(m.withdrawal == "unknown" for m in of_a_family) <= 12


def test_a_withdrawal_without_a_day_is_one_all_the_same() -> None:
    taken_back = made("crc", "MYS", "reservation", 1)
    assert (taken_back.withdrawal, taken_back.partly_withdrawn_on) == ("partly", ())


def test_what_an_event_says_no_declaration_repeats() -> None:
    it = all_facts()
    said = made("ets185", "ARG", "reservation", 3).stated
    repeated = dataclasses.replace(said, withdrawn="yes")
    declarations = [repeated if each is said else each for each in it.declarations]
    with pytest.raises(DataError, match=r"events\.csv:.* says what became of this declaration"):
        derive_declarations(declarations, it.events, it.acts)


def test_one_act_that_two_sources_state_is_one() -> None:
    for actor, kind, on in (
        ("NOR", "declaration", date(2025, 12, 10)),
        ("ECU", "authority-designation", date(2025, 12, 4)),
    ):
        told = [each for each in others("ets185", actor, kind) if each.stated.on == on]
        assert len({each.stated.source for each in told}) == len(told) == 2
        assert len({each.iri for each in told}) == 1


def test_an_act_on_depositing_has_the_day_of_the_deposit() -> None:
    (left_out,) = others("opac", "NZL", "territorial-exclusion")
    assert left_out.stated.on is None
    assert (left_out.day.on, bool(left_out.day.computed_from)) == (date(2001, 11, 12), True)
