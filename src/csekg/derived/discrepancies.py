"""Where sources differ: every difference must be told in `data/corrections.csv`, and none other.

A known disagreement is published with both values, both sources and the reason; a new one stops the
build until someone has looked at it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.derived.actions import SUCCESSION, Action, kinds_agree
from csekg.errors import CsekgError
from csekg.facts.participation import Statement
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies

#: The properties in which two sources can differ, by the name corrections.csv gives them.
PROPERTIES = ("date", "consentKind", "entersIntoForceOn", "minimumAge")
#: The source that stands for the treaty's own clause: it states what the clause gives.
RULE = "treaty-rule"
_COLUMNS = (
    "id", "treaty", "actor", "action", "property", "chosen_value", "chosen_source", "other_value",
    "other_source", "status", "reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """A known disagreement, with the value we follow and the reason."""

    row: Row
    key: str
    treaty: str
    actor: str
    is_consent: bool
    property: str
    chosen_value: str
    chosen_source: str
    other_value: str
    other_source: str
    status: str
    reason: str


def read_corrections(
    data: Path,
    treaties: Collection[str],
    actors: Collection[str],
    sources: Mapping[str, Source],
    vocabularies: Vocabularies,
) -> tuple[Correction, ...]:
    """Return the known disagreements in file order."""
    return tuple(
        Correction(
            row,
            row.required("id"),
            row.one_of("treaty", treaties, "treaty"),
            row.one_of("actor", actors, "actor"),
            row.one_of("action", ("signature", "consent"), "action") == "consent",
            row.one_of("property", PROPERTIES, "property"),
            row["chosen_value"],
            row.one_of("chosen_source", sources, "source"),
            row["other_value"],
            row.one_of("other_source", sources, "source"),
            row.one_of("status", vocabularies["discrepancy-status"], "status"),
            row.required("reason"),
        )
        for row in read_csv(data / "corrections.csv", _COLUMNS, key=("id",))
    )


def check_discrepancies(actions: Iterable[Action], corrections: Iterable[Correction]) -> None:
    """Raise CsekgError unless every dissenting statement is told, and every told one is there.

    A statement dissents where its value cannot be true together with the value we follow, or where
    we follow the silence of a preferred source. The clause of the treaty counts as a source where
    corrections.csv gives it as one; whether each such difference is told is seen by validation.
    """
    told = {_key(c): c for c in corrections}
    stated = _by_rule(actions := tuple(actions))
    untold = []
    for action in actions:
        for statement in action.statements:
            for name in PROPERTIES:
                followed, value = _followed(action, name), _stated(action, statement, name)
                if not value or value == followed:
                    continue
                key = (
                    action.treaty,
                    action.actor,
                    action.is_consent,
                    name,
                    value,
                    statement.source,
                )
                stated[key] = followed
                agrees = name == "consentKind" and kinds_agree(followed, value)
                if key not in told and not agrees:
                    untold.append(
                        f"{statement.row.file.parent.name}/{statement.row.file.name}:"
                        f"{statement.row.line}: {action.actor} {name} {value} by "
                        f"{statement.source}, where we follow {followed or 'no value'}"
                    )
    if untold:
        raise CsekgError(
            "sources differ, and data/corrections.csv does not say which we follow and why:\n  "
            + "\n  ".join(untold)
        )
    for key, correction in told.items():
        row = correction.row
        if key not in stated:
            raise row.fail("the other source does not state this, or we follow it", correction.key)
        if stated[key] != correction.chosen_value:
            hint = f"We follow {stated[key] or 'no value'}."
            raise row.fail("we follow another value", correction.chosen_value, hint)


_Key = tuple[str, str, bool, str, str, str]


def _by_rule(actions: Iterable[Action]) -> dict[_Key, str]:
    """Return the days of entry into force that a clause gives and a source contradicts.

    For a succession, which no clause governs, that is the notification: the latest day possible.
    """
    found: dict[_Key, str] = {}
    for action in actions:
        if not action.in_force_on:
            continue
        if action.kind == SUCCESSION:
            by_rule = min(filter(None, (action.on, action.in_force_on)))
        else:
            by_rule = action.computed.on if action.computed else action.in_force_on
        if by_rule != action.in_force_on:
            key = (action.treaty, action.actor, True, "entersIntoForceOn", _text(by_rule), RULE)
            found[key] = _text(action.in_force_on)
    return found


def _key(c: Correction) -> _Key:
    return c.treaty, c.actor, c.is_consent, c.property, c.other_value, c.other_source


def _followed(action: Action, name: str) -> str:
    match name:
        case "date":
            return _text(action.on)
        case "entersIntoForceOn":
            return _text(action.in_force_on)
        case "consentKind":
            return action.kind if action.is_consent else ""
        case _:
            return _text(action.minimum_age)


def _stated(action: Action, statement: Statement, name: str) -> str:
    if not action.is_consent:
        return _text(statement.signed_on) if name == "date" else ""
    match name:
        case "date":
            return _text(statement.consent_on)
        case "entersIntoForceOn":
            return _text(statement.in_force_on)
        case "consentKind":
            return statement.consent
        case _:
            return _text(statement.minimum_age)


def _text(value: date | int | None) -> str:
    return "" if value is None else str(value)
