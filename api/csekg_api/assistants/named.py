"""Finds what a person calls by a key or a name: States, treaties, and any thing of the dataset."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from pyoxigraph import NamedNode, QueryBoolean

from csekg import namespaces as ns
from csekg.answers.common.base import Ref
from csekg.answers.common.known import TreatyInfo, actor_ref, find_treaty
from csekg.answers.common.remembering import remembered
from csekg.answers.search.search_text import folded_words
from csekg.errors import CsekgError, UnknownNameError
from csekg.sparql.store import QueryEngine

_NAMES = """
SELECT DISTINCT ?key (STR(?named) AS ?name) WHERE {
  ?thing a %s ; dcterms:identifier ?key ; %s ?named .
}
"""
_OF_ACTORS = "dcterms:identifier|rdfs:label|skos:prefLabel|skos:altLabel|cse:formalName"
_OF_TREATIES = "dcterms:identifier|rdfs:label|cse:shortTitle|skos:altLabel|skos:hiddenLabel"
_PREFIXED = re.compile(r"([a-z]+):([^\s<>\"{}|^`\\]*)")
_PART = re.compile(r"(pp|op|fn)/[0-9]+(/[a-z])?")


def state_named(store: QueryEngine, text: str) -> Ref:
    """Return the State or organization with this code or name, in any language of the dataset.

    Case, accents and punctuation do not matter; nothing is guessed. Raises UnknownNameError with
    the closest names, and CsekgError for a name that two share.
    """
    return actor_ref(store, _key(store, "State", "cse:TreatyActor", _OF_ACTORS, text))


def treaty_named(store: QueryEngine, text: str) -> TreatyInfo:
    """Return the treaty with this key or title, by the rules of `state_named`."""
    return find_treaty(store, _key(store, "treaty", "cse:Treaty", _OF_TREATIES, text))


def _key(store: QueryEngine, kind: str, class_: str, properties: str, text: str) -> str:
    names = _names(store, class_, properties)
    found = {key for key, _ in names.get(folded_words(text), ())}
    if len(found) > 1:
        raise CsekgError(f"{text!r} may mean {', '.join(sorted(found))}: give the key")
    if not found:
        near = {name for each in names.values() for pair in each for name in pair}
        raise UnknownNameError(kind, text, near)
    return found.pop()


@remembered
def _names(
    store: QueryEngine, class_: str, properties: str
) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return key and name of the things of a class by each of their names, folded."""
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for key, name in store.values(_NAMES % (class_, properties)):
        found[folded_words(name)].add((key, name))
    return MappingProxyType({name: tuple(sorted(pairs)) for name, pairs in found.items()})


def thing_named(store: QueryEngine, text: str) -> str:
    """Return the IRI of a thing from its IRI, its prefixed name or its key.

    A key is that of a State (FRA), an instrument (opsc), a part of one (opsc/article/3), a
    paragraph of the resolution (op/4/a), a term of the ontology (Treaty) or a path below `id/`.
    Raises UnknownNameError, with close keys of States and instruments.
    """
    for iri in _readings(text.strip()):
        try:
            node = NamedNode(iri)
        except ValueError:
            continue
        known = store.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ GRAPH {node} {{ ?s ?q ?v }} }} }}")
        if isinstance(known, QueryBoolean) and known:
            return iri
    names = {**_names(store, "cse:TreatyActor", _OF_ACTORS),
             **_names(store, "cse:Treaty", _OF_TREATIES)}  # fmt: skip
    raise UnknownNameError("thing", text, {key for pairs in names.values() for key, _ in pairs})


def _readings(text: str) -> list[str]:
    if text.startswith(("http://", "https://", "<")):
        return [text.strip("<>")]
    prefixed = _PREFIXED.fullmatch(text)
    if prefixed and prefixed[1] in ns.PREFIXES:
        return [ns.PREFIXES[prefixed[1]] + prefixed[2]]
    if _PART.fullmatch(text):
        return [ns.paragraph(text).value]
    readings = [f"{ns.ID}{text}", f"{ns.ID}instrument/{text}", f"{ns.ONTOLOGY}{text}"]
    for key in {text.upper(), text.lower()}:
        readings += [f"{ns.ID}{kind}/{key}" for kind in ("state", "organization", "instrument")]
    return readings
