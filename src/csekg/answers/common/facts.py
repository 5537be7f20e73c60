"""Triples with the graphs that state them, and what things are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from csekg.answers.common.translations import values
from csekg.languages.current import ENGLISH, current
from csekg.sparql.store import QueryEngine

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
