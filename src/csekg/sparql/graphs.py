"""Writes triples and quads so that equal statements always give equal bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeAlias

import pyoxigraph as ox

from csekg.namespaces import FOAF, PREFIXES

Statements: TypeAlias = "Sequence[ox.Triple] | Sequence[ox.Quad]"

_PREFIXES = PREFIXES | {"foaf": FOAF.iri}
# Prefixes at the beginning of a document, in Turtle and TriG or in RDF/XML.
_DECLARATIONS = re.compile(rb"\A(?:@prefix [^\n]*\n)+|(?<=<rdf:RDF)(?: xmlns:[^ >]+)+")
_BEGINNING = 8192


def write_graph(statements: Statements, format_: ox.RdfFormat) -> bytes:
    """Return statements in an RDF format, with the prefixes that they use in alphabetical order."""
    # Oxigraph returns None only where it was given a file to write to.
    content = ox.serialize(statements, format=format_, prefixes=_used(statements)) or b""
    return with_sorted_prefixes(content)


def with_sorted_prefixes(content: bytes) -> bytes:
    """Return a document, or its beginning, with its prefixes in alphabetical order.

    Oxigraph declares prefixes in an order that changes from one call to the next. The length stays
    the same; prefixes beyond the first 8,192 bytes are left alone.
    """
    beginning = _DECLARATIONS.sub(_sorted, content[:_BEGINNING], count=1)
    return beginning + content[_BEGINNING:]


def _sorted(declarations: re.Match[bytes]) -> bytes:
    if declarations[0].startswith(b"@"):
        return b"".join(sorted(declarations[0].splitlines(keepends=True)))
    return b" " + b" ".join(sorted(declarations[0].split()))


def _used(statements: Statements) -> dict[str, str]:
    """Return the prefixes that shorten at least one name to one without a slash."""
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
