"""When treaties and consents took effect: as stated, as computed, and the computation in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import chain
from typing import Literal

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Code, Day, Iri, Ref, Words, alphabetical, day
from csekg.answers.common.references import SourceRef, actor_refs, article, find_treaty, some_sources, source_refs
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import properties, properties_as
from csekg.answers.common.translations import values
from csekg.answers.status.acts import Act, acts_of_treaty
from csekg.languages.days import spelled
from csekg.languages.messages import _, capital
from csekg.languages.words import later
from csekg.law.entry_into_force import Wait
from csekg.sparql.store import QueryEngine
from csekg.wording.sums import addition


class Rule(Answer):
    """The entry-into-force clause of a treaty, as figures."""

    id: Iri
    type: Literal["EntryIntoForceRule"] = "EntryIntoForceRule"
    article: Words | None = Field(description="the clause, as `article 14`")
    threshold: int | None = Field(description="instruments that bring the treaty into force")
    threshold_members: int | None = Field(description="how many of them from member States")
    threshold_wait: str | None = Field(description="ISO 8601 period from then on")
    threshold_rounds_to_first_of_next_month: bool | None
    trigger_date: date | None = Field(description="day on which the condition was met")
    waiting_period: str | None = Field(description="ISO 8601 period for those who consent later")
    rounds_to_first_of_next_month: bool | None
    counts_from: Code | None = Field(description="deposit, registration or expression-of-consent")
    applies_when: Code | None = Field(description="to which consents the waiting period applies")
    floors_at_treaty_entry_into_force: bool | None = Field(
        description="whether nobody is bound before the treaty itself is in force"
    )
    excludes_regional_organizations: bool | None = Field(
        description="whether organizations do not count towards the threshold"
    )
    gap_from: date | None = Field(description="first day of a gap for which the wording is silent")
    gap_until: date | None
    note: Words | None


class TreatyEntryIntoForce(Answer):
    """When a treaty itself entered into force."""

    treaty: Ref
    stated: date | None = Field(description="as a source states it; null while not in force")
    computed: date | None = Field(description="as the consents of the dataset give it by the rule")
    differs: bool | None = Field(description="whether the two differ; null where one is missing")
    arithmetic: Words | None
    rule: Rule | None
    as_of: date
    complete: bool


class ConsentEntryIntoForce(Answer):
    """When one consent took effect."""

    id: Iri = Field(description="IRI of the consent")
    type: Literal["ConsentToBeBound"] = "ConsentToBeBound"
    actor: Ref
    treaty: Ref
    kind: str | None
    date: Day | None = Field(description="day of the consent; null where it is not known")
    enters_into_force_on: tuple[Day, ...] = Field(description="as the sources state it")
    computed_entry_into_force: Day | None = Field(description="as the treaty's own rule gives it")
    differs: bool | None = Field(
        description="whether a stated day differs from the computed one; null where one is missing"
    )
    alternative_entry_into_force: Day | None = Field(
        description="on a second reading of the rule, where its wording admits two"
    )
    arithmetic: Words | None = Field(description="the sum behind the computed day, in words")
    as_of: Day
    sources: tuple[SourceRef, ...]


_TREATY = """
SELECT ?stated ?computed WHERE {
  VALUES ?treaty { %s }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?stated }
  OPTIONAL { ?treaty cse:recomputedEntryIntoForce ?computed }
}
"""
_ARTICLES = """
SELECT ?rule ?number WHERE {
  ?rule cse:ruleOf ?treaty ; cse:statedIn ?provision . ?provision cse:number ?number
}
"""


def rule_of(store: QueryEngine, key: str) -> Rule | None:
    """Return the entry-into-force rule of a treaty, None where none has been read."""
    return _rules(store).get(ns.instrument(key).value)


@remembered
def _rules(store: QueryEngine) -> Mapping[str, Rule]:
    """Return the entry-into-force rules by the IRI of the treaty."""
    articles = {rule: number for rule, number in values(store, _ARTICLES)}  # noqa: C416
    return {
        about.texts("ruleOf")[0]: properties_as(
            Rule, about, id=iri, article=article(articles[iri]) if iri in articles else None
        )
        for iri, about in properties(store, "?thing cse:ruleOf ?treaty .").items()
    }


def entry_into_force(store: QueryEngine, treaty: str) -> tuple[TreatyEntryIntoForce, list[ConsentEntryIntoForce]]:
    """Return when a treaty entered into force, and when each consent to it took effect.

    The consents are sorted by the actor's name. Raises UnknownNameError for an unknown treaty.
    """
    info = find_treaty(store, treaty)
    reference, rule = info.ref, rule_of(store, info.key)
    ((stated, computed),) = values(store, _TREATY % ns.instrument(info.key))
    own = TreatyEntryIntoForce(
        treaty=reference,
        stated=day(stated),
        computed=day(computed),
        differs=stated != computed if stated and computed else None,
        arithmetic=sum_of_rule(rule),
        rule=rule,
        as_of=info.as_of,
        complete=info.is_complete(None),
    )
    known, actors = source_refs(store), actor_refs(store)

    def consent(act: Act) -> ConsentEntryIntoForce:
        actor = actors[act.actor]
        compared = bool(act.stated and act.computed)
        return ConsentEntryIntoForce(
            id=act.iri,
            actor=actor,
            treaty=reference,
            kind=act.kind or None,
            date=act.on,
            enters_into_force_on=tuple(act.stated),
            computed_entry_into_force=act.computed,
            differs=any(day != act.computed for day in act.stated) if compared else None,
            alternative_entry_into_force=act.alternative,
            arithmetic=act.sum.words if act.sum else None,
            as_of=info.as_of,
            sources=some_sources(known, act.sources),
        )

    # An act of a former State is listed under the State under which the sources print it.
    every = chain.from_iterable(acts_of_treaty(store, info.key).values())
    printed = {act.iri: act for act in every if act.is_consent}
    consents = [consent(act) for act in printed.values()]
    return own, sorted(consents, key=lambda consent: alphabetical(consent.actor.name))


def sum_of_rule(rule: Rule | None) -> str | None:
    """Return in words how the treaty's entry into force follows from the day its condition was met.

    None where the rule or that day is not known.
    """
    if rule is None or rule.trigger_date is None or rule.threshold_wait is None:
        return None
    wait = Wait.parse(rule.threshold_wait, bool(rule.threshold_rounds_to_first_of_next_month))
    return _(
        _SUMS[bool(rule.article), bool(rule.threshold_members)],
        article=capital(rule.article or ""),
        number=rule.threshold,
        members=rule.threshold_members,
        day=spelled(rule.trigger_date),
        sum=addition(wait, rule.trigger_date),
    )


#: The sum of a rule, by whether its article is known and whether member States count apart.
_SUMS = {
    (True, True): later(
        "{article}: the condition, {number} instruments, {members} of them from member States, was met on {day}; {sum}."
    ),
    (True, False): later("{article}: the condition, {number} instruments, was met on {day}; {sum}."),
    (False, True): later(
        "the condition, {number} instruments, {members} of them from member States, was met on {day}; {sum}."
    ),
    (False, False): later("the condition, {number} instruments, was met on {day}; {sum}."),
}
