"""The check that every difference between sources is a known discrepancy, and every known one real.

A known discrepancy is published with both values, both sources and the reason for our choice. A
new one stops the build until somebody has looked at it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from csekg.derived.acts import SUCCESSION, Act, kinds_agree
from csekg.errors import CsekgError
from csekg.facts.discrepancies import PROPERTIES, ActKey, Discrepancy
from csekg.facts.statements import Statement

#: The source id that stands for the treaty's own clause: it states the day that the clause gives.
RULE = "treaty-rule"
#: An act, a property of it, and the dissenting value with its source.
_Dissent: TypeAlias = tuple[ActKey, str, str, str]


def check_discrepancies(acts: Iterable[Act], discrepancies: Iterable[Discrepancy]) -> None:
    """Raise CsekgError unless the known discrepancies are exactly those between the sources.

    A statement dissents where its value cannot be true together with the value we follow, or where
    we follow the silence of a preferred source. Of an act that is not followed at all only the day
    is listed. The treaty's clause counts as a source where
    corrections.csv names it as one; that no such difference is missing there is checked by the
    shapes, not here. The error lists all unknown discrepancies; for a known one that does not
    exist it is a DataError about its row.
    """
    acts = tuple(acts)
    decided = {
        (discrepancy.act_key, discrepancy.property_name, discrepancy.other_value, discrepancy.other_source): discrepancy
        for discrepancy in discrepancies
        if discrepancy.act_key
    }
    followed_instead = _by_rule(acts)
    unknown = []
    for act in acts:
        for statement in act.statements:
            for name in ("date",) if act.dismissed else PROPERTIES:
                followed, value = (_followed(act, name), stated_value(act.is_consent, statement, name))
                if not value or value == followed:
                    continue
                dissent = (act.key, name, value, statement.source)
                followed_instead[dissent] = followed
                agrees = agree(name, followed, value)
                if dissent not in decided and not agrees:
                    unknown.append(
                        f"{statement.row.file.parent.name}/{statement.row.file.name}:"
                        f"{statement.row.line}: {act.actor} {name} {value} by "
                        f"{statement.source}, where we follow {followed or 'no value'}"
                    )
    if unknown:
        raise CsekgError(
            "sources differ, and data/corrections.csv does not say which we follow and why:\n  " + "\n  ".join(unknown)
        )
    for dissent, discrepancy in decided.items():
        row = discrepancy.row
        if dissent not in followed_instead:
            raise row.fail("the other source does not state this, or we follow it", discrepancy.key)
        followed = followed_instead[dissent]
        if followed != discrepancy.chosen_value:
            hint = f"We follow {followed or 'no value'}."
            raise row.fail("we follow another value", discrepancy.chosen_value, hint)


def _by_rule(acts: Iterable[Act]) -> dict[_Dissent, str]:
    """Return the days of entry into force that a clause gives and a source contradicts.

    For a succession, which no clause governs, that is the day of notification, the latest possible.
    Each comes with the day that we follow.
    """
    dissents: dict[_Dissent, str] = {}
    for act in acts:
        if not act.in_force_on:
            continue
        if act.kind == SUCCESSION:
            by_rule = min(filter(None, (act.on, act.in_force_on)))
        else:
            by_rule = act.computed.on if act.computed else act.in_force_on
        if by_rule != act.in_force_on:
            dissents[act.key, "entersIntoForceOn", _text(by_rule), RULE] = _text(act.in_force_on)
    return dissents


def agree(name: str, followed: str, value: str) -> bool:
    """Return whether two values of a property can both be true of one act."""
    if followed == value:
        return True
    if name == "consentKind":
        return kinds_agree(followed, value)
    # A year agrees with each of its days.
    return name == "date" and bool(followed) and followed[:4] == value


def _followed(act: Act, name: str) -> str:
    match name:
        case "date":
            return _text(act.on or act.year)
        case "entersIntoForceOn":
            return _text(act.in_force_on)
        case "consentKind":
            return act.kind
        case _:
            return _text(act.minimum_age)


def stated_value(is_consent: bool, statement: Statement, name: str) -> str:
    """Return what a statement says of a property of the consent or signature; '' if nothing.

    `name` is one of `csekg.facts.discrepancies.PROPERTIES`.
    """
    if not is_consent:
        return _text(statement.signed_on) if name == "date" else ""
    match name:
        case "date":
            return _text(statement.consent_on or statement.consent_year)
        case "entersIntoForceOn":
            return _text(statement.in_force_on)
        case "consentKind":
            return statement.consent
        case _:
            return _text(statement.minimum_age)


def _text(value: date | int | None) -> str:
    return "" if value is None else str(value)
