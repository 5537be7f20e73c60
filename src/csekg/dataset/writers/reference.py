"""Writes the reference data: sources, actors, groups, territories, and the existence of States."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, day, period, text, year
from csekg.dataset.writers.names import write_versions
from csekg.facts.actors import Actor, Area, Group, Membership, RegionLink, Territory
from csekg.facts.country_codes import CountryCode
from csekg.facts.existence import ExistenceSpan, StateChange
from csekg.facts.sources import Source
from csekg.languages.days import spelled
from csekg.law.continuity import Continuity
from csekg.namespaces import ADMS, CSE, DCAT, DCTERMS, ELI, RDF, RDFS, SCHEMA, SKOS

# Which source states which column of actors.csv (see data/README.md).
_CODES, _ADMISSION_DAY, _ADMISSION_YEAR = "country-codes", "gino-nation-table", "country-converter"
#: The origin of names that gives the formal ones.
_FORMAL = "unterm(datasets)"
_UN = "un-member"
#: The European Legislation Identifier of an edition of a Swiss text in a language begins so.
_FEDLEX = "https://fedlex.data.admin.ch/"
_SWISS_TEXT = re.compile(r"\beli/cc/\d+/[\d_]+/\d{8}/(de|fr|it)\b")
_WIKIDATA = "http://www.wikidata.org/entity/"
_CLASSES = {
    "state": (CSE.State, CSE.TreatyActor),
    "organization": (CSE.RegionalOrganization, CSE.TreatyActor),
    "former_state": (CSE.FormerState, CSE.TreatyActor),
    "other": (CSE.TreatyActor,),
}


def write_sources(quads: Quads, sources: Iterable[Source]) -> None:
    """Write every source into the catalogue: publisher, as-of date, terms, location."""
    graph = quads.graph("catalogue")
    for source in sources:
        graph.node(
            ns.source(source.key),
            (CSE.Source,),
            source.title,
            (DCTERMS.title, text(source.title, "en")),
            (DCTERMS.identifier, text(source.key)),
            (DCTERMS.publisher, text(source.publisher, "en")),
            (CSE.statusAsOf, day(source.as_of)),
            (CSE.asOfNote, text(source.as_of_note, "en")),
            (DCTERMS.rights, text(source.licence, "en")),
            (CSE.location, text(source.location)),
            (CSE.completeness, text(source.completeness, "en")),
            (SKOS.note, text(source.use, "en")),
        )
        # Only a location that is one address becomes a link; many describe several files.
        if source.location.startswith("https://") and " " not in source.location:
            graph.add(ns.source(source.key), DCAT.landingPage, NamedNode(source.location))
        # The official edition of which the file that was read is a copy.
        if match := _SWISS_TEXT.search(source.location):
            edition = NamedNode(f"{_FEDLEX}{match[0]}")
            graph.add(ns.source(source.key), DCTERMS.source, edition)
            graph.add(edition, RDF.type, ELI.LegalExpression)


def write_groups(quads: Quads, groups: Iterable[Group]) -> None:
    """Write the regions, regional groups and organizations that actors belong to."""
    graph = quads.graph(_CODES)
    for group in groups:
        graph.node(
            ns.group(group.key),
            (CSE.Group,),
            group.name,
            (SKOS.prefLabel, text(group.name, "en")),
            (CSE.groupKind, text(group.kind)),
            (CSE.m49, text(group.m49)),
            (DCTERMS.isPartOf, ns.group(group.parent) if group.parent else None),
        )


def write_region_links(quads: Quads, links: Iterable[RegionLink]) -> None:
    """Write what regions are in Wikidata, each in the graph of its source.

    A region of the M49 standard and one of that name differ in a State or two: a close match.
    """
    for link in links:
        entity = NamedNode(_WIKIDATA + link.wikidata)
        quads.graph(link.source).add(ns.group(link.group), SKOS.closeMatch, entity)


_CODE_PROPERTIES = {
    "cow": CSE.cowCode,
    "gleditsch-ward": CSE.gleditschWardCode,
    "v-dem": CSE.vdemCode,
    "world-bank": CSE.worldBankCode,
}
_SCHEMES = {
    "cow": "Correlates of War",
    "gleditsch-ward": "Gleditsch and Ward",
    "v-dem": "V-Dem",
    "world-bank": "World Bank",
}


def write_actors(quads: Quads, actors: Mapping[str, Actor]) -> None:
    """Write every actor with codes, names and memberships, each in the graph of its source."""
    codes = quads.graph(_CODES)
    for actor in actors.values():
        node, row = ns.actor(actor.key), actor.row
        codes.node(
            node,
            _CLASSES[actor.kind],
            actor.name,
            (DCTERMS.identifier, text(actor.key)),
            (CSE.iso2, text(row["iso2"])),
            (CSE.iso3, text(row["iso3"])),
            (CSE.isoNumeric, text(row["iso_numeric"])),
            (CSE.m49, text(row["m49"])),
            (CSE.formalName, text(row["name_formal_en"], "en")),
            (CSE.withdrawnFromISO, day(row.day("withdrawn_from_iso"))),
            (SKOS.note, text(row["note"], "en")),
            (SKOS.scopeNote, text(row["scope_note"], "en")),
        )
        _write_names(codes, node, actor)
        if row["eu_authority"]:
            codes.add(node, SKOS.exactMatch, NamedNode(row["eu_authority"]))
        if row["wikidata"]:
            codes.add(node, SKOS.exactMatch, NamedNode(_WIKIDATA + row["wikidata"]))
        admitted = day(row.day("un_admission_date"))
        quads.graph(_ADMISSION_DAY).add(node, CSE.unAdmissionDate, admitted)
        quads.graph(_ADMISSION_YEAR).add(node, CSE.unAdmissionYear, year(row["un_admission_year"]))
        # Codes stand in the order of their days: the last one of a scheme is that of today, or the last there was.
        for code in {code.scheme: code for code in actor.country_codes}.values():
            quads.graph(code.source).add(node, _CODE_PROPERTIES[code.scheme], text(code.code))
        for code in actor.country_codes:
            _write_code(quads, node, actor, code)
        for membership in actor.memberships:
            _write_membership(quads.graph(membership.source), node, actor, membership)


def _write_code(quads: Quads, node: NamedNode, actor: Actor, code: CountryCode) -> None:
    it = ns.country_code(actor.key, code.scheme, code.code, code.valid_from)
    since = f" from {code.valid_from}" if code.valid_from else ""
    graph = quads.graph(code.source)
    graph.add(node, ADMS.identifier, it)
    graph.node(
        it,
        (ADMS.Identifier,),
        f"{actor.name}, code {code.code} of {_SCHEMES[code.scheme]}{since}",
        (SKOS.notation, text(code.code)),
        (ADMS.schemaAgency, text(_SCHEMES[code.scheme])),
    )
    if code.days_source:
        days = quads.graph(code.days_source)
        days.add(it, SCHEMA.validFrom, period(code.valid_from))
        days.add(it, SCHEMA.validThrough, period(code.valid_until))


def _write_membership(graph: GraphWriter, node: NamedNode, actor: Actor, membership: Membership) -> None:
    group = ns.group(membership.group)
    if membership.is_open:
        graph.add(node, CSE.memberOf, group)
    if not membership.since:
        return
    name = membership.group.removesuffix("-member")
    graph.node(
        ns.membership(actor.key, membership.group, membership.since),
        (CSE.Membership,),
        f"{actor.name} in {name.upper()} from {membership.since}",
        (CSE.member, node),
        (CSE.inGroup, group),
        (CSE.memberFrom, period(membership.since)),
        (CSE.memberUntil, period(membership.until)),
        (SKOS.note, text(membership.note, "en")),
    )
    if membership.group == _UN and membership.is_open and not actor.row["un_admission_date"]:
        graph.add(node, CSE.unAdmissionDate, period(membership.since))


def _write_names(graph: GraphWriter, node: NamedNode, actor: Actor) -> None:
    for language, name in actor.names.items():
        graph.add(node, SKOS.prefLabel, text(name, language))
    formal: dict[str, str] = {}
    for other in actor.other_names:
        if actor.names.get(other.language) != other.name:
            graph.add(node, SKOS.altLabel, text(other.name, other.language))
            if other.origin == _FORMAL:
                formal[other.language] = other.name
    english = actor.row["name_formal_en"]
    if english and english != actor.name:
        write_versions(graph, english, {**formal, "en": english})


def write_territories(quads: Quads, territories: Iterable[Territory]) -> None:
    """Write the territories to which treaties are extended."""
    graph = quads.graph(_CODES)
    for territory in territories:
        graph.node(
            ns.territory(territory.key),
            (CSE.Territory,),
            territory.name,
            (DCTERMS.identifier, text(territory.key)),
            (SKOS.prefLabel, text(territory.name, "en")),
            (CSE.iso3, text(territory.iso3)),
            (CSE.territoryOf, ns.actor(territory.of)),
            (SKOS.note, text(territory.note, "en")),
        )


def write_areas(quads: Quads, areas: Iterable[Area]) -> None:
    """Write the areas that are neither actors nor territories, each into the graph of its source."""
    for area in areas:
        graph = quads.graph(area.source)
        graph.node(
            ns.area(area.key),
            (CSE.AssessedArea,),
            area.name,
            (DCTERMS.identifier, text(area.key)),
            (SKOS.prefLabel, text(area.name, "en")),
            (SKOS.note, text(area.note, "en")),
            (DCTERMS.source, ns.source(area.source)),
            (CSE.statusAsOf, day(area.as_of)),
        )
        graph.add(ns.area(area.key), RDFS.seeAlso, *map(ns.actor, area.see))


def write_existence(quads: Quads, spans: Iterable[ExistenceSpan], actors: Mapping[str, Actor]) -> None:
    """Write every span of existence, each day into the graph of the source that gives it."""
    for span in spans:
        node, actor = ns.existence(span.actor, span.since), ns.actor(span.actor)
        graph = quads.graph(span.source)
        graph.add(actor, CSE.existence, node)
        graph.node(
            node,
            (CSE.Existence,),
            f"{actors[span.actor].name}, existence" + (f" from {spelled(span.since)}" if span.since else ""),
            (CSE.existenceOf, actor),
            (CSE.existsFrom, day(span.since)),
            (SKOS.note, text(span.note, "en")),
        )
        if span.until:
            quads.graph(span.until_source).add(node, CSE.existsUntil, day(span.until))


def write_changes(quads: Quads, changes: Iterable[StateChange], actors: Mapping[str, Actor]) -> None:
    """Write every change of a State, with its predecessors, into the graph of its source."""
    for change in changes:
        graph, actor = quads.graph(change.source), ns.actor(change.actor)
        segments = [change.actor, change.on.isoformat(), change.nature, *change.predecessors]
        predecessors = [ns.actor(key) for key in change.predecessors if key != change.actor]
        node = ns.thing("state-change", *segments)
        graph.node(
            node,
            (CSE.StateChange,),
            f"{actors[change.actor].name}: {change.nature}, {spelled(change.on)}",
            (CSE.changeOf, actor),
            (CSE.changedOn, day(change.on)),
            (CSE.nature, ns.concept("state-change", change.nature)),
            (SKOS.note, text(change.note, "en")),
        )
        graph.add(node, CSE.changeFrom, *(ns.actor(key) for key in change.predecessors))
        graph.add(actor, CSE.predecessor, *predecessors)
        for predecessor in predecessors:
            graph.add(predecessor, CSE.successor, actor)
            if change.continues:
                graph.add(actor, CSE.continues, predecessor)


def write_performers(
    quads: Quads, acts: Iterable[tuple[NamedNode, str, date]], spans: Iterable[ExistenceSpan], continuity: Continuity
) -> None:
    """Write since when each State can act, and which former State did an act printed under another.

    `acts` are acts of every kind, each with the actor under which it is printed and the day by
    which it was done. An act is printed under a State that did not exist yet where that State
    continues or succeeds the one that did it.
    """
    graph = quads.graph("derived")
    for span in spans:
        ended = (existence for existence in continuity.of(span.actor) if existence.until == span.until)
        for existence in ended:
            graph.add(ns.existence(span.actor, span.since), CSE.actsFrom, day(existence.since))
    for node, actor, on in acts:
        former = continuity.predecessor_on(actor, on)
        graph.add(node, CSE.performedBy, ns.actor(former) if former else None)
