"""The terms of the ontology, for its documentation, and how a dataset uses them.

The terms are read from the ontology's own files and not from the served dataset, which may be
another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox

from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.entities.description import is_iri, label_text, labels_of
from csekg.namespaces import ONTOLOGY, OWL, RDF, RDFS, SKOS, Namespace
from csekg.resources import ontology_dir
from csekg.sparql.store import QueryEngine, whole_number

_SCHEMA = Namespace("http://schema.org/")
_KINDS = {
    OWL.Class.value: "class",
    OWL.ObjectProperty.value: "object property",
    OWL.DatatypeProperty.value: "datatype property",
    OWL.AnnotationProperty.value: "annotation property",
}
#: The files of the ontology; the second aligns its terms with other vocabularies.
FILES = ("csekg.ttl", "alignments.ttl")


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property. Terms it refers to are given by their IRIs, sorted.

    `domain` and `range` hold what a property describes and what its values are; of several, each
    is possible. `narrower` and `inverse` include what other terms state about this one.
    """

    iri: str
    label: str
    kind: str
    definition: str
    notes: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]
    inverse: tuple[str, ...]
    disjoint: tuple[str, ...]
    related: tuple[str, ...]

    @property
    def name(self) -> str:
        """The part of the IRI that follows the namespace: `StatusInterval`."""
        return self.iri.removeprefix(ONTOLOGY)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A concept scheme with its concepts: IRI, notation, label and definition of each."""

    iri: str
    label: str
    definition: str
    concepts: tuple[tuple[str, str, str, str], ...]


@cache
def header() -> dict[str, tuple[str, ...]]:
    """Return what the ontology states about itself, by the IRI of the property."""
    about: dict[str, list[str]] = {}
    for quad in _quads(FILES):
        if quad.subject == ox.NamedNode(ONTOLOGY.removesuffix("#")):
            about.setdefault(quad.predicate.value, []).append(_text(quad.object))
    return {name: tuple(sorted(values)) for name, values in about.items()}


@cache
def terms() -> tuple[Term, ...]:
    """Return the classes and properties of the ontology, sorted by name."""
    stated: dict[str, dict[str, list[str]]] = {}
    for quad in _quads(FILES):
        subject, predicate, value = _text(quad.subject), quad.predicate.value, _text(quad.object)
        stated.setdefault(subject, {}).setdefault(predicate, []).append(value)
        # Each of these links is stated at one term and documented at both.
        for one, other in _BOTH_WAYS:
            if predicate == one:
                stated.setdefault(value, {}).setdefault(other, []).append(subject)
    found = (_term(iri, about) for iri, about in stated.items() if iri.startswith(ONTOLOGY))
    return tuple(sorted(found, key=lambda term: term.name.casefold()))


_NARROWER = "narrower"
_BOTH_WAYS = (
    (RDFS.subClassOf.value, _NARROWER),
    (RDFS.subPropertyOf.value, _NARROWER),
    (OWL.inverseOf.value, OWL.inverseOf.value),
    (OWL.disjointWith.value, OWL.disjointWith.value),
)


def _term(iri: str, about: dict[str, list[str]]) -> Term:
    def all_of(*properties: ox.NamedNode) -> tuple[str, ...]:
        return tuple(sorted({value for property_ in properties for value in about.get(property_.value, ())}))

    kinds = [_KINDS[kind] for kind in about[RDF.type.value] if kind in _KINDS]
    # Where schema:rangeIncludes names exact datatypes, rdfs:range is only a general one.
    ranges = all_of(_SCHEMA.rangeIncludes) or all_of(RDFS.range)
    return Term(
        iri=iri,
        label=all_of(RDFS.label)[0],
        kind=kinds[0],
        definition=" ".join(all_of(SKOS.definition)),
        notes=all_of(SKOS.scopeNote, SKOS.example, SKOS.editorialNote),
        broader=all_of(RDFS.subClassOf, RDFS.subPropertyOf),
        narrower=tuple(sorted(about.get(_NARROWER, ()))),
        domain=all_of(_SCHEMA.domainIncludes) or all_of(RDFS.domain),
        range=ranges,
        inverse=all_of(OWL.inverseOf),
        disjoint=all_of(OWL.disjointWith),
        related=all_of(SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch, RDFS.seeAlso),
    )


@cache
def vocabularies() -> tuple[Vocabulary, ...]:
    """Return the concept schemes that ship with the ontology, sorted by label."""
    files = sorted(f"vocabularies/{f.name}" for f in (ontology_dir() / "vocabularies").iterdir())
    stated: dict[str, dict[str, str]] = {}
    for quad in _quads(files):
        stated.setdefault(_text(quad.subject), {})[quad.predicate.value] = _text(quad.object)
    schemes = {iri: about for iri, about in stated.items() if about[RDF.type.value] == SKOS.ConceptScheme.value}
    concepts: dict[str, list[tuple[str, str, str, str]]] = {iri: [] for iri in schemes}
    for iri, about in stated.items():
        if (scheme := about.get(SKOS.inScheme.value)) in concepts:
            concepts[scheme].append((iri, about[SKOS.notation.value], *_texts(about)))
    found = (Vocabulary(iri, *_texts(about), tuple(concepts[iri])) for iri, about in schemes.items())
    return tuple(sorted(found, key=lambda vocabulary: vocabulary.label.casefold()))


def _texts(about: dict[str, str]) -> tuple[str, str]:
    return about[SKOS.prefLabel.value], about.get(SKOS.definition.value, "")


def _quads(files: Iterable[str]) -> Iterator[ox.Quad]:
    for name in files:
        yield from ox.parse(path=Path(ontology_dir() / name), format=ox.RdfFormat.TURTLE)


def _text(term: object) -> str:
    # The files of the ontology contain no blank nodes and no triple terms.
    assert isinstance(term, ox.NamedNode | ox.Literal)
    return term.value


@dataclass(frozen=True, slots=True)
class Use:
    """How a dataset uses a term: how often, and one example.

    The example of a property is a subject and a value, that of a class an instance; `names` are
    the labels of both, '' where there is none.
    """

    count: int
    subject: str
    value: str = ""
    names: tuple[str, str] = ("", "")


_PROPERTY_USES = """
SELECT ?term (COUNT(*) AS ?n) (MIN(?s) AS ?subject) WHERE {
  ?s ?term ?o . FILTER(STRSTARTS(STR(?term), "%s"))
} GROUP BY ?term"""
_CLASS_USES = "SELECT ?term (COUNT(*) AS ?n) (MIN(?s) AS ?subject) WHERE {?s a ?term} GROUP BY ?term"
_EXAMPLES = """
SELECT ?subject ?term (MIN(?o) AS ?value) WHERE {{
  VALUES (?subject ?term) {{ {pairs} }} ?subject ?term ?o
}} GROUP BY ?subject ?term"""


@remembered_in_order
def uses(store: QueryEngine) -> Mapping[str, Use]:
    """Return how a dataset uses each term of the ontology; terms that it does not use are absent.

    The example is the first in the order of IRIs. Takes some tenths of a second.
    """
    counts = {
        term: (whole_number(count), subject)
        for query in (_PROPERTY_USES % ONTOLOGY, _CLASS_USES)
        for term, count, subject in store.values(query)
        if term.startswith(ONTOLOGY) and subject
    }
    if not counts:
        return {}
    pairs = " ".join(f"(<{subject}> <{term}>)" for term, (_, subject) in counts.items())
    rows = store.values(_EXAMPLES.format(pairs=pairs))
    values = {term: value for _, term, value in rows}
    things = {subject for _, subject in counts.values()} | set(filter(is_iri, values.values()))
    labels = labels_of(store, things)
    return {
        term: Use(count, subject, value, (label_text(labels, subject), label_text(labels, value)))
        for term, (count, subject) in counts.items()
        for value in [values.get(term, "")]
    }
