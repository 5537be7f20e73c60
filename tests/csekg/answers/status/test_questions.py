"""Questions of who has which status, against the fact files and against SPARQL."""

from __future__ import annotations

from datetime import date

import pytest

from csekg.answers.common.groups import members
from csekg.answers.common.references import treaties
from csekg.answers.status.intervals import signatures_without_ratification
from csekg.answers.status.question_answers import ask
from csekg.answers.status.questions import Asked, PeriodError, Question, sparql_of
from csekg.errors import TooEarlyError, UnknownNameError
from csekg.sparql.oxigraph_store import Store
from tests.queries import oracle

BOUND: tuple[Asked, ...] = ("party",)


def keys(store: Store, question: Question) -> set[tuple[str, str]]:
    return {(case.actor.key, case.treaty.key) for case in ask(store, question)[1]}


def test_african_signatories_are_those_of_the_list_of_signatures(store: Store) -> None:
    summary, cases = ask(store, Question(groups=("m49-002",)))
    listed = signatures_without_ratification(store, members=members(store, "m49-002"))
    assert {case.id for case in cases} == {each.id for each in listed}
    assert summary.cases == len(cases) > 40
    assert summary.states == len({case.actor.key for case in cases})
    assert summary.sentence == (
        f"{summary.states} States of Africa signed and did not ratify one or more of the "
        f"{len(treaties(store))} treaties: {len(cases)} cases."
    )


@pytest.mark.parametrize("on", [date(1999, 3, 1), date(2007, 4, 27)])
def test_a_day_has_those_whom_the_facts_bind(store: Store, on: date) -> None:
    found = keys(store, Question(statuses=BOUND, on=on, treaties=("crc", "c182", "ets185")))
    for treaty in ("crc", "c182", "ets185"):
        bound = {actor for actor, key in found if key == treaty}
        assert bound == oracle.bound_on(treaty, on) if bound else not oracle.bound_on(treaty, on)


def test_a_period_counts_what_was_held_or_what_began(store: Store) -> None:
    first, last = date(2002, 7, 1), date(2003, 12, 31)
    held = Question(treaties=("opsc",), statuses=BOUND, first=first, last=last)
    began = Question(treaties=("opsc",), statuses=BOUND, first=first, last=last, began=True)
    before, after = oracle.bound_on("opsc", first), oracle.bound_on("opsc", last)
    # Yugoslavia, bound after the first day, became Serbia and Montenegro before the last.
    between = oracle.bound_on("opsc", date(2002, 12, 31))
    assert {actor for actor, _ in keys(store, held)} == before | between | after
    assert {actor for actor, _ in keys(store, began)} == (between | after) - before | {
        actor for actor in before if oracle.bound("opsc")[actor] == first
    }
    assert 0 < len(before) < len(after)


def test_not_bound_leaves_out_those_of_whom_nothing_is_known(store: Store) -> None:
    question = Question(treaties=("cyber",), statuses=("not-bound",))
    summary, cases = ask(store, question)
    assert {case.status for case in cases} & {"party", "unknown", "did-not-exist"} == set()
    unknown = keys(store, Question(treaties=("cyber",), statuses=("unknown",)))
    assert summary.not_known == len(unknown)


def test_who_has_no_act_that_was_read_may_have_signed(store: Store) -> None:
    signed, _cases = ask(store, Question(treaties=("cyber", "crc"), statuses=("signatory",)))
    unread = keys(store, Question(treaties=("cyber", "crc"), statuses=("no-act-read",)))
    assert {treaty for _actor, treaty in unread} == {"cyber"}
    assert signed.not_known == len(unread)
    both, _cases = ask(store, Question(treaties=("cyber", "crc"), statuses=("signatory", "no-act-read")))
    assert both.not_known == 0


@pytest.mark.parametrize(
    "question",
    [
        Question(groups=("m49-002",)),
        Question(groups=("eu", "m49-002"), on=date(2005, 1, 1)),
        Question(states=("KEN", "EUE"), statuses=("not-bound", "unknown")),
        Question(statuses=BOUND, first=date(2025, 1, 1), began=True),
        Question(statuses=BOUND, treaties=("crc",), last=date(1991, 1, 1)),
        Question(statuses=("did-not-exist",), treaties=("crc", "opsc"), on=date(2001, 1, 1)),
    ],
    ids=["group", "groups-on-day", "states", "began", "until", "absent"],
)
def test_the_query_gives_the_same_cases(store: Store, question: Question) -> None:
    summary, cases = ask(store, question)
    rows = store.select(sparql_of(store, question, summary.sentence))
    names = ("state", "treaty", "since")
    found = [tuple(str(getattr(row[name], "value", "")) for name in names) for row in rows]
    assert sorted(found) == sorted((c.actor.key, c.treaty.id, str(c.since)) for c in cases)
    assert found


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (Question(states=("IRL",), treaties=("opsc",)), "Ireland signed and did not ratify the OPSC."),
        (
            Question(states=("FRA",), treaties=("opsc",), on=date(2001, 1, 1)),
            "On 1 Jan 2001, France had signed and not ratified the OPSC.",
        ),
        (
            # The Soviet Union ratified on 16 Aug 1990.
            Question(states=("RUS",), treaties=("crc",), statuses=BOUND, on=date(1991, 6, 1)),
            "On 1 Jun 1991, Soviet Union was bound by the CRC.",
        ),
        (
            Question(states=("RUS",), treaties=("crc",), on=date(1991, 6, 1)),
            "On 1 Jun 1991, none of 1 chosen States (Russian Federation) had signed and not ratified the CRC.",
        ),
        (
            Question(states=("FRA", "DEU"), treaties=("opsc", "crc")),
            "None of 2 chosen States "
            "(France, Germany) signed and did not ratify one or more of 2 treaties (CRC; OPSC).",
        ),
        (
            Question(
                states=("FRA",),
                treaties=("opsc",),
                statuses=BOUND,
                first=date(2003, 1, 1),
                last=date(2003, 12, 31),
                began=True,
            ),
            "France was bound by the OPSC, beginning with a day from 1 Jan 2003 to 31 Dec 2003.",
        ),
    ],
)
def test_the_sentence_says_what_was_asked(store: Store, question: Question, sentence: str) -> None:
    assert ask(store, question)[0].sentence == sentence


def test_treaties_of_later_days_are_left_out_and_named(store: Store) -> None:
    summary, _ = ask(store, Question(on=date(1990, 6, 1), treaties=("crc", "opsc")))
    assert [ref.key for ref in summary.left_out] == ["opsc"]
    assert [each.treaty.key for each in summary.treaties] == ["crc"]


def test_what_cannot_be_asked_is_said(store: Store) -> None:
    with pytest.raises(PeriodError, match="not both"):
        Question(on=date(2001, 1, 1), first=date(2001, 1, 1))
    with pytest.raises(PeriodError, match="ends before it begins"):
        Question(first=date(2001, 1, 2), last=date(2001, 1, 1))
    for question in (Question(states=("FRX",)), Question(groups=("x",)), Question(treaties=("x",))):
        with pytest.raises(UnknownNameError):
            ask(store, question)
    with pytest.raises(TooEarlyError, match="1900-01-01"):
        ask(store, Question(on=date(1900, 1, 1)))
