"""The vocabularies: the names that fact files may use for kinds, verbs, topics and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.errors import CsekgError
from csekg.namespaces import BASE, ID, RDF, RDFS, SKOS

#: The names of the concepts of each scheme.
Vocabularies = Mapping[str, frozenset[str]]


def read_vocabularies(ontology: Path) -> Vocabularies:
    """Return the names of the concepts of each scheme in `ontology/vocabularies/`, by scheme.

    The name of a concept is the last segment of its IRI `id/vocab/<scheme>/<concept>`.
    """
    schemes: defaultdict[str, set[str]] = defaultdict(set)
    for file in sorted((ontology / "vocabularies").glob("*.ttl")):
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            subject = quad.subject
            if quad.predicate == RDF.type and quad.object == SKOS.Concept and isinstance(subject, NamedNode):
                scheme, name = subject.value.removeprefix(ID + "vocab/").split("/", 1)
                schemes[scheme].add(name)
    return {scheme: frozenset(names) for scheme, names in schemes.items()}


def read_labels(ontology: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Return the English labels of schemes, concepts and terms of the ontology, and other labels.

    The other one of a status is the heading of the list of those that have it.
    Schemes and concepts are named by the path of their IRI below `id/`, terms as `ontology#Treaty`.
    Raises CsekgError for a file that is not Turtle.
    """
    labels, others = (
        {iri.value.removeprefix(ID).removeprefix(BASE): text for iri, text in texts.items()}
        for texts in _texts(ontology, RDFS.label, SKOS.altLabel)
    )
    return labels, others


def read_definitions(ontology: Path) -> dict[NamedNode, str]:
    """Return the English definitions of schemes, concepts and terms of the ontology.

    Raises CsekgError for a file that is not Turtle.
    """
    (definitions,) = _texts(ontology, SKOS.definition)
    return definitions


def _texts(ontology: Path, *predicates: NamedNode) -> list[dict[NamedNode, str]]:
    """Return what each of some properties says of schemes, concepts and terms."""
    texts: dict[NamedNode, dict[NamedNode, str]] = {predicate: {} for predicate in predicates}
    for file in [*sorted((ontology / "vocabularies").glob("*.ttl")), ontology / "csekg.ttl"]:
        try:
            for quad in parse(path=file, format=RdfFormat.TURTLE):
                if quad.predicate in texts and isinstance(quad.subject, NamedNode):
                    texts[quad.predicate][quad.subject] = quad.object.value
        except SyntaxError as error:
            raise CsekgError(f"{file.name}: {error}") from None
    return list(texts.values())
