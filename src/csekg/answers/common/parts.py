"""References to instruments and the parts of texts: paragraphs, footnotes, articles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from csekg import namespaces as ns
from csekg.answers.common.base import Ref
from csekg.answers.common.remembering import remembered
from csekg.answers.common.translations import values
from csekg.errors import UnknownNameError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

_INSTRUMENT = re.compile(re.escape(ns.ID) + r"instrument/[^/]+/")

_PARAGRAPHS = """
SELECT ?paragraph ?label WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?paragraph a ?class ; rdfs:label ?label ; cse:order ?order
} ORDER BY ?order
"""
_INSTRUMENTS = """
SELECT DISTINCT ?instrument ?key ?label WHERE {
  { ?instrument a cse:Instrument } UNION { ?citation cse:citedInstrument ?instrument }
  ?instrument dcterms:identifier ?key ; rdfs:label ?label
}
"""
_PROVISIONS = """
SELECT ?provision ?label WHERE {
  ?provision cse:provisionOf %s ; rdfs:label ?label ; cse:order ?order
} ORDER BY ?order
"""


def part_key(iri: str) -> str:
    """Return the key of a part of a text: `op/4/a`, `fn/74`, `article/24/2/f`, `preamble`.

    It is what follows the instrument in the IRI. For any other thing, as a whole instrument or a
    concept, it is what follows the last slash.
    """
    return _INSTRUMENT.sub("", iri) if _INSTRUMENT.match(iri) else iri.rpartition("/")[2]


def part_number(key: str) -> str:
    """Return the number of a part of a text as printed, by its key: `4(d)` for `op/4/d`."""
    first, *rest = key.split("/")[1:]
    return first + "".join(f"({each})" for each in rest)


def article(number: str) -> str:
    """Return the name of an article of a treaty, as `article 13(2)`."""
    return _("article {number}", number=number)


def own_name(ref: Ref) -> str:
    """Return what a provision is called within its treaty: `article 3`."""
    return article(part_number(ref.key)) if "/" in ref.key else _("preamble")


def part_ref(iri: str, label: str) -> Ref:
    """Return a reference to a thing with this IRI and label."""
    return Ref(id=iri, key=part_key(iri), name=label)


@remembered
def paragraph_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every paragraph of the resolution by its key, in their order."""
    return MappingProxyType(_by_key(values(store, _PARAGRAPHS)))


def find_paragraph(store: QueryEngine, key: str) -> Ref:
    """Return a reference to a paragraph; raises UnknownNameError with the closest keys."""
    known = paragraph_refs(store)
    if key not in known:
        raise UnknownNameError("paragraph", key, known)
    return known[key]


def find_instrument(store: QueryEngine, key: str) -> Ref:
    """Return a reference to a treaty, resolution, report or other cited document, by its key.

    Its name is the title. Upper and lower case do not matter. Raises UnknownNameError with the
    closest keys.
    """
    known = _instruments(store)
    if key.lower() not in known:
        raise UnknownNameError("instrument", key, known)
    return known[key.lower()]


@remembered
def _instruments(store: QueryEngine) -> Mapping[str, Ref]:
    rows = values(store, _INSTRUMENTS)
    return MappingProxyType({key: Ref(id=iri, key=key, name=label) for iri, key, label in rows})


def provision_refs(store: QueryEngine, instrument: str) -> dict[str, Ref]:
    """Return a reference to every provision of an instrument by its key, in their order."""
    return _by_key(values(store, _PROVISIONS % ns.instrument(instrument)))


def find_provision(store: QueryEngine, instrument: str, key: str) -> Ref:
    """Return a reference to a provision of an instrument, given by both keys.

    Raises UnknownNameError with the closest keys.
    """
    known = provision_refs(store, instrument)
    if key not in known:
        raise UnknownNameError("provision", key, known, of=instrument)
    return known[key]


def _by_key(rows: list[tuple[str, ...]]) -> dict[str, Ref]:
    return {part_key(iri): part_ref(iri, label) for iri, label in rows}
