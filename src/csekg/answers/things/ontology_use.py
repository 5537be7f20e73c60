"""How a dataset uses the terms of the ontology: how often each, with an example."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from csekg.answers.common.facts import label_text, labels_of
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.things.identifiers import is_iri
from csekg.namespaces import ONTOLOGY
from csekg.sparql.store import QueryEngine, whole_number


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
_CLASS_USES = (
    "SELECT ?term (COUNT(*) AS ?n) (MIN(?s) AS ?subject) WHERE {?s a ?term} GROUP BY ?term"
)
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
        return MappingProxyType({})
    pairs = " ".join(f"(<{subject}> <{term}>)" for term, (_, subject) in counts.items())
    rows = store.values(_EXAMPLES.format(pairs=pairs))
    values = {term: value for _, term, value in rows}
    things = {subject for _, subject in counts.values()} | set(filter(is_iri, values.values()))
    labels = labels_of(store, things)
    found = {
        term: Use(count, subject, value, (label_text(labels, subject), label_text(labels, value)))
        for term, (count, subject) in counts.items()
        for value in [values.get(term, "")]
    }
    return MappingProxyType(found)
