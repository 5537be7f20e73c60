"""States in the network: who joined what and when, who joins the same, who objected to whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import networkx as nx

from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine

_SPANS = """
SELECT ?actor ?name ?treaty ?title ?from ?until WHERE {
  ?span a cse:StatusInterval ; cse:status status:party ; cse:actor ?who ; cse:treaty ?what ;
        cse:from ?from .
  OPTIONAL { ?span cse:until ?until }
  ?who dcterms:identifier ?actor ; rdfs:label ?name .
  ?what dcterms:identifier ?treaty ; cse:shortTitle ?title FILTER(LANG(?title) IN ("en", ""))
} ORDER BY ?actor ?treaty ?from
"""
_BOUND = """
SELECT ?actor ?name ?treaty WHERE {
  ?p a cse:Participation ; cse:status status:party ; cse:actor ?who ;
     cse:treaty/dcterms:identifier ?treaty .
  ?who dcterms:identifier ?actor ; rdfs:label ?name
} ORDER BY ?actor ?treaty
"""
_OPEN = """
SELECT ?actor ?treaty WHERE {
  VALUES ?status { status:no-action status:no-act-read status:signatory status:contracting-state status:former-party }
  ?p a cse:Participation ; cse:status ?status ; cse:actor/dcterms:identifier ?actor ;
     cse:treaty/dcterms:identifier ?treaty
}
"""
_OBJECTIONS = """
SELECT DISTINCT ?act ?actor ?name ?other ?other_name ?day WHERE {
  ?act a cse:Objection ; cse:actor ?who ; cse:objectsTo ?thing .
  OPTIONAL { ?act cse:date ?day }
  OPTIONAL { ?thing cse:actor ?maker }
  BIND(COALESCE(?maker, ?thing) AS ?whom)
  ?who dcterms:identifier ?actor ; rdfs:label ?name .
  ?whom a cse:TreatyActor ; dcterms:identifier ?other ; rdfs:label ?other_name
} ORDER BY ?actor ?other ?act
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A State beside another: the treaties that bind both, and their share of all of either's."""

    key: str
    name: str
    both: int
    alike: float


@dataclass(frozen=True, slots=True)
class NextTreaty:
    """A treaty that a State could join, with the number of its closest peers that have."""

    key: str
    peers: int


def joining(store: QueryEngine) -> Any:
    """Return States and treaties, with an edge for each span of time in which one binds the other.

    A multigraph: `start` and `end` of an edge are ISO days, `end` the first on which the treaty no
    longer binds the State, left out where it does.
    """
    graph = nx.MultiGraph()
    for actor, name, treaty, title, start, end in store.values(_SPANS):
        graph.add_node(f"state/{actor}", label=name, kind="actor")
        graph.add_node(f"treaty/{treaty}", label=title, kind="treaty")
        days = {"start": start} | ({"end": end} if end else {})
        graph.add_edge(f"state/{actor}", f"treaty/{treaty}", weight=1, **days)
    return graph


def _treaties_of(store: QueryEngine) -> tuple[dict[str, set[str]], dict[str, str]]:
    treaties: dict[str, set[str]] = {}
    names = {}
    for actor, name, treaty in store.values(_BOUND):
        treaties.setdefault(actor, set()).add(treaty)
        names[actor] = name
    return treaties, names


def co_ratification(store: QueryEngine) -> Any:
    """Return who is bound by the same treaties, each on its as-of date.

    `weight` of an edge is the number of treaties that bind both, `alike` their share of those that
    bind either (Jaccard).
    """
    treaties, names = _treaties_of(store)
    graph = nx.Graph()
    keys = sorted(treaties)
    for actor in keys:
        graph.add_node(f"state/{actor}", label=names[actor], kind="actor")
    for place, one in enumerate(keys):
        for other in keys[place + 1 :]:
            both = len(treaties[one] & treaties[other])
            if both:
                alike = both / len(treaties[one] | treaties[other])
                graph.add_edge(f"state/{one}", f"state/{other}", weight=both, alike=alike)
    return graph


def objections(store: QueryEngine) -> Any:
    """Return who objected to whose statements; `weight` is the number of objections.

    `start` is the day of the first one whose day is known.
    """
    graph = nx.DiGraph()
    counts: Counter[tuple[str, str]] = Counter()
    for _, actor, name, other, other_name, day in store.values(_OBJECTIONS):
        ends = f"state/{actor}", f"state/{other}"
        graph.add_node(ends[0], label=name, kind="actor")
        graph.add_node(ends[1], label=other_name, kind="actor")
        counts[ends] += 1
        edge = graph.edges[ends] if graph.has_edge(*ends) else {}
        first = min(filter(None, (day, edge.get("start"))), default=None)
        graph.add_edge(*ends, weight=counts[ends], **({"start": first} if first else {}))
    return graph


def peers(store: QueryEngine, actor: str, most: int = 10) -> list[Peer]:
    """Return the actors that are bound by the most alike treaties, the closest first.

    Of equally close ones the first in the alphabet of the keys. Raises UnknownNameError for a key
    that no party has.
    """
    treaties, names = _treaties_of(store)
    if actor not in treaties:
        raise UnknownNameError("State", actor, treaties)
    own = treaties[actor]
    similar = [
        Peer(key, names[key], len(own & its), len(own & its) / len(own | its))
        for key, its in treaties.items()
        if key != actor
    ]
    return sorted(similar, key=lambda peer: (-peer.alike, peer.key))[:most]


def next_treaties(store: QueryEngine, actor: str, most: int = 10) -> list[NextTreaty]:
    """Return the treaties that a State can join, by how many of its closest peers are bound.

    `most` is the number of peers. Only a description of what alike States did: no advice in law.
    Raises UnknownNameError.
    """
    treaties, _ = _treaties_of(store)
    closest = peers(store, actor, most)
    can_join = {treaty for who, treaty in store.values(_OPEN) if who == actor}
    counts = {key: sum(key in treaties[peer.key] for peer in closest) for key in can_join}
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [NextTreaty(key, count) for key, count in ranked if count]
