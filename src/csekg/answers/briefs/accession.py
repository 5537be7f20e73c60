"""How a State joins a treaty: the clauses on joining, and the steps that follow from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Ref, Words, code
from csekg.answers.common.groups import Group, groups_by_key
from csekg.answers.common.references import article, part_number, treaty_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, refs_of, rows_as, rows_by_first
from csekg.answers.status.entry_into_force import Rule, rule_of
from csekg.answers.status.status_answers import Standing
from csekg.languages.forms import either, listed
from csekg.languages.messages import _, ngettext, pgettext, sentences
from csekg.law.entry_into_force import Wait
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import kind_in_words
from csekg.wording.sums import say_effect

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
    "who-may-sign" "who-may-accede" "consent-forms" "later-rule" "later-accession" "treaty-eif-condition"
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
#: Who signed a treaty whose signatories alone may sign another, or consented as only a signatory does.
_SIGNED = """
SELECT DISTINCT ?treaty ?actor WHERE {
  ?condition cse:admissionTo ?treaty ; cse:admissionKind/skos:notation "signatory-to" ; cse:admissionNames ?other .
  ?participation a cse:Participation ; cse:treaty ?other ; cse:actor ?actor .
  { ?participation cse:signature ?act } UNION {
    ?participation cse:consent ?act . FILTER NOT EXISTS { ?act a cse:Accession }
  }
}
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
    `competence` those under which an organization declares its competence. `invited` and `may_sign`
    are IRIs of actors; without any in `may_sign` the treaty asks for no signature of another before
    its own.
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
    may_sign: frozenset[str]


@remembered
def joining_rules(store: QueryEngine) -> Mapping[str, JoiningRules]:
    """Return the clauses on joining each treaty, by its key."""
    known, named = treaty_refs(store), {group.id: group for group in groups_by_key(store).values()}
    facts = {fact.treaty: fact for fact in rows_as(store, _FACTS, _Facts)}
    clauses = rows_by_first(store, _CLAUSES, Clause)
    kinds = lists_of(store, _LINKS % "cse:allowsConsentKind")
    parents = lists_of(store, _LINKS % "cse:requiresPartyTo|cse:requiresPartyToOneOf")
    acted_under = lists_of(store, _LINKS % "cse:consentRequiresActUnder")
    members_of = lists_of(store, _LINKS % "cse:opensSignatureToMembersOf")
    declared = refs_of(store, _DECLARED % "requiresDeclarationUnder")
    competence = refs_of(store, _DECLARED % "requiresCompetenceDeclarationUnder")
    invited, may_sign = lists_of(store, _INVITED), lists_of(store, _SIGNED)

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
            clauses=MappingProxyType({clause.kind: clause for clause in reversed(clauses[iri])}),
            parents=tuple(known[parent] for parent in parents[iri]),
            acted_under=tuple(known[other] for other in acted_under[iri]),
            members_first=next((named[group] for group in members_of[iri] if group in named), None),
            declared=declared[iri],
            competence=competence[iri],
            invited=frozenset(invited[iri]),
            may_sign=frozenset(may_sign[iri]),
        )

    return {ref.key: rules(iri, ref.key) for iri, ref in known.items()}


StepKind = Literal["join-first", "invitation", "sign", "consent", "declare", "effect"]
#: Consent that follows a signature, in the order in which treaties name its forms.
AFTER_SIGNATURE = ("ratification", "acceptance", "approval")


