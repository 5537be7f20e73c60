"""Finds the IRI of the dataset that an address stands for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode, QueryBoolean

from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine

_KNOWN = """
ASK {{
  {{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }} UNION {{ ?s {iri} ?o }}
  UNION {{ GRAPH {iri} {{ ?s ?p ?o }} }}
}}"""
_WITH_FRAGMENT = """
SELECT DISTINCT ?thing WHERE {{
  {{ ?thing ?p ?o }} UNION {{ ?s ?p ?thing }} UNION {{ ?s ?thing ?o }}
  FILTER(isIRI(?thing) && CONTAINS(STR(?thing), "#") && STRSTARTS(STR(?thing), "{base}"))
}}"""
# A run of encoded bytes outside ASCII.
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address stands for: an IRI without fragment, and the things it describes.

    These are the IRI itself where the dataset holds it, and every IRI that adds a fragment to it.
    """

    iri: str
    topics: tuple[str, ...]


class Identifiers:
    """Looks up the identifiers of a dataset that begin with the base IRI."""

    def __init__(self, store: QueryEngine, base: str) -> None:
        """Take the store and the base IRI, to which the path of an address is appended."""
        self._store, self._base = store, base

    def find(self, path: str) -> Found | None:
        """Return what the base IRI with a path stands for, None where the dataset has no such IRI.

        The path is taken as the request line has it, percent-encoded. Since a client must encode
        what an IRI may contain unencoded (RFC 3987, section 3.1), the readings of the path are
        tried in turn: as it stands, with characters outside ASCII decoded, with all decoded.
        """
        for iri in self._readings(path):
            topics = [iri] if self.holds(iri) else []
            topics += fragments(self._store, self._base).get(iri, ())
            if topics:
                return Found(iri, tuple(topics))
        return None

    def holds(self, iri: str) -> bool:
        """Return whether the dataset holds an IRI in any place of a triple or as a graph's name."""
        found = self._store.ask(_KNOWN.format(iri=f"<{iri}>"))
        assert isinstance(found, QueryBoolean)
        return bool(found)

    def replacement(self, iri: str) -> str | None:
        """Return the IRI that took the place of a replaced one; None if none or several did."""
        found = self._store.values(f"SELECT ?new WHERE {{ <{iri}> dcterms:isReplacedBy ?new }}")
        return found[0][0] if len(found) == 1 else None

    def _readings(self, path: str) -> Iterator[str]:
        for reading in dict.fromkeys((path, _decode_international(path), unquote(path))):
            iri = self._base + reading
            # An address with a fragment never reaches a server: this one is an encoded `#`.
            if "#" not in reading and is_iri(iri):
                yield iri


@remembered
def fragments(store: QueryEngine, base: str) -> Mapping[str, tuple[str, ...]]:
    """Return the IRIs with a fragment that begin with a base, sorted, by the IRI without it.

    Takes some tenths of a second, since all triples are read.
    """
    things: dict[str, list[str]] = {}
    for (thing,) in store.values(_WITH_FRAGMENT.format(base=base)):
        things.setdefault(thing.partition("#")[0], []).append(thing)
    return MappingProxyType({document: tuple(sorted(iris)) for document, iris in things.items()})


def is_iri(text: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987)."""
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def as_uri(iri: str) -> str:
    """Return an IRI as the URI that a header field may carry (RFC 3987, section 3.1)."""
    return quote(iri, safe="%:/?#[]@!$&'()*+,;=~")


def _decode_international(path: str) -> str:
    def decode(match: re.Match[str]) -> str:
        try:
            return unquote(match[0], errors="strict")
        except UnicodeDecodeError:
            return match[0]

    return _ENCODED.sub(decode, path)
