"""Whether a treaty applies to a territory, by the acts that extend it or leave the territory out."""

from __future__ import annotations

from datetime import date

from csekg.answers.claims.finding import UNREAD, Finding, any_true, within
from csekg.answers.claims.reading import Claim
from csekg.answers.common.references import find_treaty
from csekg.answers.common.translations import values
from csekg.answers.status.participation import ActDetail, participation
from csekg.languages.messages import _
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

_ACTING = """
SELECT DISTINCT ?key WHERE { ?act cse:territory <%sterritory/%s> ; cse:treaty <%s> ; cse:actor ?actor .
  ?actor dcterms:identifier ?key }
"""


def of_territory(store: QueryEngine, claim: Claim, window: tuple[date, date]) -> Finding:
    """Return whether a treaty was extended to a territory in a time, or applies to it on all days of one.

    Without an act nothing is known: many treaties apply to all of a State as soon as they bind it.
    """
    info = find_treaty(store, claim.treaty)
    acting = {row[0] for row in values(store, _ACTING % (ID, claim.territory, info.id))}
    acts = sorted(
        (
            act
            for key in acting & ({claim.state} if claim.state else acting)
            for act in participation(store, key, info.key).territorial
            if act.territory and act.territory.key == claim.territory
        ),
        key=lambda act: (act.date or date.min, act.type != "TerritorialExclusion"),
    )
    extended = [act for act in acts if act.type == "TerritorialApplication"]
    if not acts:
        # Another State has extended it.
        return Finding(False if acting and claim.state else None, (_(UNREAD),))
    if claim.period and claim.relation == "since":
        # "Since 2014" is the day of the act.
        window = claim.period.first, claim.period.last
    if claim.what == "extended" or claim.relation == "since":
        truth = any_true(_is_then(act, window) for act in extended)
    else:
        first, last = window
        truths = {_applies(acts, on) for on in (first, last)} if claim.period else {_applies(acts, date.max)}
        truth = truths.pop() if len(truths) == 1 else None
    return Finding(truth, () if truth is not None else (_(UNREAD),), acts)


def _is_then(act: ActDetail, window: tuple[date, date]) -> bool | None:
    days = [on for on in (act.date, *act.enters_into_force_on) if on]
    return any_true(within(on, on, *window) for on in days) if days else None


def _applies(acts: list[ActDetail], on: date) -> bool | None:
    """Return what the last act on or before a day says; None for a day before all of them."""
    done = [act for act in acts if (act.date or date.min) <= on]
    return done[-1].type == "TerritorialApplication" if done else None
