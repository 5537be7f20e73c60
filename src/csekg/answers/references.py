"""References to sources, treaties and actors, for all answers that name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.base import Ref
from csekg.errors import UnknownNameError
from csekg.query_engine import QueryEngine
from csekg.status import TreatyInfo

#: A model with a field `date` cannot name the type `date` after it.
Day: TypeAlias = date


class SourceRef(Ref):
    """A source that states something, and the day on which it stands."""

    as_of: date | None = Field(description="day on which the source stands")


_SOURCES = """
SELECT ?source ?key ?title ?as_of WHERE {
  ?source a cse:Source ; dcterms:identifier ?key ; dcterms:title ?title .
  OPTIONAL { ?source cse:statusAsOf ?as_of }
}
"""


def source_refs(store: QueryEngine) -> dict[str, SourceRef]:
    """Return a reference to every source, by its IRI."""
    return {
        iri: SourceRef(id=iri, key=key, name=title, as_of=day(as_of))
        for iri, key, title, as_of in store.values(_SOURCES)
    }


def some_sources(known: dict[str, SourceRef], iris: Iterable[str]) -> tuple[SourceRef, ...]:
    """Return references to the sources with these IRIs, each once, sorted by key."""
    return tuple(sorted({known[iri] for iri in iris}, key=lambda source: source.key))


def treaty_ref(info: TreatyInfo) -> Ref:
    """Return a reference to a treaty; its name is the short title."""
    return Ref(id=ns.instrument(info.key).value, key=info.key, name=info.short_title)


def actor_ref(store: QueryEngine, key: str) -> Ref:
    """Return a reference to an actor by its key, in upper or lower case.

    Raises UnknownNameError with the closest keys.
    """
    wanted = key.upper()
    iri = ns.actor(wanted).value
    for name in store.values(
        f"SELECT ?name WHERE {{ <{iri}> a cse:TreatyActor ; rdfs:label ?name }}"
    ):
        return Ref(id=iri, key=wanted, name=name[0])
    known = store.values("SELECT ?key WHERE { ?actor a cse:TreatyActor ; dcterms:identifier ?key }")
    raise UnknownNameError("State", key, {row[0] for row in known})


def day(text: str) -> date | None:
    """Return the day that a query gave as text, None for no day."""
    return date.fromisoformat(text) if text else None


def code(iri: str) -> str:
    """Return the code of a concept: what follows the last slash of its IRI."""
    return iri.rpartition("/")[2]
