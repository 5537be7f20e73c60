"""`csekg refresh`: from lists that were read to changed fact files, checked before they stand.

A list must show what is expected of it: a broken page must not empty a treaty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from csekg.dataset.assemble import build
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.facts.refresh_schedule import Expected, Pin, read_expected, read_formats, read_pins
from csekg.facts.treaties import PARTIES, SIGNATURES
from csekg.refresh.files import FactFiles, copy_of, exchange
from csekg.refresh.merge import ReadList, merge, without_doubts
from csekg.refresh.proposals import Proposal, unread_of, unread_sentences
from csekg.refresh.source_list import ListEntry, ListFile, source_of_page, treaty_list
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation import check_dataset


def missing(facts: AllFacts, read: ReadList) -> tuple[str, ...]:
    """Return a sentence for each act known from other sources that a whole list does not show.

    Only acts of before its day count, and none of a former State or of one that left the treaty.
    """
    by_actor, title = read.content.by_actor, facts.short_titles[read.treaty]
    left = {event.actor for event in facts.events if event.treaty == read.treaty and event.kind == "denunciation"}
    lacking = []
    for act in facts.acts:
        kind = PARTIES if act.is_consent else SIGNATURES
        if act.treaty != read.treaty or act.dismissed or kind not in read.format.lists:
            continue
        if act.known_by > read.as_of and not (act.on and act.on <= read.as_of):
            continue
        if facts.actors[act.actor].kind == "former_state" or act.actor in left:
            continue
        entry = by_actor.get((act.actor, ""))
        if not entry or not (entry.consents if act.is_consent else entry.signed_on):
            what = "consent" if act.is_consent else "signature"
            stated = ", ".join(sorted({s.source for s in act.statements} - {read.source}))
            if stated:
                lacking.append(
                    f"{title}: the list has no {what} of {facts.actors[act.actor].name}, which {stated} states"
                )
    return tuple(lacking)


def unexpected(
    facts: AllFacts, read: ReadList, pins: Iterable[Pin], expected: Mapping[tuple[str, str], Expected]
) -> tuple[str, ...]:
    """Return a sentence for each pinned act that a depositary's list shows otherwise or not.

    And for each count below the least that `expected` gives. Other publishers are not asked.
    """
    if not read.format.is_depositary:
        return ()
    title, by_actor = facts.short_titles[read.treaty], read.content.by_actor
    faults = []
    for pin in pins:
        if pin.treaty != read.treaty or pin.on > read.as_of:
            continue
        entry = by_actor.get((pin.actor, ""))
        listed = _shown(entry, pin)
        if listed != f"{pin.kind} of {pin.on}":
            faults.append(
                f"{title}: {facts.actors[pin.actor].name}: the {pin.kind} of {pin.on} is pinned in "
                f"data/refresh/pinned.csv, and the list shows {listed}"
            )
    counts = {
        PARTIES: sum(entry.consents for (_, place), entry in by_actor.items() if not place),
        SIGNATURES: sum(bool(entry.signed_on) for entry in by_actor.values()),
    }
    for kind, count in counts.items():
        least = expected.get((read.treaty, kind))
        if not least or kind not in read.format.lists or read.as_of < least.on:
            continue
        if count < least.at_least:
            faults.append(
                f"{title}: {count} {kind} in the list, where data/refresh/expected.csv expects {least.at_least} or more"
            )
    return tuple(faults)


def _shown(entry: ListEntry | None, pin: Pin) -> str:
    if entry is None:
        return "nothing of it"
    if pin.kind == "denunciation":
        return f"denunciation of {entry.left_on}" if entry.left_on else "no denunciation"
    if not entry.consents:
        return "no consent"
    return f"{entry.consent or 'consent'} of {entry.consent_on}"


Progress = Callable[[str], None]


class RefusedError(CsekgError):
    """Lists that are not believed, or not without --accept-removals; nothing is written."""

    def __init__(self, reasons: Sequence[str], hint: str = "") -> None:
        """Compose the message from all reasons."""
        self.reasons = tuple(reasons)
        super().__init__("refused, nothing is written:\n  " + "\n  ".join(reasons) + hint)


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh changed: the acts that are new or gone, and the files that were (or would be) written.

    `read` has a sentence for each list that was read, `notices` what is left to a person, and
    `unread` the statements that nobody has read yet.
    """

    changes: tuple[str, ...]
    read: tuple[str, ...]
    notices: tuple[str, ...]
    unread: tuple[Proposal, ...]
    files: tuple[str, ...]


