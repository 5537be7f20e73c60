"""All facts, read from the fact files and checked against one another in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path

from pyoxigraph import NamedNode

from csekg.derived.acts import Act, derive_acts
from csekg.derived.correspondences import Correspondence, derive_correspondences
from csekg.derived.declarations import DeclarationRecord, OtherAct, derive_declarations, derive_other_acts
from csekg.derived.discrepancies import check_discrepancies
from csekg.derived.identities import Identities, identify
from csekg.derived.participations import derive_continuity
from csekg.derived.references import (
    EnglishNames,
    check_names,
    check_practice,
    check_references,
    check_search_names,
    english_names,
)
from csekg.facts.actors import (
    Actor,
    Area,
    Group,
    References,
    RegionLink,
    Territory,
    read_actors,
    read_areas,
    read_groups,
    read_region_links,
    read_territories,
)
from csekg.facts.assessments import Practice, read_practice
from csekg.facts.correspondences import Readings, read_readings
from csekg.facts.declarations import (
    Declaration,
    Event,
    ReservationClause,
    read_declarations,
    read_events,
    read_reservation_clauses,
)
from csekg.facts.discrepancies import Discrepancy, decisions_of, read_discrepancies
from csekg.facts.documents import Document, read_documents
from csekg.facts.existence import ExistenceSpan, StateChange, read_changes, read_existence
from csekg.facts.names import NameInLanguage, SearchName, Word, read_names_in_languages, read_search_names, read_words
from csekg.facts.provisions import Provision, read_provisions
from csekg.facts.redirects import Replacement, read_replaced
from csekg.facts.release import DataRelease, read_release
from csekg.facts.resolution import Resolution, read_resolution
from csekg.facts.reviews import Reviews, read_reviews
from csekg.facts.sources import Source, read_sources
from csekg.facts.statements import Statement, read_statements
from csekg.facts.translations import Translations, read_translations
from csekg.facts.treaties import Treaty, read_treaties
from csekg.facts.vocabularies import Vocabularies, read_definitions, read_labels, read_vocabularies
from csekg.law.continuity import Continuity
from csekg.namespaces import RESOLUTION


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusFacts:
    """The facts that statuses follow from: treaties, actors, what these have done, and what that refers to.

    Mappings are by key, `provisions` by treaty and printed form. Sequences are in file order, those
    of treaties by treaty key. `acts` are signatures and consents, with the days that follow from other facts.
    """

    vocabularies: Vocabularies
    sources: Mapping[str, Source]
    groups: Mapping[str, Group]
    actors: Mapping[str, Actor]
    existence: tuple[ExistenceSpan, ...]
    changes: tuple[StateChange, ...]
    continuity: Continuity
    territories: Mapping[str, Territory]
    treaties: Mapping[str, Treaty]
    provisions: Mapping[str, Mapping[str, Provision]]
    statements: tuple[Statement, ...]
    acts: tuple[Act, ...]
    declarations: tuple[Declaration, ...]
    events: tuple[Event, ...]
    discrepancies: tuple[Discrepancy, ...]
    identities: Identities

    @property
    def short_titles(self) -> dict[str, str]:
        """The short title of each treaty by its key."""
        return {key: treaty.short_title for key, treaty in self.treaties.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class AllFacts(StatusFacts):
    """Every fact, the vocabularies that facts take their terms from, and the acts derived.

    `declaration_records` are the declarations and `other_acts` the events, with the days and links that follow from
    other facts. Mappings are by key, `definitions` by IRI.
    """

    definitions: Mapping[NamedNode, str]
    region_links: tuple[RegionLink, ...]
    areas: Mapping[str, Area]
    documents: Mapping[str, Document]
    resolution: Resolution
    reservation_clauses: tuple[ReservationClause, ...]
    readings: Readings
    correspondences: tuple[Correspondence, ...]
    practice: Practice
    reviews: Reviews
    declaration_records: tuple[DeclarationRecord, ...]
    other_acts: tuple[OtherAct, ...]
    replaced: tuple[Replacement, ...]
    words: Mapping[str, Word]
    search_names: tuple[SearchName, ...]
    english_names: EnglishNames
    names_in_languages: tuple[NameInLanguage, ...]
    translations: Translations
    release: DataRelease

    def dated_acts(self) -> Iterator[tuple[NamedNode, str, date]]:
        """Yield every act that is followed: its IRI, its actor, the day by which it was done."""
        for act in self.acts:
            if not act.dismissed:
                yield act.iri, act.actor, act.begins
        for made in self.declaration_records:
            if made.day.on:
                yield made.iri, made.stated.actor, made.day.on
        for other in self.other_acts:
            if other.day.on:
                yield other.iri, other.stated.actor, other.day.on

    @property
    def later_treaties(self) -> dict[str, date]:
        """The first day of each treaty that was made after the resolution, by its key."""
        adopted = self.documents[RESOLUTION].adopted_on
        return {key: treaty.since for key, treaty in self.treaties.items() if adopted and treaty.since > adopted}


def read_status_facts(data: Path, ontology: Path) -> StatusFacts:
    """Return the facts in the folder `data` that statuses follow from; all facts take four times as long to read.

    `ontology` is the folder with the vocabularies. Raises DataError at the first fact that is malformed or refers to
    something unknown, and CsekgError where sources differ in a way that corrections.csv does not explain.
    """
    vocabularies = read_vocabularies(ontology)
    sources = read_sources(data)
    groups = read_groups(data)
    actors = read_actors(data, groups, sources)
    existence = read_existence(data, actors, sources)
    changes = read_changes(data, actors, sources, vocabularies)
    territories = read_territories(data, actors)
    treaties = read_treaties(data, sources, vocabularies)
    provisions = read_provisions(data, treaties, sources, vocabularies)
    references = References(actors, territories, sources, vocabularies)
    discrepancies = read_discrepancies(data, treaties, references)
    decisions = decisions_of(discrepancies)
    statements: list[Statement] = []
    acts: list[Act] = []
    declarations: list[Declaration] = []
    events: list[Event] = []
    for key, treaty in treaties.items():
        stated = read_statements(data, key, references)
        _check_in_force(treaty, stated)
        statements += stated
        acts += derive_acts(treaty, stated, sources, decisions)
        declared = read_declarations(data, key, provisions.get(key, {}), references)
        declarations += declared
        keys = {declaration.key for declaration in declared}
        events += read_events(data, key, keys, references)
    check_discrepancies(acts, discrepancies)
    return StatusFacts(
        vocabularies=vocabularies,
        sources=sources,
        groups=groups,
        actors=actors,
        existence=existence,
        changes=changes,
        continuity=derive_continuity(actors, existence, changes),
        territories=territories,
        treaties=treaties,
        provisions=provisions,
        statements=tuple(statements),
        acts=tuple(acts),
        declarations=tuple(declarations),
        events=tuple(events),
        discrepancies=discrepancies,
        identities=identify(statements, events, discrepancies),
    )


def read_all_facts(data: Path, ontology: Path) -> AllFacts:
    """Return all facts in the folder `data`, with the vocabularies in the folder `ontology`.

    Raises what `read_status_facts` does, of any fact.
    """
    facts = read_status_facts(data, ontology)
    vocabularies, sources, groups, actors = facts.vocabularies, facts.sources, facts.groups, facts.actors
    territories, treaties, provisions = facts.territories, facts.treaties, facts.provisions
    region_links = read_region_links(data, groups, sources, vocabularies)
    areas = read_areas(data, actors, sources)
    documents = read_documents(data, sources, treaties, actors)
    resolution = read_resolution(data, documents, treaties, sources, vocabularies)
    check_references(data, treaties, documents, provisions)
    words = read_words(data, sources, vocabularies, provisions)
    search_names = read_search_names(data, sources)
    instruments: dict[str, Treaty | Document] = {**treaties, **documents}
    check_search_names(search_names, actors, groups, instruments, vocabularies, territories, areas, words)
    named = english_names(instruments, actors, groups, territories, areas, read_labels(ontology))
    names = read_names_in_languages(data, sources, vocabularies)
    check_names(names, named)
    readings = read_readings(data, resolution.paragraphs, provisions, treaties, vocabularies)
    correspondences = derive_correspondences(readings, resolution.paragraphs, provisions)
    references = References(actors, territories, sources, vocabularies)
    practice = read_practice(data, resolution.paragraphs, provisions, areas, references)
    check_practice(practice, correspondences)
    return AllFacts(
        **{field.name: getattr(facts, field.name) for field in fields(facts)},
        definitions=read_definitions(ontology),
        region_links=region_links,
        areas=areas,
        documents=documents,
        resolution=resolution,
        reservation_clauses=read_reservation_clauses(data, provisions, sources),
        readings=readings,
        correspondences=correspondences,
        practice=practice,
        reviews=read_reviews(data, resolution.paragraphs, treaties, references),
        declaration_records=derive_declarations(facts.declarations, facts.events, facts.acts),
        other_acts=derive_other_acts(facts.events, facts.declarations, facts.acts, facts.identities),
        replaced=read_replaced(data),
        words=words,
        search_names=search_names,
        english_names=named,
        names_in_languages=names,
        translations=read_translations(data),
        release=read_release(data),
    )


def _check_in_force(treaty: Treaty, statements: Iterable[Statement]) -> None:
    """Raise DataError where a State is bound by a treaty of which no day says since when it is in force."""
    if treaty.facts.get("in_force_on"):
        return
    for statement in statements:
        if statement.in_force_on:
            raise statement.row.fail(
                f"{statement.actor} is bound, and treaty.toml does not say since when the treaty is in force",
                str(statement.in_force_on),
                "Add in_force_on, and trigger_on, the day on which the last consent that it needed came.",
            )
