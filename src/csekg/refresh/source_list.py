"""The lists to read, saved or fetched, and what they say in the terms of the fact files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from csekg.errors import CsekgError
from csekg.facts.actors import Actor, Territory
from csekg.facts.refresh_schedule import Feed
from csekg.facts.treaties import Treaty
from csekg.refresh.fetching import Fetcher
from csekg.sources import FORMATS, Reading, SourceRecord, actors_of, normalised, read_file, references_of


@dataclass(frozen=True, slots=True)
class ListFile:
    """A reading of one treaty: its format, where it comes from, and the day it stands for."""

    treaty: str
    format: str
    address: str
    as_of: date
    reading: Reading

    @property
    def source(self) -> str:
        """The id of the list in sources.csv: the same for every edition of it."""
        return f"{self.format}-{(self.reading.reference or self.treaty).lower()}"


def saved_lists(
    folder: Path,
    treaties: Mapping[str, Treaty],
    feeds: tuple[Feed, ...],
    only: str | None,
    as_of: date | None,
    notice: Callable[[str], None],
) -> Iterator[ListFile]:
    """Yield the lists of our treaties in the files of `FOLDER/<format>/`.

    `as_of` is the day of the files that tell none; `only` is the key of the one treaty wanted.
    Raises CsekgError for a folder without such files or with anything else among them, for a file
    that tells no day where none is given, and for a file that is not what its format says.
    """
    files = [(form, file) for form in FORMATS for file in sorted((folder / form).glob("*"))]
    for _, file in files:
        if not file.name.isprintable():
            raise CsekgError(f"{file.parent} holds a file of which the name cannot be shown, {file.name!r}: rename it")
        if not file.is_file():
            raise CsekgError(f"{file} is no file: {file.parent} may hold saved lists alone")
    if not files:
        raise CsekgError(
            f"{folder} has no files to read: put each into a folder named after its format, such "
            f"as {folder / 'mtdsg'}. Formats: {', '.join(FORMATS)}."
        )
    by_reference = _by_reference(treaties)
    addresses = {(feed.treaty, feed.format): feed.address for feed in feeds}
    for form, file in files:
        for reading in read_file(form, file):
            # Of a format that names no treaty in its files, one has to be named.
            treaty = by_reference.get(reading.reference.casefold()) if reading.reference else only
            if treaty is None:
                what = reading.reference or f"{reading.title!r} (name it with --treaty)"
                notice(f"{file.name}: not read, {what} is none of our treaties")
            elif only in (None, treaty):
                address = addresses.get((treaty, form), "")
                yield _list_file(
                    treaty=treaty, form=form, address=address, reading=reading, as_of=as_of, name=file.name
                )


def fetched_lists(
    fetcher: Fetcher,
    treaties: Mapping[str, Treaty],
    feeds: tuple[Feed, ...],
    only: str | None,
    progress: Callable[[str], None],
) -> Iterator[ListFile]:
    """Yield the lists of our treaties as the depositaries publish them now.

    Raises FetchError for what cannot be fetched, and CsekgError for a file that is not what its
    format says: then the file fetched before stays in the cache.
    """
    by_reference = _by_reference(treaties)
    for feed in feeds:
        if only not in (None, feed.treaty):
            continue
        progress(f"{feed.treaty}: {feed.format} from {feed.address}")
        form = feed.format
        fetched = fetcher.fetch(feed.address, partial(read_file, form))
        for reading in read_file(form, fetched.file):
            if by_reference.get(reading.reference.casefold(), feed.treaty) != feed.treaty:
                raise CsekgError(
                    f"{feed.address} is about {reading.reference or reading.title}, not about {feed.treaty}"
                )
            yield _list_file(
                treaty=feed.treaty,
                form=form,
                address=feed.address,
                reading=reading,
                as_of=fetched.checked_at.date(),
                name=feed.address,
            )


def _by_reference(treaties: Mapping[str, Treaty]) -> dict[str, str]:
    return {ref.casefold(): key for key in treaties for ref in references_of(key)}


def _list_file(treaty: str, form: str, address: str, reading: Reading, as_of: date | None, name: str) -> ListFile:
    day = reading.as_of or as_of
    if day is None:
        raise CsekgError(f"{name} tells no day on which it stands. Give the day on which it was saved with --as-of.")
    return ListFile(treaty, form, address, day, reading)


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
    "reservation",
    "declaration",
    "objection",
    "communication",
    "notification",
    "suspension",
    "provisional-application",
)


@dataclass(slots=True)
class ListEntry:
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

    by_actor: Mapping[tuple[str, str], ListEntry]
    #: Participants by the kind of statement that stands under their names.
    statements: Mapping[str, frozenset[str]]
    notices: tuple[str, ...]


def treaty_list(reading: Reading, actors: Mapping[str, Actor], territories: Mapping[str, Territory]) -> TreatyList:
    """Return what the records of a reading say of each actor.

    Acts in square brackets, those of former States and those for unknown territories are not
    carried over; a notice names each. Raises CsekgError for a participant that is no known actor
    and for two acts of one kind of one actor, since each would need a person to decide.
    """
    keys, warnings = actors_of(record.participant for record in reading.records)
    if warnings:
        raise CsekgError(f"{reading.reference}: {'; '.join(warnings)}. Add the name to data/names.csv.")
    places = {normalised(territory.name): key for key, territory in territories.items()}
    by_actor: dict[tuple[str, str], ListEntry] = {}
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
        entry = by_actor.setdefault((actor, territory), ListEntry(record.participant))
        _take(entry, record)
    return TreatyList(by_actor, {kind: frozenset(who) for kind, who in statements.items()}, tuple(notices))


def _take(entry: ListEntry, record: SourceRecord) -> None:
    if record.kind in _SIGNING:
        _once(entry, record, entry.signed_on)
        entry.signed_on = record.day
    elif record.kind in _CONSENTING:
        _once(entry, record, entry.consent_on)
        entry.consent, entry.consent_on = _CONSENTING[record.kind], record.day
        entry.in_force_on = record.effective_on
    elif record.kind == "denunciation":
        _once(entry, record, entry.left_on)
        entry.left_on, entry.left_from = record.day, record.effective_on
    elif record.kind == "territorial-application":
        entry.consent, entry.consent_on = record.kind, record.day
        entry.in_force_on = record.effective_on
    else:
        raise CsekgError(f"{record.place}: a record of kind {record.kind!r} states no act")
    entry.records.append(record)
    if record.marker and record.marker not in entry.marks:
        entry.marks.append(record.marker)


def _once(entry: ListEntry, record: SourceRecord, before: date | None) -> None:
    if before:
        raise CsekgError(
            f"{record.place}: a second {record.kind} of {record.participant}, after that of "
            f"{before}. Which of them stands has to be decided in data/ by a person."
        )
