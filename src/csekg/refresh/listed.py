"""What a reading says of each actor, in the terms of participation.csv and events.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from csekg.errors import CsekgError
from csekg.facts.actors import Actor, Territory
from csekg.sources import Reading, SourceRecord, actors_of, normalised

_SIGNING = ("signature", "succession-to-signature")
#: The kinds of consent; "" is a consent of which the source does not tell the form.
_CONSENTING = {
    "ratification": "ratification",
    "acceptance": "acceptance",
    "approval": "approval",
    "accession": "accession",
    "succession": "succession",
    "formal-confirmation": "formal-confirmation",
    "definitive-signature": "definitive-signature",
    "consent": "",
}
#: What a person has to read and to write into the data in words of our own.
_TO_READ = (
    "reservation", "declaration", "objection", "communication", "notification", "suspension",
    "provisional-application",
)  # fmt: skip


@dataclass(slots=True)
class Listed:
    """What a list says of one actor, or one of its territories; None and '' where it says nothing.

    `signed_on` is the day of the signature, `consent` the kind of consent ('' where not told),
    `in_force_on` the day of entry into force, `left_on` and `left_from` those of a denunciation.
    """

    name: str
    signed_on: date | None = None
    consent: str = ""
    consent_on: date | None = None
    in_force_on: date | None = None
    left_on: date | None = None
    left_from: date | None = None
    marks: list[str] = field(default_factory=list)
    records: list[SourceRecord] = field(default_factory=list)

    @property
    def consents(self) -> bool:
        """Whether the list names a consent to be bound."""
        return bool(self.consent or self.consent_on or self.in_force_on)


@dataclass(frozen=True, slots=True)
class TreatyList:
    """A reading by actor and territory ('' for the actor itself), and what is left to a person."""

    by_actor: Mapping[tuple[str, str], Listed]
    #: Participants by the kind of statement that stands under their names.
    statements: Mapping[str, frozenset[str]]
    notices: tuple[str, ...]


def listed(
    reading: Reading, actors: Mapping[str, Actor], territories: Mapping[str, Territory]
) -> TreatyList:
    """Return what the records of a reading say of each actor.

    Acts in square brackets, those of former States and those for unknown territories are not
    carried over; a notice names each. Raises CsekgError for a participant that is no known actor
    and for two acts of one kind of one actor, since each would need a person to decide.
    """
    keys, warnings = actors_of(record.participant for record in reading.records)
    if warnings:
        raise CsekgError(
            f"{reading.reference}: {'; '.join(warnings)}. Add the name to data/names.csv."
        )
    places = {normalised(each.name): key for key, each in territories.items()}
    found: dict[tuple[str, str], Listed] = {}
    statements: dict[str, set[str]] = {}
    notices = list(reading.notices)
    for record in reading.records:
        actor = keys[record.participant]
        if record.kind in _TO_READ:
            statements.setdefault(record.kind, set()).add(actor)
            continue
        where = " ".join(filter(None, (record.participant, record.territory)))
        if record.marker.startswith("["):
            notices.append(f"{where}: {record.kind} in brackets, not carried over ({record.place})")
            continue
        if not actor or actors[actor].kind == "former_state":
            notices.append(f"{where}: {record.kind}, not carried over ({record.place})")
            continue
        territory = places.get(normalised(record.territory), "") if record.territory else ""
        if record.territory and not territory:
            notices.append(f"{where}: unknown territory, not carried over ({record.place})")
            continue
        each = found.setdefault((actor, territory), Listed(record.participant))
        _take(each, record)
    return TreatyList(
        found, {kind: frozenset(who) for kind, who in statements.items()}, tuple(notices)
    )


def _take(each: Listed, record: SourceRecord) -> None:
    if record.kind in _SIGNING:
        _once(each, record, each.signed_on)
        each.signed_on = record.day
    elif record.kind in _CONSENTING:
        _once(each, record, each.consent_on)
        each.consent, each.consent_on = _CONSENTING[record.kind], record.day
        each.in_force_on = record.effective_on
    elif record.kind == "denunciation":
        _once(each, record, each.left_on)
        each.left_on, each.left_from = record.day, record.effective_on
    elif record.kind == "territorial-application":
        each.consent, each.consent_on = record.kind, record.day
        each.in_force_on = record.effective_on
    else:
        raise CsekgError(f"{record.place}: a record of kind {record.kind!r} states no act")
    each.records.append(record)
    if record.marker and record.marker not in each.marks:
        each.marks.append(record.marker)


def _once(each: Listed, record: SourceRecord, before: date | None) -> None:
    if before:
        raise CsekgError(
            f"{record.place}: a second {record.kind} of {record.participant}, after that of "
            f"{before}. Which of them stands has to be decided in data/ by a person."
        )
