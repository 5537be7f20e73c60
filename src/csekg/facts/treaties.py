"""The treaties (`data/treaties/<key>/treaty.toml` and `clauses.csv`).

The tables `[[lists]]` of treaty.toml say how far our sources list the acts under a treaty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from csekg.errors import CsekgError, DataError
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.treaty_file import Check, Joining, check_known, read_treaty_file
from csekg.facts.vocabularies import Vocabularies
from csekg.law.eligibility import Eligibility
from csekg.law.entry_into_force import EntryIntoForceRule
from csekg.law.listing import Listing

PARTIES = "parties"
SIGNATURES = "signatures"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCoverage:
    """How far our sources list one kind of act: the parties, the signatures, the reservations ...

    `kind` is a concept of the vocabulary `list`. On `complete_on` our sources named every act of
    the kind; None where no such day is known. `checked_until` is weaker: until then sources were
    read that print such acts but need not print all of them, and what they print is in the data.
    `sources` make the complete list, `checked_in` are those read later.
    """

    kind: str
    complete_on: date | None
    sources: tuple[str, ...]
    checked_until: date | None
    checked_in: tuple[str, ...]
    note: str


def parse_lists(
    tables: Iterable[Mapping[str, Any]], kinds: Collection[str], sources: Mapping[str, Source], check: Check
) -> tuple[ListCoverage, ...]:
    """Return the coverage of each list in file order.

    `check` raises for a kind that is not one of `kinds` and for an unknown source. Raises
    ValueError for a kind listed twice, a day without its sources or sources without their day, and
    for a day after the as-of date of all sources that it rests on.
    """
    coverages: dict[str, ListCoverage] = {}
    for table in tables:
        coverage = ListCoverage(
            kind=table["of"],
            complete_on=table.get("complete_on"),
            sources=tuple(table.get("sources", ())),
            checked_until=table.get("checked_until"),
            checked_in=tuple(table.get("checked_in", ())),
            note=table.get("note", ""),
        )
        check("kind of list", coverage.kind, kinds)
        for source in (*coverage.sources, *coverage.checked_in):
            check("source", source, sources)
        for day, named in ((coverage.complete_on, coverage.sources), (coverage.checked_until, coverage.checked_in)):
            if bool(day) != bool(named):
                raise ValueError(f"list of {coverage.kind}: a day and its sources go together")
            if day and all(sources[key].as_of < day for key in named):
                raise ValueError(f"list of {coverage.kind}: {day} is after the day of its sources")
        if coverage.kind in coverages:
            raise ValueError(f"list of {coverage.kind}: listed twice")
        coverages[coverage.kind] = coverage
    return tuple(coverages.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A fact of the final clauses, with the article and the source that state it."""

    row: Row
    kind: str
    value: str
    note: str
    article: str
    source: str
    source_note: str
    verification: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Treaty:
    """A treaty: its identity, its rules on joining, and its final clauses.

    `facts` are the values of treaty.toml outside its tables, and the table `identifiers`.
    `status_on` is the day on which statuses are told where none is asked for: the newest of which
    an act is in the data. `status_sources` are the sources of these, `read_every_days` is the
    planned number of days between two readings, and `lists` say which lists were complete on which
    day.
    """

    key: str
    facts: Mapping[str, Any]
    rule: EntryIntoForceRule | None
    eligibility: Eligibility
    joining: Joining
    status_on: date
    read_every_days: int
    status_sources: tuple[str, ...]
    lists: tuple[ListCoverage, ...]
    status_note: str
    clauses: tuple[Clause, ...]

    @property
    def as_of(self) -> date:
        """The day to which the list of parties is complete; without one, the day of its sources."""
        return self.complete_on(PARTIES) or self.status_on

    @property
    def complete(self) -> bool:
        """Whether a complete list of the parties was read."""
        return self.complete_on(PARTIES) is not None

    @property
    def signatures_listed(self) -> bool:
        """Whether a complete list of the signatures was read, so that absence means something."""
        return self.complete_on(SIGNATURES) is not None

    def complete_on(self, kind: str) -> date | None:
        """Return the day to which the list of one kind of act is complete; None without one."""
        return next((coverage.complete_on for coverage in self.lists if coverage.kind == kind), None)

    @property
    def listing(self) -> Listing:
        """How far the lists name the acts of States that exist."""
        signatures, closes = self.complete_on(SIGNATURES), self.facts.get("signature_closes_on")
        if not self.eligibility.sign or (signatures and closes and closes <= signatures):
            signatures = date.max
        return Listing(
            parties_to=self.complete_on(PARTIES),
            signatures_to=signatures,
            opened_on=self.facts.get("opened_on"),
            in_force_on=self.facts.get("in_force_on"),
        )

    @property
    def short_title(self) -> str:
        """The name for tables and sentences, such as OPSC."""
        return str(self.facts["short_title"])

    @property
    def since(self) -> date:
        """The first day on which an actor has a status.

        That is the adoption, else the opening for signature, else the entry into force, else the
        as-of date.
        """
        for name in ("adopted_on", "opened_on", "in_force_on"):
            if name in self.facts:
                day = self.facts[name]
                assert isinstance(day, date)
                return day
        return self.as_of


