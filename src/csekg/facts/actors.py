"""Actors (States, organizations): their names, groups with memberships, territories, and areas.

Read from `data/actors.csv`, `names.csv`, `groups.csv`, `memberships.csv`, `territories.csv`, from
`region_links.csv`, which says what regions are in Wikidata, and from `areas.csv`: names by which
people ask, or assessors assess, that are no State's and no territory's of ours.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from csekg.errors import close_names
from csekg.facts.country_codes import CountryCode, read_country_codes
from csekg.facts.names import UNSEEN
from csekg.facts.sources import Source
from csekg.facts.tables import Row, read_csv
from csekg.facts.vocabularies import Vocabularies
from csekg.law.conditions import Spell

LANGUAGES = ("en", "ar", "zh", "fr", "ru", "es")
KINDS = ("state", "organization", "former_state", "other")
_COLUMNS = (
    "key,kind,iso2,iso3,iso_numeric,m49,name_en,name_ar,name_zh,name_fr,name_ru,name_es,name_formal_en,"
    "un_admission_date,un_admission_year,wikidata,eu_authority,withdrawn_from_iso,note,scope_note"
)


@dataclass(frozen=True, slots=True)
class OtherName:
    """A further name of an actor, its language tag, and the source or list that uses it."""

    name: str
    language: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
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
    country_codes: tuple[CountryCode, ...]

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
        return frozenset(membership.group for membership in self.memberships if membership.is_open)


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


@dataclass(frozen=True, slots=True)
class References:
    """What a row about an act may name: an actor, a territory, a source, a term."""

    actors: Mapping[str, Actor]
    territories: Mapping[str, Territory]
    sources: Mapping[str, Source]
    vocabularies: Vocabularies


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
    rows = {row.required("key"): row for row in read_csv(data / "groups.csv", "key,name,kind,m49,parent", "key")}
    for row in rows.values():
        wider = _WIDER.get(row["kind"], ())
        wider_keys = [key for key, group in rows.items() if group["kind"] in wider]
        if wider:
            row.one_of("parent", wider_keys, "wider region")
        elif row["parent"]:
            raise row.fail("only a part of a region has a parent", row["parent"])
    return {key: Group(key, row.required("name"), row["kind"], row["m49"], row["parent"]) for key, row in rows.items()}


def read_actors(data: Path, groups: Mapping[str, Group], sources: Mapping[str, Source]) -> dict[str, Actor]:
    """Return every actor by its key, with its names, codes and memberships.

    Raises DataError for an unknown kind, group, scheme or source, and for a name, code or membership of
    an unknown actor.
    """
    listed = read_csv(data / "actors.csv", _COLUMNS, key="key")
    rows = {row.required("key"): row for row in listed}
    names: defaultdict[str, list[OtherName]] = defaultdict(list)
    for row in read_csv(data / "names.csv", "actor,name,lang,origin"):
        key = row.one_of("actor", rows, "actor")
        names[key].append(OtherName(row.required("name"), row.required("lang"), row["origin"]))
    codes = read_country_codes(data, rows, sources)
    memberships = read_memberships(data, rows, groups, sources)
    return {
        key: Actor(
            key=key,
            kind=row.one_of("kind", KINDS, "kind of actor"),
            row=row,
            names={tongue: row[f"name_{tongue}"] for tongue in LANGUAGES if row[f"name_{tongue}"]},
            other_names=tuple(names[key]),
            memberships=memberships.get(key, ()),
            country_codes=codes.get(key, ()),
        )
        for key, row in rows.items()
    }


def read_territories(data: Path, actors: Mapping[str, Actor]) -> dict[str, Territory]:
    """Return every territory by its key; raises DataError for one of an unknown actor."""
    columns = "key,name,iso3,territory_of,note"
    rows = read_csv(data / "territories.csv", columns, key="key")
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


_MEMBERSHIP_COLUMNS = "actor,group,since,until,source,note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """The membership of an actor in a group, as a source states it.

    `since` and `until` are a day, a month, a year or empty, as stated; `until` is exclusive.
    `spell` has the days on which the membership is certain.
    """

    row: Row
    group: str
    since: str
    until: str
    spell: Spell
    source: str
    note: str

    @property
    def is_open(self) -> bool:
        """Whether it lasts."""
        return not self.until


def read_memberships(
    data: Path, actors: Collection[str], groups: Collection[str], sources: Mapping[str, Source]
) -> dict[str, tuple[Membership, ...]]:
    """Return the memberships of each actor that has any, by its key, in file order.

    Raises DataError for an unknown actor, group or source, for a period that is none or ends before
    it begins, for spells of one actor in one group that overlap, and for a row without days beside
    spells that have all ended.
    """
    memberships: defaultdict[str, list[Membership]] = defaultdict(list)
    file = data / "memberships.csv"
    for row in read_csv(file, _MEMBERSHIP_COLUMNS, key="actor,group,since,source"):
        actor = row.one_of("actor", actors, "actor")
        since, until = row.period("since"), row.period("until")
        # A year alone leaves the day open: the membership is certain from its end on.
        first = (since[0] if len(row["since"]) == 10 else since[1]) if since else None
        spell = Spell(first, until[0] if until else None)
        if since and until and not since[0] < until[0]:
            raise row.fail("the membership ends before it begins", row["until"])
        memberships[actor].append(
            Membership(
                row=row,
                group=row.one_of("group", groups, "group"),
                since=row["since"],
                until=row["until"],
                spell=spell,
                source=row.one_of("source", sources, "source"),
                note=row["note"],
            )
        )
    for spells_of_actor in memberships.values():
        _check_spells(spells_of_actor)
    return {actor: tuple(spells_of_actor) for actor, spells_of_actor in memberships.items()}


def spells(memberships: Iterable[Membership], group: str) -> tuple[Spell, ...]:
    """Return the spells in a group: those with days where there are any, else one without end."""
    members = [membership for membership in memberships if membership.group == group]
    dated = dict.fromkeys(membership.spell for membership in members if membership.since)
    return tuple(dated) or tuple(membership.spell for membership in members[:1])


def _check_spells(memberships: Sequence[Membership]) -> None:
    by_group: defaultdict[str, list[Membership]] = defaultdict(list)
    for membership in memberships:
        by_group[membership.group].append(membership)
    for in_group in by_group.values():
        dated = sorted((one for one in in_group if one.since), key=lambda one: one.since)
        for one, following in pairwise(dated):
            same = (one.since, one.until) == (following.since, following.until)
            if not same and (not one.until or one.until > following.since):
                raise following.row.fail("overlaps another membership", following.since)
        undated = [one for one in in_group if not one.since]
        if undated and dated and not any(one.is_open for one in dated):
            raise undated[0].row.fail("a member by this row, while its spells ended", in_group[0].group)


_REGION_COLUMNS = "group,wikidata,source,verification"
_ENTITY = re.compile(r"Q[1-9]\d*")


@dataclass(frozen=True, slots=True)
class RegionLink:
    """A region, by its key, and the entity of Wikidata for nearly the same region."""

    group: str
    wikidata: str
    source: str
    verification: str


def read_region_links(
    data: Path, groups: Collection[str], sources: Mapping[str, Source], vocabularies: Vocabularies
) -> tuple[RegionLink, ...]:
    """Return the links of regions in file order; a region without one has no row.

    Raises DataError for an unknown group, source or verification, for what is no identifier of an
    entity, for two links of a region, and for a link that counts as verified though no document was
    seen.
    """
    links = []
    for row in read_csv(data / "region_links.csv", _REGION_COLUMNS, key="group"):
        if not _ENTITY.fullmatch(row["wikidata"]):
            raise row.fail("no entity of Wikidata", row["wikidata"], "Write Q and its number.")
        source = row.one_of("source", sources, "source")
        verification = row.one_of("verification", vocabularies["verification"], "verification")
        if source in UNSEEN and verification != "unverified":
            raise row.fail(f"the source {source} is nobody's document", verification, "Write unverified.")
        group = row.one_of("group", groups, "group")
        links.append(RegionLink(group, row["wikidata"], source, verification))
    return tuple(links)


_AREA_COLUMNS = "key,name,note,see,source,as_of"


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is neither an actor nor a territory in the register.

    `note` is what the register answers to who asks for it. `see` are the keys of the actors with
    which that is listed; `source` and `as_of` are those of the note.
    """

    key: str
    name: str
    note: str
    see: tuple[str, ...]
    source: str
    as_of: date | None


def read_areas(data: Path, actors: Mapping[str, Actor], sources: Mapping[str, Source]) -> dict[str, Area]:
    """Return every area by its key; raises DataError for an unknown actor or source, or no text."""
    return {
        row["key"]: Area(
            row.required("key"),
            row.required("name"),
            row.required("note"),
            row.each_of("see", actors, "actor"),
            row.one_of("source", sources, "source"),
            row.day("as_of"),
        )
        for row in read_csv(data / "areas.csv", _AREA_COLUMNS, "key")
    }