class Step(Answer):
    """A step by which a State joins a treaty."""

    kind: StepKind
    text: Words = Field(description="what is to be done, or what follows, in our words")
    article: Words | None = Field(description="the clause, as `article 13(2)`")
    checked: bool = Field(description="whether the clause was checked against a text")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A State or organization that may join: how it stands, and its status by treaty key."""

    standing: Standing
    statuses: Mapping[str, str]
    is_organization: bool

    @property
    def invited_only(self) -> bool:
        """Whether it stands outside the group whose members need no invitation."""
        return self.standing.status == "needs-invitation"


def steps(of: Candidate, rules: JoiningRules) -> tuple[Step, ...]:
    """Return the steps by which a State joins a treaty, in their order; the last is the effect."""
    return (*_before(of, rules), *_consent(of, rules), *_declarations(of, rules), *_effect(of, rules))


def first_to_join(of: Candidate, rules: JoiningRules) -> tuple[Ref, ...]:
    """Return the treaties to one of which a State must be a party before; () where it is one."""
    return () if _has_one(of, rules.parents, "party", "contracting-state") else rules.parents


def _step(kind: StepKind, text: str, rules: JoiningRules, clause: str = "") -> Step:
    found = rules.clauses.get(clause)
    article = found.article if found else None
    return Step(kind=kind, text=text, article=article, checked=found is None or found.checked)


def _before(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield what must come first: another treaty, an invitation."""
    if parents := [_parent(of, treaty) for treaty in first_to_join(of, rules)]:
        text = _("Become a party to {treaties} first.", treaties=either(parents))
        yield _step("join-first", text, rules)
    acted = ("party", "contracting-state", "signatory")
    if rules.acted_under and not _has_one(of, rules.acted_under, *acted):
        names = [pgettext("in a list", "the {treaty}", treaty=t.name) for t in rules.acted_under]
        text = _("Sign or join {treaties} first.", treaties=either(names))
        yield _step("join-first", text, rules)
    invited = of.standing.actor.id in rules.invited
    if of.invited_only and not invited and rules.members_first:
        text = _(
            "Obtain an invitation, unless it has one: a State not among the {group} accedes on invitation.",
            group=rules.members_first.name,
        )
        yield _step("invitation", text, rules, "who-may-accede")
    elif of.invited_only and not invited:
        text = _("Obtain an invitation, unless it has one: a State accedes on invitation.")
        yield _step("invitation", text, rules, "who-may-accede")


def _has_one(of: Candidate, treaties: tuple[Ref, ...], *statuses: str) -> bool:
    return any(of.statuses.get(treaty.key) in statuses for treaty in treaties)


def _parent(of: Candidate, treaty: Ref) -> str:
    """Return a treaty that must be joined before, with how the State stands under it."""
    match of.statuses.get(treaty.key):
        case "signatory":
            return pgettext("in a list", "the {treaty} (which it has signed)", treaty=treaty.name)
        case "needs-invitation":
            return pgettext("in a list", "the {treaty} (which it joins on invitation)", treaty=treaty.name)
    return pgettext("in a list", "the {treaty}", treaty=treaty.name)


def after_signature(of: Candidate, rules: JoiningRules) -> list[str]:
    """Return the kinds of consent that follow a signature; an organization does not ratify where it may approve."""
    kinds = [kind for kind in AFTER_SIGNATURE if kind in rules.consent_kinds]
    return ["approval"] if of.is_organization and "approval" in kinds else kinds


def ways(of: Candidate, rules: JoiningRules) -> tuple[bool, bool]:
    """Return whether it may accede, and whether it may sign."""
    invited = of.invited_only or of.standing.actor.id in rules.invited
    accedes = "accession" in rules.consent_kinds and (invited if rules.accession_on_invitation else True)
    closes = rules.signature_closes_on
    is_open = bool(rules.allows_signature) and (not closes or of.standing.as_of <= closes)
    if rules.may_sign:
        # Signatories of the other treaty sign this one, and those that acceded to it accede.
        signs = of.standing.actor.id in rules.may_sign
        return accedes and not signs, is_open and signs
    return accedes, is_open and not (rules.accession_on_invitation and invited)


def accedes_first(of: Candidate, rules: JoiningRules) -> bool:
    """Return whether it joins by accession, the usual way of those that have not signed where both are open."""
    accedes, _ = ways(of, rules)
    return accedes and of.standing.status != "signatory"


