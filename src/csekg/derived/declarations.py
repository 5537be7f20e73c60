"""Declarations and other acts with the days and withdrawals that follow from other facts.

A source may say that a declaration was made when signing or when depositing, and print no day. The
day is then that of the signature or consent that we follow (Vienna Convention on the Law of
Treaties, article 19: reservations are made when signing or consenting); it is marked as computed.
A declaration ends with the act that withdraws it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.derived.acts import Act
from csekg.derived.identities import Identities
from csekg.facts.declarations import Declaration, DeclarationKey, Event
from csekg.facts.discrepancies import ActKey

#: Occasions that a signature or a consent gives a day to, and whether it is the consent.
_OCCASIONS = {"signature": False, "consent": True}


@dataclass(frozen=True, slots=True)
class DayOfAct:
    """The day of an act: printed by a source, or computed from the act `computed_from`."""

    on: date | None
    computed_from: NamedNode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationRecord:
    """A declaration with its identifier, its day, and what became of it.

    `withdrawal` is `yes`, `partly`, `unknown` or empty. `withdrawn_on` is the day of the act that
    took back the whole, `partly_withdrawn_on` are those of acts that took back a part.
    """

    iri: NamedNode
    stated: Declaration
    day: DayOfAct
    objects_to: tuple[NamedNode, ...]
    withdrawal: str
    withdrawn_on: date | None
    partly_withdrawn_on: tuple[date, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAct:
    """An event with its identifier, its day, and the declarations it takes back or changes.

    `day` is what this event's source gives, `labelled_on` the day that we follow of the act.
    """

    iri: NamedNode
    stated: Event
    day: DayOfAct
    labelled_on: date | None
    withdraws: tuple[NamedNode, ...]
    withdraws_part: tuple[NamedNode, ...]
    modifies: tuple[NamedNode, ...]


def declaration_iri(declaration: Declaration) -> NamedNode:
    """Return the IRI of a declaration.

    It holds the day that a source prints and no computed one: that could change with another act.
    """
    number = str(declaration.number)
    return ns.act(declaration.treaty, declaration.actor, declaration.made_on, declaration.kind, number)


def derive_declarations(
    declarations: Iterable[Declaration], events: Sequence[Event], acts: Iterable[Act]
) -> tuple[DeclarationRecord, ...]:
    """Return the declarations in their order, with days, links and withdrawals.

    Raises DataError where a row says itself what an event says of it: a fact stands once.
    """
    stated = tuple(declarations)
    days = _Days(acts)
    iris = _iris(stated)
    whole: defaultdict[tuple[str, DeclarationKey], list[Event]] = defaultdict(list)
    partly: defaultdict[tuple[str, DeclarationKey], list[Event]] = defaultdict(list)
    for event in events:
        for key in event.withdraws:
            whole[event.treaty, key].append(event)
        for key in event.withdraws_part:
            partly[event.treaty, key].append(event)
    return tuple(
        _made(
            declaration,
            days,
            iris,
            whole[declaration.treaty, declaration.key],
            partly[declaration.treaty, declaration.key],
        )
        for declaration in stated
    )


def _made(
    stated: Declaration,
    days: _Days,
    iris: Mapping[tuple[str, DeclarationKey], NamedNode],
    whole: Sequence[Event],
    partly: Sequence[Event],
) -> DeclarationRecord:
    if stated.withdrawn and (whole or partly):
        line = (whole or partly)[0].row.line
        raise stated.row.fail(
            f"events.csv:{line} says what became of this declaration",
            stated.withdrawn,
            "Leave the column withdrawn empty.",
        )
    return DeclarationRecord(
        iri=iris[stated.treaty, stated.key],
        stated=stated,
        day=days.of(stated.treaty, stated.actor, stated.made_upon, stated.made_on),
        objects_to=tuple(iris[stated.treaty, key] for key in stated.objects_to_declarations),
        withdrawal="yes" if whole else "partly" if partly else stated.withdrawn,
        withdrawn_on=min((event.on for event in whole if event.on), default=None),
        partly_withdrawn_on=tuple(sorted(event.on for event in partly if event.on)),
    )


def derive_other_acts(
    events: Iterable[Event], declarations: Iterable[Declaration], acts: Iterable[Act], identities: Identities
) -> tuple[OtherAct, ...]:
    """Return the events in their order, with identifiers, days and links."""
    days, iris = _Days(acts), _iris(declarations)

    def other_act(event: Event) -> OtherAct:
        day = days.of(event.treaty, event.actor, event.made_upon, event.on)
        withdraws, part, modifies = (
            tuple(iris[event.treaty, key] for key in keys)
            for keys in (event.withdraws, event.withdraws_part, event.modifies)
        )
        followed = identities.day_of(event.row) or day.on
        return OtherAct(
            iri=identities.of(event.row),
            stated=event,
            day=day,
            labelled_on=followed,
            withdraws=withdraws,
            withdraws_part=part,
            modifies=modifies,
        )

    return tuple(map(other_act, events))


def _iris(declarations: Iterable[Declaration]) -> dict[tuple[str, DeclarationKey], NamedNode]:
    return {(declaration.treaty, declaration.key): declaration_iri(declaration) for declaration in declarations}


class _Days:
    """The days of acts: as printed, else as computed from signatures and consents."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts: dict[ActKey, Act] = {act.key: act for act in acts if not act.dismissed}

    def of(self, treaty: str, actor: str, occasion: str, printed: date | None) -> DayOfAct:
        if printed or occasion not in _OCCASIONS:
            return DayOfAct(printed)
        act = self._acts.get((treaty, actor, _OCCASIONS[occasion]))
        return DayOfAct(act.on, act.iri) if act and act.on else DayOfAct(None)
