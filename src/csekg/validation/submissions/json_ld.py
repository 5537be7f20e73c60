"""Reads JSON-LD without fetching any context that it refers to."""

from __future__ import annotations

import json
import re
from functools import cache
from urllib.parse import urlsplit

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.errors import CsekgError
from csekg.resources import ontology_dir

# The address of csekg's own context ends like this on every host. That of the REST API, which is
# for its simpler answers, is another one.
_OWN = re.compile(r"(?<!/api/v1)/context\.jsonld$")


def as_n_triples(name: str, text: str) -> str:
    """Return the triples of a JSON-LD 1.1 document as N-Triples; messages call it `name`.

    Its context must be in the document, or be the address of csekg's own: any other would have to
    be fetched. Raises CsekgError for such a context, and for a text that is not JSON-LD.
    """
    try:
        document = json.loads(text)
    except RecursionError:
        raise CsekgError(f"{name}: nested too deeply") from None
    except ValueError as error:
        raise CsekgError(f"{name}: no JSON: {error}") from None
    complete = json.dumps(_with_contexts(name, document))
    base = ns.thing("submission").value
    try:
        quads = ox.parse(complete, ox.RdfFormat.JSON_LD, base_iri=base)
        triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    except SyntaxError as error:
        raise CsekgError(f"{name}: no JSON-LD: {error}") from None


def _with_contexts(name: str, value: object) -> object:
    """Return a JSON value with csekg's context in the place of its address.

    Raises CsekgError for the address of any other context.
    """
    if isinstance(value, list):
        return [_with_contexts(name, each) for each in value]
    if not isinstance(value, dict):
        return value
    found = {}
    for key, each in value.items():
        if key == "@import":
            raise _refused(name, each)
        found[key] = _context(name, each) if key == "@context" else _with_contexts(name, each)
    return found


def _context(name: str, value: object) -> object:
    if isinstance(value, list):
        return [_context(name, each) for each in value]
    if isinstance(value, str):
        if _OWN.search(urlsplit(value).path):
            return own_context()
        raise _refused(name, value)
    return _with_contexts(name, value)


def _refused(name: str, address: object) -> CsekgError:
    return CsekgError(
        f"{name}: the context {address!r} would have to be fetched, which is not done. Write the "
        f"context into the document, or name that of csekg: {ns.BASE}context.jsonld"
    )


@cache
def own_context() -> object:
    """Return the JSON-LD context of csekg, the value of its member `@context`."""
    file = ontology_dir() / "context.jsonld"
    return json.loads(file.read_text(encoding="utf-8"))["@context"]
