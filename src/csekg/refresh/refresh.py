"""`csekg refresh`: from lists that were read to changed fact files, checked before they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from csekg.dataset.assemble import build
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.errors import CsekgError
from csekg.facts.refresh_schedule import read_expected, read_formats, read_pins
from csekg.refresh.checks import missing, unexpected
from csekg.refresh.files import FactFiles, copy_of, exchange
from csekg.refresh.merge import ReadList, merge, without_doubts
from csekg.refresh.proposals import Proposal
from csekg.refresh.source_list import ListFile, source_of_page, treaty_list
from csekg.refresh.unread import unread_of, unread_sentences
from csekg.releases.change_texts import Change, changes
from csekg.releases.differences import StoreTables
from csekg.sparql.oxigraph_store import Store
from csekg.sparql.store import QueryEngine
from csekg.validation import check_dataset

Progress = Callable[[str], None]


class RefusedError(CsekgError):
    """Lists that are not believed, or not without --accept-removals; nothing is written."""

    def __init__(self, reasons: Sequence[str], hint: str = "") -> None:
        """Compose the message from all reasons."""
        self.reasons = tuple(reasons)
        super().__init__("refused, nothing is written:\n  " + "\n  ".join(reasons) + hint)


@dataclass(frozen=True, slots=True)
class RefreshResult:
    """What a refresh changed: in words, and the files that were (or would be) written.

    `confirmed` counts the acts that only another source states now. `read` has a sentence for each
    list that was read, `notices` what is left to a person, and `unread` the statements that nobody
    has read yet.
    """

    changes: tuple[Change, ...]
    confirmed: int
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
        differences = changes(StoreTables(before()), StoreTables(after))
        news = [difference for difference in differences if difference.property != "sources"]
        if not dry_run:
            exchange(data, new)
    return RefreshResult(
        changes=tuple(news),
        confirmed=len(differences) - len(news),
        read=tuple(f"{list_file.treaty}: {list_file.source} as of {list_file.as_of}" for list_file in lists),
        notices=tuple(dict.fromkeys(notices)),
        unread=unread,
        files=tuple(sorted(files)),
    )


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