def read_treaties(data: Path, sources: Mapping[str, Source], vocabularies: Vocabularies) -> dict[str, Treaty]:
    """Return every treaty by its key, sorted.

    Raises DataError for a malformed treaty.toml or clauses.csv, for a rule that cannot be applied,
    and for an unknown source, treaty or kind of consent.
    """
    folders = sorted(folder for folder in (data / "treaties").iterdir() if folder.is_dir())
    keys = [folder.name for folder in folders]
    return {folder.name: _read_treaty(folder, keys, sources, vocabularies) for folder in folders}


def _read_treaty(folder: Path, keys: list[str], sources: Mapping[str, Source], vocabularies: Vocabularies) -> Treaty:
    file = folder / "treaty.toml"
    facts = read_treaty_file(file)

    check = partial(check_known, file)
    check("key", facts["key"], [folder.name])
    check("legal basis", facts["legal_basis"], vocabularies["legal-basis"])
    for name in ("supplements", "requires_party_to"):
        if name in facts:
            check(name, facts[name], keys)
    status = facts.pop("status")
    for source in status["sources"]:
        check("source", source, sources)
    table = facts.pop("entry_into_force", None)
    tables = facts.pop("lists", ())
    eligibility = facts.pop("eligibility")
    rules = facts.pop("joining")
    try:
        rule = EntryIntoForceRule(in_force_on=facts.get("in_force_on"), **table) if table else None
        parsed = Eligibility.parse(
            **eligibility,
            requires_party_to=facts.get("requires_party_to", ""),
            signature_closes_on=facts.get("signature_closes_on"),
        )
    except CsekgError as error:
        raise DataError("unusable rule", file=file, line=1, value=str(error)) from None
    try:
        joining = Joining.parse(rules, vocabularies["consent-kind"], check)
    except ValueError as error:
        raise DataError("unusable provision", file=file, line=1, value=str(error)) from None
    try:
        lists = parse_lists(tables, vocabularies["list"], sources, check)
    except ValueError as error:
        raise DataError("unusable list", file=file, line=1, value=str(error)) from None
    return Treaty(
        key=folder.name,
        facts=facts,
        rule=rule,
        eligibility=parsed,
        joining=joining,
        status_on=status["as_of"],
        read_every_days=status["read_every_days"],
        status_sources=tuple(status["sources"]),
        lists=lists,
        status_note=status.get("note", ""),
        clauses=(
            *_read_clauses(folder / "clauses.csv", sources, vocabularies),
            *_read_clauses(folder.parents[1] / "general_clauses.csv", sources, vocabularies),
        ),
    )


def _read_clauses(file: Path, sources: Mapping[str, Source], vocabularies: Vocabularies) -> tuple[Clause, ...]:
    if not file.exists():
        return ()
    return tuple(
        Clause(
            row=row,
            kind=row.required("fact"),
            value=row["value"],
            note=row["note"],
            article=row["article"],
            source=row.one_of("source", sources, "source"),
            source_note=row["source_note"],
            verification=row.one_of("verification", vocabularies["verification"], "verification"),
        )
        for row in read_csv(file, "fact,value,note,article,source,source_note,verification", key="fact")
    )
