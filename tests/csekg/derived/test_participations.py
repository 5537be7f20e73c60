"""Every actor under every treaty: its status on the as-of date, and its status intervals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from csekg.derived.acts import derive_acts
from csekg.derived.participations import Participation, derive_participations
from csekg.errors import DataError
from csekg.law.reasons import Reason, in_order
from csekg.law.status_over_time import status_on
from tests.records import all_facts, examples

#: Statuses as the law gives them, with the reason where a row is the first of its kind.
STATUSES = Path(__file__).with_name("statuses.csv")


@cache
def participations() -> dict[tuple[str, str], Participation]:
    it = all_facts()
    derived = derive_participations(it.treaties, it.actors, it.acts, it.events, it.identities, it.continuity)
    assert len(derived) == len(it.treaties) * len(it.actors)
    return {(each.treaty.key, each.actor.key): each for each in derived}


def test_there_is_one_for_every_treaty_and_actor() -> None:
    assert len(participations()) == len(all_facts().treaties) * 204


def test_no_gap_or_overlap_between_intervals() -> None:
    for each in participations().values():
        assert each.intervals[0].since == each.treaty.since
        assert each.intervals[-1].until is None
        for one, following in pairwise(each.intervals):
            assert one.until == following.since > one.since


def test_the_current_status_is_that_of_the_as_of_date() -> None:
    for each in participations().values():
        assert each.current == status_on(each.intervals, each.treaty.status_on)


def test_who_has_consented_is_a_contracting_state_until_the_treaty_binds_it() -> None:
    ahead = [each for each in participations().values() if each.current.status == "contracting-state"]
    for each in ahead:
        bound = each.consents[0].effective_on
        assert bound is None or bound > each.treaty.status_on
        if bound:
            assert each.current.until == bound
            assert status_on(each.intervals, bound).status == "party"
    assert ("untoc", "SLB") in {(each.treaty.key, each.actor.key) for each in ahead}


def test_an_act_after_the_as_of_date_is_not_current() -> None:
    it = all_facts()
    earlier = replace(it.treaties["tip"], status_on=date(2025, 4, 10))
    each = next(
        each
        for each in derive_participations(
            {**it.treaties, "tip": earlier}, it.actors, it.acts, it.events, it.identities, it.continuity, only=["MHL"]
        )
        if each.treaty.key == "tip"
    )
    assert each.current.status == "no-action"
    assert each.consents[0].on == date(2025, 4, 17)
    assert status_on(each.intervals, date(2025, 6, 1)).status == "party"
    assert participations()["tip", "MHL"].current.status == "party"


def test_the_days_of_the_acts_begin_the_intervals() -> None:
    intervals = participations()["opsc", "FRA"].intervals
    assert [(each.since.isoformat(), each.status) for each in intervals] == [
        ("2000-05-25", "no-action"),
        ("2000-09-06", "signatory"),
        ("2003-02-05", "contracting-state"),
        ("2003-03-05", "party"),
    ]


def test_a_status_names_the_act_it_results_from() -> None:
    each = participations()["opsc", "FRA"]
    assert each.consents
    assert each.current.acts == (each.consents[0].iri.value,)
    assert each.current.reasons == (Reason("bound", date(2003, 3, 5)),)
    for it in participations().values():
        for interval in it.intervals:
            by_act = interval.status in ("party", "contracting-state", "signatory", "former-party")
            assert bool(interval.acts) == by_act
            assert interval.reasons
            assert interval.reasons == in_order(interval.reasons)


def test_a_denunciation_of_which_only_the_year_is_known_makes_a_former_party() -> None:
    # A member of the ILO from 11 Nov 1957 on; Singapore left Malaysia in the year of its consent.
    malaysia = [("1957-08-31", "not-eligible"), ("1957-11-11", "no-action")]
    for actor, before, joined, left in (
        ("MYS", malaysia, "1958-10-13", 1990),
        ("SGP", [("1965-08-09", "not-eligible")], "1965-10-25", 1979),
    ):
        each = participations()["c105", actor]
        assert each.current.status == "former-party"
        days = [(interval.since.isoformat(), interval.status) for interval in each.intervals]
        # Where only the year is known, the last possible day counts.
        assert days == [
            ("1957-06-25", "did-not-exist"),
            *before,
            (joined, "contracting-state"),
            (f"{int(joined[:4]) + 1}{joined[4:]}", "party"),
            (f"{left + 1}-12-31", "former-party"),
        ]
        assert each.current.acts == (each.denunciations[0].id,)
    assert each.current.reasons == (Reason("left", date(1980, 12, 31), latest=True),)


def test_between_the_first_and_the_last_day_of_a_consent_of_a_year_the_status_is_unknown() -> None:
    it = all_facts()
    # Without the one source that has the day of Malaysia's consent.
    stated = [s for s in it.statements if (s.treaty, s.actor) == ("c105", "MYS") and s.source != "hti-frank"]
    acts = derive_acts(it.treaties["c105"], stated, it.sources, {})
    derived = derive_participations(
        {"c105": it.treaties["c105"]}, it.actors, acts, it.events, it.identities, it.continuity
    )
    malaysia = next(each for each in derived if each.actor.key == "MYS")
    on = status_on(malaysia.intervals, date(1958, 1, 1))
    assert (on.status, on.since, on.until) == ("unknown", date(1958, 1, 1), date(1958, 12, 31))
    assert on.reasons == (Reason("consented-undated", date(1958, 1, 1)),)


def test_a_denunciation_needs_a_day_or_a_year_and_the_day_of_its_effect() -> None:
    it = all_facts()
    event = next(e for e in it.events if e.kind == "denunciation")
    silent = replace(it.treaties["c105"], joining=replace(it.treaties["c105"].joining, denunciation=None))
    for treaty, changed, message in (
        (it.treaties["c105"], replace(event, year=None), "needs its day, or its year"),
        (silent, event, "needs the day on which it takes effect"),
    ):
        with pytest.raises(DataError, match=message):
            derive_participations({"c105": treaty}, it.actors, (), [changed], it.identities, it.continuity)


def test_a_consent_that_is_not_followed_does_not_count() -> None:
    for treaty in ("c029", "c105"):
        each = participations()[treaty, "NRU"]
        assert not each.consents
        assert {interval.status for interval in each.intervals} == {"did-not-exist", "not-eligible"}


def test_a_dismissed_signature_does_not_count() -> None:
    each = participations()["ets185", "BEN"]
    assert not each.signatures
    assert "signatory" not in {interval.status for interval in each.intervals}


@pytest.mark.parametrize("row", examples(STATUSES), ids=lambda row: f"{row['treaty']}-{row['actor']}-{row['on']}")
def test_a_status_on_a_day(row: dict[str, str]) -> None:
    each = participations()[row["treaty"], row["actor"]]
    assert status_on(each.intervals, date.fromisoformat(row["on"])).status == row["status"], row["why"]


@pytest.mark.parametrize(
    ("treaty", "actor", "on", "reasons"),
    [
        ("c029", "RUS", "1957-06-23", [Reason("began", date(1991, 12, 26)), Reason("continues", actor="SUN")]),
        ("c029", "RUS", "1991-12-26", [Reason("bound", date(1957, 6, 23)), Reason("predecessor", actor="SUN")]),
        ("c029", "SCG", "2006-06-03", [Reason("ended", date(2006, 6, 3)), Reason("continued-by", actor="SRB")]),
        ("c029", "CSK", "1950-01-01", [Reason("no-list-of-former")]),
        ("c029", "CSK", "1993-01-01", [Reason("ended", date(1993, 1, 1))]),
        ("cyber", "AFG", "2025-01-01", [Reason("not-yet-open", date(2025, 10, 25))]),
        ("cyber", "AFG", "2025-11-01", [Reason("open-unread"), Reason("no-list"), Reason("not-in-force")]),
        ("ets185", "NGA", "2022-07-15", [Reason("consented-between", date(2022, 7, 1), date(2022, 7, 31))]),
        # Of the State as which it stood then; before, it did not exist under any name.
        ("crc", "SRB", "1993-01-01", [Reason("began", date(2006, 6, 3)), Reason("continues", actor="YUG")]),
        ("crc", "SRB", "1992-04-26", [Reason("began", date(1992, 4, 27))]),
        ("crc", "NAM", "1990-02-01", [Reason("began", date(1990, 3, 21))]),
        ("cets201", "USA", "2020-01-01", [Reason("may-have-drafted")]),
    ],
)
def test_the_reasons_of_a_status(treaty: str, actor: str, on: str, reasons: list[Reason]) -> None:
    each = participations()[treaty, actor]
    assert [*status_on(each.intervals, date.fromisoformat(on)).reasons] == reasons


def test_before_a_signature_without_a_day_the_status_is_not_known() -> None:
    closed, first, *_ = participations()["cyber", "SWE"].intervals
    assert closed.reasons == (Reason("not-yet-open", date(2025, 10, 25)),)
    assert first.reasons == (Reason("signed-undated", date(2025, 10, 29)),)


def test_a_ratification_shows_a_signature_that_no_list_names() -> None:
    each = participations()["ets185", "POL"]
    before = status_on(each.intervals, date(2010, 1, 1))
    assert (before.status, before.reasons) == ("unknown", (Reason("signed-to-ratify", date(2015, 2, 20)),))


def test_a_treaty_binds_nobody_before_it_is_in_force() -> None:
    for each in participations().values():
        in_force_on = each.treaty.facts.get("in_force_on", date.max)
        assert all(span.since >= in_force_on for span in each.intervals if span.status == "party")


def test_where_the_list_is_not_complete_no_absence_is_claimed() -> None:
    partial = {key for key, treaty in all_facts().treaties.items() if not treaty.complete}
    assert partial == {"cyber"}
    for (treaty, _), each in participations().items():
        statuses = {interval.status for interval in each.intervals}
        opened = each.treaty.facts.get("opened_on", date.min)
        acted = min((act.on for act in (*each.signatures, *each.consents) if act.on), default=opened)
        # Nobody acts before the treaty is open, and who acts on a known day did nothing before.
        denied = [s for s in each.intervals if s.status == "no-action" and s.since >= max(opened, acted)]
        assert not (treaty in partial and denied)
        # A signature without a day leaves open where the signatory stood before.
        undated = any(act.on is None for act in (*each.signatures, *each.consents))
        unsigned = bool(each.consents) and not each.signatures and not each.treaty.signatures_listed
        # No list names what a State did that existed no longer, and was continued by none.
        former = each.actor.key in ("CSK", "DDR", "YUG")
        assert not (treaty not in partial and "unknown" in statuses) or undated or unsigned or former
