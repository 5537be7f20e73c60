"""How days of entry into force follow from the clauses of treaties, in the current language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import cast, get_args

from csekg.answers.common.base import code, day
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import refusing
from csekg.answers.common.translations import values
from csekg.law.entry_into_force import (
    AppliesWhen,
    Case,
    CountsFrom,
    EntryIntoForce,
    EntryIntoForceRule,
)
from csekg.sparql.store import QueryEngine, whole_number
from csekg.wording.sums import say_sum


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

    @property
    def short(self) -> str:
        """The sum in words, beside the days of the consent and of its effect."""
        return say_sum(self.rule, self.on, self.effect, short=True)


def sum_of(
    rule: EntryIntoForceRule | None, on: date | None, computed: date | None,
    alternative: date | None, case: str,
) -> Sum | None:  # fmt: skip
    """Return the sum behind a computed day, given the IRI of its case; None where a part lacks."""
    if rule is None or on is None or computed is None:
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
        for (
            treaty,
            threshold,
            first,
            first_rounds,
            wait,
            rounds,
            applies,
            counts,
            *rest,
        ) in values(store, _RULES):
            trigger, article, basis, in_force = rest
            found[treaty] = EntryIntoForceRule(
                first_threshold=whole_number(threshold), first_wait=first,
                later_wait=wait, applies_when=cast(AppliesWhen, code(applies)),
                counts_from=cast(CountsFrom, code(counts)), article=article,
                first_rounds=first_rounds == "true", trigger_on=day(trigger),
                later_rounds=rounds == "true", floor_basis=basis, in_force_on=day(in_force),
            )  # fmt: skip
    return MappingProxyType(found)
