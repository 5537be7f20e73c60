"""Who may join a treaty, from when, and why it may not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any

import pytest

from csekg.law.conditions import ActDates, ActorFacts, Condition, EligibilityError, Spell
from csekg.law.eligibility import Eligibility, Invitation, base_statuses
from csekg.law.listing import EVERYTHING, Listing
from csekg.law.reasons import Reason, in_order
from csekg.law.status_over_time import BaseStatus

START = date(2000, 5, 25)
OPEN = Reason("open")
NOTHING: Mapping[str, ActDates] = {}

EVERY_STATE = Eligibility.parse(["any-state", "regional-organization"], ["any-state"], False)
ILO = Eligibility.parse([], ["ilo-member"], False, article="10")
COE_NAMED = ["coe-member", "named:CAN,JPN,ZAF,USA"]
COE = Eligibility.parse(COE_NAMED, COE_NAMED, True, article="36", invitation_article="37")
BOTH = Eligibility.parse(["signatory-to:ets185"], ["consented-to:ets185"], False, article="9")
OPSC = Eligibility.parse(["party-or-signatory-to:crc"], ["party-or-signatory-to:crc"], False, article="13")
OPAC = Eligibility.parse(["party-or-signatory-to:crc"], ["any-state"], False, article="9")
TIP = Eligibility.parse(
    sign=["any-state", "regional-organization"],
    consent=["any-state", "regional-organization"],
    invitation=False,
    article="16",
    requires_party_to="untoc",
    signature_closes_on=date(2002, 12, 12),
)


def actor(kind: str, *groups: str, key: str = "FRA") -> ActorFacts:
    return ActorFacts(key, kind, {group: (Spell(),) for group in groups})


STATE = actor("state")


def base(
    eligibility: Eligibility,
    who: ActorFacts = STATE,
    act_dates: Mapping[str, ActDates] = NOTHING,
    *invitations: Invitation,
    listing: Listing = EVERYTHING,
    others: Mapping[str, Eligibility] = MappingProxyType({}),
) -> list[tuple[str | Reason, ...]]:
    """Return the first day, the status and the reasons of each base status."""
    found = base_statuses(eligibility, who, START, act_dates, invitations, listing, others)
    return [(each.since.isoformat(), each.status, *each.reasons) for each in found]


def only_to(*conditions: str, **about: Any) -> Reason:
    return Reason("open-only-to", conditions=tuple(map(Condition.parse, conditions)), **about)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def dates(signed: str | None, consented: str | None, bound: str | None) -> ActDates:
    return ActDates(day(signed), day(consented), day(bound))


# Conditions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("any-state", "any-state", ()),
        ("ilo-member", "ilo-member", ()),
        ("coe-member", "coe-member", ()),
        ("regional-organization", "regional-organization", ()),
        ("named:CAN", "named", ("CAN",)),
        ("named:CAN,JPN", "named", ("CAN", "JPN")),
        ("party-to:untoc", "party-to", ("untoc",)),
        ("party-or-signatory-to:crc", "party-or-signatory-to", ("crc",)),
    ],
)
def test_reads_a_condition(text: str, kind: str, values: tuple[str, ...]) -> None:
    assert Condition.parse(text) == Condition(kind, values)


@pytest.mark.parametrize("text", ["", "every-state", "Any-state", "party-to-untoc", "eu-member"])
def test_names_an_unknown_condition_and_the_known_ones(text: str) -> None:
    with pytest.raises(EligibilityError, match=f"unknown condition '{text}'. Known: any-state, ilo"):
        Condition.parse(text)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("any-state:FRA", "any-state"),
        ("any-state:", "any-state"),
        ("named", "named:<key>"),
        ("named:", "named:<key>"),
        ("named:CAN,", "named:<key>"),
        ("party-to", "party-to:<key>"),
        ("party-to:crc,untoc", "party-to:<key>"),
    ],
)
def test_refuses_a_value_too_many_or_too_few(text: str, right: str) -> None:
    with pytest.raises(EligibilityError, match=f"must be written '{right}'$"):
        Condition.parse(text)


def test_reads_the_clauses_on_admission() -> None:
    more = {"article": "36", "requires_party_to": "untoc", "drafters_unnamed": True}
    conditions = ((Condition("any-state"),), (Condition("named", ("CAN",)), Condition("coe-member")))
    assert Eligibility.parse(["any-state"], ["named:CAN", "coe-member"], True, **more) == Eligibility(
        *conditions, invitation=True, article="36", requires_party_to="untoc", drafters_unnamed=True
    )


# Who may join ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eligibility", "who", "status", "reason"),
    [
        pytest.param(EVERY_STATE, STATE, "no-action", OPEN, id="any State"),
        pytest.param(EVERY_STATE, actor("former_state"), "no-action", OPEN, id="former State, while it existed"),
        pytest.param(
            EVERY_STATE, actor("other", "coe"), "not-eligible", Reason("no-actor"), id="neither State nor organization"
        ),
        pytest.param(
            EVERY_STATE,
            actor("organization"),
            "no-action",
            Reason("may-sign-only", conditions=(Condition("any-state"),)),
            id="may sign only",
        ),
        pytest.param(ILO, actor("state", "ilo"), "no-action", OPEN, id="member of the ILO"),
        pytest.param(
            ILO,
            actor("state", "coe"),
            "not-eligible",
            only_to("ilo-member", article="10"),
            id="not a member of the ILO",
        ),
        pytest.param(COE, actor("state", "coe"), "no-action", OPEN, id="member of the Council"),
        pytest.param(COE, actor("state", key="JPN"), "no-action", OPEN, id="named"),
        pytest.param(COE, STATE, "needs-invitation", Reason("invitation-only"), id="outside the Council of Europe"),
        pytest.param(
            COE,
            actor("organization"),
            "not-eligible",
            only_to(*COE_NAMED, "invited-state", article="36, 37"),
            id="an organization is not invited",
        ),
    ],
)
def test_one_status_for_all_time(eligibility: Eligibility, who: ActorFacts, status: str, reason: Reason) -> None:
    assert base(eligibility, who) == [("2000-05-25", status, reason)]


def test_no_list_at_all_is_open_to_nobody() -> None:
    closed = Eligibility.parse([], [], False)
    assert base(closed) == [("2000-05-25", "not-eligible", only_to())]


# Conditions about other treaties -----------------------------------------------------------------

NOT_YET = only_to("party-or-signatory-to:crc", article="13")


@pytest.mark.parametrize(
    ("done", "since"),
    [
        pytest.param(dates("2005-01-01", None, None), "2005-01-01", id="signatory"),
        pytest.param(dates(None, "2005-01-01", "2005-01-31"), "2005-01-01", id="accession counts at once"),
        pytest.param(dates("2006-01-01", "2005-01-01", None), "2005-01-01", id="the earlier of the two"),
        pytest.param(dates(None, "2005-01-01", "2004-01-01"), "2004-01-01", id="succession reaches back"),
    ],
)
def test_opens_with_the_first_act_about_the_other_treaty(done: ActDates, since: str) -> None:
    assert base(OPSC, STATE, {"crc": done}) == [("2000-05-25", "not-eligible", NOT_YET), (since, "no-action", OPEN)]


def test_a_signatory_from_before_the_first_day_may_join_at_once() -> None:
    done = {"crc": dates("1995-02-16", None, None)}
    assert base(OPSC, STATE, done) == [("2000-05-25", "no-action", OPEN)]


def test_other_treaties_do_not_open_it() -> None:
    done = {"untoc": dates("2000-12-12", "2003-01-01", "2003-09-29")}
    assert base(OPSC, STATE, done) == [("2000-05-25", "not-eligible", NOT_YET)]


def test_any_one_condition_is_enough() -> None:
    either = ["party-or-signatory-to:crc", "party-or-signatory-to:opac"]
    eligibility = Eligibility.parse(either, either, False)
    done = {"opac": dates("2001-01-01", None, None)}
    assert base(eligibility, STATE, done) == [
        ("2000-05-25", "not-eligible", only_to(*either)),
        ("2001-01-01", "no-action", OPEN),
    ]


def test_consent_open_to_any_state_is_enough_where_signature_is_not() -> None:
    assert base(OPAC) == [("2000-05-25", "no-action", OPEN)]


def test_a_party_is_one_from_the_day_it_is_bound() -> None:
    eligibility = Eligibility.parse(["party-to:ets185"], ["party-to:ets185"], False)
    done = {"ets185": dates("2001-11-23", "2004-03-18", "2004-07-01")}
    assert base(eligibility, STATE, done) == [
        ("2000-05-25", "not-eligible", only_to("party-to:ets185")),
        ("2004-07-01", "no-action", OPEN),
    ]


JOIN_UNTOC = Reason("join-first", treaty="untoc")


def test_a_requirement_besides_binds_consent_and_not_signature() -> None:
    done = {"untoc": dates("2000-12-12", "2004-01-01", "2004-01-31")}
    assert base(TIP, STATE, done) == [
        ("2000-05-25", "no-action", Reason("may-sign-then-join", treaty="untoc")),
        ("2002-12-13", "not-eligible", JOIN_UNTOC),
        ("2004-01-31", "no-action", OPEN),
    ]


def test_the_last_day_for_signature_is_still_a_day_for_signature() -> None:
    found = base_statuses(TIP, STATE, date(2002, 12, 12), NOTHING, ())
    assert [(each.since, each.status) for each in found] == [
        (date(2002, 12, 12), "no-action"),
        (date(2002, 12, 13), "not-eligible"),
    ]


# Another treaty first ----------------------------------------------------------------------------

UNTOC = Eligibility.parse(["any-state"], ["any-state"], False)


def test_who_can_join_the_other_treaty_must_join_it_first() -> None:
    done = {"untoc": dates(None, "2004-01-01", "2004-01-31")}
    assert base(TIP, STATE, done, others={"untoc": UNTOC})[1:] == [
        ("2002-12-13", "must-join-first", replace(JOIN_UNTOC, way="open")),
        ("2004-01-31", "no-action", OPEN),
    ]
    assert base(OPSC, others={"crc": EVERY_STATE}) == [("2000-05-25", "must-join-first", replace(NOT_YET, way="open"))]


def test_the_other_treaty_may_need_an_invitation_or_a_third_treaty() -> None:
    second = Eligibility.parse(["party-to:ets185"], ["party-to:ets185"], False)
    third = Eligibility.parse(["party-to:second"], ["party-to:second"], False)
    others = {"ets185": COE, "second": second}
    assert base(second, others=others) == [
        ("2000-05-25", "must-join-first", only_to("party-to:ets185", way="invitation"))
    ]
    assert base(third, others=others) == [
        ("2000-05-25", "must-join-first", only_to("party-to:second", way="other-first"))
    ]


def test_the_other_treaty_may_be_open_by_an_act_under_a_third() -> None:
    """Of the Convention that must be joined first, the way depends on what was done elsewhere."""
    others = {"untoc": Eligibility.parse([], ["party-to:crc"], False), "crc": EVERY_STATE}
    done = {"crc": dates(None, "1999-01-01", "1999-01-31")}
    assert base(TIP, STATE, done, others=others)[-1][2] == replace(JOIN_UNTOC, way="open")
    assert base(TIP, STATE, others=others)[-1][2] == replace(JOIN_UNTOC, way="other-first")


def test_an_act_under_a_treaty_that_another_one_needs_changes_the_way() -> None:
    second = Eligibility.parse([], ["party-to:ets185"], False)
    third = Eligibility.parse([], ["party-to:second"], False)
    done = {"ets185": dates(None, "2004-03-18", "2004-07-01")}
    assert base(third, STATE, done, others={"ets185": COE, "second": second}) == [
        ("2000-05-25", "must-join-first", only_to("party-to:second", way="other-first")),
        ("2004-07-01", "must-join-first", only_to("party-to:second", way="open")),
    ]


def test_each_of_two_treaties_opens_it_whatever_the_other_needs() -> None:
    either = Eligibility.parse([], ["party-to:opac", "party-to:crc"], False)
    done = {"opac": dates(None, "2004-03-18", "2004-04-18")}
    found = base(either, STATE, done, others={"opac": OPAC, "crc": EVERY_STATE})
    assert [row[:2] for row in found] == [("2000-05-25", "must-join-first"), ("2004-04-18", "no-action")]


def test_who_cannot_join_the_other_treaty_is_not_eligible() -> None:
    needs_ilo = Eligibility.parse([], ["party-to:c029"], False)
    assert base(needs_ilo, others={"c029": ILO})[0][1] == "not-eligible"
    assert base(needs_ilo, actor("state", "ilo"), others={"c029": ILO})[0][1] == "must-join-first"
    # Two treaties that need one another are open to nobody.
    circle = Eligibility.parse([], ["party-to:c029"], False)
    assert base(circle, others={"c029": circle})[0][1] == "not-eligible"


# Memberships -------------------------------------------------------------------------------------


def test_a_membership_counts_while_it_lasts() -> None:
    spells = (Spell(None, date(2001, 1, 1)), Spell(date(2005, 1, 1), date(2006, 1, 1)))
    member = ActorFacts("USA", "state", {"ilo": spells})
    assert [row[:2] for row in base(ILO, member)] == [
        ("2000-05-25", "no-action"),
        ("2001-01-01", "not-eligible"),
        ("2005-01-01", "no-action"),
        ("2006-01-01", "not-eligible"),
    ]


# Invitations -------------------------------------------------------------------------------------

ON_INVITATION = Reason("invitation-only")


def test_an_invitation_opens_the_treaty_until_it_ends() -> None:
    invitation = Invitation(date(2024, 10, 9), date(2029, 10, 9))
    assert base(COE, STATE, NOTHING, invitation) == [
        ("2000-05-25", "needs-invitation", ON_INVITATION),
        ("2024-10-09", "no-action", Reason("invited", date(2024, 10, 9), date(2029, 10, 9))),
        (
            "2029-10-09",
            "needs-invitation",
            ON_INVITATION,
            Reason("invitation-ended", date(2024, 10, 9), date(2029, 10, 9)),
        ),
    ]


def test_an_invitation_without_an_end_lasts() -> None:
    invitation = Invitation(date(2024, 10, 9), None)
    assert [row[1] for row in base(COE, STATE, NOTHING, invitation)] == ["needs-invitation", "no-action"]


def test_a_renewed_invitation_opens_it_again() -> None:
    first = Invitation(date(2010, 1, 1), date(2015, 1, 1))
    renewed = Invitation(date(2016, 1, 1), None)
    assert [row[:2] for row in base(COE, STATE, NOTHING, renewed, first)] == [
        ("2000-05-25", "needs-invitation"),
        ("2010-01-01", "no-action"),
        ("2015-01-01", "needs-invitation"),
        ("2016-01-01", "no-action"),
    ]


def test_of_two_invitations_that_hold_the_first_is_named() -> None:
    long = Invitation(date(2010, 1, 1), date(2020, 1, 1))
    short = Invitation(date(2011, 1, 1), date(2013, 1, 1))
    found = base(COE, STATE, NOTHING, short, long)
    assert [row[0] for row in found] == ["2000-05-25", "2010-01-01", "2020-01-01"]
    assert found[1][2] == Reason("invited", date(2010, 1, 1), date(2020, 1, 1))


def test_an_undated_invitation_changes_the_reason_only() -> None:
    assert base(COE, STATE, NOTHING, Invitation(None, None)) == [
        ("2000-05-25", "needs-invitation", Reason("invited-undated"))
    ]


def test_what_invitations_there_were_is_told_in_the_order_of_time_and_of_the_codes() -> None:
    first = Invitation(date(2001, 1, 1), date(2003, 1, 1))
    second = Invitation(date(2004, 1, 1), date(2006, 1, 1))
    found = base_statuses(COE, STATE, date(2010, 1, 1), NOTHING, (Invitation(None, None), second, first))
    assert found[0].reasons == (
        Reason("invitation-ended", date(2001, 1, 1), date(2003, 1, 1)),
        Reason("invitation-ended", date(2004, 1, 1), date(2006, 1, 1)),
        Reason("invited-undated"),
    )
    assert in_order(reversed(found[0].reasons)) == found[0].reasons


def test_who_may_join_alone_needs_no_invitation() -> None:
    invitation = Invitation(date(2024, 10, 9), None)
    member = actor("state", "coe")
    assert base(COE, member, NOTHING, invitation) == [("2000-05-25", "no-action", OPEN)]


def test_no_invitation_helps_where_the_treaty_knows_none() -> None:
    found = base(ILO, STATE, NOTHING, Invitation(date(2024, 10, 9), None))
    assert [row[1] for row in found] == ["not-eligible"]


# Signature by signatories of another treaty, accession by those that acceded to it ------------------


@pytest.mark.parametrize(
    ("done", "reason"),
    [
        pytest.param(dates("1999-01-01", None, None), Reason("may-sign-only", conditions=BOTH.consent), id="signed"),
        pytest.param(dates("1999-01-01", "2000-01-01", "2000-02-01"), OPEN, id="signed and ratified"),
        pytest.param(dates(None, "2000-01-01", "2030-01-01"), OPEN, id="acceded, not bound yet"),
        pytest.param(None, only_to("signatory-to:ets185", "consented-to:ets185", article="9"), id="neither"),
    ],
)
def test_who_signed_the_convention_signs_the_protocol_and_who_acceded_accedes(
    done: ActDates | None, reason: Reason
) -> None:
    status = "no-action" if done else "not-eligible"
    assert base(BOTH, STATE, {"ets185": done} if done else {}) == [("2000-05-25", status, reason)]


# Incomplete lists --------------------------------------------------------------------------------


UNREAD = Listing(parties_to=None, signatures_to=None, in_force_on=date(2001, 1, 1))


def test_silence_means_nothing_where_no_list_was_read() -> None:
    invitation = Invitation(date(2024, 10, 9), None)
    no_list = Reason("no-list")
    assert base(COE, STATE, NOTHING, invitation, listing=UNREAD) == [
        ("2000-05-25", "needs-invitation", ON_INVITATION),
        ("2024-10-09", "unknown", Reason("invited", date(2024, 10, 9)), no_list),
    ]
    assert base(ILO, STATE, listing=UNREAD)[0][1] == "not-eligible"
    # Before the treaty is in force it binds nobody, whatever was not read.
    assert base(EVERY_STATE, STATE, listing=UNREAD) == [
        ("2000-05-25", "no-act-read", Reason("open-unread"), no_list),
        ("2001-01-01", "unknown", Reason("open-unread"), no_list),
    ]
    never = replace(UNREAD, in_force_on=None)
    assert base(EVERY_STATE, STATE, listing=never) == [
        ("2000-05-25", "no-act-read", Reason("open-unread"), no_list, Reason("not-in-force"))
    ]


def test_a_list_shows_that_nothing_was_done_until_its_day() -> None:
    listing = Listing(
        parties_to=date(2010, 1, 1), signatures_to=date(2005, 1, 1), opened_on=date(2001, 1, 1), in_force_on=START
    )
    signatures = Reason("signatures-listed-to", date(2005, 1, 1))
    assert base(EVERY_STATE, STATE, listing=listing) == [
        ("2000-05-25", "no-action", OPEN),
        ("2005-01-02", "no-act-read", Reason("open-unread"), signatures),
        ("2010-01-02", "no-act-read", Reason("open-unread"), Reason("parties-listed-to", date(2010, 1, 1)), signatures),
    ]
    unsigned = replace(listing, signatures_to=None, parties_to=date(2001, 1, 2))
    assert base(EVERY_STATE, STATE, listing=unsigned)[0][1:] == ("no-action", Reason("not-yet-open", date(2001, 1, 1)))
    assert base(EVERY_STATE, STATE, listing=unsigned)[1] == (
        "2001-01-01",
        "no-act-read",
        Reason("open-unread"),
        Reason("no-list-of-signatures"),
    )


def test_who_is_invited_does_not_sign() -> None:
    invitation = Invitation(date(2024, 10, 9), None)
    listing = Listing(parties_to=date(2025, 1, 1), signatures_to=None, in_force_on=START)
    found = base(COE, STATE, NOTHING, invitation, listing=listing)
    assert [(row[0], row[1]) for row in found] == [
        ("2000-05-25", "needs-invitation"),
        ("2024-10-09", "no-action"),
        ("2025-01-02", "no-act-read"),
    ]


def test_of_a_former_state_whose_acts_no_list_names_nothing_is_known() -> None:
    listing = replace(EVERYTHING, of_former=True)
    assert base(EVERY_STATE, STATE, listing=listing) == [("2000-05-25", "unknown", Reason("no-list-of-former"))]


def test_those_that_took_part_in_the_drafting_may_not_be_named() -> None:
    unnamed = replace(COE, drafters_unnamed=True)
    assert base(unnamed, STATE) == [("2000-05-25", "needs-invitation", Reason("may-have-drafted"))]


def test_base_statuses_start_on_the_first_day() -> None:
    assert base_statuses(EVERY_STATE, STATE, START, NOTHING, ()) == (BaseStatus(START, "no-action", (OPEN,)),)
