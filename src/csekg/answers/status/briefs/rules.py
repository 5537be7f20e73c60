"""The clauses on joining the treaties, as the dataset states them in links and figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from csekg.answers.common.base import Code, Ref, code
from csekg.answers.common.grouping import lists_of, refs_of
from csekg.answers.common.groups import Group, groups_by_key
from csekg.answers.common.known import treaty_refs
from csekg.answers.common.parts import article
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import rows_as, rows_by_first
from csekg.answers.status.entry_into_force import Rule, rule_of
from csekg.sparql.store import QueryEngine

_FACTS = """
SELECT ?treaty ?depositary ?in_force_on ?signature_closes_on ?allows_signature
       ?accession_on_invitation
WHERE {
  ?treaty a cse:Treaty .
  OPTIONAL { ?treaty cse:depositary ?lies_with . ?lies_with rdfs:label ?depositary }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?in_force_on }
  OPTIONAL { ?treaty cse:signatureClosesOn ?signature_closes_on }
  OPTIONAL { ?treaty cse:allowsSignature ?allows_signature }
  OPTIONAL { ?treaty cse:accessionOnInvitation ?accession_on_invitation }
}
"""
_CLAUSES = """
SELECT ?treaty ?kind ?value ?any_state ?number ?verification WHERE {
  VALUES ?kind {
    "who-may-sign" "who-may-accede" "consent-forms" "later-rule" "treaty-eif-condition"
  }
  ?clause cse:clauseOf ?treaty ; cse:clauseKind ?kind ; cse:verification ?verification .
  OPTIONAL {
    ?clause rdf:value ?value FILTER(LANG(?value) IN ("en", ""))
    BIND(STRSTARTS(?value, "any State") AS ?any_state)
  }
  OPTIONAL { ?clause cse:statedIn ?provision . ?provision cse:number ?number }
} ORDER BY ?treaty ?kind ?clause
"""
_LINKS = "SELECT ?treaty ?thing WHERE { ?treaty a cse:Treaty ; %s ?thing } ORDER BY ?treaty ?thing"
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
class Clause:
    """A final clause: its kind, such as `consent-forms`, and the number of the provision.

    `any_state` tells whether its value, which is text, begins with "any State" in English.
    """

    kind: str
    value: str | None
    any_state: bool | None
    number: str | None
    verification: Code

    @property
    def article(self) -> str | None:
        """The provision, as `article 13(2)`."""
        return article(self.number) if self.number else None

    @property
    def checked(self) -> bool:
        """Whether the clause was checked against a text."""
        return self.verification != "unverified"


@dataclass(frozen=True, slots=True)
class _Facts:
    treaty: str
    depositary: str | None
    in_force_on: date | None
    signature_closes_on: date | None
    allows_signature: bool | None
    accession_on_invitation: bool | None


@dataclass(frozen=True, slots=True)
class JoiningRules:
    """The clauses on joining one treaty.

    `depositary` is its name. `parents` are treaties to one of which a State must be a party,
    `acted_under` one that it must have signed or joined. `members_first` is the group whose members
    need no invitation. `declared` are provisions under which a declaration is due with the consent,
    `competence` those under which an organization declares its competence. `invited` are IRIs of
    actors.
    """

    depositary: str | None
    in_force_on: date | None
    signature_closes_on: date | None
    allows_signature: bool
    accession_on_invitation: bool
    consent_kinds: tuple[str, ...]
    rule: Rule | None
    clauses: Mapping[str, Clause]
    parents: tuple[Ref, ...]
    acted_under: tuple[Ref, ...]
    members_first: Group | None
    declared: tuple[Ref, ...]
    competence: tuple[Ref, ...]
    invited: frozenset[str]


@remembered
def joining_rules(store: QueryEngine) -> Mapping[str, JoiningRules]:
    """Return the clauses on joining each treaty, by its key."""
    known, named = treaty_refs(store), {each.id: each for each in groups_by_key(store).values()}
    facts = {each.treaty: each for each in rows_as(store, _FACTS, _Facts)}
    clauses = rows_by_first(store, _CLAUSES, Clause)
    kinds = lists_of(store, _LINKS % "cse:allowsConsentKind")
    parents = lists_of(store, _LINKS % "cse:requiresPartyTo|cse:requiresPartyToOneOf")
    acted_under = lists_of(store, _LINKS % "cse:consentRequiresActUnder")
    members_of = lists_of(store, _LINKS % "cse:opensSignatureToMembersOf")
    declared = refs_of(store, _DECLARED % "requiresDeclarationUnder")
    competence = refs_of(store, _DECLARED % "requiresCompetenceDeclarationUnder")
    invited = lists_of(store, _INVITED)

    def rules(iri: str, key: str) -> JoiningRules:
        about = facts[iri]
        return JoiningRules(
            depositary=about.depositary,
            in_force_on=about.in_force_on,
            signature_closes_on=about.signature_closes_on,
            allows_signature=bool(about.allows_signature),
            accession_on_invitation=bool(about.accession_on_invitation),
            consent_kinds=tuple(map(code, kinds[iri])),
            rule=rule_of(store, key),
            # Of several clauses of one kind the first counts.
            clauses=MappingProxyType({each.kind: each for each in reversed(clauses[iri])}),
            parents=tuple(known[each] for each in parents[iri]),
            acted_under=tuple(known[each] for each in acted_under[iri]),
            members_first=next((named[each] for each in members_of[iri] if each in named), None),
            declared=declared[iri],
            competence=competence[iri],
            invited=frozenset(invited[iri]),
        )

    return MappingProxyType({ref.key: rules(iri, ref.key) for iri, ref in known.items()})
