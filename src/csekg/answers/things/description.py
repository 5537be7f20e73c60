"""The description of things: what is stated about them, what links to them, in which graphs.

Each description takes six queries however much it mentions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, QueryBoolean, QueryTriples

from csekg.answers.common.facts import Fact, facts_of, label_text, labels_of
from csekg.answers.common.translations import values
from csekg.sparql.store import QueryEngine, whole_number

#: How many links of one property a description shows; a status has thousands.
MOST_LINKS = 200


@dataclass(frozen=True, slots=True)
class Links:
    """What links to one of the things by one property: `count` in all, at most MOST_LINKS shown."""

    target: str
    predicate: NamedNode
    count: int
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A named graph: its name, the source whose statements it holds and that source's as-of date.

    `source` and `as_of` are empty for a graph that is no source's; `as_of` is an ISO date.
    """

    graph: str
    label: str
    source: str
    as_of: str


@dataclass(frozen=True, slots=True)
class Description:
    """All facts about some things, the links to them, and the labels of what these mention.

    `origins` are the graphs that state the facts and links, `named_graphs` those of the things that
    are themselves names of graphs.
    """

    topics: tuple[str, ...]
    facts: tuple[Fact, ...]
    links: tuple[Links, ...]
    labels: Mapping[str, Fact]
    origins: tuple[Origin, ...]
    named_graphs: tuple[str, ...]

    def label(self, iri: str) -> str:
        """Return the label of a thing, empty where the dataset has none."""
        return label_text(self.labels, iri)


def describe(store: QueryEngine, topics: Sequence[str]) -> Description:
    """Return the description of some things, given by their IRIs.

    The facts are sorted, so that the same dataset gives the same description.
    """
    wanted = " ".join(f"<{topic}>" for topic in topics)
    facts = _about(store, wanted)
    links = _links(store, wanted)
    linking = [fact for group in links for fact in group.facts]
    mentioned = set(topics)
    for fact in (*facts, *linking):
        mentioned.update(fact.graphs)
        parts = (fact.triple.subject, fact.triple.predicate, fact.triple.object)
        mentioned.update(part.value for part in parts if isinstance(part, NamedNode))
    found = _origins(store, {graph for fact in (*facts, *linking) for graph in fact.graphs})
    labels = labels_of(store, mentioned | {source for _, source, _ in found if source})
    origins = tuple(Origin(graph, label_text(labels, graph), *about) for graph, *about in found)
    named = tuple(topic for topic in topics if _is_graph(store, topic))
    return Description(tuple(topics), facts, links, labels, origins, named)


def _is_graph(store: QueryEngine, iri: str) -> bool:
    found = store.ask(f"ASK {{ GRAPH <{iri}> {{ ?s ?p ?o }} }}")
    assert isinstance(found, QueryBoolean)
    return bool(found)


# The default graph is the union of all; the optional part finds the graphs of each triple.
_ABOUT = """
SELECT ?s ?p ?o ?g WHERE {{
  VALUES ?s {{ {topics} }} ?s ?p ?o . OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }}
}}"""


def _about(store: QueryEngine, topics: str) -> tuple[Fact, ...]:
    facts = facts_of(store, _ABOUT.format(topics=topics))
    if any(isinstance(fact.triple.object, BlankNode) for fact in facts):
        # A blank node has no address at which its description could be asked for.
        described = store.ask(f"DESCRIBE {topics}")
        assert isinstance(described, QueryTriples)
        inner = (triple for triple in described if isinstance(triple.subject, BlankNode))
        facts += tuple(Fact(triple) for triple in sorted(inner, key=str))
    return facts


_COUNTS = """
SELECT ?p ?o (COUNT(*) AS ?n) WHERE {{ VALUES ?o {{ {topics} }} ?s ?p ?o }} GROUP BY ?p ?o"""
_SOME = """
  {{ SELECT ?s ?p ?o WHERE {{ VALUES (?p ?o) {{ ({p} {o}) }} ?s ?p ?o }} ORDER BY ?s LIMIT {most} }}
"""
_LINKS = "SELECT ?s ?p ?o ?g WHERE {{ {{ {some} }} OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"


def _links(store: QueryEngine, topics: str) -> tuple[Links, ...]:
    counts = {(row["o"], row["p"]): row["n"] for row in store.select(_COUNTS.format(topics=topics))}
    if not counts:
        return ()
    some = "UNION".join(_SOME.format(p=p, o=o, most=MOST_LINKS) for o, p in counts)
    groups: dict[tuple[object, object], list[Fact]] = {pair: [] for pair in counts}
    for fact in facts_of(store, _LINKS.format(some=some)):
        groups[fact.triple.object, fact.triple.predicate].append(fact)
    return tuple(
        Links(target.value, predicate, whole_number(count.value), tuple(groups[target, predicate]))
        for (target, predicate), count in sorted(counts.items(), key=str)
        if isinstance(predicate, NamedNode) and target is not None and count is not None
    )


_ORIGINS = """
SELECT ?g ?source ?as_of WHERE {{
  VALUES ?g {{ {graphs} }}
  OPTIONAL {{ ?g prov:hadPrimarySource ?source }} OPTIONAL {{ ?g cse:statusAsOf ?as_of }}
}}"""


def _origins(store: QueryEngine, graphs: set[str]) -> list[tuple[str, ...]]:
    """Return name, source and as-of date of some graphs, sorted by name."""
    names = " ".join(f"<{graph}>" for graph in graphs)
    return sorted(values(store, _ORIGINS.format(graphs=names))) if graphs else []
