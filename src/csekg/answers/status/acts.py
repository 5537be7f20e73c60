"""The signatures and consents that participations rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from csekg import namespaces as ns
from csekg.answers.common.base import code, day
from csekg.sparql.store import QueryEngine


@dataclass(frozen=True, slots=True)
class Act:
    """A signature or consent: when it was done, and from when it binds.

    `done_by` is the last day on which it can have been done: `on` where that is known. `stated`
    are the days of entry into force that sources give, `computed` the one that the treaty's rule
    gives, `alternative` that of a second reading.
    """

    iri: str
    participation: str
    label: str
    is_consent: bool
    on: date | None
    done_by: date | None
    kind: str
    computed: date | None
    alternative: date | None
    arithmetic: str
    stated: list[date] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


_ACTS = """
SELECT ?role ?act ?participation ?label ?on ?latest ?kind ?computed ?alternative ?arithmetic
WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor .
  VALUES ?role { cse:signature cse:consent }
  ?participation ?role ?act .
  ?act rdfs:label ?label .
  OPTIONAL { ?act cse:followedDate ?on }
  OPTIONAL { ?act cse:notAfter ?latest }
  OPTIONAL { ?act cse:followedKind ?kind }
  OPTIONAL {
    ?act cse:computedEntryIntoForce ?computed ; cse:arithmetic ?arithmetic .
    OPTIONAL { ?act cse:alternativeEntryIntoForce ?alternative }
  }
}
"""
# Apart, since an act has several sources and each would repeat all of the above.
_SOURCES = """
SELECT ?act ?source WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ;
                 cse:signature|cse:consent ?act .
  ?act prov:hadPrimarySource ?source
}
"""
_STATED = """
SELECT ?act ?stated WHERE {
  %s
  ?participation a cse:Participation ; cse:treaty ?treaty ; cse:actor ?actor ; cse:consent ?act .
  ?act cse:entersIntoForceOn ?stated
} ORDER BY ?stated
"""


def acts(
    store: QueryEngine,
    *,
    treaty: str | None = None,
    actor: str | None = None,
    only: Sequence[str] = (),
) -> list[Act]:
    """Return the acts that participations rest on, of one treaty or one actor, given by key.

    `only` are the IRIs of the participations wanted, all where there are none.
    """
    chosen = ""
    if only:
        chosen += f"VALUES ?participation {{ {' '.join(f'<{iri}>' for iri in only)} }} "
    if treaty:
        chosen += f"VALUES ?treaty {{ {ns.instrument(treaty)} }} "
    if actor:
        chosen += f"VALUES ?actor {{ {ns.actor(actor)} }} "
    found: dict[str, Act] = {}
    for row in store.values(_ACTS % chosen):
        role, iri, participation, label, on, latest, kind, computed, alternative, sums = row
        found[iri] = Act(
            iri, participation, label, role.endswith("consent"), day(on), day(on or latest),
            code(kind), day(computed), day(alternative), sums,
        )  # fmt: skip
    for iri, source in store.values(_SOURCES % chosen):
        found[iri].sources.append(source)
    for iri, stated in store.values(_STATED % chosen):
        found[iri].stated.append(date.fromisoformat(stated))
    return list(found.values())
