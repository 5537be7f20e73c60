"""The description of things: what is stated about them, what links to them, in which graphs.

Each description takes six queries, and one for each kind of things without a label, however much it mentions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote, unquote

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QueryTriples, Triple

from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.answers.entities.composed_names import composed_names
from csekg.languages.current import ENGLISH, current
from csekg.sparql.store import QueryEngine, whole_number

Value: TypeAlias = "NamedNode | BlankNode | Literal | Triple"


@dataclass(frozen=True, slots=True)
class Fact:
    """A triple of the dataset and the sorted names of the named graphs that state it.

    No graph is named for a triple that a file states outside of any, and for those about blank
    nodes.
    """

    triple: Triple
    graphs: tuple[str, ...] = ()


def facts_of(store: QueryEngine, query: str) -> tuple[Fact, ...]:
    """Return the triples `?s ?p ?o` that a query finds, sorted, each with all graphs `?g`."""
    graphs: dict[Triple, list[str]] = {}
    for row in store.select(query):
        # The types of pyoxigraph cannot say that a subject is no literal.
        triple = Triple(row["s"], row["p"], row["o"])  # type: ignore[arg-type]
        names = graphs.setdefault(triple, [])
        if row["g"] is not None:
            names.append(row["g"].value)
    found = (Fact(triple, tuple(sorted(names))) for triple, names in graphs.items())
    return tuple(sorted(found, key=lambda fact: str(fact.triple)))


# Oxigraph would first join two VALUES, for thing and property, to a table of all pairs.
_LABELS = """
SELECT ?s ?p ?o ?g WHERE {{
  {{ VALUES ?s {{ {things} }} ?s rdfs:label ?o BIND(rdfs:label AS ?p) }}
  UNION
  {{ VALUES ?s {{ {things} }} ?s skos:prefLabel ?o BIND(skos:prefLabel AS ?p)
    FILTER NOT EXISTS {{ ?s rdfs:label ?other }} }}
  OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }}
}}"""


def labels_of(store: QueryEngine, things: Iterable[str]) -> dict[str, Fact]:
    """Return one label, with its graphs, for each thing that has any.

    One in the current language comes first, then English, then one without a language.
    """
    query = _LABELS.format(things=" ".join(f"<{thing}>" for thing in sorted(things)))
    best: dict[str, tuple[int, Fact]] = {}
    for fact in facts_of(store, query):
        name, rank = fact.triple.subject.value, _rank(fact.triple.object)  # type: ignore[union-attr]
        if name not in best or rank < best[name][0]:
            best[name] = (rank, fact)
    return {name: fact for name, (_, fact) in best.items()}


def _rank(label: Value) -> int:
    language = label.language if isinstance(label, Literal) else None
    order = (current(), ENGLISH, None)
    return order.index(language) if language in order else len(order)


def label_text(labels: Mapping[str, Fact], iri: str) -> str:
    """Return the text of the label of a thing, '' where there is none."""
    label = labels[iri].triple.object if iri in labels else None
    return label.value if isinstance(label, Literal) else ""


_DEFINITIONS = """
SELECT ?term ?definition WHERE {{
  VALUES ?term {{ {terms} }} ?term skos:definition|rdfs:comment ?definition .
}} ORDER BY ?term DESC(LANG(?definition) = "en") ?definition"""


def definitions(store: QueryEngine, terms: Iterable[str]) -> dict[str, str]:
    """Return what some terms, given by their IRIs, mean: the English text where there are more."""
    query = _DEFINITIONS.format(terms=" ".join(f"<{term}>" for term in sorted(terms)))
    found: dict[str, str] = {}
    for term, definition in values(store, query):
        found.setdefault(term, definition)
    return found


_KNOWN = """
ASK {{
  {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }} UNION {{ ?s {iri} ?o }}
  UNION {{ GRAPH {iri} {{ ?s ?p ?o }} }}
}}"""
_WITH_FRAGMENT = """
SELECT DISTINCT ?thing WHERE {
  { ?thing ?p ?o } UNION { ?s ?p ?thing } FILTER(isIRI(?thing) && CONTAINS(STR(?thing), "#"))
}"""
# A run of encoded bytes outside ASCII.
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@dataclass(frozen=True, slots=True)
class Referent:
    """What an address stands for: an IRI without fragment, and the things it describes.

    These are the IRI itself where the dataset holds it, and every IRI that adds a fragment to it.
    """

    iri: str
    topics: tuple[str, ...]


class Identifiers:
    """Looks up the identifiers of a dataset that begin with the base IRI."""

    def __init__(self, store: QueryEngine, base: str) -> None:
        """Take the store and the base IRI, to which the path of an address is appended."""
        self._store, self._base = store, base

    def find(self, path: str) -> Referent | None:
        """Return what the base IRI with a path stands for, None where the dataset has no such IRI.

        The path is taken as the request line has it, percent-encoded. Since a client must encode
        what an IRI may contain unencoded (RFC 3987, section 3.1), the readings of the path are
        tried in turn: as it stands, with characters outside ASCII decoded, with all decoded.
        """
        for iri in self._readings(path):
            topics = [iri] if self.holds(iri) else []
            topics += fragments(self._store).get(iri, ())
            if topics:
                return Referent(iri, tuple(topics))
        return None

    def holds(self, iri: str) -> bool:
        """Return whether the dataset holds an IRI in any place of a triple or as a graph's name."""
        found = self._store.ask(_KNOWN.format(iri=f"<{iri}>"))
        assert isinstance(found, QueryBoolean)
        return bool(found)

    def replacement(self, iri: str) -> str | None:
        """Return the IRI that took the place of a replaced one; None if none or several did."""
        found = self._store.values(f"SELECT ?new WHERE {{ <{iri}> dcterms:isReplacedBy ?new }}")
        return found[0][0] if len(found) == 1 else None

    def _readings(self, path: str) -> Iterator[str]:
        for reading in dict.fromkeys((path, _decode_international(path), unquote(path))):
            iri = self._base + reading
            # An address with a fragment never reaches a server: this one is an encoded `#`.
            if "#" not in reading and is_iri(iri):
                yield iri


@remembered
def fragments(store: QueryEngine) -> Mapping[str, tuple[str, ...]]:
    """Return the things with a fragment in their IRI, sorted, by the IRI without it; takes some seconds."""
    things: dict[str, list[str]] = {}
    for (thing,) in store.values(_WITH_FRAGMENT):
        things.setdefault(thing.partition("#")[0], []).append(thing)
    return {document: tuple(sorted(iris)) for document, iris in things.items()}


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def as_uri(iri: str) -> str:
    """Return an IRI as the URI that a header field may carry (RFC 3987, section 3.1)."""
    return quote(iri, safe="%:/?#[]@!$&'()*+,;=~")


def _decode_international(path: str) -> str:
    def decode(match: re.Match[str]) -> str:
        try:
            return unquote(match[0], errors="strict")
        except UnicodeDecodeError:
            return match[0]

    return _ENCODED.sub(decode, path)


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
    are themselves names of graphs, `composed` the names of things without a label.
    """

    topics: tuple[str, ...]
    facts: tuple[Fact, ...]
    links: tuple[Links, ...]
    labels: Mapping[str, Fact]
    origins: tuple[Origin, ...]
    named_graphs: tuple[str, ...]
    composed: Mapping[str, str]

    def label(self, iri: str) -> str:
        """Return the label of a thing or the name that is composed for it, empty where it has neither."""
        return label_text(self.labels, iri) or self.composed.get(iri, "")


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
    composed = composed_names(store, mentioned - labels.keys())
    return Description(tuple(topics), facts, links, labels, origins, named, composed)


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
