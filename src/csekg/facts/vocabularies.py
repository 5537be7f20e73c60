"""The names that the fact files may use for kinds, verbs, topics and the like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.namespaces import ID, RDF, SKOS

Vocabularies = Mapping[str, frozenset[str]]


def read_vocabularies(ontology: Path) -> Vocabularies:
    """Return the concepts of each scheme of `ontology/vocabularies/`, by scheme name.

    A concept is named by the last segment of its IRI `id/vocab/<scheme>/<concept>`.
    """
    schemes: defaultdict[str, set[str]] = defaultdict(set)
    for file in sorted((ontology / "vocabularies").glob("*.ttl")):
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            subject = quad.subject
            if (
                quad.predicate == RDF.type
                and quad.object == SKOS.Concept
                and isinstance(subject, NamedNode)
            ):
                scheme, name = subject.value.removeprefix(ID + "vocab/").split("/", 1)
                schemes[scheme].add(name)
    return {scheme: frozenset(names) for scheme, names in schemes.items()}
