"""The clauses on joining a treaty, as the dataset states them in links and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from csekg.answers.common.base import Ref, code
from csekg.answers.common.grouping import lists_of, refs_of
from csekg.answers.common.groups import Group, groups
from csekg.answers.common.known import treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.texts.instrument import FinalClause, InstrumentDetail, instrument
from csekg.sparql.store import QueryEngine

_LINKED = """
SELECT ?treaty ?property ?thing WHERE {
  VALUES ?property {
    cse:requiresPartyTo cse:requiresPartyToOneOf cse:consentRequiresActUnder
    cse:opensSignatureToMembersOf
  }
  ?treaty a cse:Treaty ; ?property ?thing
} ORDER BY ?treaty ?property ?thing
"""
_DECLARED = """
SELECT ?treaty ?provision ?label WHERE {
  ?treaty cse:%s ?provision . ?provision rdfs:label ?label ; cse:order ?order
} ORDER BY ?treaty ?order
"""
_INVITED = """
SELECT DISTINCT ?treaty ?actor WHERE {
  ?act a cse:Invitation ; cse:treaty ?treaty ; cse:actor ?actor
}
"""


@dataclass(frozen=True, slots=True)
class JoiningRules:
    """The clauses on joining one treaty.

    `parents` are treaties to one of which a State must be a party, `acted_under` one that it must
    have signed or joined. `members_first` is the group whose members need no invitation.
    `declared` are provisions under which a declaration is due with the consent, `competence` those
    under which an organization declares its competence. `invited` are IRIs of actors.
    """

    about: InstrumentDetail
    parents: tuple[Ref, ...]
    acted_under: tuple[Ref, ...]
    members_first: Group | None
    declared: tuple[Ref, ...]
    competence: tuple[Ref, ...]
    invited: frozenset[str]

    def clause(self, kind: str) -> FinalClause | None:
        """Return the final clause of a kind, such as `consent-forms`; None where none was read."""
        return next((each for each in self.about.final_clauses if each.clause_kind == kind), None)


@remembered
def joining_rules(store: QueryEngine) -> Mapping[str, JoiningRules]:
    """Return the clauses on joining each treaty, by its key."""
    linked: dict[tuple[str, str], list[str]] = {}
    for treaty, property_, thing in store.values(_LINKED):
        linked.setdefault((treaty, code(property_)), []).append(thing)
    known, invited = treaty_refs(store), lists_of(store, _INVITED)
    declared = refs_of(store, _DECLARED % "requiresDeclarationUnder")
    competence = refs_of(store, _DECLARED % "requiresCompetenceDeclarationUnder")
    named = {each.id: each for each in groups(store)}

    def treaties(iri: str, *properties: str) -> tuple[Ref, ...]:
        return tuple(known[each] for name in properties for each in linked.get((iri, name), ()))

    def rules(iri: str, key: str) -> JoiningRules:
        first = linked.get((iri, "opensSignatureToMembersOf"), ())
        return JoiningRules(
            about=instrument(store, key),
            parents=treaties(iri, "requiresPartyTo", "requiresPartyToOneOf"),
            acted_under=treaties(iri, "consentRequiresActUnder"),
            members_first=next((named[each] for each in first if each in named), None),
            declared=declared[iri],
            competence=competence[iri],
            invited=frozenset(invited[iri]),
        )

    return MappingProxyType({ref.key: rules(iri, ref.key) for iri, ref in known.items()})
