"""All facts, read from the fact files and checked against one another in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
class AllFacts:
    """Every fact, the vocabularies that facts take their terms from, and the acts derived.

    `acts` are signatures and consents, `declaration_records` the declarations and `other_acts` the
    events, with the days and links that follow from other facts.

    Mappings are by key, `definitions` by IRI, `provisions` by treaty and printed form. Sequences
    are in file order, those of treaties by treaty key.
    """

    vocabularies: Vocabularies
    definitions: Mapping[NamedNode, str]
    sources: Mapping[str, Source]
    groups: Mapping[str, Group]
    region_links: tuple[RegionLink, ...]
    actors: Mapping[str, Actor]
    existence: tuple[ExistenceSpan, ...]
    changes: tuple[StateChange, ...]
    continuity: Continuity
    territories: Mapping[str, Territory]
    areas: Mapping[str, Area]
    treaties: Mapping[str, Treaty]
    documents: Mapping[str, Document]
    resolution: Resolution
    provisions: Mapping[str, Mapping[str, Provision]]
    reservation_clauses: tuple[ReservationClause, ...]
    readings: Readings
    correspondences: tuple[Correspondence, ...]
    practice: Practice
    reviews: Reviews
    statements: tuple[Statement, ...]
    acts: tuple[Act, ...]
    declarations: tuple[Declaration, ...]
    events: tuple[Event, ...]
    declaration_records: tuple[DeclarationRecord, ...]
    other_acts: tuple[OtherAct, ...]
    discrepancies: tuple[Discrepancy, ...]
    identities: Identities
    replaced: tuple[Replacement, ...]
    words: Mapping[str, Word]
    search_names: tuple[SearchName, ...]
    english_names: EnglishNames
    names_in_languages: tuple[NameInLanguage, ...]
    translations: Translations
    release: DataRelease

    @property
    def short_titles(self) -> dict[str, str]:
        """The short title of each treaty by its key."""
        return {key: treaty.short_title for key, treaty in self.treaties.items()}

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


def read_all_facts(data: Path, ontology: Path) -> AllFacts:
    """Return all facts in the folder `data`, with the vocabularies in the folder `ontology`.

    Raises DataError at the first fact that is malformed or refers to something unknown, and
    CsekgError where sources differ in a way that corrections.csv does not explain.
    """
    vocabularies = read_vocabularies(ontology)
    sources = read_sources(data)
    groups = read_groups(data)
    region_links = read_region_links(data, groups, sources, vocabularies)
    actors = read_actors(data, groups, sources)
    existence = read_existence(data, actors, sources)
    changes = read_changes(data, actors, sources, vocabularies)
    continuity = derive_continuity(actors, existence, changes)
    territories = read_territories(data, actors)
    areas = read_areas(data, actors, sources)
    treaties = read_treaties(data, sources, vocabularies)
    documents = read_documents(data, sources, treaties, actors)
    resolution = read_resolution(data, documents, treaties, sources, vocabularies)
    provisions = read_provisions(data, treaties, sources, vocabularies)
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
    reviews = read_reviews(data, resolution.paragraphs, treaties, references)
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
    identities = identify(statements, events, discrepancies)
    return AllFacts(
        vocabularies=vocabularies,
        definitions=read_definitions(ontology),
        sources=sources,
        groups=groups,
        region_links=region_links,
        actors=actors,
        existence=existence,
        changes=changes,
        continuity=continuity,
        territories=territories,
        areas=areas,
        treaties=treaties,
        documents=documents,
        resolution=resolution,
        provisions=provisions,
        reservation_clauses=read_reservation_clauses(data, provisions, sources),
        readings=readings,
        correspondences=correspondences,
        practice=practice,
        reviews=reviews,
        statements=tuple(statements),
        acts=tuple(acts),
        declarations=tuple(declarations),
        events=tuple(events),
        declaration_records=derive_declarations(declarations, events, acts),
        other_acts=derive_other_acts(events, declarations, acts, identities),
        discrepancies=discrepancies,
        identities=identities,
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
