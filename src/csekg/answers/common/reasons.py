"""Why statuses hold and how days of entry into force follow: in codes, and in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

from csekg.answers.common.base import code, day, refusing
from csekg.answers.common.names import names
from csekg.answers.common.remembering import remembered
from csekg.answers.common.stated import stated_values
from csekg.law.conditions import Condition
from csekg.law.entry_into_force import AppliesWhen, Case, CountsFrom, EntryIntoForce, EntryIntoForceRule
from csekg.law.reasons import CODES, WAYS, Code, Reason, Reasons, Way, in_order
from csekg.sparql.store import QueryEngine, whole_number
from csekg.wording.labels import Names
from csekg.wording.sums import say_sum

_REASONS = """
SELECT ?reason ?code ?day ?day2 ?known ?known2 ?way ?treaty ?actor WHERE {
  ?reason cse:reasonCode ?code .
  OPTIONAL { ?reason cse:reasonDay ?day }
  OPTIONAL { ?reason cse:reasonSecondDay ?day2 }
  OPTIONAL { ?reason cse:reasonDayKnown ?known }
  OPTIONAL { ?reason cse:reasonSecondDayKnown ?known2 }
  OPTIONAL { ?reason cse:reasonWay ?way }
  OPTIONAL { ?reason cse:reasonAbout ?treaty . ?treaty a cse:Treaty }
  OPTIONAL { ?reason cse:reasonAbout ?actor . ?actor a cse:TreatyActor }
}
"""
_CONDITIONS = """
SELECT ?reason ?condition ?kind ?article WHERE {
  ?reason cse:reasonAbout ?condition .
  ?condition cse:admissionKind ?kind ; cse:order ?order .
  OPTIONAL { ?condition cse:statedIn ?provision . ?provision cse:number ?article }
} ORDER BY ?reason ?order
"""
_NAMED = """
SELECT ?condition ?key WHERE {
  ?condition cse:admissionNames ?thing . ?thing dcterms:identifier ?key
} ORDER BY ?condition ?key
"""


@dataclass(frozen=True, slots=True)
class DatasetReasons:
    """All reasons of a dataset by IRI, and the names in them."""

    by_iri: Mapping[str, Reason]
    names: Names

    def of(self, iris: Iterable[str]) -> Reasons:
        """Return the reasons with these IRIs in the order in which they are told; '' is none."""
        return in_order(self.by_iri[iri] for iri in set(iris) if iri)


def dataset_reasons(store: QueryEngine) -> DatasetReasons:
    """Return all reasons: looked up once for many statuses, also where nothing is remembered."""
    return DatasetReasons(every_reason(store), names(store))


@remembered
def every_reason(store: QueryEngine) -> Mapping[str, Reason]:
    """Return all reasons by IRI; they are the same in every language."""
    conditions, articles = _conditions(store)
    found: dict[str, Reason] = {}
    with refusing(Reason):
        for iri, code_, on, on2, known, known2, way, treaty, actor in store.values(_REASONS):
            kind = _code(code(code_))
            found[iri] = Reason(
                code=kind,
                day=day(on),
                day2=day(on2),
                latest=known == "false",
                latest2=known2 == "false",
                treaty=code(treaty) if treaty else "",
                actor=code(actor) if actor else "",
                conditions=tuple(conditions[iri]),
                article=articles.get(iri, "") if kind == "open-only-to" else "",
                way=_way(code(way)) if way else None,
            )
    return found


def _conditions(store: QueryEngine) -> tuple[Mapping[str, list[Condition]], Mapping[str, str]]:
    """Return the conditions that reasons are about, and the articles that state them."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for condition, key in store.values(_NAMED):
        named[condition].append(key)
    conditions: defaultdict[str, list[Condition]] = defaultdict(list)
    articles: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for reason, condition, kind, article in store.values(_CONDITIONS):
        conditions[reason].append(Condition(code(kind), tuple(named[condition])))
        articles[reason].update({article: None} if article else {})
    return conditions, {reason: ", ".join(its) for reason, its in articles.items()}


def _code(text: str) -> Code:
    return CODES[CODES.index(text)]  # ValueError for another


def _way(text: str) -> Way:
    return WAYS[WAYS.index(text)]  # ValueError for another


@dataclass(frozen=True, slots=True)
class Sum:
    """How the effect of a consent of a day follows from the rule of the treaty."""

    rule: EntryIntoForceRule
    on: date
    effect: EntryIntoForce

    @property
    def words(self) -> str:
        """The sum in words."""
        return say_sum(self.rule, self.on, self.effect)

    def say(self, _names: Names) -> str:
        """Return the sum in words, in which nothing is named."""
        return self.words

    @property
    def short(self) -> str:
        """The sum in words, beside the days of the consent and of its effect."""
        return say_sum(self.rule, self.on, self.effect, short=True)


def sum_of(
    rule: EntryIntoForceRule | None, on: date | None, computed: date | None, alternative: date | None, case: str
) -> Sum | None:
    """Return the sum behind a computed day, given the IRI of its case; None where a part lacks."""
    if rule is None or on is None or computed is None or not case:
        return None
    kind = code(case)
    if kind not in get_args(Case):
        raise ValueError(f"{kind!r} is no case of a rule")
    return Sum(rule, on, EntryIntoForce(computed, alternative, cast(Case, kind)))


_RULES = """
SELECT ?treaty ?threshold ?first ?first_rounds ?wait ?rounds ?applies ?counts ?trigger ?article
       ?basis ?in_force WHERE {
  ?rule cse:ruleOf ?treaty ; cse:threshold ?threshold ; cse:thresholdWait ?first ;
        cse:waitingPeriod ?wait ; cse:appliesWhen ?applies ; cse:countsFrom ?counts .
  OPTIONAL { ?rule cse:thresholdRoundsToFirstOfNextMonth ?first_rounds }
  OPTIONAL { ?rule cse:roundsToFirstOfNextMonth ?rounds }
  OPTIONAL { ?rule cse:triggerDate ?trigger }
  OPTIONAL { ?rule cse:statedIn ?provision . ?provision cse:number ?article }
  OPTIONAL { ?rule skos:note ?basis FILTER(LANG(?basis) = "en") }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?in_force }
}
"""


@remembered
def rules_by_treaty(store: QueryEngine) -> Mapping[str, EntryIntoForceRule]:
    """Return the entry-into-force rules by the IRI of the treaty, to compute with."""
    found = {}
    with refusing(EntryIntoForceRule):
        for treaty, threshold, first, first_rounds, wait, rounds, applies, counts, *rest in stated_values(
            store, _RULES
        ):
            trigger, article, basis, in_force = rest
            found[treaty] = EntryIntoForceRule(
                first_threshold=whole_number(threshold),
                first_wait=first,
                later_wait=wait,
                applies_when=cast(AppliesWhen, code(applies)),
                counts_from=cast(CountsFrom, code(counts)),
                article=article,
                first_rounds=first_rounds == "true",
                trigger_on=day(trigger),
                later_rounds=rounds == "true",
                floor_basis=basis,
                in_force_on=day(in_force),
            )
    return found
