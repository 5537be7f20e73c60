"""What changed between two releases, as sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from csekg.days import spelled

Row = Mapping[str, str]
#: What an actor does by an act of this kind, up to the treaty. Other kinds have their label.
_VERBS = {
    "signature": "signed",
    "ratification": "ratified",
    "accession": "acceded to",
    "acceptance": "accepted",
    "approval": "approved",
    "succession": "succeeded to",
    "formal-confirmation": "formally confirmed",
    "definitive-signature": "definitively signed",
    "ratification-acceptance-or-approval": "ratified, accepted or approved",
    "consent": "consented to be bound by",
    "unclear": "consented to be bound by",
    "reservation": "made a reservation to",
    "declaration": "made a declaration under",
    "interpretative-declaration": "made an interpretative declaration under",
    "binding-age-declaration": "declared a minimum age under",
    "objection": "made an objection under",
    "communication": "made a communication under",
    "authority-designation": "designated an authority under",
    "reservation-withdrawal": "withdrew a reservation to",
    "declaration-modification": "modified a declaration under",
    "denunciation": "denounced",
}
_NAMES = ("label", "shortTitle", "name", "actorName", "provisionName", "id")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def plural(thing: str) -> str:
    """Return the word for several things of a kind."""
    first, _, rest = thing.partition(" ")
    return f"{first}s {rest}".strip()


def act(row: Row) -> str:
    """Return what an act is: "Singapore signed the OPSC on 25 Nov 2025"."""
    verb = _VERBS.get(row["kind"])
    if verb is None:
        return row["label"]
    when = f"on {_shown(row['date'])}" if row["date"] else "(day not known)"
    return f"{row['actorName']} {verb} the {row['treatyName']} {when}"


def added(thing: str, row: Row) -> str:
    """Return that a thing is new; of an act the sentence itself."""
    return act(row) if thing == "act" else f"New {thing}: {name(row)}"


def removed(thing: str, row: Row) -> str:
    """Return that a thing is no longer there."""
    return f"Removed: {act(row)}" if thing == "act" else f"Removed {thing}: {name(row)}"


def changed(thing: str, row: Row, column: str, before: str, after: str) -> str:
    """Return that a value is another one: "... date corrected from 7 May 2000 to 8 May 2000"."""
    subject = name(row)
    if thing == "act":
        # Its label has the day, which may be what changed.
        subject = f"{row['actorName']}, {row['treatyName']}, {row['kind'].replace('-', ' ')}"
    elif thing == "participation":
        subject = f"{row['actorName']}, {row['treatyName']}"
    words = re.sub(r"(?<=[a-z])([A-Z])", lambda match: f" {match[1].lower()}", column)
    words = words.removesuffix(" label")
    if not before:
        return f"{subject}: {words} now known: {_shown(after)}"
    if not after:
        return f"{subject}: {words} no longer stated: {_shown(before)}"
    if column in ("date", "notBefore", "notAfter", "kind"):
        return f"{subject}: {words} corrected from {_shown(before)} to {_shown(after)}"
    return f"{subject}: {words} {_shown(after)}, before {_shown(before)}"


def name(row: Row) -> str:
    """Return the name of the thing in a row."""
    if "paragraphName" in row:
        return f"{row['paragraphName']} and {row['provisionName']}"
    return next(row[column] for column in _NAMES if row.get(column))


def _shown(value: str) -> str:
    return spelled(date.fromisoformat(value)) if _DAY.fullmatch(value) else value
