"""Writes triples and quads so that the same statements always give the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from csekg.namespaces import PREFIXES, Namespace

FOAF = Namespace("http://xmlns.com/foaf/0.1/")
Statements: TypeAlias = "Sequence[ox.Triple] | Sequence[ox.Quad]"

_PREFIXES = PREFIXES | {"foaf": FOAF.iri}
_HEADER = re.compile(rb"(?:@prefix [^\n]*\n)+")
_ROOT = re.compile(rb"<rdf:RDF((?: xmlns:[^ >]+)*)>")


def write_graph(statements: Statements, format_: ox.RdfFormat) -> bytes:
    """Return statements in an RDF format, with the prefixes that they use in alphabetical order."""
    # Oxigraph returns None only where it was given a file to write to.
    content = ox.serialize(statements, format=format_, prefixes=_used(statements)) or b""
    # Oxigraph declares the prefixes in an order that changes from one call to the next.
    content = _HEADER.sub(lambda m: b"".join(sorted(m[0].splitlines(True))), content, count=1)
    return _ROOT.sub(
        lambda m: b"<rdf:RDF " + b" ".join(sorted(m[1].split())) + b">", content, count=1
    )


def _used(statements: Statements) -> dict[str, str]:
    """Return the prefixes that shorten at least one name without a slash to be escaped in it."""
    names = {term.value for term in _terms(statements)}
    spaces = {name[: max(name.rfind("#"), name.rfind("/")) + 1] for name in names}
    return {prefix: space for prefix, space in _PREFIXES.items() if space in spaces}


def _terms(statements: Statements) -> Iterable[ox.NamedNode]:
    for statement in statements:
        for term in statement:
            if isinstance(term, ox.NamedNode):
                yield term
            elif isinstance(term, ox.Literal):
                yield term.datatype
