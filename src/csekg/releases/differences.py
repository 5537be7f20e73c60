"""What changed between two releases, thing by thing: read from their tables alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from pydantic import Field

from csekg.answers.common.base import Answer, Iri
from csekg.releases import wording

Row = Mapping[str, str]


class Change(Answer):
    """Something that a release says otherwise than another one."""

    change: Literal["added", "removed", "changed"]
    thing: str = Field(description="kind of thing: act, participation, instrument, source ...")
    id: Iri
    actor: str | None = Field(description="key of the State; null where it is about none")
    treaty: str | None = Field(description="key of the treaty; null where it is about none")
    property: str | None = Field(description="column that has another value; null for a whole row")
    before: str | None
    after: str | None
    text: str = Field(description="the change in words")


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


def changes(before: HasTables, after: HasTables) -> list[Change]:
    """Return what changed, table by table: acts first, in each the new, the changed, the removed.

    An act whose identifier changed with its day or kind, and that alone was so replaced, is a
    changed one. Raises CsekgError where a table is not as it was released.
    """
    return [
        change
        for compared in _TABLES
        for change in _changes(compared, before.rows(compared.table), after.rows(compared.table))
    ]


def counted(found: Sequence[Change]) -> str:
    """Return how many acts are new, corrected and removed, and how much else changed, in words."""
    acts = Counter(change.change for change in found if change.thing == "act")
    others = len(found) - acts.total()
    return (
        f"acts: {acts['added']} new, {acts['changed']} changed, {acts['removed']} removed; "
        f"{others} other changes"
    )


def _changes(compared: _Compared, before: Sequence[Row], after: Sequence[Row]
             ) -> Iterator[Change]:  # fmt: skip
    old = {tuple(row[column] for column in compared.key): row for row in before}
    new = {tuple(row[column] for column in compared.key): row for row in after}
    pairs: list[tuple[Row, Row]] = [(old[key], row) for key, row in new.items() if key in old]
    gone = [row for key, row in old.items() if key not in new]
    come = [row for key, row in new.items() if key not in old]
    if compared.thing == "act":
        replaced = _replaced(gone, come)
        pairs += replaced
        gone = [row for row in gone if all(row is not each for each, _ in replaced)]
        come = [row for row in come if all(row is not each for _, each in replaced)]
    if compared.whole:
        for row in come:
            yield _change("added", compared.thing, row, wording.added(compared.thing, row))
    for was, row in pairs:
        for column in compared.columns:
            if was[column] != row[column]:
                args = (compared.thing, row, column, was[column], row[column])
                yield _change(
                    "changed", compared.thing, row, wording.changed(*args), column, was[column],
                    row[column],
                )  # fmt: skip
    if compared.whole:
        for row in gone:
            yield _change("removed", compared.thing, row, wording.removed(compared.thing, row))


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


def _change(
    change: Literal["added", "removed", "changed"],
    thing: str,
    row: Row,
    text: str,
    column: str | None = None,
    before: str | None = None,
    after: str | None = None,
) -> Change:
    treaty = row.get("treaty") or row.get("instrument")
    actor = row.get("actor") or row.get("state")
    return Change(
        change=change, thing=thing, id=row["id"], actor=actor or None, treaty=treaty or None,
        property=column, before=before or None, after=after or None, text=text,
    )  # fmt: skip
