"""Tidy tables, whose records are the solutions of one SPARQL query, and columns many have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from string import Template
from typing import TypeAlias

import pyoxigraph as ox

from csekg.errors import CsekgError
from csekg.sparql.store import QueryEngine, Results, as_text, read, solutions_of
from csekg.tables.table import Column, Kind, Row, Table, Value

TidyColumn: TypeAlias = Column[ox.QuerySolution]

_TRUTH = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class Variable:
    """Reads the value of a variable of a solution by its kind.

    Of an IRI the part after `cut` is kept, for `/` that after the last slash.
    """

    name: str
    kind: Kind
    cut: str = ""

    def __call__(self, solution: ox.QuerySolution) -> Value:
        """Return the value, None where the variable is unbound; raises CsekgError for another."""
        text = as_text(solution[self.name])
        if not text:
            return None
        try:
            return self._value(text)
        except (ValueError, KeyError):
            raise CsekgError(f"{text[:80]!r} comes where {self.name} takes a value of the kind {self.kind}") from None

    def _value(self, text: str) -> Value:
        if self.kind == "day":
            return date.fromisoformat(text)
        if self.kind == "boolean":
            return _TRUTH[text]
        if self.kind == "integer":
            return int(text)
        return text.rpartition(self.cut)[2] if self.cut else text


@dataclass(frozen=True, slots=True)
class Several:
    """Reads a variable that holds several codes or days: IRIs or literals with spaces between.

    Of an IRI the part after `cut` is kept, for `/` that after the last slash.
    """

    name: str
    cut: str = "/"

    def __call__(self, solution: ox.QuerySolution) -> Value:
        """Return them sorted, with semicolons; None where there is none."""
        values = as_text(solution[self.name]).split()
        return "; ".join(sorted(value.rpartition(self.cut)[2] for value in values)) or None


def column(
    key: str, kind: Kind, meaning: str, cut: str = "", *, required: bool = False, references: str = ""
) -> TidyColumn:
    """Return a column of the values of the variable of its name, by which people know it, too."""
    return Column(
        key=key,
        heading=key,
        value=Variable(key, kind, cut),
        kind=kind,
        meaning=meaning,
        required=required,
        references=references,
    )


def several(key: str, meaning: str, cut: str = "/") -> TidyColumn:
    """Return a column whose cells may hold several codes or days, with semicolons between them."""
    return Column(key=key, heading=key, value=Several(key, cut), meaning=f"{meaning}, with `; ` between them")


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyTable(Table[ox.QuerySolution]):
    """A tidy table: what one row is, and the columns of its key."""

    row_is: str
    key: tuple[str, ...]

    @property
    def query(self) -> str:
        """The source of the rows, in `queries`.

        It is no typed answer: everybody can ask it of any endpoint, and the tests hold it against
        the answers, which other queries make.
        """
        return _query_of(self.name)

    def rows(self, store: QueryEngine) -> list[Row]:
        """Return the rows in a store, sorted by key.

        Raises CsekgError for a value of another kind than its column, and for two rows of one key.
        """
        found = read(store.ask(self.query), self._by_key)
        return [found[key] for key in sorted(found, key=lambda key: tuple(map(str, key)))]

    def _by_key(self, results: Results) -> dict[Row, Row]:
        """Return the rows by key; results are read one by one, since there may be a million."""
        place = [self.keys.index(name) for name in self.key]
        required = [number for number, column in enumerate(self.columns) if column.required]
        values = [column.value for column in self.columns]
        found: dict[Row, Row] = {}
        for solution in solutions_of(results):
            row = tuple(value(solution) for value in values)
            for number in required:
                if row[number] is None:
                    raise CsekgError(f"a row of {self.name} has no {self.keys[number]}: validate the dataset")
            key = tuple(row[number] for number in place)
            if found.setdefault(key, row) != row:
                raise CsekgError(
                    f"the dataset has two rows for {', '.join(map(str, key))} in the table {self.name}: validate it"
                )
        return found

    def references(self) -> Iterator[tuple[TidyColumn, str]]:
        """Yield the columns that are keys of other tables, with the names of these."""
        for column in self.columns:
            if column.references:
                yield column, column.references


ACTOR = column("actor", "category", "key of the State or organization, as `FRA`", required=True, references="actors")
ACTOR_NAME = column("actor_name", "category", "its name in English", required=True)
REGION = column("region", "category", "its region in the M49 standard of the United Nations")
SUBREGION = column("subregion", "category", "its subregion in the same standard")
REGIONAL_GROUP = column("regional_group", "category", "its regional group in the United Nations")
TREATY = column("treaty", "category", "key of the treaty, as `opsc`", required=True, references="treaties")
TREATY_TITLE = column("treaty_title", "category", "its short title in English", required=True)
STATUS = column(
    "status",
    "category",
    "party, contracting-state (bound from a future day), signatory, "
    "no-action, no-act-read, needs-invitation, must-join-first, former-party, unknown, not-eligible or "
    "did-not-exist",
    "/",
    required=True,
)
AS_OF = column(
    "as_of",
    "day",
    "day to which the treaty's list of parties is complete; without a list, the day of the sources",
    required=True,
)
STATUS_ON = column(
    "status_on",
    "day",
    "day on which statuses are told: `as_of`, or a later one until which acts were read, if one is known",
    required=True,
)
WHO = (ACTOR, ACTOR_NAME, REGION, SUBREGION, REGIONAL_GROUP)
UNDER = (TREATY, TREATY_TITLE)

#: What stands for the names with a dollar sign in the queries.
_PATTERNS = {
    # Binds the columns of `WHO` for `?who`: found once for each State, not once for each row.
    "WHO": """
  { SELECT ?who ?actor ?actor_name ?region ?subregion ?regional_group WHERE {
    ?who a cse:TreatyActor ; dcterms:identifier ?actor ; rdfs:label ?actor_name .
    OPTIONAL { ?who cse:memberOf ?r . ?r cse:groupKind "m49-region" ; rdfs:label ?region }
    OPTIONAL { ?who cse:memberOf ?s . ?s cse:groupKind "m49-subregion" ; rdfs:label ?subregion }
    OPTIONAL { ?who cse:memberOf ?u . ?u cse:groupKind "un-regional-group" ; rdfs:label ?regional_group }
  } }
