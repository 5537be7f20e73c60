"""The days and the fate of declarations by hand; a reservation is made when signing or consenting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from csekg import namespaces as ns
from csekg.derived.acts import derive_acts
from csekg.derived.declarations import DayOfAct, DeclarationRecord, OtherAct, derive_declarations, derive_other_acts
from csekg.derived.identities import identify
from csekg.errors import DataError
from tests.csekg.derived.by_hand import declaration, discrepancy, event, source, statement, treaty

SIGNED, CONSENTED, LATER = date(2000, 2, 1), date(2002, 3, 1), date(2010, 5, 1)
STATED = statement("list", signed="2000-02-01", consent="ratification", on="2002-03-01")
ACTS = derive_acts(treaty(), [STATED], {"list": source("list")}, {})
SIGNATURE, CONSENT = (act.iri for act in ACTS)
RESERVATION = ns.act("one", "FRA", None, "reservation", "1")


@pytest.mark.parametrize(
    ("made_upon", "made_on", "day"),
    [
        ("signature", None, DayOfAct(SIGNED, SIGNATURE)),
        ("consent", None, DayOfAct(CONSENTED, CONSENT)),
        ("consent", LATER, DayOfAct(LATER)),
        ("later", None, DayOfAct(None)),
        ("", LATER, DayOfAct(LATER)),
    ],
)
def test_the_day_is_printed_or_that_of_the_act(made_upon: str, made_on: date | None, day: DayOfAct) -> None:
    stated = declaration(1, made_upon=made_upon, made_on=made_on)
    (found,) = derive_declarations([stated], [], ACTS)
    assert found == DeclarationRecord(
        iri=ns.act("one", "FRA", made_on, "reservation", "1"),
        stated=stated,
        day=day,
        objects_to=(),
        withdrawal="",
        withdrawn_on=None,
        partly_withdrawn_on=(),
    )
    made = event("objection", made_upon=made_upon, on=str(made_on or ""))
    (other,) = derive_other_acts([made], [], ACTS, identify([], [made], []))
    assert (other.day, other.labelled_on) == (day, day.on)


def test_an_act_that_is_not_followed_or_has_no_day_gives_none() -> None:
    dismissed = [replace(act, dismissed=True) for act in ACTS]
    undated = [replace(act, on=None) for act in ACTS]
    for acts in ((), dismissed, undated):
        (found,) = derive_declarations([declaration(1, made_upon="consent")], [], acts)
        assert found.day == DayOfAct(None)


def test_a_declaration_ends_with_the_first_act_that_takes_it_back() -> None:
    one, two, three, objection = (declaration(number) for number in (1, 2, 3, 4))
    objection = replace(objection, actor="ITA", kind="objection", objects_to_declarations=(one.key, two.key))
    untold = replace(three, withdrawn="unknown")
    events = [
        event("withdrawal", on="2012-05-01", withdraws=(one.key,), withdraws_part=(two.key,)),
        event("withdrawal", on="2010-05-01", withdraws=(one.key,), withdraws_part=(two.key,)),
        event("withdrawal", withdraws=(one.key,), withdraws_part=(two.key,)),
    ]
    elsewhere = event("withdrawal", on="2009-05-01", treaty="other", withdraws=(one.key,), withdraws_part=(two.key,))
    found = derive_declarations([one, two, untold, objection], [*events, elsewhere], ACTS)
    assert [(it.withdrawal, it.withdrawn_on, it.partly_withdrawn_on) for it in found] == [
        ("yes", LATER, ()),
        ("partly", None, (LATER, date(2012, 5, 1))),
        ("unknown", None, ()),
        ("", None, ()),
    ]
    assert found[3].objects_to == (RESERVATION, ns.act("one", "FRA", None, "reservation", "2"))


@pytest.mark.parametrize("of_whole", [True, False])
def test_no_row_repeats_what_an_event_says(of_whole: bool) -> None:
    stated = declaration(1, withdrawn="yes")
    keys: dict[str, Any] = {"withdraws" if of_whole else "withdraws_part": (stated.key,)}
    told = event("withdrawal", on="2010-05-01", **keys)
    message = (
        f"events.csv:{told.row.line} says what became of this declaration: 'yes'. Leave the column withdrawn empty."
    )
    with pytest.raises(DataError, match=f"declarations.csv:{stated.row.line}: {message}$"):
        derive_declarations([stated], [told], ACTS)


def test_every_value_of_another_act() -> None:
    one, two, three = (declaration(number) for number in (1, 2, 3))
    keys: dict[str, Any] = {"withdraws": (one.key,), "withdraws_part": (two.key,), "modifies": (three.key,)}
    first = event("withdrawal", on="2010-05-01", **keys)
    second = event("withdrawal", on="2010-05-02", source="b")
    dispute = discrepancy("withdrawal", ("2010-05-01", "list"), ("2010-05-02", "b"))
    identities = identify([], [first, second], [dispute])
    found = derive_other_acts([first, second], [one, two, three], ACTS, identities)
    node = ns.act("one", "FRA", LATER, "withdrawal")
    assert found == (
        OtherAct(
            iri=node,
            stated=first,
            day=DayOfAct(LATER),
            labelled_on=LATER,
            withdraws=(RESERVATION,),
            withdraws_part=(ns.act("one", "FRA", None, "reservation", "2"),),
            modifies=(ns.act("one", "FRA", None, "reservation", "3"),),
        ),
        # Its source prints another day than the one that is followed.
        OtherAct(
            iri=node,
            stated=second,
            day=DayOfAct(date(2010, 5, 2)),
            labelled_on=LATER,
            withdraws=(),
            withdraws_part=(),
            modifies=(),
        ),
    )
