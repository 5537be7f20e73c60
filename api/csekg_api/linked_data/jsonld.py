"""Writes compacted JSON-LD with csekg's context."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from pyoxigraph import Triple

from csekg.resources import ontology_dir


@cache
def context_bytes() -> bytes:
    """Return the JSON-LD context that is served at /context.jsonld."""
    return (ontology_dir() / "context.jsonld").read_bytes()


def compact(triples: Iterable[Triple]) -> bytes:
    """Return triples as compacted JSON-LD 1.1, nodes and keys in the order of the triples.

    The document contains the terms of the context that it uses, so that a reader fetches nothing.
    """
    # Imported on first use, since rdflib would double the time of the start.
    from csekg.sparql.rdflib_terms import plain_graph

    triples = list(triples)
    context: dict[str, Any] = json.loads(context_bytes())["@context"]
    text = plain_graph(triples).serialize(format="json-ld", context=context, encoding=None)
    document = json.loads(text)
    nodes = document.pop("@graph", None)
    if nodes is None:
        # A single node is merged with the context.
        nodes = [{key: value for key, value in document.items() if key != "@context"}]
    order: dict[str, int] = {}
    for triple in triples:
        order.setdefault(str(getattr(triple.subject, "value", "")), len(order))
    nodes = [_sorted(node) for node in nodes]
    # Nested nodes have no place of their own: they are sorted by their text, since the order that
    # rdflib gives differs from process to process.
    nodes.sort(key=lambda node: (order.get(node.get("id", ""), len(order)), json.dumps(node)))
    used = _used(nodes, context)
    written = {"@context": used, "@graph": nodes}
    return json.dumps(written, ensure_ascii=False, indent=1).encode()


def _sorted(value: Any) -> Any:
    """Return a value with sorted keys and, except in RDF lists, sorted values."""
    if isinstance(value, dict):
        ordered = sorted(value, key=lambda key: (key not in ("id", "type"), key))
        return {key: value[key] if key == "@list" else _sorted(value[key]) for key in ordered}
    if isinstance(value, list):
        return sorted((_sorted(item) for item in value), key=lambda item: json.dumps(item))
    return value


def _used(nodes: Any, context: dict[str, Any]) -> dict[str, Any]:
    """Return the entries of the context that the nodes use, and those that these refer to."""
    names: set[str] = {"@version", "id", "type"}
    _collect(nodes, names)
    for name in [*names]:
        definition = context.get(name)
        texts = definition.values() if isinstance(definition, dict) else [definition]
        names.update(str(text).partition(":")[0] for text in texts)
    return {name: definition for name, definition in context.items() if name in names}


def _collect(value: Any, names: set[str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            names.add(key)
            names.add(key.partition(":")[0])
            _collect(inner, names)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, names)
    elif isinstance(value, str):
        # A class, a datatype or a compact IRI; a text with a colon adds one entry at most.
        names.add(value)
        names.add(value.partition(":")[0])
