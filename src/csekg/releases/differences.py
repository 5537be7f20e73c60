"""How two releases differ, thing by thing: read from their tables alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that one release alone has, or a cell that two releases fill otherwise.

    `thing` is the kind of thing that the row is about, `row` the newer one where both releases have
    it; `column`, `before` and `after` are '' for a whole row.
    """

    change: Literal["added", "removed", "changed"]
    thing: str
    row: Row
    column: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Compared:
    """A table, the word for its rows, the columns that identify a row, and those compared.

    Columns that follow from others are left out. Rows of a table that is not `whole` come and go
    with those of another one.
    """

    table: str
    thing: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    whole: bool = True


_TABLES = (
    _Compared("acts", "act", ("id",),
              ("date", "notBefore", "notAfter", "kind", "detail", "sources")),
    _Compared("declarations", "declaration", ("id",),
              ("effect", "concernsProvision", "objectsTo", "declaredMinimumAge", "withdrawal",
               "withdrawnOn", "partlyWithdrawnOn"), whole=False),
    _Compared("participations", "participation", ("actor", "treaty"),
              ("statusLabel", "entryIntoForceStated", "entryIntoForceComputed"), whole=False),
    _Compared("instruments", "instrument", ("id",),
              ("name", "shortTitle", "kind", "documentSymbol", "adoptedOn", "officialText",
               "legalBasis", "asOf", "parties", "signatories", "complete", "signaturesComplete")),
    _Compared("sources", "source", ("id",),
              ("name", "publisher", "asOf", "rights", "completeness", "location")),
    _Compared("differences", "difference between sources", ("id",),
              ("chosenValue", "chosenSource", "dissentingValue", "dissentingSource",
               "discrepancyStatus", "reason")),
    _Compared("correspondences", "correspondence", ("id",),
              ("strength", "rationale", "readingCount", "decisionReason")),
    _Compared("provisions", "provision", ("id",),
              ("name", "heading", "description", "dutyStrength", "verification", "topic")),
    _Compared("paragraphs", "paragraph", ("id",), ("name", "description", "addressee", "topic")),
    _Compared("citations", "citation", ("id",),
              ("citationVerb", "citedInstrument", "citedAs", "description")),
    _Compared("actors", "actor", ("id",),
              ("name", "kind", "formalName", "iso2", "isoNumeric", "m49", "unAdmissionDate",
               "memberOf")),
    _Compared("groups", "group", ("id",), ("name", "groupKind", "isPartOf")),
)  # fmt: skip


class HasTables(Protocol):
    """What has the tables of a dataset: a release, or a store (`StoreTables`)."""

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table, cells by column."""


def differences(before: HasTables, after: HasTables) -> list[Difference]:
    """Return what changed, table by table: acts first, in each the new, the changed, the removed.

    An act whose identifier changed with its day or kind, and that alone was so replaced, is a
    changed one. Raises CsekgError where a table is not as it was released.
    """
    return [
        difference
        for compared in _TABLES
        for difference in _between(compared, before.rows(compared.table),
                                   after.rows(compared.table))
    ]  # fmt: skip


def _between(
    compared: _Compared, before: Sequence[Row], after: Sequence[Row]
) -> Iterator[Difference]:
    thing = compared.thing
    old = {tuple(row[column] for column in compared.key): row for row in before}
    new = {tuple(row[column] for column in compared.key): row for row in after}
    pairs: list[tuple[Row, Row]] = [(old[key], row) for key, row in new.items() if key in old]
    gone = [row for key, row in old.items() if key not in new]
    come = [row for key, row in new.items() if key not in old]
    if thing == "act":
        replaced = _replaced(gone, come)
        pairs += replaced
        gone = [row for row in gone if all(row is not each for each, _ in replaced)]
        come = [row for row in come if all(row is not each for _, each in replaced)]
    if compared.whole:
        yield from (Difference("added", thing, row) for row in come)
    for was, row in pairs:
        for column in compared.columns:
            if was[column] != row[column]:
                yield Difference("changed", thing, row, column, was[column], row[column])
    if compared.whole:
        yield from (Difference("removed", thing, row) for row in gone)


def _replaced(gone: Sequence[Row], come: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the acts of which one took the place of another one, old and new."""
    sides: dict[tuple[str, ...], tuple[list[Row], list[Row]]] = defaultdict(lambda: ([], []))
    for number, rows in enumerate((gone, come)):
        for row in rows:
            sides[_identity(row)][number].append(row)
    return [(old[0], new[0]) for old, new in sides.values() if len(old) == len(new) == 1]


def _identity(row: Row) -> tuple[str, ...]:
    """Return what stays the same of an act whose day or kind is corrected."""
    what = (row["actor"], row["treaty"], row["what"])
    if row["what"] in ("signature", "consent"):
        return what
    # Behind treaty, actor and day stand the kind, and the number or the territory.
    return (*what, *row["id"].partition("/action/")[2].split("/")[3:])
