"""A third validator, written in Rust and independent of the other two."""

from __future__ import annotations

from functools import cache

import pyoxigraph as ox
import shacl_rust

from csekg.sparql.oxigraph_store import Store
from csekg.validation.findings import Identity
from csekg.validation.shapes import SH, Component, Severity, Term, shapes_dir


def identities(store: Store) -> set[Identity]:
    """The identities of its findings in the default graph of a store, with the shapes of csekg."""
    report = shacl_rust.validate(n_triples(store), _shapes(), data_format="nt")
    found = set()
    for result in report["results"]:
        focus, shape = _term(result["focusNode"]), _term(result["sourceShape"])
        severity = _term(result["severity"])
        value = _term(result["value"]) if result.get("value") else None
        if value is None and _term(result["sourceConstraintComponent"]) == Component.sparql.iri:
            # Where a query projects no ?value, pySHACL gives the focus node and this one nothing.
            value = focus
        assert isinstance(focus, ox.NamedNode | ox.BlankNode)
        assert isinstance(shape, ox.NamedNode)
        assert isinstance(severity, ox.NamedNode)
        level = Severity(severity.value.removeprefix(SH.iri).lower())
        found.add((focus, shape, level, value))
    return found


def n_triples(store: Store) -> str:
    """The default graph of a store."""
    triples = (quad.triple for quad in store.quads())
    return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()


@cache
def _shapes() -> str:
    return "\n".join(file.read_text("utf-8") for file in sorted(shapes_dir().glob("*.ttl")))


@cache
def _term(text: str) -> Term:
    (quad,) = ox.parse(f"<urn:s> <urn:p> {text} .", ox.RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, ox.NamedNode | ox.BlankNode | ox.Literal)
    return quad.object
