"""References to sources, treaties and actors, for all answers that name them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeAlias

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.base import Filter, Ref, chosen
from csekg.answers.status.status import TreatyInfo, actors, find_treaty
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine

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
    known = {each: (iri, name) for iri, (each, name) in actors(store).items()}
    wanted = key.upper()
    if wanted not in known:
        raise UnknownNameError("State", key, known)
    iri, name = known[wanted]
    return Ref(id=iri, key=wanted, name=name)


def actor_values(store: QueryEngine, keys: Filter[str]) -> str:
    """Return the SPARQL that narrows `?actor` to these; raises UnknownNameError."""
    iris = " ".join(f"<{actor_ref(store, key).id}>" for key in chosen(keys))
    return f"VALUES ?actor {{ {iris} }} " if iris else ""


def treaty_values(store: QueryEngine, keys: Filter[str]) -> str:
    """Return the SPARQL that narrows `?treaty` to these; raises UnknownNameError."""
    iris = " ".join(str(ns.instrument(find_treaty(store, key).key)) for key in chosen(keys))
    return f"VALUES ?treaty {{ {iris} }} " if iris else ""


def day(text: str) -> date | None:
    """Return the day that a query gave as text, None for no day."""
    return date.fromisoformat(text) if text else None


def code(iri: str) -> str:
    """Return the code of a concept: what follows the last slash of its IRI."""
    return iri.rpartition("/")[2]
