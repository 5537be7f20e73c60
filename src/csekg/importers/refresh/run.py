"""`csekg refresh`: from lists that were read to changed fact files, checked before they stand.

A list must show what is expected of it: a broken page must not empty a treaty.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from csekg.dataset.assemble import build
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.facts.treaties import PARTIES, SIGNATURES
from csekg.importers.refresh.lists import Entries, ListEntry, TreatyList, entries_of
from csekg.importers.refresh.merge import FactFiles, Merge
from csekg.importers.refresh.schedule import Expected, FormatFacts, Pin, read_expected, read_formats, read_pins
from csekg.importers.refresh.unread import unread_statements
from csekg.sparql.oxigraph_store import Store
from csekg.validation import check_dataset

#: What follows the day of reading alone.
_OF_READING = ("sources.csv", "treaty.toml")


class RefusedError(CsekgError):
    """Lists that are not believed, or not without --accept-removals; nothing is written."""

    def __init__(self, reasons: Sequence[str], hint: str = "") -> None:
        """Compose the message from all reasons."""
        super().__init__("refused, nothing is written:\n  " + "\n  ".join(reasons) + hint)


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh read, and how many lines of each file of `data` it adds and removes, by its path there.

    `notices` say what is left to a person, with the place in the list.
    """

    read: tuple[str, ...]
    notices: tuple[str, ...]
    files: Mapping[str, tuple[int, int]]

    @property
    def is_new(self) -> bool:
        """Whether more changed than the days on which lists were read."""
        return any(not name.endswith(_OF_READING) for name in self.files)


def refresh(
    data: Path,
    ontology: Path,
    lists: Iterable[TreatyList],
    *,
    accept_removals: bool,
    dry_run: bool,
    progress: Callable[[str], None],
) -> RefreshResult:
    """Read the lists into the fact files of `data`, and return what that changes.

    The new files are written, built and validated in a copy elsewhere; then each takes its place,
    and with `dry_run` none. Raises RefusedError, and CsekgError where the facts contradict one another
    or validation finds a violation; nothing has changed then.
    """
    lists = list(lists)
    with TemporaryDirectory() as folder:
        new = Path(shutil.copytree(data, Path(folder, "data")))
        notices = _merged(new, ontology, lists, accept_removals, progress)
        progress("building and validating")
        check_dataset(Store(build(new, ontology, lambda _step: None)))
        changed = dict(_differences(data, new))
        if not dry_run:
            for name in changed:
                _replace(data / name, new / name)
    read = tuple(f"{listed.treaty}: {listed.source} as of {listed.as_of}" for listed in lists)
    return RefreshResult(read, notices, changed)


def _merged(
    data: Path, ontology: Path, lists: Iterable[TreatyList], accept_removals: bool, progress: Callable[[str], None]
) -> tuple[str, ...]:
    """Merge the lists one after another, each compared with those before it; return what is left to a person."""
    formats = read_formats(data)
    notices: list[str] = []
    refused: list[str] = []
    removals: list[str] = []
    for listed in lists:
        progress(f"{listed.treaty}: comparing {listed.source}")
        facts, form = read_all_facts(data, ontology), formats[listed.format]
        entries, told = entries_of(listed.reading, facts.actors)
        doubts = doubtful_extensions(facts, listed, entries)
        notices += (*told, *doubts.values())
        entries = {key: entry for key, entry in entries.items() if key not in doubts}
        few = too_few(facts, listed, form, entries, read_expected(data, facts.treaties))
        if form.is_depositary:
            refused += (*unpinned(facts, listed, entries, read_pins(data, facts.treaties, facts.actors)), *few)
        files = FactFiles(data)
        gone = (*missing(facts, listed, form, entries), *Merge(files, facts, listed, form, entries).run())
        (notices if accept_removals else removals).extend(gone if form.is_depositary else (*gone, *few))
        files.write()
    if refused:
        raise RefusedError(refused)
    if removals:
        raise RefusedError(removals, "\nIf that is right, say --accept-removals.")
    facts, unread = read_all_facts(data, ontology), dict[tuple[object, ...], str]()
    for listed in lists:
        unread = {**unread_statements(facts, listed.treaty, listed.reading), **unread}
    return tuple(dict.fromkeys((*notices, *unread.values())))


def _differences(data: Path, new: Path) -> Iterator[tuple[str, tuple[int, int]]]:
    """Yield each file of a copy of `data` that differs, with the numbers of lines added and removed."""
    for file in sorted(new.rglob("*")):
        name = str(file.relative_to(new))
        if file.is_file() and file.read_bytes() != (data / name).read_bytes():
            after, before = (Counter((folder / name).read_bytes().splitlines()) for folder in (new, data))
            yield name, ((after - before).total(), (before - after).total())


