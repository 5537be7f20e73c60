"""Actors (States, organizations), their names, groups and territories.

Read from `data/actors.csv`, `names.csv`, `groups.csv`, `memberships.csv` and `territories.csv`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.errors import close_names
from csekg.facts.memberships import Membership, read_memberships
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
KINDS = ("state", "organization", "former_state", "other")
_COLUMNS = (
    "key", "kind", "iso2", "iso3", "iso_numeric", "m49",
    *(f"name_{language}" for language in LANGUAGES), "name_formal_en",
    "un_admission_date", "un_admission_year", "wikidata", "eu_authority",
    "withdrawn_from_iso", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OtherName:
    """A further name of an actor, its language tag, and the source or list that uses it."""

    name: str
    language: str
    origin: str


@dataclass(frozen=True, slots=True)
class Actor:
    """A State, an organization or another actor that can act under a treaty.

    `key` is the ISO 3166-1 alpha-3 code (`EUE` for the European Union), `names` the short names by
    language tag, and `row` has the columns of actors.csv that are published as they are.
    """

    key: str
    kind: str
    row: Row
    names: Mapping[str, str]
    other_names: tuple[OtherName, ...]
    memberships: tuple[Membership, ...]

    @property
    def name(self) -> str:
        """The English short name."""
        return self.names["en"]

    @property
    def spellings(self) -> set[str]:
        """All spellings of the actor: its key and its names in all languages."""
        return {self.key, *self.names.values(), *(other.name for other in self.other_names)}

    @property
    def groups(self) -> frozenset[str]:
        """The keys of the groups the actor belongs to today."""
        return frozenset(each.group for each in self.memberships if each.is_open)


#: The kinds of region in which a region of each narrower kind lies.
_WIDER = {"m49-subregion": ("m49-region",), "m49-intermediate": ("m49-subregion",)}


@dataclass(frozen=True, slots=True)
class Group:
    """A region, a regional group or the members of an organization.

    `parent` is the region that a subregion or an intermediate region lies in, empty for the others.
    """

    key: str
    name: str
    kind: str
    m49: str
    parent: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A territory to which a State extends a treaty."""

    key: str
    name: str
    iso3: str
    of: str
    note: str


def actor_of(row: Row, actors: Mapping[str, Actor], column: str = "actor") -> str:
    """Return the key of the actor in a column.

    Raises DataError for an unknown key, with the closest keys and names as a hint.
    """
    value = row[column]
    if value in actors:
        return value
    spelled = {spelling: actor for actor in actors.values() for spelling in actor.spellings}
    near = (spelled[spelling] for spelling in close_names(value, spelled))
    hint = ", ".join(dict.fromkeys(f"{actor.key} ({actor.name})" for actor in near))
    raise row.fail(
        f"unknown actor in column {column}",
        value,
        f"Did you mean {hint}?" if hint else "Write the ISO 3166 alpha-3 code, such as FRA.",
    )


def read_groups(data: Path) -> dict[str, Group]:
    """Return every group by its key.

    Raises DataError for a subregion without a parent, for a parent that is no wider region, and for
    any other group with one.
    """
    columns = ("key", "name", "kind", "m49", "parent")
    rows = {row.required("key"): row for row in read_csv(data / "groups.csv", columns, ("key",))}
    for row in rows.values():
        wider = _WIDER.get(row["kind"], ())
        known = [key for key, each in rows.items() if each["kind"] in wider]
        if wider:
            row.one_of("parent", known, "wider region")
        elif row["parent"]:
            raise row.fail("only a part of a region has a parent", row["parent"])
    return {
        key: Group(key, row.required("name"), row["kind"], row["m49"], row["parent"])
        for key, row in rows.items()
    }


def read_actors(
    data: Path, groups: Mapping[str, Group], sources: Mapping[str, Source]
) -> dict[str, Actor]:
    """Return every actor by its key, with its names and memberships.

    Raises DataError for an unknown kind, group or source, and for a name or membership of an
    unknown actor.
    """
    listed = read_csv(data / "actors.csv", _COLUMNS, key=("key",))
    rows = {row.required("key"): row for row in listed}
    names: defaultdict[str, list[OtherName]] = defaultdict(list)
    for row in read_csv(data / "names.csv", ("actor", "name", "lang", "origin")):
        key = row.one_of("actor", rows, "actor")
        names[key].append(OtherName(row.required("name"), row.required("lang"), row["origin"]))
    memberships = read_memberships(data, rows, groups, sources)
    return {
        key: Actor(
            key,
            row.one_of("kind", KINDS, "kind of actor"),
            row,
            {tongue: row[f"name_{tongue}"] for tongue in LANGUAGES if row[f"name_{tongue}"]},
            tuple(names[key]),
            memberships.get(key, ()),
        )
        for key, row in rows.items()
    }


def read_territories(data: Path, actors: Mapping[str, Actor]) -> dict[str, Territory]:
    """Return every territory by its key; raises DataError for one of an unknown actor."""
    columns = ("key", "name", "iso3", "territory_of", "note")
    rows = read_csv(data / "territories.csv", columns, key=("key",))
    return {
        row["key"]: Territory(
            row.required("key"),
            row.required("name"),
            row["iso3"],
            row.one_of("territory_of", actors, "actor"),
            row["note"],
        )
        for row in rows
    }