def _consent(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield signature and consent, by the ways that are open to it."""
    status = of.standing.status
    forms = [kind_in_words(kind) for kind in after_signature(of, rules)]
    accedes, signs = ways(of, rules)
    if rules.rule and rules.rule.counts_from == "registration":
        yield _step("consent", _sent(either(forms), rules), rules, "consent-forms")
    elif status == "signatory":
        admitted = _open_to(of, rules) if of.is_organization else ""
        yield _step("consent", sentences(_deposited(either(forms), rules), admitted), rules, "consent-forms")
    elif accedes:
        signed = _("No signature is needed before.") if signs else ""
        text = sentences(_acceded(rules), signed, _open_to(of, rules))
        yield _step("consent", text, rules, "who-may-accede")
        if signs and forms:
            text = _("Or sign, and then deposit an instrument of {kinds}.", kinds=either(forms))
            yield _step("sign", text, rules, "who-may-sign")
    elif forms:
        if signs:
            yield _step("sign", _("Sign."), rules, "who-may-sign")
        yield _step("consent", _deposited(either(forms), rules), rules, "consent-forms")


def _sent(kinds: str, rules: JoiningRules) -> str:
    if rules.depositary is None:
        return _("Send the instrument of {kinds} to the depositary, who registers it.", kinds=kinds)
    return _(
        "Send the instrument of {kinds} to the {depositary}, who registers it.",
        kinds=kinds,
        depositary=rules.depositary,
    )


def _deposited(kinds: str, rules: JoiningRules) -> str:
    if rules.depositary is None:
        return _("Deposit an instrument of {kinds}.", kinds=kinds)
    return _("Deposit an instrument of {kinds} with the {depositary}.", kinds=kinds, depositary=rules.depositary)


def _acceded(rules: JoiningRules) -> str:
    if rules.depositary is None:
        return _("Deposit an instrument of accession.")
    return _("Deposit an instrument of accession with the {depositary}.", depositary=rules.depositary)


def _open_to(of: Candidate, rules: JoiningRules) -> str:
    """Return who may accede, where the clause sets a condition: for organizations, or for parties to another treaty."""
    clause = rules.clauses.get("who-may-accede")
    if clause is None or not clause.value or not (of.is_organization if clause.any_state else rules.parents):
        return ""
    return _("Open to {who}.", who=clause.value)


def _declarations(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    if numbers := [part_number(provision.key) for provision in rules.declared]:
        text = ngettext(
            "With it, make the declaration or notice that article {articles} asks for.",
            "With it, make the declaration or notice that articles {articles} ask for.",
            len(numbers),
            articles=listed(numbers),
        )
        yield _step("declare", text, rules)
    if of.is_organization and (numbers := [part_number(provision.key) for provision in rules.competence]):
        text = ngettext(
            "With it, declare its competence under article {articles}.",
            "With it, declare its competence under articles {articles}.",
            len(numbers),
            articles=listed(numbers),
        )
        yield _step("declare", text, rules)


def _effect(of: Candidate, rules: JoiningRules) -> Iterator[Step]:
    """Yield from when the treaty binds the State."""
    rule = rules.rule
    clause = rules.clauses.get("later-rule")
    checked = clause is None or clause.checked
    if rule is None:
        return
    if rules.in_force_on is None:
        article = (clause := rules.clauses.get("treaty-eif-condition")) and clause.article
        text = _not_in_force(rule)
        yield Step(kind="effect", text=text, article=article or None, checked=checked)
        return
    if rule.waiting_period is None or rule.counts_from is None:
        return
    wait = Wait.parse(rule.waiting_period)
    _accedes, signs = ways(of, rules)
    # Conventions of the Council of Europe count from the deposit for those who accede, in a clause of its own.
    own = rules.clauses.get("later-accession") if accedes_first(of, rules) and not signs else None
    counted = "deposit" if own else rule.counts_from
    text = say_effect(counted, wait, rounds=bool(rule.rounds_to_first_of_next_month), organization=of.is_organization)
    article, checked = (own.article, own.checked) if own else (rule.article, checked)
    yield Step(kind="effect", text=text, article=article, checked=checked)


def _not_in_force(rule: Rule) -> str:
    if not rule.threshold:
        return _("The treaty is not in force yet.")
    if not rule.threshold_members:
        return _("The treaty is not in force yet: that takes the consent of {number}.", number=rule.threshold)
    return _(
        "The treaty is not in force yet: that takes the consent of {number}, {members} of them member States.",
        number=rule.threshold,
        members=rule.threshold_members,
    )