def _replace(file: Path, new: Path) -> None:
    """Put a new file in the place of an old one in one step: a reader sees one of the two, whole."""
    part = file.with_name(f".{file.name}.part")
    try:
        shutil.copyfile(new, part)
        os.replace(part, file)
    except OSError as error:
        raise CsekgError(f"{file} cannot be written: {error.strerror}. git restore takes back the others.") from None


def doubtful_extensions(facts: AllFacts, listed: TreatyList, entries: Entries) -> dict[tuple[str, str], str]:
    """Return the extensions to territories of which other sources give other days, and these in words.

    A second notification about a territory looks like its extension: a person has to decide.
    """
    days: dict[tuple[str, str], dict[date, str]] = {}
    for statement in facts.statements:
        if statement.treaty == listed.treaty and statement.source != listed.source and statement.consent_on:
            days.setdefault((statement.actor, statement.territory), {})[statement.consent_on] = statement.source
    for event in facts.events:
        if event.treaty == listed.treaty and event.kind == "territorial-application" and event.on:
            days.setdefault((event.actor, event.territory), {})[event.on] = event.source
    doubts = {}
    for (actor, territory), entry in entries.items():
        others = days.get((actor, territory), {}) if territory else {}
        if entry.consent_on and others and entry.consent_on not in others:
            told = ", ".join(f"{day} by {source}" for day, source in sorted(others.items()))
            doubts[actor, territory] = (
                f"{facts.short_titles[listed.treaty]}: {facts.actors[actor].name}, "
                f"{facts.territories[territory].name}: {entry.consent_on} in the list, {told}; not carried over, "
                "a person has to decide"
            )
    return doubts


def missing(facts: AllFacts, listed: TreatyList, form: FormatFacts, entries: Entries) -> Iterator[str]:
    """Yield a sentence for each act known from other sources that a whole list does not show.

    Only acts of before its day count, and none of a former State or of one that left the treaty.
    """
    left = {event.actor for event in facts.events if event.treaty == listed.treaty and event.kind == "denunciation"}
    for act in facts.acts:
        kind, what = (PARTIES, "consent") if act.is_consent else (SIGNATURES, "signature")
        if act.treaty != listed.treaty or act.dismissed or kind not in form.lists:
            continue
        is_later = act.known_by > listed.as_of and not (act.on and act.on <= listed.as_of)
        if is_later or facts.actors[act.actor].kind == "former_state" or act.actor in left:
            continue
        entry = entries.get((act.actor, ""))
        stated = ", ".join(sorted({s.source for s in act.statements} - {listed.source}))
        if stated and not (entry and (entry.consents if act.is_consent else entry.signed_on)):
            name = facts.actors[act.actor].name
            yield f"{facts.short_titles[act.treaty]}: the list has no {what} of {name}, which {stated} states"


def unpinned(facts: AllFacts, listed: TreatyList, entries: Entries, pins: Iterable[Pin]) -> Iterator[str]:
    """Yield a sentence for each pinned act that a depositary's list shows otherwise or not."""
    for pin in pins:
        if pin.treaty == listed.treaty and pin.on <= listed.as_of:
            shown = _shown(entries.get((pin.actor, "")), pin)
            if shown != f"{pin.kind} of {pin.on}":
                yield (
                    f"{facts.short_titles[pin.treaty]}: {facts.actors[pin.actor].name}: the {pin.kind} of {pin.on} is "
                    f"pinned in data/refresh/pinned.csv, and the list shows {shown}"
                )


def _shown(entry: ListEntry | None, pin: Pin) -> str:
    if entry is None:
        return "nothing of it"
    if pin.kind == "denunciation":
        return f"denunciation of {entry.left_on}" if entry.left_on else "no denunciation"
    return f"{entry.consent or 'consent'} of {entry.consent_on}" if entry.consents else "no consent"


def too_few(
    facts: AllFacts,
    listed: TreatyList,
    form: FormatFacts,
    entries: Entries,
    expected: Mapping[tuple[str, str], Expected],
) -> list[str]:
    """Return a sentence for each kind of act of which a whole list shows fewer than are expected."""
    of_actors = [entry for (_, territory), entry in entries.items() if not territory]
    counts = {
        PARTIES: sum(entry.consents for entry in of_actors),
        SIGNATURES: sum(bool(entry.signed_on) for entry in of_actors),
    }
    return [
        f"{facts.short_titles[listed.treaty]}: {counts[kind]} {kind} in the list, where "
        f"data/refresh/expected.csv expects {least.at_least} or more"
        for kind in sorted(form.lists)
        if (least := expected.get((listed.treaty, kind))) and listed.as_of >= least.on and counts[kind] < least.at_least
    ]
