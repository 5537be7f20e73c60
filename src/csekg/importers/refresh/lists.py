"""The lists to read, saved or fetched, and what they say in the terms of the fact files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

from csekg.errors import CsekgError
from csekg.facts.actors import Actor
from csekg.facts.treaties import Treaty
from csekg.importers import (
    CONSENTS,
    FORMATS,
    UNDATED_KINDS,
    MissingDocumentError,
    Reading,
    SourceRecord,
    actors_of,
    format_of,
    is_actor,
    read_file,
    references_of,
    territories_within,
    territory_of,
)
from csekg.importers.refresh.fetching import Fetcher
from csekg.importers.refresh.schedule import Feed
from csekg.languages.days import today


@dataclass(frozen=True, slots=True)
class TreatyList:
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
) -> Iterator[TreatyList]:
    """Yield the lists of our treaties in the files of `FOLDER/<format>/`, and in those of FOLDER itself.

    The format of a file that stands in FOLDER is told by its content. `as_of` is the day of the
    files that tell none; `only` is the key of the one treaty wanted. Raises CsekgError for a folder
    without files or with anything else among them, for a file that tells no day where none is
    given, and for a file that is not what its format says.
    """
    files = [(format_of(file), file) for file in sorted(folder.glob("*")) if file.is_file()]
    files += [(form, file) for form in FORMATS for file in sorted((folder / form).glob("*"))]
    for _, file in files:
        if not file.name.isprintable():
            raise CsekgError(f"{file.parent} holds a file of which the name cannot be shown, {file.name!r}: rename it")
        if not file.is_file():
            raise CsekgError(f"{file} is no file: {file.parent} may hold saved lists alone")
    if not files:
        raise CsekgError(
            f"{folder} has no files to read: save the pages of the treaties there, and files of other formats "
            f"into a folder named after the format, such as {folder / 'csv'}. Formats: {', '.join(FORMATS)}."
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
                day = reading.as_of or as_of
                if day is None:
                    raise CsekgError(
                        f"{file.name} tells no day on which it stands. Give the day on which it was saved with --as-of."
                    )
                yield TreatyList(treaty, form, addresses.get((treaty, form), ""), day, reading)


def fetched_lists(
    fetcher: Fetcher,
    treaties: Mapping[str, Treaty],
    feeds: tuple[Feed, ...],
    only: str | None,
    progress: Callable[[str], None],
) -> Iterator[TreatyList]:
    """Yield the lists of our treaties as the depositaries publish them now.

    A document that is no longer there is reported, where another list of the treaty was read, and
    so is a list that a person has to save. Raises FetchError for what cannot be fetched, and
    CsekgError for a file that is not what its format says, and for a treaty of which no list is there.
    """
    by_reference = _by_reference(treaties)
    missing: dict[str, list[str]] = {}
    read: set[str] = set()
    for feed in feeds:
        if only not in (None, feed.treaty):
            continue
        if feed.is_saved:
            progress(f"{feed.treaty}: not fetched, save {feed.address} and read it with --from (format {feed.format})")
            continue
        progress(f"{feed.treaty}: {feed.format} from {feed.address}")
        content = fetcher.fetch(feed.address)
        with TemporaryDirectory() as folder:
            file = Path(folder, f"{feed.treaty}-{feed.format}")
            file.write_bytes(content)
            try:
                readings = read_file(feed.format, file)
            except MissingDocumentError as error:
                missing.setdefault(feed.treaty, []).append(f"{feed.address}: {error}")
                continue
        for reading in readings:
            if by_reference.get(reading.reference.casefold(), feed.treaty) != feed.treaty:
                raise CsekgError(
                    f"{feed.address} is about {reading.reference or reading.title}, not about {feed.treaty}"
                )
            read.add(feed.treaty)
            yield TreatyList(feed.treaty, feed.format, feed.address, reading.as_of or today(), reading)
    for treaty, reasons in missing.items():
        if treaty not in read:
            raise CsekgError(f"{treaty}: no list of it is there any more. {' '.join(reasons)}")
        for reason in reasons:
            progress(f"{treaty}: not read, {reason}")


def _by_reference(treaties: Mapping[str, Treaty]) -> dict[str, str]:
    return {ref.casefold(): key for key in treaties for ref in references_of(key)}


_SIGNING = ("signature", "succession-to-signature")
#: What a person has to read and to write into the data in words of our own.
_TO_READ = {*UNDATED_KINDS, "suspension", "provisional-application"} - {"denunciation", "territorial-application"}


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

    @property
    def consents(self) -> bool:
        """Whether the list names a consent to be bound."""
        return bool(self.consent or self.consent_on or self.in_force_on)


#: A list by actor and territory, '' for the actor itself.
Entries: TypeAlias = dict[tuple[str, str], ListEntry]


def entries_of(reading: Reading, actors: Mapping[str, Actor]) -> tuple[Entries, tuple[str, ...]]:
    """Return what the records of a reading say of each actor, and what is left to a person, in words.

    Statements are left to `csekg.importers.refresh.unread`. Acts in square brackets, those of former States
    and those for unknown territories are not carried over; a notice names each. Raises CsekgError
    for a participant that is no known actor and for two acts of one kind of one actor, since each
    would need a person to decide.
    """
    acts = [record for record in reading.records if record.kind not in _TO_READ]
    keys, warnings = actors_of(record.participant for record in acts)
    if warnings:
        places = ", ".join(record.place for record in acts if not keys[record.participant])
        raise CsekgError(f"{reading.reference}: {'; '.join(warnings)} ({places}). Add the name to data/names.csv.")
    entries: Entries = {}
    notices = [*reading.notices, *reading.warnings]
    for record in acts:
        actor = keys[record.participant]
        left_out = "in brackets, " if record.marker.startswith("[") else ""
        if left_out or not actor or actors[actor].kind == "former_state":
            where = " ".join(filter(None, (record.participant, record.territory)))
            notices.append(f"{where}: {record.kind} {left_out}not carried over ({record.place})")
            continue
        printed = record.territory
        if not printed and not is_actor(record.participant) and territory_of(record.participant, actor):
            printed = record.participant
        listed, rest = territories_within(printed, actor) if printed else ((), "")
        if rest:
            what = "an actor of its own" if is_actor(rest) else "unknown territory"
            notices.append(f"{record.participant} {rest}: {what}, not carried over ({record.place})")
        if not printed:
            _take(entries.setdefault((actor, ""), ListEntry(record.participant)), record)
        for territory in listed:
            name = printed if len(listed) == 1 and not rest else territory.name
            _take(entries.setdefault((actor, territory.key), ListEntry(name)), record)
    return entries, tuple(notices)


def _take(entry: ListEntry, record: SourceRecord) -> None:
    if record.kind in _SIGNING:
        _once(record, entry.signed_on)
        entry.signed_on = record.day
    elif record.kind in CONSENTS:
        _once(record, entry.consent_on)
        entry.consent = "" if record.kind == "consent" else record.kind
        entry.consent_on, entry.in_force_on = record.day, record.effective_on
    elif record.kind == "denunciation":
        _once(record, entry.left_on)
        entry.left_on, entry.left_from = record.day, record.effective_on
    elif record.kind == "territorial-application":
        entry.consent, entry.consent_on, entry.in_force_on = record.kind, record.day, record.effective_on
    else:
        raise CsekgError(f"{record.place}: a record of kind {record.kind!r} states no act")
    if record.marker and record.marker not in entry.marks:
        entry.marks.append(record.marker)


def _once(record: SourceRecord, before: date | None) -> None:
    if before:
        raise CsekgError(
            f"{record.place}: a second {record.kind} of {record.participant}, after that of "
            f"{before}. Which of them stands has to be decided in data/ by a person."
        )
