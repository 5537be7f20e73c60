"""The names in what is composed: of States, treaties, statuses and territories, by their keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from csekg.answers.common.base import code
from csekg.answers.common.remembering import remembered, remembered_reader
from csekg.answers.common.stated import stated_values
from csekg.sparql.store import QueryEngine
from csekg.wording.labels import Names

_NAMED = "SELECT ?key ?name WHERE { ?thing a cse:%s ; dcterms:identifier ?key ; rdfs:label ?name } ORDER BY ?thing"
_TITLES = """
SELECT ?key ?title WHERE {
  ?instrument dcterms:identifier ?key ; cse:shortTitle ?title FILTER(LANG(?title) IN ("en", ""))
}
"""
_STATUSES = """
SELECT ?status ?label WHERE {
  ?status skos:inScheme <https://w3id.org/csekg/id/vocab/status> ; %s ?label
  FILTER(LANG(?label) IN ("en", ""))
}
"""


@remembered
def status_labels(store: QueryEngine) -> Mapping[str, str]:
    """Return the label of every status by its code, such as `no-action`."""
    return _labels(store, "rdfs:label")


@remembered
def status_headings(store: QueryEngine) -> Mapping[str, str]:
    """Return the heading of the list of those with a status, such as "Parties", by its code."""
    return _labels(store, "skos:altLabel")


def _labels(store: QueryEngine, property_: str) -> Mapping[str, str]:
    found = stated_values(store, _STATUSES % property_)
    return MappingProxyType({code(iri): label for iri, label in found})


@remembered_reader
def names(store: QueryEngine) -> Names:
    """Return the names; a key that has none stands for itself."""
    actors, territories = _by_key(store, _NAMED % "TreatyActor"), _by_key(store, _NAMED % "Territory")
    return Names(*map(_name_in, (actors, _by_key(store, _TITLES), status_labels(store), territories)))


def english_names(store: QueryEngine) -> Names:
    """Return the names with which the dataset itself composes, to be said in English."""
    own = names(store)
    return Names(own.actor, own.instrument, territory=own.territory)


@remembered
def _by_key(store: QueryEngine, query: str) -> Mapping[str, str]:
    return dict(stated_values(store, query))  # type: ignore[arg-type]  # rows of two


def _name_in(named: Mapping[str, str]) -> Callable[[str], str]:
    return lambda key: named.get(key, key)
