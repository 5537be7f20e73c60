"""What changed between two releases, as sentences in the current language."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from csekg.answers.common.tables import heading as heading_of
from csekg.answers.common.tables import in_words as spaced
from csekg.days import parse_day, spelled
from csekg.languages.current import ENGLISH, current
from csekg.languages.forms import comma
from csekg.languages.messages import _
from csekg.languages.texts import is_english, joined
from csekg.languages.words import later
from csekg.releases.differences import Difference, Row
from csekg.wording.kinds import kind_in_words
from csekg.wording.labels import ActLabel
from csekg.wording.names import Names

#: Gives a text of the dataset in the current language.
Say = Callable[[str], str]

#: What an actor does by an act of this kind, up to the treaty. Other kinds have their label, and so
#: has every act in other languages, where a State and a treaty would change the words around them.
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
_THINGS = {
    "act": later("act"),
    "declaration": later("declaration"),
    "participation": later("participation"),
    "instrument": later("instrument"),
    "source": later("source"),
    "difference between sources": later("difference between sources"),
    "correspondence": later("correspondence"),
    "provision": later("provision"),
    "paragraph": later("paragraph"),
    "citation": later("citation"),
    "actor": later("actor"),
    "group": later("group"),
}
#: The heading of changes of each kind, and the word for several things.
_HEADINGS = {
    "added": later("New: {things}"),
    "changed": later("Changed: {things}"),
    "removed": later("Removed: {things}"),
}
_SEVERAL = {
    "act": later("acts"),
    "declaration": later("declarations"),
    "participation": later("participations"),
    "instrument": later("instruments"),
    "source": later("sources"),
    "difference between sources": later("differences between sources"),
    "correspondence": later("correspondences"),
    "provision": later("provisions"),
    "paragraph": later("paragraphs"),
    "citation": later("citations"),
    "actor": later("actors"),
    "group": later("groups"),
}
_NAMES = ("label", "shortTitle", "name", "actorName", "provisionName", "id")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Columns whose earlier value was an error, not a state of things that has passed.
_CORRECTED = ("date", "notBefore", "notAfter", "kind")


def as_it_is(text: str) -> str:
    """Return a text of the dataset as it is, in English."""
    return text


def in_words(difference: Difference, say: Say) -> str:
    """Return a difference as a sentence: "Singapore signed the OPSC on 25 Nov 2025"."""
    thing, row = difference.thing, difference.row
    if difference.change == "changed":
        return _changed(difference, say)
    if thing == "act":
        said = _act(row, say)
        return said if difference.change == "added" else _("Removed: {act}", act=said)
    about = {"thing": _(_THINGS[thing]), "name": _name(row, say)}
    if difference.change == "added":
        return _("New {thing}: {name}", **about)
    return _("Removed {thing}: {name}", **about)


def heading(thing: str, change: str) -> str:
    """Return the heading of all changes of one kind to things of one kind: "New: acts"."""
    return _(_HEADINGS[change], things=_(_SEVERAL[thing]))


def _act(row: Row, say: Say) -> str:
    verb = _VERBS.get(row["kind"]) if current() == ENGLISH else None
    if verb is None:
        label = say(row["label"])
        return _label(row, say) if is_english(label) else label
    when = f"on {_shown('date', row['date'], say)}" if row["date"] else "(day not known)"
    return f"{row['actorName']} {verb} the {row['treatyName']} {when}"


def _label(row: Row, say: Say) -> str:
    """Return the name of an act that the dataset of today does not have."""
    first, last = row["notBefore"][:4], row["notAfter"][:4]
    label = ActLabel(
        row["actorName"], row["treatyName"], "" if row["kind"] == "consent" else row["kind"],
        parse_day(row["date"]) if row["date"] else None,
        year=int(first) if first and first == last else None,
    )  # fmt: skip
    return label.say(Names(say, say))


def _changed(difference: Difference, say: Say) -> str:
    """Return that a value is another one: "... date corrected from 7 May 2000 to 8 May 2000"."""
    row, column = difference.row, difference.column
    subject = _name(row, say)
    if difference.thing in ("act", "participation"):
        # The label of an act has the day, which may be what changed.
        parts = [say(row["actorName"]), say(row["treatyName"])]
        if difference.thing == "act":
            parts.append(kind_in_words(row["kind"]))
        subject = joined(comma(), parts)
    about = {
        "subject": subject,
        "property": _heading(column),
        "before": _shown(column, difference.before, say),
        "after": _shown(column, difference.after, say),
    }
    if not difference.before:
        return _("{subject}: {property} now known: {after}", **about)
    if not difference.after:
        return _("{subject}: {property} no longer stated: {before}", **about)
    if column in _CORRECTED:
        return _("{subject}: {property} corrected from {before} to {after}", **about)
    return _("{subject}: {property} {after}, before {before}", **about)


def _heading(column: str) -> str:
    """Return what stands above a column, in English within a sentence: `entry into force`."""
    column = column.removesuffix("Label")
    if current() == ENGLISH:
        return spaced(column).lower()
    return heading_of(column)


def _name(row: Row, say: Say) -> str:
    if "paragraphName" in row:
        return _("{paragraph} and {provision}", paragraph=say(row["paragraphName"]),
                 provision=say(row["provisionName"]))  # fmt: skip
    if "concernsActionName" in row:
        return _("{act}: {property}", act=say(row["concernsActionName"]),
                 property=say(row["propertyName"]))  # fmt: skip
    return say(next(row[column] for column in _NAMES if row.get(column)))


def _shown(column: str, value: str, say: Say) -> str:
    if not value or value.isdigit():
        return value
    if _DAY.fullmatch(value):
        return spelled(date.fromisoformat(value))
    return kind_in_words(value) if column == "kind" else say(value)
