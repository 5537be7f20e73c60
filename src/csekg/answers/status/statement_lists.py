"""How far the statements under a treaty are listed, kind by kind."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from csekg.answers.common.base import Answer, Day, Filter, Ref, chosen, code, day
from csekg.answers.common.kinds import READ, fine_kind
from csekg.answers.common.known import find_treaty, treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.texts.coverage import ListCoverage, coverage
from csekg.sparql.store import QueryEngine, whole_number


class StatementList(Answer):
    """How far one kind of statement under one treaty is listed."""

    treaty: Ref
    kind: str = Field(description="reservation, declaration, objection ...")
    statements: int = Field(description="how many are in the data")
    complete_on: Day | None = Field(
        description="a day on which all were listed; null where no complete list is known"
    )
    read_until: Day | None = Field(
        description="day of the newest source read for this kind: later ones may be missing"
    )


_STATED = f"""
SELECT ?treaty ?class (COUNT(DISTINCT ?statement) AS ?number) (MAX(?as_of) AS ?newest) WHERE {{
  VALUES ?class {{ {" ".join(f"cse:{name}" for name in READ)} }}
  ?statement a ?class ; cse:treaty ?treaty ; prov:hadPrimarySource ?source .
  OPTIONAL {{ ?source cse:statusAsOf ?as_of }}
}} GROUP BY ?treaty ?class
"""
#: The kinds that treaties and States are asked about, even where none is known.
ASKED = tuple(
    fine_kind(name)
    for name in ("Reservation", "InterpretativeDeclaration", "Declaration", "Objection")
)


def statement_lists(store: QueryEngine, treaty: Filter[str] = None) -> list[StatementList]:
    """Return for each kind of statement under each treaty, or some, how far it is listed.

    Reservations, declarations and objections are named under every treaty, other kinds where there
    are some. Raises UnknownNameError for an unknown treaty.
    """
    keys = {find_treaty(store, key).key for key in chosen(treaty)}
    return [each for each in _all(store) if not keys or each.treaty.key in keys]


@remembered
def _all(store: QueryEngine) -> tuple[StatementList, ...]:
    known: dict[tuple[str, str], tuple[int, date | None]] = {}
    for iri, class_, counted, newest_day in values(store, _STATED):
        known[iri, fine_kind(code(class_))] = whole_number(counted), day(newest_day)
    covered, found = coverage(store), []
    for iri, ref in treaty_refs(store).items():
        lists = {each.list_of: each for each in covered.get(iri, ())}
        for kind in map(fine_kind, READ):
            if kind in ASKED or (iri, kind) in known:
                number, newest = known.get((iri, kind), (0, None))
                found.append(_list(ref, kind, number, newest, lists.get(kind)))
    return tuple(found)


def _list(
    treaty: Ref, kind: str, number: int, newest: date | None, covered: ListCoverage | None
) -> StatementList:
    complete_on = covered.complete_on if covered else None
    checked = covered.checked_until if covered else None
    read = [each for each in (newest, complete_on, checked) if each]
    return StatementList(
        treaty=treaty, kind=kind, statements=number, complete_on=complete_on,
        read_until=max(read, default=None),
    )  # fmt: skip