def refresh(
    data: Path,
    ontology: Path,
    before: Callable[[], QueryEngine],
    lists: Iterable[ListFile],
    *,
    accept_removals: bool,
    dry_run: bool,
    progress: Progress,
) -> RefreshResult:
    """Read the lists into the fact files of `data`, and return what that changes.

    `before` opens the dataset of the present files. The new files are built and validated beside
    them, then take their place in one step; with `dry_run` they do not. Raises RefusedError, and
    CsekgError where the facts contradict one another or validation finds a violation; nothing has
    changed then.
    """
    lists = list(lists)
    with copy_of(data) as new:
        notices: list[str] = []
        files: set[str] = set()
        for together in _rounds(lists):
            progress(f"comparing lists: {len(together)}")
            facts = read_all_facts(new, ontology)
            files.update(_merge(new, facts, together, accept_removals, notices))
        facts = read_all_facts(new, ontology)
        unread = _unread(facts, lists)
        notices += unread_sentences(facts, unread)
        progress("building and validating")
        after = Store(build(new, ontology, lambda _step: None))
        check_dataset(after)
        were, are = _acts(before()), _acts(after)
        changes = [f"new: {are[act]}" for act in sorted(are.keys() - were)]
        changes += [f"gone: {were[act]}" for act in sorted(were.keys() - are)]
        if not dry_run:
            exchange(data, new)
    return RefreshResult(
        changes=tuple(changes),
        read=tuple(f"{list_file.treaty}: {list_file.source} as of {list_file.as_of}" for list_file in lists),
        notices=tuple(dict.fromkeys(notices)),
        unread=unread,
        files=tuple(sorted(files)),
    )


def _acts(store: QueryEngine) -> dict[str, str]:
    """Return the label of each act by its IRI."""
    rows = store.values("SELECT ?act ?label WHERE { ?act a cse:TreatyAction ; rdfs:label ?label }")
    return {row[0]: row[1] for row in rows}


def _rounds(lists: Sequence[ListFile]) -> list[list[ListFile]]:
    """Return the lists in rounds, in which each treaty stands once: a later one sees the rows of an
    earlier one as those of another source."""
    rounds: list[list[ListFile]] = []
    for list_file in lists:
        fitting = (one for one in rounds if all(list_file.treaty != other.treaty for other in one))
        chosen = next(fitting, None)
        if chosen is None:
            rounds.append(chosen := [])
        chosen.append(list_file)
    return rounds


def _merge(
    data: Path, facts: AllFacts, together: Sequence[ListFile], accept_removals: bool, notices: list[str]
) -> tuple[str, ...]:
    formats = read_formats(data)
    pins = read_pins(data, facts.treaties, facts.actors)
    expected = read_expected(data, facts.treaties)
    files = FactFiles(data)
    refused: list[str] = []
    removals: list[str] = []
    for list_file in together:
        content = treaty_list(list_file.reading, facts.actors)
        read = ReadList(
            treaty=list_file.treaty,
            source=source_of_page(facts, list_file.reading) or list_file.source,
            address=list_file.address,
            format=formats[list_file.format],
            as_of=list_file.as_of,
            content=content,
        )
        read, doubts = without_doubts(facts, read)
        notices += (*content.notices, *doubts)
        refused += unexpected(facts, read, pins, expected)
        gone = (*missing(facts, read), *merge(files, facts, read))
        (notices if accept_removals else removals).extend(gone)
    if refused:
        raise RefusedError(refused)
    if removals:
        raise RefusedError(removals, "\nIf that is right, say --accept-removals.")
    return files.write(data)


def _unread(facts: AllFacts, lists: Sequence[ListFile]) -> tuple[Proposal, ...]:
    """Return what the lists print and the register does not have, each once."""
    proposals: dict[tuple[str, ...], Proposal] = {}
    for list_file in lists:
        for proposal in unread_of(facts, list_file.treaty, list_file.reading, list_file.source):
            proposals.setdefault(proposal.identity, proposal)
    return tuple(proposals.values())
