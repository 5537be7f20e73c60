"""Groups of States: regions, regional groups of the United Nations, members of organizations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Literal

from pydantic import Field

from csekg.answers.common.base import Answer, Filter, Iri, Ref, Words, alphabetical, chosen
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import rows_as
from csekg.answers.common.translations import values
from csekg.errors import UnknownNameError
from csekg.namespaces import ID
from csekg.sparql.store import QueryEngine

_PREFIX = ID + "group/"

_GROUPS = """
SELECT ?id ?name ?group_kind ?m49 ?parent ?parent_name (COUNT(?member) AS ?members) WHERE {
  ?id a cse:Group ; rdfs:label ?name ; cse:groupKind ?group_kind .
  OPTIONAL { ?id cse:m49 ?m49 }
  OPTIONAL { ?id dcterms:isPartOf ?parent . ?parent rdfs:label ?parent_name }
  OPTIONAL { ?member cse:memberOf ?id }
} GROUP BY ?id ?name ?group_kind ?m49 ?parent ?parent_name
"""
_MEMBERSHIPS = """
SELECT ?actor ?group ?label ?wider ?wider_label WHERE {
  ?actor cse:memberOf ?group . ?group rdfs:label ?label .
  OPTIONAL { ?group dcterms:isPartOf ?wider . ?wider rdfs:label ?wider_label }
} ORDER BY ?group
"""

_SPELLS = """
SELECT ?actor ?group ?since ?until WHERE {
  ?spell cse:member ?actor ; cse:inGroup ?group ; cse:memberFrom ?since .
  OPTIONAL { ?spell cse:memberUntil ?until }
}
"""


class Group(Answer):
    """A group of States."""

    id: Iri
    type: Literal["Group"] = "Group"
    key: str = Field(description="key of the group, as the parameter `group` takes it")
    name: Words
    group_kind: str = Field(description="m49-region, un-regional-group, organization-membership...")
    m49: str | None = Field(description="code of a region in the M49 standard of the UN")
    is_part_of: Ref | None = Field(description="the wider region of a subregion")
    members: int = Field(description="States and organizations in the group")


class GroupRef(Ref):
    """A group to which a State belongs, and the wider one."""

    is_part_of: Ref | None = Field(description="the wider region of a subregion")


def group_key(iri: str) -> str:
    """Return the key of a group, as `m49-150`: the path of its IRI, with hyphens for slashes."""
    return iri.removeprefix(_PREFIX).replace("/", "-")


def group_ref(iri: str, label: str) -> Ref:
    """Return a reference to a group with this IRI and label."""
    return Ref(id=iri, key=group_key(iri), name=label)


@remembered_in_order
def groups(store: QueryEngine) -> tuple[Group, ...]:
    """Return every group, sorted by kind and name."""
    found = groups_by_key(store).values()
    return tuple(sorted(found, key=lambda group: (group.group_kind, alphabetical(group.name))))


@remembered
def groups_by_key(store: QueryEngine) -> Mapping[str, Group]:
    """Return every group by its key."""
    found = rows_as(
        store,
        _GROUPS,
        Group,
        key=lambda row: group_key(row["id"]),
        is_part_of=lambda row: group_ref(row["parent"], row["parent_name"]) if row["parent"] else None,
    )
    return {group.key: group for group in found}


@remembered
def memberships(store: QueryEngine) -> Mapping[str, tuple[GroupRef, ...]]:
    """Return the groups of each State or organization that has any, by its IRI."""
    found: dict[str, list[GroupRef]] = defaultdict(list)
    for actor, group, label, wider, wider_label in values(store, _MEMBERSHIPS):
        found[actor].append(
            GroupRef(
                id=group, key=group_key(group), name=label, is_part_of=group_ref(wider, wider_label) if wider else None
            )
        )
    return {actor: tuple(its_groups) for actor, its_groups in found.items()}


@remembered
def members_by_group(store: QueryEngine) -> Mapping[str, frozenset[str]]:
    """Return the IRIs of the members of each group that has any, by the key of the group."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor, its_groups in memberships(store).items():
        for group in its_groups:
            found[group.key].add(actor)
    return {key: frozenset(actors) for key, actors in found.items()}


@remembered
def _spells(store: QueryEngine) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """Return actor, beginning and end of each dated membership, by the key of the group."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for actor, group, since, until in values(store, _SPELLS):
        found[group_key(group)].append((actor, since, until))
    return {key: tuple(spells) for key, spells in found.items()}


def members(store: QueryEngine, key: Filter[str], on: date | None = None) -> frozenset[str]:
    """Return the IRIs of the members of groups, today or on a day.

    The members of a group without days of membership, such as a region, are those of today.
    Raises UnknownNameError for an unknown key.
    """
    keys, known = chosen(key), members_by_group(store)
    for wanted in keys:
        if wanted not in known:
            raise UnknownNameError("group", wanted, known)
    return frozenset().union(*(_members_on(store, wanted, on) or known[wanted] for wanted in keys))


def _members_on(store: QueryEngine, key: str, on: date | None) -> frozenset[str]:
    """Return the members of a group on a day; empty without a day or days of membership."""
    if on is None:
        return frozenset()
    # A beginning or end may be a month or a year: ISO 8601 text orders them.
    day = on.isoformat()
    return frozenset(
        actor for actor, since, until in _spells(store).get(key, ()) if since <= day and (not until or day < until)
    )
