"""What few statements give: every value of the acts, each difference and what decides it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csekg import namespaces as ns
from csekg.derived.acts import Act, derive_acts
from csekg.errors import DataError
from csekg.facts.statements import Statement
from csekg.law.entry_into_force import EntryIntoForce
from tests.csekg.derived.by_hand import source, statement, treaty

SOURCES = {"a": source("a"), "b": source("b", "2019-06-01")}
SIGNED, CONSENTED, BOUND = date(2000, 2, 1), date(2002, 3, 1), date(2002, 3, 31)
SIGNATURE, CONSENT = ("one", "FRA", False), ("one", "FRA", True)


def acts(*statements: Statement, decisions: dict[Any, str] | None = None, **more: Any) -> list[Act]:
    return derive_acts(treaty(**more), statements, SOURCES, decisions or {})


def consent(*statements: Statement, **more: Any) -> Act:
    (act,) = acts(*statements, **more)
    assert act.is_consent
    return act


def test_every_value_of_a_signature_and_a_consent() -> None:
    one = statement("a", signed="2000-02-01", consent="ratification", on="2002-03-01", in_force="2002-03-31")
    other = statement("b", signed="yes", consent="acceptance", on="2002-03-01", preferred="kind", minimum_age=16)
    elsewhere = statement("a", territory="ABW", consent="territorial-application", on="2003-01-01")
    assert acts(one, other, elsewhere) == [
        Act(
            iri=ns.act("one", "FRA", SIGNED, "signature"),
            treaty="one",
            actor="FRA",
            is_consent=False,
            kind="signature",
            on=SIGNED,
            known_by=date(2019, 6, 1),
            statements=(one, other),
        ),
        Act(
            iri=ns.act("one", "FRA", CONSENTED, "acceptance"),
            treaty="one",
            actor="FRA",
            is_consent=True,
            kind="acceptance",
            on=CONSENTED,
            known_by=date(2019, 6, 1),
            statements=(one, other),
            in_force_on=BOUND,
            minimum_age=16,
            computed=EntryIntoForce(BOUND, None, "later"),
        ),
    ]


def test_actors_come_in_order_each_with_its_own_acts() -> None:
    found = acts(statement("a", "ITA", signed="2000-02-01"), statement("a", "FRA", signed="2000-03-01"))
    assert [(act.actor, act.on) for act in found] == [("FRA", date(2000, 3, 1)), ("ITA", SIGNED)]


#: The word of the column `preferred`, the act, the property, and two values of it with their fields.
DIFFERING = [
    ("signature", SIGNATURE, "date", ("signed_on", SIGNED, date(2000, 2, 2)), {"signed": "yes"}),
    ("date", CONSENT, "date", ("consent_on", CONSENTED, BOUND), {"consent": "accession"}),
    ("in_force", CONSENT, "entersIntoForceOn", ("in_force_on", CONSENTED, BOUND), {"consent": "accession"}),
    ("kind", CONSENT, "consentKind", ("consent", "accession", "ratification"), {}),
    ("kind", CONSENT, "minimumAge", ("minimum_age", 15, 16), {"consent": "accession"}),
]


@pytest.mark.parametrize(("word", "key", "name", "values", "more"), DIFFERING)
def test_where_values_differ_something_decides(
    word: str, key: Any, name: str, values: tuple[str, Any, Any], more: dict[str, str]
) -> None:
    field, first, second = values
    one, other = (replace(statement(by, **more), **{field: value}) for by, value in (("a", first), ("b", second)))
    message = (
        f"FRA: sources differ on {name} and nothing says which we follow: '{first} by a; {second} by b'. Give the "
    )
    rest = "value followed and the reason in data/corrections.csv."
    with pytest.raises(DataError, match=f"participation.csv:{other.row.line}: {re.escape(message + rest)}$"):
        acts(one, other)
    followed = {"signed_on": "on", "consent_on": "on", "consent": "kind"}.get(field, field)
    for value in (first, second):
        (act,) = acts(one, other, decisions={(key, name): str(value)})
        assert getattr(act, followed) == value
    (act,) = acts(one, other, decisions={(key, name): ""})
    assert not getattr(act, followed)
    preferred = [replace(it, preferred=frozenset({word})) for it in (one, other)]
    (act,) = acts(one, preferred[1])
    assert getattr(act, followed) == second
    with pytest.raises(DataError, match=f":{other.row.line}: FRA has two rows preferred for {word}: 'b'"):
        acts(*preferred)


def test_a_preferred_silence_dismisses_what_others_state() -> None:
    silent = statement("b", preferred="signature consent")
    year = statement("a", signed="2000-02-01", consent="ratification", in_force="2002-03-31", minimum_age=16)
    signature, dismissed = acts(year, silent)
    assert (signature.dismissed, signature.on) == (True, None)
    assert signature.iri == ns.act("one", "FRA", SIGNED, "signature")
    assert dismissed == Act(
        iri=ns.act("one", "FRA", None, "ratification"),
        treaty="one",
        actor="FRA",
        is_consent=True,
        kind="ratification",
        on=None,
        known_by=CONSENTED,
        statements=(year,),
        dismissed=True,
    )
    for more in ({"consent_on": CONSENTED}, {"consent_year": 2002}):
        dismissed = acts(replace(year, **more), silent)[1]
        assert (dismissed.on, dismissed.year, dismissed.computed, dismissed.bound_by) == (None,) * 4
    # Preferred for another value, or of a row that states the act itself, it dismisses nothing.
    for other in (statement("b", preferred="date in_force"), replace(year, preferred=frozenset({"consent"}))):
        assert not any(act.dismissed for act in acts(year, other))


def test_of_a_year_the_last_day_counts() -> None:
    of_year = statement("a", consent="accession", consent_year=2002)
    act = consent(of_year)
    assert (act.on, act.year, act.known_by, act.bound_by) == (None, 2002, date(2002, 12, 31), date(2003, 1, 30))
    assert act.iri == ns.act("one", "FRA", None, "accession")
    assert consent(of_year, rule=None).bound_by is None
    # No clause says when a succession takes effect (Vienna Convention on Succession of 1978, article 23).
    assert consent(replace(of_year, consent="succession")).bound_by is None
    assert consent(statement("a", consent="succession", on="2002-03-01")).computed is None
    # Known to be bound from the day of a source, or from the day that the year gives, if that is earlier.
    assert consent(replace(of_year, consent_year=2019), statement("b", in_force="yes")).bound_by == date(2019, 6, 1)
    dated = consent(of_year, statement("b", consent="accession", on="2002-03-01"))
    assert (dated.on, dated.year, dated.bound_by) == (CONSENTED, None, None)


def test_the_effect_alone_gives_the_days_of_the_consent() -> None:
    by_effect = statement("a", in_force="2002-03-31")
    act = consent(by_effect)
    assert (act.kind, act.between, act.known_by, act.effective_on) == ("", (CONSENTED, CONSENTED), CONSENTED, BOUND)
    assert act.iri == ns.act("one", "FRA", None, "consent")
    for more in ({"consent": "succession"}, {"consent_on": CONSENTED}, {"consent_year": 2002}):
        assert consent(replace(by_effect, **more)).between is None
    assert consent(by_effect, rule=None).between is None
    assert consent(statement("a", consent="accession", on="2002-03-01"), rule=None).computed is None


@pytest.mark.parametrize(
    ("kinds", "followed", "segment"),
    [
        (("", "accession"), "accession", "accession"),
        (("unclear", "ratification-acceptance-or-approval"),) + ("ratification-acceptance-or-approval",) * 2,
        (("party", "unclear"), "unclear", "consent"),
        (("party", "party"), "party", "consent"),
        (("party", "approval"), "approval", "approval"),
    ],
)
def test_the_least_open_kind_is_followed(kinds: tuple[str, str], followed: str, segment: str) -> None:
    one, other = (statement(by, consent=kind, on="2002-03-01") for by, kind in zip("ab", kinds, strict=True))
    for ordered in ((one, other), (other, one)):
        act = consent(*ordered)
        assert (act.kind, act.iri) == (followed, ns.act("one", "FRA", CONSENTED, segment))
    open_kind = replace(one, consent="unclear", preferred=frozenset({"kind"}))
    assert consent(open_kind, other).kind == "unclear"
