"""Finds what a person calls by a key or a name: States, treaties, and any thing of the dataset."""

from __future__ import annotations

import re

from pyoxigraph import NamedNode, QueryBoolean

from csekg import namespaces as ns
from csekg.answers.common.base import Ref
from csekg.answers.common.references import TreatyInfo, actor_ref, find_treaty
from csekg.answers.search.indexes import Called
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index

#: The kinds of things of which keys are suggested.
_CALLED: tuple[Called, ...] = ("state", "treaty")
_PREFIXED = re.compile(r"([a-z]+):([^\s<>\"{}|^`\\]*)")
_PART = re.compile(r"(pp|op|fn)/[0-9]+(/[a-z])?")


def state_named(store: QueryEngine, text: str) -> Ref:
    """Return the State or organization with this code or name, in any language of the dataset.

    Case, accents and spaces do not matter; nothing is guessed. Raises UnknownNameError with the
    nearest names, and AmbiguousNameError for a name that several have.
    """
    return actor_ref(store, search_index(store).names.one("state", text).key)


def treaty_named(store: QueryEngine, text: str) -> TreatyInfo:
    """Return the treaty with this key, number or title, by the rules of `state_named`."""
    return find_treaty(store, search_index(store).names.one("treaty", text).key)


def thing_named(store: QueryEngine, text: str) -> str:
    """Return the IRI of a thing from its IRI, its prefixed name or its key.

    A key is that of a State (FRA), an instrument (opsc), a part of one (opsc/article/3), a
    paragraph of the resolution (op/4/a), a term of the ontology (Treaty) or a path below `id/`.
    Raises UnknownNameError, with close keys of States and treaties.
    """
    for iri in _readings(text.strip()):
        try:
            node = NamedNode(iri)
        except ValueError:
            continue
        known = store.ask(f"ASK {{ {{ {node} ?p ?o }} UNION {{ GRAPH {node} {{ ?s ?q ?v }} }} }}")
        if isinstance(known, QueryBoolean) and known:
            return iri
    names = search_index(store).names
    keys = [each.key for kind in _CALLED for each in names.all(kind)]
    raise UnknownNameError("thing", text, keys)


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
