"""Reads JSON-LD without fetching any context that it refers to."""

from __future__ import annotations

import json
import re
from functools import cache
from urllib.parse import urlsplit

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.errors import CsekgError, shortened
from csekg.resources import ontology_dir

# The address of csekg's own context ends like this on every host. That of the REST API, which is
# for its simpler answers, is another one.
_OWN = re.compile(r"(?<!/api/v1)/context\.jsonld$")
# Each takes 0.7 ms where it is that of csekg: more are a waste, or an attack.
_MOST_CONTEXTS = 200


def as_n_triples(name: str, text: str) -> str:
    """Return the triples of a JSON-LD 1.1 document as N-Triples; messages call it `name`.

    Its context must be in the document, or be the address of csekg's own: any other would have to
    be fetched. Raises CsekgError for such a context, and for a text that is not JSON-LD.
    """
    try:
        document = json.loads(text)
        complete = json.dumps(_Contexts(name).within(document))
    except RecursionError:
        raise CsekgError(f"{name}: nested too deeply") from None
    except ValueError as error:
        raise CsekgError(f"{name}: no JSON: {error}") from None
    base = ns.thing("submission").value
    try:
        quads = ox.parse(complete, ox.RdfFormat.JSON_LD, base_iri=base)
        triples = (ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
        return (ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b"").decode()
    except SyntaxError as error:
        raise CsekgError(f"{name}: no JSON-LD: {error}") from None


class _Contexts:
    """The contexts of a document called `name`."""

    def __init__(self, name: str) -> None:
        self._name, self._number = name, 0

    def within(self, value: object) -> object:
        """Return a JSON value with csekg's context in the place of its address.

        Raises CsekgError for the address of any other context, and for too many contexts.
        """
        if isinstance(value, list):
            return [self.within(part) for part in value]
        if not isinstance(value, dict):
            return value
        contexts = {}
        for key, part in value.items():
            if key == "@import":
                raise self._refused(part)
            contexts[key] = self._context(part) if key == "@context" else self.within(part)
        return contexts

    def _context(self, value: object) -> object:
        if isinstance(value, list):
            return [self._context(part) for part in value]
        self._number += 1
        if self._number > _MOST_CONTEXTS:
            raise CsekgError(
                f"{self._name} has more than {_MOST_CONTEXTS:,} contexts: name one context for "
                "all nodes, which stand in @graph"
            )
        if isinstance(value, str):
            if _is_own(value):
                return own_context()
            raise self._refused(value)
        return self.within(value)

    def _refused(self, address: object) -> CsekgError:
        return CsekgError(
            f"{self._name}: the context {shortened(str(address))} would have to be fetched, which "
            "is not done. Write the context into the document, or name that of csekg: "
            f"{ns.BASE}context.jsonld"
        )


def _is_own(address: str) -> bool:
    try:
        return _OWN.search(urlsplit(address).path) is not None
    except ValueError:
        # No address, such as http://[x
        return False


@cache
def own_context() -> object:
    """Return the JSON-LD context of csekg, the value of its member `@context`."""
    file = ontology_dir() / "context.jsonld"
    return json.loads(file.read_text(encoding="utf-8"))["@context"]
