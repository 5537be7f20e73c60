"""How two releases differ: thing by thing, read from their tidy tables, and as statements."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

from pyoxigraph import Quad, RdfFormat, parse

from csekg.releases.folder import N_QUADS, Release
from csekg.sparql.store import QueryEngine
from csekg.tables.all_tables import BY_NAME
from csekg.tables.as_csv import to_csv

Row: TypeAlias = Mapping[str, str]


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


class _Joined(NamedTuple):
    """A column made of another table: its values for the key of the row, sorted, with commas."""

    name: str
    table: str
    key: str
    value: str


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
    joined: tuple[_Joined, ...] = ()
    whole: bool = True


_LABEL = _Joined("label", "acts", "act", "label")
_TABLES = (
    _Compared(
        "acts",
        "act",
        ("act",),
        ("acted_on", "not_before", "not_after", "kind", "territory", "sources"),
        (_Joined("sources", "act_sources", "act", "source"),),
    ),
    _Compared(
        "statements",
        "declaration",
        ("act",),
        (
            "effect",
            "description",
            "withdrawal",
            "withdrawn_on",
            "partly_withdrawn_on",
            "declared_minimum_age",
            "provisions",
            "objected_acts",
            "objected_actors",
        ),
        (
            _LABEL,
            _Joined("provisions", "statement_provisions", "act", "provision"),
            _Joined("objected_acts", "objections", "act", "objected_act"),
            _Joined("objected_actors", "objections", "act", "objected_actor"),
        ),
        whole=False,
    ),
    _Compared(
        "participations",
        "participation",
        ("actor", "treaty"),
        ("status", "bound_on_stated", "bound_on_computed"),
        whole=False,
    ),
    _Compared(
        "treaties",
        "instrument",
        ("treaty",),
        (
            "short_title",
            "title",
            "document_symbol",
            "adopted_on",
            "opened_on",
            "in_force_on",
            "signature_closes_on",
            "official_text",
            "legal_basis",
            "as_of",
            "list_complete",
            "signatures_complete",
        ),
    ),
    _Compared(
        "instruments",
        "instrument",
        ("instrument",),
        ("short_title", "title", "kind", "document_symbol", "adopted_on", "adopted_in_year", "official_text"),
    ),
    _Compared("sources", "source", ("source",), ("title", "publisher", "as_of", "rights", "completeness", "location")),
    _Compared(
        "differences",
        "difference between sources",
        ("difference",),
        ("chosen_value", "chosen_source", "other_value", "other_source", "state_of_it", "reason"),
        (_LABEL,),
    ),
    _Compared(
        "correspondences",
        "correspondence",
        ("paragraph", "provision"),
        ("strength", "rationale", "reading_count", "decision_reason"),
        (
            _Joined("paragraph_name", "paragraphs", "paragraph", "paragraph_name"),
            _Joined("number", "provisions", "provision", "number"),
        ),
    ),
    _Compared(
        "provisions",
        "provision",
        ("provision",),
        ("heading", "description", "provision_kind", "duty", "verification", "topic"),
    ),
    _Compared("paragraphs", "paragraph", ("paragraph",), ("paragraph_name", "description", "addressee", "topic")),
    _Compared("citations", "citation", ("citation",), ("citation_verb", "cited_instrument", "cited_as", "description")),
    _Compared(
        "actors",
        "actor",
        ("actor",),
        ("actor_name", "formal_name", "kind", "iso_numeric", "m49", "un_admission_date", "groups"),
        (_Joined("groups", "memberships", "actor", "group_key"),),
    ),
    _Compared("groups", "group", ("group_key",), ("group_name", "kind", "part_of")),
)


class HasTables(Protocol):
    """What has the tidy tables of a dataset: a release, or a store (`StoreTables`)."""

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table, cells by column."""


class StoreTables:
    """The tidy tables of a dataset in a store, as those of a release are read."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store; a table is made when its rows are first asked for."""
        self._store = store
        self._files: dict[str, bytes] = {}

    def rows(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a table, cells by column; raises CsekgError as `Table.rows` does."""
        if table not in self._files:
            self._files[table] = to_csv(BY_NAME[table].keys, BY_NAME[table].rows(self._store), line_end="\n")
        text = self._files[table].decode("utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))


def differences(before: HasTables, after: HasTables) -> list[Difference]:
    """Return what changed, table by table: acts first, in each the new, the changed, the removed.

    An act whose identifier changed with its day or kind, and that alone was so replaced, is a
    changed one. Raises CsekgError where a table is not as it was released.
    """
    return [
        difference
        for compared in _TABLES
        for difference in _between(compared, _rows(before, compared), _rows(after, compared))
    ]


def _rows(tables: HasTables, compared: _Compared) -> list[dict[str, str]]:
    """Return the rows of a table with the columns that are joined to it."""
    rows = tables.rows(compared.table)
    for joined in compared.joined:
        values: dict[str, set[str]] = defaultdict(set)
        for other in tables.rows(joined.table):
            # A membership that has ended is none of today.
            if other.get("current") != "false":
                values[other[joined.key]].add(other[joined.value])
        for row in rows:
            row[joined.name] = ", ".join(sorted(values[row[joined.key]] - {""}))
    return rows


def _between(compared: _Compared, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Difference]:
    thing = compared.thing
    old = {tuple(row[column] for column in compared.key): row for row in before}
    new = {tuple(row[column] for column in compared.key): row for row in after}
    pairs: list[tuple[Row, Row]] = [(old[key], row) for key, row in new.items() if key in old]
    gone = [row for key, row in old.items() if key not in new]
    come = [row for key, row in new.items() if key not in old]
    if thing == "act":
        replaced = _replaced(gone, come)
        pairs += replaced
        gone = [row for row in gone if all(row is not other for other, _ in replaced)]
        come = [row for row in come if all(row is not other for _, other in replaced)]
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
    return (*what, *row["act"].split("/")[3:])


class StatementChange(NamedTuple):
    """A statement of one release that the other has not, as a line of N-Quads without its end."""

    change: Literal["added", "removed"]
    line: bytes

    def terms(self) -> tuple[str, str, str, str]:
        """Return subject, predicate, object and graph, each as N-Quads writes it."""
        (quad,) = parse(self.line, RdfFormat.N_QUADS)
        assert isinstance(quad, Quad)
        return str(quad.subject), str(quad.predicate), str(quad.object), str(quad.graph_name)


def statement_changes(before: Release, after: Release) -> Iterator[StatementChange]:
    """Yield what was added and removed, in the order of N-Quads; both files are sorted.

    Takes half a second and no memory. Raises CsekgError where a file is not as it was released.
    """
    with before.opened(N_QUADS) as old, after.opened(N_QUADS) as new:
        left, right = old.readline(), new.readline()
        while left or right:
            if left == right:
                left, right = old.readline(), new.readline()
            elif not right or (left and left < right):
                yield StatementChange("removed", left.rstrip(b"\n"))
                left = old.readline()
            else:
                yield StatementChange("added", right.rstrip(b"\n"))
                right = new.readline()
