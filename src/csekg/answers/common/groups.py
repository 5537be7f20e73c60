"""Groups of States: regions, regional groups of the United Nations, members of organizations."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, chosen
from csekg.errors import UnknownNameError
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine, whole_number

_PREFIX = ID + "group/"

_GROUPS = """
SELECT ?group ?label ?kind ?m49 (COUNT(?member) AS ?members) WHERE {
  ?group a cse:Group ; rdfs:label ?label ; cse:groupKind ?kind .
  OPTIONAL { ?group cse:m49 ?m49 }
  OPTIONAL { ?member cse:memberOf ?group }
} GROUP BY ?group ?label ?kind ?m49 ORDER BY ?kind ?label
"""


class Group(Answer):
    """A group of States."""

    id: Iri
    type: Literal["Group"] = "Group"
    key: str = Field(description="key of the group, as the parameter `group` takes it")
    name: str
    group_kind: str = Field(description="m49-region, un-regional-group, organization-membership...")
    m49: str | None = Field(description="code of a region in the M49 standard of the UN")
    members: int = Field(description="States and organizations in the group")


def group_key(iri: str) -> str:
    """Return the key of a group: the path of its IRI with hyphens, as `m49-150`, `un-member`."""
    return iri.removeprefix(_PREFIX).replace("/", "-")


def group_ref(iri: str, label: str) -> Ref:
    """Return a reference to a group."""
    return Ref(id=iri, key=group_key(iri), name=label)


def groups(store: QueryEngine) -> list[Group]:
    """Return every group, sorted by kind and name."""
    return [
        Group(id=iri, key=group_key(iri), name=label, group_kind=kind, m49=m49 or None,
              members=whole_number(members))
        for iri, label, kind, m49, members in store.values(_GROUPS)
    ]  # fmt: skip


def members(store: QueryEngine, key: Filter[str]) -> set[str]:
    """Return the IRIs of the members of groups; raises UnknownNameError for an unknown key."""
    rows = store.values("SELECT ?group ?member WHERE { ?member cse:memberOf ?group }")
    keys, known = chosen(key), {group_key(group) for group, _ in rows}
    for each in keys:
        if each not in known:
            raise UnknownNameError("group", each, known)
    return {member for group, member in rows if group_key(group) in keys}
