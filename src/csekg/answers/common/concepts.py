"""Concepts of the vocabularies, as answers refer to them."""

from __future__ import annotations

from collections.abc import Mapping

from csekg.answers.common.base import Ref, ref
from csekg.sparql.store import QueryEngine

_LABELS = "SELECT ?concept ?label WHERE { ?concept a skos:Concept ; rdfs:label ?label }"


def concept_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every concept by its IRI; the key is the code of the concept."""
    return {iri: ref(iri, label) for iri, label in store.values(_LABELS)}
