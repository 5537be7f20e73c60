"""When States exist, and who continues whom; asked once per dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from pydantic import Field

from csekg.answers.common.base import Answer, Iri, Ref, day
from csekg.answers.common.known import actor_refs
from csekg.answers.common.remembering import remembered
from csekg.sparql.store import QueryEngine

_EXISTENCES = """
SELECT ?id ?actor ?since ?until WHERE {
  ?id cse:existenceOf ?actor
  OPTIONAL { ?id cse:existsFrom ?since }
  OPTIONAL { ?id cse:existsUntil ?until }
} ORDER BY ?actor ?since
"""
_CONTINUED = "SELECT ?actor ?former WHERE { ?actor cse:continues ?former }"


class ExistenceSpan(Answer):
    """A span of time during which a State exists as one person in law."""

    id: Iri
    exists_from: date | None = Field(description="first day; null where no source read gives it")
    exists_until: date | None = Field(description="first day on which it no longer exists")


@remembered
def existences(store: QueryEngine) -> Mapping[str, tuple[ExistenceSpan, ...]]:
    """Return the spans of existence of each actor that has any recorded, by its IRI."""
    found: dict[str, list[ExistenceSpan]] = defaultdict(list)
    for iri, actor, since, until in store.values(_EXISTENCES):
        found[actor].append(ExistenceSpan(id=iri, exists_from=day(since), exists_until=day(until)))
    return MappingProxyType({actor: tuple(spans) for actor, spans in found.items()})


@remembered
def continued_by(store: QueryEngine) -> Mapping[str, Ref]:
    """Return the State that continues each former State, by the IRI of the former one."""
    known = actor_refs(store)
    return MappingProxyType({former: known[actor] for actor, former in store.values(_CONTINUED)})
