"""Whether a treaty applies to a territory, by the acts that extend it or leave the territory out."""

from __future__ import annotations

from datetime import date

from csekg.answers.claims.finding import UNREAD, Claim, Finding, any_true, within
from csekg.answers.common.references import find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.participation import participation
from csekg.languages.messages import _
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

_ACTING = """
SELECT DISTINCT ?key WHERE {
  ?act cse:territory <%sterritory/%s> ; cse:treaty <%s> ; cse:actor ?actor . ?actor dcterms:identifier ?key
}
"""


def of_territory(store: QueryEngine, claim: Claim, first: date, last: date) -> Finding:
    """Return whether a treaty was extended to a territory in a time, or applies to it at both ends of one.

    Without an act nothing is known: many treaties apply to all of a State as soon as they bind it.
    """
    info, period = find_treaty(store, claim.treaty), claim.period
    acting = {key for (key,) in values(store, _ACTING % (ID, claim.territory, info.id))}
    known = (participation(store, key, info.key).territorial for key in acting & {claim.state or key for key in acting})
    acts = [act for found in known for act in found if act.territory and act.territory.key == claim.territory]
    acts.sort(key=lambda act: (act.date or date.min, act.type == "TerritorialApplication"))
    if not acts:
        # Another State has extended it.
        return Finding(False if acting else None, (_(UNREAD),))
    if claim.what == "extended" or (period and claim.relation == "since"):
        # "Since 2014" is the day of the act.
        window = (period.first, period.last) if period and claim.relation == "since" else (first, last)
        extended = [act for act in acts if act.type == "TerritorialApplication"]
        days = [[on for on in (act.date, *act.enters_into_force_on) if on] for act in extended]
        truth = any_true(any_true([within(on, on, *window) for on in its] or [None]) for its in days)
    else:
        done = [
            [act for act in acts if (act.date or date.min) <= on] for on in ((first, last) if period else (date.max,))
        ]
        truths = {its[-1].type == "TerritorialApplication" if its else None for its in done}
        truth = truths.pop() if len(truths) == 1 else None
    return Finding(truth, (_(UNREAD),) * (truth is None), acts)
