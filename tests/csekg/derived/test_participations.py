"""Every actor under every treaty: its status on the as-of date, and its status intervals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from csekg.derived.participations import Participation, derive_participations
from csekg.errors import DataError
from csekg.law.status_over_time import status_on
from tests.records import all_facts


@cache
def participations() -> dict[tuple[str, str], Participation]:
    it = all_facts()
    derived = derive_participations(it.treaties, it.actors, it.acts, it.events, it.identities)
    assert len(derived) == len(it.treaties) * len(it.actors)
    return {(each.treaty.key, each.actor.key): each for each in derived}


def test_there_is_one_for_every_treaty_and_actor() -> None:
    assert len(participations()) == 18 * 204


def test_no_gap_or_overlap_between_intervals() -> None:
    for each in participations().values():
        assert each.intervals[0].since == each.treaty.since
        assert each.intervals[-1].until is None
        for one, following in pairwise(each.intervals):
            assert one.until == following.since > one.since


def test_the_current_status_is_that_of_the_as_of_date() -> None:
    ahead = []
    for each in participations().values():
        then = status_on(each.intervals, each.treaty.as_of)
        if each.current.status != then.status:
            assert (then.status, each.current.status) == ("contracting-state", "party")
            assert each.current.since > each.treaty.as_of
            ahead.append((each.treaty.key, each.actor.key))
    assert ("untoc", "SLB") in ahead
    assert Counter(treaty for treaty, _ in ahead) == {
        "untoc": 1, "p029": 3, "ets185": 1,
    }  # fmt: skip


def test_an_act_after_the_as_of_date_is_not_current() -> None:
    it = all_facts()
    earlier = replace(it.treaties["tip"], as_of=date(2025, 4, 10))
    (each,) = derive_participations(
        {**it.treaties, "tip": earlier}, {"MHL": it.actors["MHL"]}, it.acts, it.events,
        it.identities,
    )[list(it.treaties).index("tip"):][:1]  # fmt: skip
    assert (each.treaty.key, each.current.status) == ("tip", "no-action")
    assert each.consent
    assert each.consent.on == date(2025, 4, 17)
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
    assert each.consent
    assert each.current.acts == (each.consent.iri.value,)
    assert each.current.reason == "Bound since 5 Mar 2003."
    for it in participations().values():
        for interval in it.intervals:
            by_act = interval.status in (
                "party", "contracting-state", "signatory", "former-party",
            )  # fmt: skip
            assert bool(interval.acts) == by_act
            assert interval.reason


def test_a_denunciation_of_which_only_the_year_is_known_makes_a_former_party() -> None:
    for actor, joined, left in (("MYS", 1958, 1990), ("SGP", 1965, 1979)):
        each = participations()["c105", actor]
        assert each.current.status == "former-party"
        days = [(interval.since.isoformat(), interval.status) for interval in each.intervals]
        # Where only the year is known, the last possible day counts.
        assert days == [
            ("1957-06-25", "no-action"), (f"{joined}-01-01", "unknown"),
            (f"{joined}-12-31", "contracting-state"), (f"{joined + 1}-12-31", "party"),
            (f"{left + 1}-12-31", "former-party"),
        ]  # fmt: skip
        assert each.denunciation
        assert each.current.acts == (each.denunciation.id,)
    assert each.current.reason == "No longer bound by 31 Dec 1980 at the latest."


def test_a_denunciation_needs_a_day_or_a_year_and_the_day_of_its_effect() -> None:
    it = all_facts()
    event = next(e for e in it.events if e.kind == "denunciation")
    silent = replace(it.treaties["c105"], joining=replace(
        it.treaties["c105"].joining, denunciation=None))  # fmt: skip
    for treaty, changed, message in (
        (it.treaties["c105"], replace(event, year=None), "needs its day, or its year"),
        (silent, event, "needs the day on which it takes effect"),
    ):
        with pytest.raises(DataError, match=message):
            derive_participations({"c105": treaty}, it.actors, (), [changed], it.identities)


def test_a_consent_that_is_not_followed_does_not_count() -> None:
    for treaty in ("c029", "c105"):
        each = participations()[treaty, "NRU"]
        assert each.consent is None
        assert {interval.status for interval in each.intervals} == {"not-eligible"}


def test_a_dismissed_signature_does_not_count() -> None:
    each = participations()["ets185", "BEN"]
    assert each.signature is None
    assert "signatory" not in {interval.status for interval in each.intervals}


@pytest.mark.parametrize(
    ("treaty", "actor", "on", "status"),
    [
        # Invited for five years; before and after that it has to wait.
        ("ets185", "KEN", "2024-10-08", "needs-invitation"),
        ("ets185", "KEN", "2024-10-09", "no-action"),
        ("ets185", "KEN", "2029-10-08", "no-action"),
        ("ets185", "KEN", "2029-10-09", "needs-invitation"),
        # Not a party to the Convention against organized crime before 19 November 2023.
        ("tip", "SSD", "2003-01-01", "not-eligible"),
        ("tip", "SSD", "2023-11-19", "no-action"),
        # Signing the Convention opens the way to its Protocol.
        ("opsc", "SOM", "2002-05-08", "not-eligible"),
        ("opsc", "SOM", "2002-05-09", "no-action"),
        # So does acceding to it, from that day on and not from when the accession takes effect.
        ("opsc", "PSE", "2014-04-01", "not-eligible"),
        ("opsc", "PSE", "2014-04-02", "no-action"),
        # Named by the Convention, and no member of the Council of Europe.
        ("ets185", "JPN", "2001-11-08", "no-action"),
        ("ets185", "BRA", "2001-11-08", "needs-invitation"),
        # Signed without a day; certain from the day of the first report on.
        ("cyber", "SWE", "2025-10-28", "unknown"),
        ("cyber", "SWE", "2025-10-29", "signatory"),
        ("c182", "VAT", "2023-09-07", "not-eligible"),
        ("opsc", "CSK", "2007-04-27", "not-eligible"),
        ("crc", "EUE", "2007-04-27", "not-eligible"),
        ("untoc", "EUE", "2007-04-27", "party"),
    ],
)
def test_a_status_on_a_day(treaty: str, actor: str, on: str, status: str) -> None:
    each = participations()[treaty, actor]
    assert status_on(each.intervals, date.fromisoformat(on)).status == status


def test_before_a_signature_without_a_day_the_status_is_not_known() -> None:
    first, *_ = participations()["cyber", "SWE"].intervals
    assert first.reason == "Signed by 29 Oct 2025; no source read gives the day."


def test_where_the_list_is_not_complete_no_absence_is_claimed() -> None:
    partial = {key for key, treaty in all_facts().treaties.items() if not treaty.complete}
    assert partial == {"cyber"}
    for (treaty, _), each in participations().items():
        statuses = {interval.status for interval in each.intervals}
        assert not (treaty in partial and "no-action" in statuses)
        # A signature without a day leaves open where the signatory stood before.
        undated = any(act and not act.on for act in (each.signature, each.consent))
        assert not (treaty not in partial and "unknown" in statuses) or undated
