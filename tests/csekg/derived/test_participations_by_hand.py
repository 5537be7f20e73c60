"""What few acts and existences give: every status of a State under an invented treaty, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csekg import namespaces as ns
from csekg.derived.acts import derive_acts
from csekg.derived.identities import identify
from csekg.derived.participations import (
    Participation,
    absences_before,
    derive_continuity,
    derive_participations,
    reasons_after,
)
from csekg.errors import CsekgError, DataError
from csekg.facts.declarations import Event
from csekg.facts.existence import ExistenceSpan, StateChange
from csekg.facts.statements import Statement
from csekg.facts.treaties import Treaty
from csekg.facts.treaty_file import Notice
from csekg.law.conditions import Spell
from csekg.law.continuity import Continuity, Existence
from csekg.law.eligibility import Eligibility
from csekg.law.reasons import Reason, Reasons
from csekg.law.status_over_time import DatedAct, StatusInterval
from tests.csekg.derived.by_hand import JOINING, actor, day, event, row, source, statement, treaty

BORN, RENAMED, SPLIT = date(1992, 4, 27), date(2003, 2, 4), date(2006, 6, 3)
OLD = Existence("YUG", date(1918, 12, 1), BORN)
NEW = Existence("YUG", BORN, RENAMED, succeeds=("YUG",))
UNION = Existence("SCG", RENAMED, SPLIT, "YUG", ("YUG",))
SERBIA = Existence("SRB", SPLIT, None, "SCG", ("SCG",))
MONTENEGRO = Existence("MNE", SPLIT, None, "", ("SCG",))
STATES = (OLD, NEW, UNION, SERBIA, MONTENEGRO)
ACTORS = {key: actor(key) for key in ("FRA", "SRB", "MNE")} | {
    key: actor(key, "former_state") for key in ("YUG", "SCG")
}
OPEN = Reason("open")


def derived(
    who: str = "FRA",
    statements: Sequence[Statement] = (),
    events: Sequence[Event] = (),
    existences: Iterable[Existence] = STATES,
    under: Treaty | None = None,
    others: Sequence[Treaty] = (),
    person: Any = None,
) -> Participation:
    under = under or treaty()
    sources = {"list": source("list"), "late": source("late", "2019-06-01")}
    acts = [
        act
        for it in (under, *others)
        for act in derive_acts(it, [said for said in statements if said.treaty == it.key], sources, {})
    ]
    (found,) = derive_participations(
        {it.key: it for it in (*others, under)},
        {**ACTORS, who: person or ACTORS[who]},
        acts,
        events,
        identify((), events, ()),
        Continuity(existences),
        only=[who],
    )[len(others) :]
    return found


def timeline(found: Participation) -> list[tuple[str, str, Reasons]]:
    return [(str(it.since), it.status, it.reasons) for it in found.intervals]


# When a State exists -----------------------------------------------------------------------------


def span(who: str, since: str, until: str = "") -> ExistenceSpan:
    return ExistenceSpan(
        row=row("existence.csv", until=until),
        actor=who,
        since=day(since),
        until=day(until),
        source="list",
        until_source="",
        note="",
    )


def change(who: str, on: str, nature: str, *predecessors: str) -> StateChange:
    return StateChange(
        row=row("continuity.csv"),
        actor=who,
        on=date.fromisoformat(on),
        nature=nature,
        predecessors=predecessors,
        source="list",
        note="",
    )


SPANS = [
    span("YUG", "1918-12-01", "1992-04-27"),
    span("YUG", "1992-04-27", "2003-02-04"),
    span("SCG", "2003-02-04", "2006-06-03"),
    span("SRB", "2006-06-03"),
    span("MNE", "2006-06-03"),
]
CHANGES = [
    change("YUG", "1992-04-27", "succession", "YUG"),
    change("SCG", "2003-02-04", "renamed", "YUG"),
    change("SRB", "2006-06-03", "continuation", "SCG"),
    change("MNE", "2006-06-03", "succession", "SCG"),
]


def test_existences_follow_from_spans_and_changes() -> None:
    found = derive_continuity(ACTORS, SPANS, CHANGES)
    assert [existence for key in ("YUG", "SCG", "SRB", "MNE") for existence in found.of(key)] == [*STATES]
    assert found.earlier(found.of("SRB")[0]) == (NEW, UNION)


def test_two_changes_of_one_day_name_each_predecessor_once() -> None:
    both = [change("DEU", "1990-10-03", nature, *keys) for nature, keys in (("merger", "AB"), ("renamed", "CA"))]
    actors = {"DEU": actor("DEU"), "C": actor("C", "former_state")}
    found = derive_continuity(actors, [span("C", "", "1990-10-03"), span("DEU", "1990-10-03")], both)
    (existence,) = found.of("DEU")
    assert (existence.continues, existence.succeeds) == ("C", ("A", "B", "C"))


def test_the_first_existence_alone_begins_with_a_membership() -> None:
    """A founder of the United Nations, as India, acted before its independence."""
    members: dict[str, Any] = {
        key: Spell(since) for key, since in (("un_member", date(1945, 10, 30)), ("ilo", date(1919, 6, 28)))
    }
    spans = [span("IND", "1947-08-15", "1950-01-26"), span("IND", "1960-01-01")]
    first, again = derive_continuity({"IND": actor("IND", **members)}, spans, []).of("IND")
    assert (first.since, first.member_only_until, again.since) == (
        date(1919, 6, 28),
        date(1945, 10, 30),
        date(1960, 1, 1),
    )
    undated = {"IND": actor("IND", un_member=Spell())}
    assert derive_continuity(undated, spans, []).of("IND")[0].since == date(1947, 8, 15)


@pytest.mark.parametrize(
    ("spans", "changes", "message"),
    [
        (
            SPANS,
            [*CHANGES, change("FRA", "1958-10-04", "renamed", "YUG")],
            r"continuity\.csv:\d+: no existence begins on the day of this continuation: '1958-10-04'",
        ),
        ([*SPANS[:-1], span("MNE", "2006-06-03", "2010-01-01")], CHANGES, "and no other actor: '2010-01-01'. MNE"),
        (SPANS[:1], [], None),
        (
            [span("SCG", "2003-02-04")],
            [],
            r"existence\.csv:\d+: a former State has an end, and no other actor: ''. SCG",
        ),
        (
            [*SPANS[:2], *SPANS[3:]],
            [*CHANGES[:1], *CHANGES[2:]],
            "^data/existence.csv and continuity.csv: SRB continues SCG, which does not end on 2006-06-03",
        ),
    ],
)
def test_existences_that_do_not_fit_are_refused(
    spans: list[ExistenceSpan], changes: list[StateChange], message: str | None
) -> None:
    if message is None:
        derive_continuity(ACTORS, spans, changes)
        return
    with pytest.raises(CsekgError, match=message):
        derive_continuity(ACTORS, spans, changes)


def test_a_change_without_continuation_needs_no_existence() -> None:
    assert derive_continuity(ACTORS, [], [change("FRA", "1958-10-04", "succession", "YUG")]).of("FRA")


def absence(since: str, until: str, *reasons: Reason) -> StatusInterval:
    return StatusInterval("did-not-exist", date.fromisoformat(since), date.fromisoformat(until), (), reasons)


AS_YUGOSLAVIA, AS_UNION = ((Reason("began", SPLIT), Reason("continues", actor=former)) for former in ("YUG", "SCG"))


@pytest.mark.parametrize(
    ("first", "intervals"),
    [
        (
            "1990-01-01",
            [
                absence("1990-01-01", "1992-04-27", Reason("began", BORN)),
                absence("1992-04-27", "2003-02-04", *AS_YUGOSLAVIA),
                absence("2003-02-04", "2006-06-03", *AS_UNION),
            ],
        ),
        (
            "1992-04-27",
            [absence("1992-04-27", "2003-02-04", *AS_YUGOSLAVIA), absence("2003-02-04", "2006-06-03", *AS_UNION)],
        ),
        ("2003-02-04", [absence("2003-02-04", "2006-06-03", *AS_UNION)]),
        ("2005-01-01", [absence("2005-01-01", "2006-06-03", *AS_UNION)]),
    ],
)
def test_before_its_name_a_state_was_another_or_none(first: str, intervals: list[StatusInterval]) -> None:
    found = absences_before(SERBIA, Continuity(STATES), date.fromisoformat(first), SPLIT)
    assert [*found] == intervals


def test_a_state_that_continues_one_from_before_all_treaties_was_that_one_all_the_time() -> None:
    soviet, russia = Existence("SUN", None, BORN), Existence("RUS", BORN, None, "SUN")
    reasons = Reason("began", BORN), Reason("continues", actor="SUN")
    found = absences_before(russia, Continuity([soviet, russia]), date(1930, 1, 1), BORN)
    assert [*found] == [absence("1930-01-01", "1992-04-27", *reasons)]


def test_a_restored_state_was_part_of_another_in_between() -> None:
    joined, left = date(1958, 2, 1), date(1961, 9, 29)
    first, again = Existence("SYR", None, joined), Existence("SYR", left, None, "SYR")
    found = absences_before(again, Continuity([first, again]), joined, left)
    assert [*found] == [absence("1958-02-01", "1961-09-29", Reason("part-of", joined, left))]


def test_after_its_end_a_state_is_continued_or_not() -> None:
    continuity = Continuity(STATES)
    assert reasons_after(UNION, continuity) == (Reason("ended", SPLIT), Reason("continued-by", actor="SRB"))
    assert reasons_after(OLD, continuity) == (Reason("ended", BORN),)


def test_a_status_holds_while_the_state_exists() -> None:
    ended = Reason("ended", SPLIT), Reason("continued-by", actor="SRB")
    assert timeline(derived("SCG")) == [
        ("2000-01-01", "did-not-exist", (Reason("began", RENAMED), Reason("continues", actor="YUG"))),
        ("2003-02-04", "no-action", (OPEN,)),
        ("2006-06-03", "did-not-exist", ended),
    ]
    assert derived("SCG").intervals[-1].acts == ()
    # Of two States of one key the second was there.
    assert [row[:2] for row in timeline(derived("YUG"))] == [
        ("2000-01-01", "no-action"),
        ("2003-02-04", "did-not-exist"),
    ]
    # A treaty that opened on the day on which the State ended was never open to it.
    late = treaty(facts={"opened_on": SPLIT})
    assert timeline(derived("SCG", under=late)) == [("2006-06-03", "did-not-exist", ended)]
    early = treaty(facts={"opened_on": RENAMED})
    assert timeline(derived("SCG", under=early))[0] == ("2003-02-04", "no-action", (OPEN,))


def test_of_a_former_state_that_none_continues_nothing_is_known() -> None:
    lone = Existence("YUG", None, SPLIT)
    unknown = ("2000-01-01", "unknown", (Reason("no-list-of-former"),))
    for as_of, known in (("2006-06-02", False), ("2006-06-03", True), ("", False)):
        found = timeline(
            derived("YUG", existences=[lone], under=treaty(listed_to=as_of, facts={"opened_on": date(2000, 1, 1)}))
        )
        assert (unknown in found) is known


def test_a_member_of_the_ilo_alone_acts_under_what_is_open_to_its_members() -> None:
    """Namibia, from 1978 on; every other treaty was open to it with its independence."""
    namibia = Existence("FRA", date(2001, 1, 1), member_only_until=date(2005, 1, 1))
    person = actor("FRA", ilo=Spell(date(2001, 1, 1)))
    for sign, consent, began in (
        ([], ["ilo-member"], "2001-01-01"),
        (["ilo-member"], [], "2001-01-01"),
        ([], ["any-state"], "2005-01-01"),
    ):
        under = treaty(eligibility=Eligibility.parse(sign, consent, False))
        found = timeline(derived(existences=[namibia], under=under, person=person))
        assert found[0][1:] == ("did-not-exist", (Reason("began", date.fromisoformat(began)),))
        assert found[1][:2] == (began, "no-action")


# Acts --------------------------------------------------------------------------------------------

RATIFIED = statement(signed="2000-02-01", consent="ratification", on="2002-03-01", in_force="2002-03-31")
IRI, SIGNATURE = (
    ns.act("one", "FRA", date(*on), kind).value
    for on, kind in (((2002, 3, 1), "ratification"), ((2000, 2, 1), "signature"))
)


def test_signature_ratification_and_denunciation() -> None:
    left = event("denunciation", on="2010-01-10")
    found = derived(statements=[RATIFIED], events=[left])
    assert timeline(found) == [
        ("2000-01-01", "no-action", (OPEN,)),
        ("2000-02-01", "signatory", (Reason("signed", date(2000, 2, 1)),)),
        ("2002-03-01", "contracting-state", (Reason("consented", date(2002, 3, 1), date(2002, 3, 31)),)),
        ("2002-03-31", "party", (Reason("bound", date(2002, 3, 31)),)),
        ("2011-01-10", "former-party", (Reason("left", date(2011, 1, 10)),)),
    ]
    assert [interval.acts for interval in found.intervals[1:4]] == [(SIGNATURE,), (IRI,), (IRI,)]
    assert [act.is_consent for act in (*found.signatures, *found.consents)] == [False, True]
    assert found.denunciations == (
        DatedAct(
            id=ns.act("one", "FRA", date(2010, 1, 10), "denunciation").value,
            kind="denunciation",
            on=date(2010, 1, 10),
            effective_on=date(2011, 1, 10),
            known_by=date(2010, 1, 10),
        ),
    )
    assert found.current == found.intervals[-1]


@pytest.mark.parametrize(
    ("left", "notice", "effective_on", "known_by", "effect_known"),
    [
        ({"year": 2010}, Notice(12, False), "2011-12-31", "2010-12-31", False),
        ({"year": 2010, "effective_on": date(2011, 1, 1)}, None, "2011-01-01", "2010-12-31", True),
        ({"on": "2010-01-10"}, Notice(6, True), "2010-08-01", "2010-01-10", True),
        ({"on": "2010-01-10", "effective_on": date(2010, 2, 1)}, Notice(6, True), "2010-02-01", "2010-01-10", True),
    ],
)
def test_when_a_denunciation_takes_effect(
    left: dict[str, Any], notice: Notice | None, effective_on: str, known_by: str, effect_known: bool
) -> None:
    under = treaty(joining=replace(JOINING, denunciation=notice))
    (found,) = derived(statements=[RATIFIED], events=[event("denunciation", **left)], under=under).denunciations
    assert (found.effective_on, found.known_by) == (day(effective_on), day(known_by))
    assert (found.on, found.effect_known) == (day(left.get("on", "")), effect_known)


@pytest.mark.parametrize(
    ("left", "message"),
    [
        (event("denunciation"), "a denunciation needs its day, or its year: ''"),
        (
            event("denunciation", on="2010-01-10"),
            "needs the day on which it takes effect: ''. Give it, or denunciation_months in treaty.toml.",
        ),
    ],
)
def test_a_denunciation_without_its_days_is_refused(left: Event, message: str) -> None:
    with pytest.raises(DataError, match=re.escape(message) + "$"):
        derived(events=[left], under=treaty(joining=replace(JOINING, denunciation=None)))


def test_an_act_of_a_predecessor_counts_for_who_continues_it_and_for_who_took_it_over() -> None:
    on = {"signed": "2004-05-01"}
    for printed, who in (("SRB", "SRB"), ("SRB", "SCG"), ("MNE", "MNE")):
        found = derived(who, [statement(actor=printed, **on)])
        (signed,) = [interval for interval in found.intervals if interval.status == "signatory"]
        assert signed.reasons[1:] == (() if who == "SCG" else (Reason("predecessor", actor="SCG"),))
        assert signed.since == (date(2004, 5, 1) if who == "SCG" else SPLIT)
        assert [act.on for act in found.signatures] == [date(2004, 5, 1)]
    assert not derived("MNE", [statement(actor="SRB", **on)]).signatures
    left = [event("denunciation", actor="SRB", on="2004-05-01")]
    assert derived("SCG", events=left).denunciations == derived("SRB", events=left).denunciations != ()
    assert not derived("MNE", events=left).denunciations


def test_a_consent_binds_nobody_before_the_treaty_is_in_force() -> None:
    early = statement(consent="accession", on="2000-06-01", in_force="2000-07-01")
    assert timeline(derived(statements=[early]))[-1] == ("2001-01-31", "party", (Reason("bound", date(2001, 1, 31)),))
    not_in_force = treaty(rule=None, facts={"opened_on": date(2000, 1, 1)})
    assert timeline(derived(statements=[replace(early, in_force_on=None)], under=not_in_force))[-1] == (
        "2000-06-01",
        "contracting-state",
        (Reason("consented-only", date(2000, 6, 1)),),
    )


# Days that are not known -------------------------------------------------------------------------


def test_from_when_an_act_without_its_day_was_possible_the_status_is_unknown() -> None:
    undated = statement("late", signed="yes")
    assert timeline(derived(statements=[undated])) == [
        ("2000-01-01", "unknown", (Reason("signed-undated", date(2019, 6, 1)),)),
        ("2019-06-01", "signatory", (Reason("signed", date(2019, 6, 1), latest=True),)),
    ]
    # It signed before it ratified; and nobody signs before the treaty is open.
    ratified = statement(consent="ratification", on="2010-03-01", in_force="2010-03-31")
    adopted = treaty(listed_to="", facts={**treaty().facts, "adopted_on": date(1999, 1, 1)})
    assert timeline(derived(statements=[undated, ratified], under=adopted))[:2] == [
        ("1999-01-01", "no-action", (Reason("not-yet-open", date(2000, 1, 1)),)),
        ("2000-01-01", "unknown", (Reason("signed-undated", date(2010, 3, 1)),)),
    ]


def test_without_a_day_of_opening_acts_are_possible_from_the_first_day_on() -> None:
    for facts, first in (
        ({"adopted_on": date(1999, 1, 1)}, "1999-01-01"),
        ({"adopted_on": date(1999, 1, 1), "opened_on": date(2000, 1, 1)}, "2000-01-01"),
    ):
        signed = timeline(derived(statements=[statement("late", signed="yes")], under=treaty(facts=facts)))
        ratified = statement(consent="ratification", on="2002-03-01")
        shown = timeline(derived(statements=[ratified], under=treaty(listed_to="", facts=facts)))
        for found, code in ((signed, "signed-undated"), (shown, "signed-to-ratify")):
            since, status, reasons = next(row for row in found if row[2][0].code == code)
            assert (since, status) == (first, "unknown"), reasons


def test_an_act_that_is_not_followed_hides_no_other() -> None:
    silent = statement("late", preferred="signature")
    found = derived(statements=[RATIFIED, silent])
    assert (found.signatures, [act.iri.value for act in found.consents]) == ((), [IRI])


def test_who_is_named_may_join() -> None:
    under = treaty(eligibility=Eligibility.parse([], ["named:FRA"], False))
    assert timeline(derived(under=under)) == [("2000-01-01", "no-action", (OPEN,))]


def test_of_a_consent_the_year_or_the_effect_may_say_from_when_it_was_possible() -> None:
    of_year = statement(consent="accession", consent_year=2010)
    assert timeline(derived(statements=[of_year])) == [
        ("2000-01-01", "no-action", (OPEN,)),
        ("2010-01-01", "unknown", (Reason("consented-undated", date(2010, 1, 1)),)),
        (
            "2010-12-31",
            "contracting-state",
            (Reason("consented", date(2010, 12, 31), date(2011, 1, 30), latest=True, latest2=True),),
        ),
        ("2011-01-30", "party", (Reason("bound-undated", date(2011, 1, 30)),)),
    ]
    council = replace(treaty().rule, later_wait="P3M", later_rounds=True)  # type: ignore[type-var]
    by_effect = statement(consent="accession", in_force="2012-11-01")
    first, last = date(2012, 7, 1), date(2012, 7, 31)
    # What is not known outweighs that it could not join, as one that has consented could.
    closed = Eligibility.parse([], ["coe-member"], False)
    found = timeline(derived(statements=[by_effect], under=treaty(rule=council, eligibility=closed)))
    assert [row[:2] for row in found] == [
        ("2000-01-01", "not-eligible"),
        ("2012-07-01", "unknown"),
        ("2012-07-31", "contracting-state"),
        ("2012-11-01", "party"),
    ]
    assert found[1][2] == (Reason("consented-between", first, last),)
    found = timeline(derived(statements=[of_year], under=treaty(eligibility=closed)))
    assert [row[:2] for row in found[:2]] == [("2000-01-01", "not-eligible"), ("2010-01-01", "unknown")]


def test_a_signature_that_was_possible_denies_nothing_where_none_was() -> None:
    """Without a day, but while the treaty was not open to the State it cannot have signed."""
    member = actor("FRA", coe=Spell(date(2005, 1, 1)))
    closed = treaty(eligibility=Eligibility.parse(["coe-member"], ["coe-member"], False))
    found = timeline(derived(statements=[statement("late", signed="yes")], under=closed, person=member))
    assert [row[:2] for row in found] == [
        ("2000-01-01", "not-eligible"),
        ("2005-01-01", "unknown"),
        ("2019-06-01", "signatory"),
    ]
    # Also where it came in on the very day on which the treaty opened.
    facts = {"adopted_on": date(2004, 1, 1), "opened_on": date(2005, 1, 1), "in_force_on": date(2005, 1, 31)}
    found = timeline(
        derived(statements=[statement("late", signed="yes")], under=replace(closed, facts=facts), person=member)
    )
    assert [row[:2] for row in found] == [
        ("2004-01-01", "not-eligible"),
        ("2005-01-01", "unknown"),
        ("2019-06-01", "signatory"),
    ]


UNLISTED = treaty(listed_to="")
TO_RATIFY = ("2000-01-01", "unknown", (Reason("signed-to-ratify", date(2002, 3, 1)),))


@pytest.mark.parametrize("kind", ["ratification", "acceptance", "approval", "ratification-acceptance-or-approval"])
def test_only_a_signatory_ratifies(kind: str) -> None:
    ratified = statement(consent=kind, on="2002-03-01", in_force="2002-03-31")
    assert timeline(derived(statements=[ratified], under=UNLISTED))[0] == TO_RATIFY
    # A list of signatures of that day would name it.
    for listed_to, shown in (("2002-02-28", True), ("2002-03-01", False)):
        assert (timeline(derived(statements=[ratified], under=treaty(listed_to=listed_to)))[0] == TO_RATIFY) is shown
    signed = replace(ratified, signed=True, signed_on=date(2000, 2, 1))
    assert timeline(derived(statements=[signed], under=UNLISTED))[0] == ("2000-01-01", "no-action", (OPEN,))
    acceded = replace(ratified, consent="accession")
    assert timeline(derived(statements=[acceded], under=UNLISTED))[0] == ("2000-01-01", "no-action", (OPEN,))


def test_who_signs_on_a_known_day_had_done_nothing_before_whatever_the_lists_name() -> None:
    for listed_to in ("", "2000-01-15", "2019-01-01"):
        found = timeline(derived(statements=[RATIFIED], under=treaty(listed_to=listed_to)))
        assert found[0] == ("2000-01-01", "no-action", (OPEN,))
        assert found[1][:2] == ("2000-02-01", "signatory")
    # Until the end of its list, also where the State signed before.
    unread = timeline(derived(under=treaty(listed_to="2019-01-01")))
    assert [row[:2] for row in unread] == [("2000-01-01", "no-action"), ("2019-01-02", "no-act-read")]


# What another act opens --------------------------------------------------------------------------

CONVENTION = treaty("other", rule=treaty().rule)
PROTOCOL = treaty(eligibility=Eligibility.parse(["party-or-signatory-to:other"], ["party-to:other"], False))
IN_OTHER = {"treaty": "other"}


@pytest.mark.parametrize(
    ("done", "days"),
    [
        (statement(signed="2003-05-01", **IN_OTHER), ["2003-05-01"]),
        (statement("late", signed="yes", **IN_OTHER), ["2019-06-01"]),
        (statement(consent="accession", on="2003-05-01", **IN_OTHER), ["2003-05-01", "2003-05-31"]),
        (statement(consent="accession", in_force="2003-05-31", **IN_OTHER), ["2003-05-31"]),
    ],
)
def test_an_act_under_the_convention_opens_the_protocol(done: Statement, days: list[str]) -> None:
    found = timeline(derived(statements=[done], under=PROTOCOL, others=[CONVENTION]))
    assert found[0][1] == "must-join-first"
    assert [row[0] for row in found[1:]] == days
    assert all(row[1] == "no-action" for row in found[1:])


def test_an_invitation_is_one_to_its_actor_under_its_treaty() -> None:
    under = treaty(eligibility=Eligibility.parse([], ["coe-member"], True))
    invited = event("invitation", on="2003-05-01", until=date(2008, 5, 1))
    assert [row[:2] for row in timeline(derived(events=[invited], under=under))] == [
        ("2000-01-01", "needs-invitation"),
        ("2003-05-01", "no-action"),
        ("2008-05-01", "needs-invitation"),
    ]
    assert len(derived(events=[replace(invited, actor="SRB")], under=under).intervals) == 1


def test_there_is_one_for_each_treaty_and_actor_in_that_order() -> None:
    treaties, nothing = {key: treaty(key) for key in ("one", "two")}, identify((), (), ())
    for only, actors in ((None, [*ACTORS]), (["SRB"], ["SRB"])):
        found = derive_participations(treaties, ACTORS, (), (), nothing, Continuity(STATES), only)
        assert [(it.treaty.key, it.actor.key) for it in found] == [(key, who) for key in treaties for who in actors]
