"""What pages need to show assessments of law and practice."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csekg import namespaces as ns
from csekg.answers.common.references import concept_refs
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine


@remembered
def answer_names(store: QueryEngine) -> Mapping[str, str]:
    """Return the name of each kind of answer of an assessor by its code, as `not-applicable`."""
    scheme = ns.thing("vocab", "assessed-answer").value + "/"
    return MappingProxyType({
        iri.removeprefix(scheme): concept.name
        for iri, concept in concept_refs(store).items()
        if iri.startswith(scheme)
    })  # fmt: skip
