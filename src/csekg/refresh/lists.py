"""The lists to read: saved files in a folder, or files fetched from the depositaries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from csekg.errors import CsekgError
from csekg.facts.refresh_schedule import Feed
from csekg.facts.treaties import Treaty
from csekg.refresh.fetching import Fetcher
from csekg.sources import FORMATS, Reading, read_file, references_of


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
            raise CsekgError(
                f"{file.parent} holds a file of which the name cannot be shown, {file.name!r}: "
                "rename it"
            )
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
                yield _listed(treaty, form, address, reading, as_of, file.name)


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
                    f"{feed.address} is about {reading.reference or reading.title}, not about "
                    f"{feed.treaty}"
                )
            yield _listed(
                feed.treaty, form, feed.address, reading, fetched.checked_at.date(), feed.address
            )


def _by_reference(treaties: Mapping[str, Treaty]) -> dict[str, str]:
    return {ref.casefold(): key for key in treaties for ref in references_of(key)}


def _listed(
    treaty: str, form: str, address: str, reading: Reading, as_of: date | None, name: str
) -> ListFile:
    day = reading.as_of or as_of
    if day is None:
        raise CsekgError(
            f"{name} tells no day on which it stands. Give the day on which it was saved with "
            "--as-of."
        )
    return ListFile(treaty, form, address, day, reading)
