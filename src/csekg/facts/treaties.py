"""The treaties: identity, rule parameters and final clauses (`data/treaties/<key>/`)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from csekg.calendar import EntryIntoForceRule
from csekg.eligibility import Eligibility
from csekg.errors import CsekgError, DataError, did_you_mean
from csekg.facts.sources import Source
from csekg.facts.vocabularies import Vocabularies
from csekg.tables import read_csv, read_toml

_IDENTIFIERS = (
    "mtdsg", "unts_volume", "unts_number", "unts_page", "unts_registered_on", "treaty_series",
)  # fmt: skip
_RULE = (
    "first_threshold", "first_threshold_members", "first_wait", "first_rounds", "trigger_on",
    "later_wait", "later_rounds", "applies_when", "counts_from", "floor", "floor_basis",
    "excludes_organizations", "gap_from", "gap_until", "article",
)  # fmt: skip
_KEYS: dict[str, Collection[str] | None] = {
    **dict.fromkeys((
        "key", "class", "title", "short_title", "symbol", "supplements", "requires_party_to",
        "official_text", "legal_basis", "summary", "depositary", "adopted_by", "adopted_on",
        "adopted_at", "adopted_by_act", "opened_on", "signature_closes_on", "in_force_on",
    )),
    "identifiers": _IDENTIFIERS,
    "status": ("as_of", "sources", "complete", "note"),
    "entry_into_force": _RULE,
    "eligibility": ("sign", "consent", "invitation", "note", "article"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clause:
    """One fact of the final clauses, with the article and the source that state it."""

    kind: str
    value: str
    note: str
    article: str
    source: str
    source_note: str
    verification: str


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty with everything that the status computation needs."""

    key: str
    facts: Mapping[str, Any]
    rule: EntryIntoForceRule | None
    eligibility: Eligibility
    as_of: date
    status_sources: tuple[str, ...]
    complete: bool
    status_note: str
    clauses: tuple[Clause, ...]

    @property
    def short_title(self) -> str:
        """The name used in tables and sentences."""
        return str(self.facts["short_title"])

    @property
    def since(self) -> date:
        """The first day on which an actor can have a status: adoption, else opening, else force."""
        for name in ("adopted_on", "opened_on", "in_force_on"):
            if name in self.facts:
                day = self.facts[name]
                assert isinstance(day, date)
                return day
        return self.as_of


def read_treaties(
    data: Path, sources: Mapping[str, Source], vocabularies: Vocabularies
) -> dict[str, Treaty]:
    """Return every treaty by its key, sorted."""
    folders = sorted(folder for folder in (data / "treaties").iterdir() if folder.is_dir())
    keys = [folder.name for folder in folders]
    return {folder.name: _read_treaty(folder, keys, sources, vocabularies) for folder in folders}


def _read_treaty(
    folder: Path, keys: list[str], sources: Mapping[str, Source], vocabularies: Vocabularies
) -> Treaty:
    file = folder / "treaty.toml"
    facts = read_toml(file, _KEYS)

    def check(name: str, value: str, known: Collection[str]) -> None:
        if value not in known:
            lines = file.read_text(encoding="utf-8").splitlines()
            line = next((n for n, text in enumerate(lines, 1) if value in text), 1)
            raise DataError(f"unknown {name}", file=file, line=line, value=value,
                            hint=did_you_mean(value, known))  # fmt: skip

    check("key", facts["key"], [folder.name])
    check("class", facts["class"], ["treaty", "protocol"])
    check("legal basis", facts["legal_basis"], vocabularies["legal-basis"])
    for name in ("supplements", "requires_party_to"):
        if name in facts:
            check(name, facts[name], keys)
    status = facts.pop("status")
    for source in status["sources"]:
        check("source", source, sources)
    table = facts.pop("entry_into_force", None)
    eligibility = facts.pop("eligibility")
    try:
        rule = EntryIntoForceRule(in_force_on=facts.get("in_force_on"), **table) if table else None
        parsed = Eligibility.parse(
            **eligibility,
            requires_party_to=facts.get("requires_party_to", ""),
            signature_closes_on=facts.get("signature_closes_on"),
        )
    except CsekgError as error:
        raise DataError("unusable rule", file=file, line=1, value=str(error)) from None
    return Treaty(
        folder.name,
        facts,
        rule,
        parsed,
        status["as_of"],
        tuple(status["sources"]),
        status["complete"],
        status.get("note", ""),
        _read_clauses(folder / "clauses.csv", sources, vocabularies),
    )


def _read_clauses(
    file: Path, sources: Mapping[str, Source], vocabularies: Vocabularies
) -> tuple[Clause, ...]:
    if not file.exists():
        return ()
    columns = ("fact", "value", "note", "article", "source", "source_note", "verification")
    return tuple(
        Clause(
            row.required("fact"),
            row["value"],
            row["note"],
            row["article"],
            row.one_of("source", sources, "source"),
            row["source_note"],
            row.one_of("verification", vocabularies["verification"], "verification"),
        )
        for row in read_csv(file, columns)
    )
