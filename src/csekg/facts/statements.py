"""The statements of sources about actors and a treaty (`data/treaties/<key>/participation.csv`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.facts.actors import References, actor_of
from csekg.facts.sources import Source, check_known_then, check_year_known_then
from csekg.facts.tables import Row, read_csv

_COLUMNS = (
    "actor,territory,name_in_source,signed_on,consent,consent_on,in_force_on,marks,minimum_age,basis,source,"
    "preferred,note"
)
#: The values that a row may mark, in the column `preferred`, as those to follow.
PREFERABLE = ("signature", "consent", "kind", "date", "in_force")
#: The `consent` of a source that says only that an actor is a party, without kind or date.
PARTY_ONLY = "party"
TERRITORIAL = "territorial-application"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one source states about one actor, or one of its territories, and one treaty.

    Dates are None where the source gives none: `signed` is then still true where it says that the
    actor signed, and `consent_year` is the year where it gives only that. `basis` says how the
    statement was read: stated, inferred or from a tally. `preferred` names the values of this
    statement that are followed where sources differ.
    """

    row: Row
    treaty: str
    actor: str
    territory: str = ""
    name_in_source: str
    signed: bool
    signed_on: date | None
    consent: str
    consent_on: date | None
    consent_year: int | None = None
    in_force_on: date | None
    marks: str = ""
    minimum_age: int | None = None
    basis: str = "stated"
    source: str
    preferred: frozenset[str] = frozenset()
    note: str = ""

    @property
    def says_in_force(self) -> bool:
        """Whether the source says that the treaty binds the actor, but not since when."""
        return self.consent == PARTY_ONLY or self.row["in_force_on"] == "yes"

    @property
    def consents(self) -> bool:
        """Whether this states a consent to be bound, by the actor and not for a territory."""
        stated = self.consent, self.consent_on, self.consent_year, self.row["in_force_on"]
        return not self.territory and any(stated)


def read_statements(data: Path, treaty: str, references: References) -> tuple[Statement, ...]:
    """Return the statements about a treaty in file order, () if it has no such file.

    Raises DataError for an unknown actor, territory, kind or source, and for an act dated after
    the as-of date of its source.
    """
    file = data / "treaties" / treaty / "participation.csv"
    if not file.exists():
        return ()
    vocabularies = references.vocabularies
    kinds = {*vocabularies["consent-kind"], PARTY_ONLY, TERRITORIAL}
    statements = []
    for row in read_csv(file, _COLUMNS, key="actor,territory,source"):
        signed = row["signed_on"]
        consent_on, consent_year = row.day_or_year("consent_on")
        statement = Statement(
            row=row,
            treaty=treaty,
            actor=actor_of(row, references.actors),
            territory=row.optional("territory", references.territories, "territory"),
            name_in_source=row["name_in_source"],
            signed=bool(signed),
            signed_on=None if signed == "yes" else row.day("signed_on"),
            consent=row.optional("consent", kinds, "kind of consent"),
            consent_on=consent_on,
            consent_year=consent_year,
            in_force_on=None if row["in_force_on"] == "yes" else row.day("in_force_on"),
            marks=row["marks"],
            minimum_age=row.number("minimum_age"),
            basis=row.one_of("basis", vocabularies["basis"], "basis"),
            source=row.one_of("source", references.sources, "source"),
            preferred=frozenset(row.list("preferred", " ")),
            note=row["note"],
        )
        _check(statement, references.sources)
        statements.append(statement)
    return tuple(statements)


def _check(statement: Statement, sources: Mapping[str, Source]) -> None:
    row, source = statement.row, sources[statement.source]
    for name in statement.preferred:
        if name not in PREFERABLE:
            raise row.fail("unknown word in column preferred", name, f"Known: {', '.join(PREFERABLE)}.")
    if (statement.consent == TERRITORIAL) != bool(statement.territory):
        raise row.fail("a territory goes with territorial-application, and only so", row["consent"])
    for day in (statement.signed_on, statement.consent_on):
        check_known_then(row, day, source)
    check_year_known_then(row, statement.consent_year, source)