""",
    # Binds the columns of `UNDER` for `?under`.
    "UNDER": """
  ?under dcterms:identifier ?treaty ; cse:shortTitle ?treaty_title .
  FILTER(LANG(?treaty_title) IN ("en", ""))
""",
    # Class, coarse kind, fine kind, and whether its day is that which is followed where several are.
    "ACTS": """
    (cse:Signature "signature" "signature" true)
    (cse:ConsentToBeBound "consent" "consent" true)
    (cse:TerritorialApplication "territorial" "territorial-application" false)
    (cse:TerritorialExclusion "territorial" "territorial-exclusion" false)
    (cse:Invitation "invitation" "invitation" false)
    (cse:Denunciation "denunciation" "denunciation" false)
""",
    "STATEMENTS": """
    (cse:Reservation "statement" "reservation" false)
    (cse:InterpretativeDeclaration "statement" "interpretative-declaration" false)
    (cse:Declaration "statement" "declaration" false)
    (cse:BindingAgeDeclaration "statement" "binding-age-declaration" false)
    (cse:Objection "statement" "objection" false)
    (cse:Communication "statement" "communication" false)
    (cse:AuthorityDesignation "statement" "authority-designation" false)
    (cse:ReservationWithdrawal "statement" "reservation-withdrawal" false)
    (cse:DeclarationModification "statement" "declaration-modification" false)
""",
    # Of the panel, from that of the Declaration of Geneva. Years that are not over have no rows, nor have those
    # before a treaty: the first row is of 1930.
    "YEARS": " ".join(map(str, range(1924, 2101))),
}


@cache
def _query_of(table: str) -> str:
    file = resources.files("csekg.tables") / "queries" / f"{table}.rq"
    return Template(file.read_text(encoding="utf-8")).substitute(_PATTERNS)
