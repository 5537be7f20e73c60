"""To which provisions a reservation is, by the clause of the treaty under which it was made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from csekg.answers.common.base import Ref
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import refs_of
from csekg.answers.status.declarations import Declaration
from csekg.answers.texts.affected_paragraphs import overlaps
from csekg.sparql.store import QueryEngine

_EXCLUDABLE = """
SELECT ?clause ?provision ?name WHERE {
  ?clause cse:allowsExclusionOf ?provision . ?provision rdfs:label ?name ; cse:order ?order
} ORDER BY ?clause ?order
"""


@dataclass(frozen=True, slots=True)
class Target:
    """The provisions to which a statement is, and the named clauses of the treaty that allow it."""

    provisions: tuple[Ref, ...]
    clauses: tuple[Ref, ...]

    def is_to(self, provision: str) -> bool:
        """Return whether the statement is to a provision, given by IRI, to a part of it or to its whole."""
        return overlaps([each.id for each in self.provisions], provision)

    def is_under(self, provision: str) -> bool:
        """Return whether a clause that allows the statement is this provision, a part of it or its whole."""
        return overlaps([each.id for each in self.clauses], provision)


def target(store: QueryEngine, statement: Declaration) -> Target:
    """Return to which provisions a statement is.

    A statement under a reservation clause is to what the clause lets a State exclude, narrowed to
    those of these provisions that it names, if it names any: under article 20(3) to the offences of
    production and possession. What it names besides, as the offences whose attempt it exempts, is
    only mentioned. A statement under no such clause is to all that it names.
    """
    named = statement.concerns_provision
    by_clause = {each: excludable for each in named if (excludable := _excludable(store).get(each.id))}
    if not by_clause:
        return Target(named, ())
    found: list[Ref] = []
    for excludable in by_clause.values():
        others = [each for each in named if each not in by_clause]
        chosen = [each for each in excludable if overlaps([other.id for other in others], each.id)]
        found += chosen or excludable
    return Target(tuple(dict.fromkeys(found)), tuple(by_clause))


@remembered
def _excludable(store: QueryEngine) -> Mapping[str, tuple[Ref, ...]]:
    """Return the provisions that each reservation clause lets a State exclude, by its IRI."""
    return dict(refs_of(store, _EXCLUDABLE))
