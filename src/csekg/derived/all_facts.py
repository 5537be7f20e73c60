"""All facts, read from the fact files and checked against one another in one place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from csekg.derived.acts import Act, derive_acts
from csekg.derived.correspondences import Correspondence, derive_correspondences
from csekg.derived.discrepancies import check_discrepancies
from csekg.derived.references import check_references
from csekg.facts.actors import (
    Actor,
    Group,
    Territory,
    read_actors,
    read_groups,
    read_territories,
)
from csekg.facts.correspondences import Readings, read_readings
from csekg.facts.declarations import Declaration, Event, read_declarations, read_events
from csekg.facts.discrepancies import Discrepancy, read_discrepancies
from csekg.facts.documents import Document, read_documents
from csekg.facts.provisions import Provision, read_provisions
from csekg.facts.resolution import Resolution, read_resolution
from csekg.facts.sources import Source, read_sources
from csekg.facts.statements import Statement, read_statements
from csekg.facts.treaties import Treaty, read_treaties
from csekg.facts.vocabularies import Vocabularies, read_vocabularies
from csekg.namespaces import RESOLUTION


@dataclass(frozen=True, slots=True)
class AllFacts:
    """Every fact, the vocabularies that facts take their terms from, and the acts derived.

    Mappings are by key, `provisions` by treaty and printed form; sequences are in file order, those
    of treaties by treaty key.
    """

    vocabularies: Vocabularies
    sources: Mapping[str, Source]
    groups: Mapping[str, Group]
    actors: Mapping[str, Actor]
    territories: Mapping[str, Territory]
    treaties: Mapping[str, Treaty]
    documents: Mapping[str, Document]
    resolution: Resolution
    provisions: Mapping[str, Mapping[str, Provision]]
    readings: Readings
    correspondences: tuple[Correspondence, ...]
    statements: tuple[Statement, ...]
    acts: tuple[Act, ...]
    declarations: tuple[Declaration, ...]
    events: tuple[Event, ...]
    discrepancies: tuple[Discrepancy, ...]

    @property
    def short_titles(self) -> dict[str, str]:
        """The short title of each treaty by its key."""
        return {key: treaty.short_title for key, treaty in self.treaties.items()}

    @property
    def later_treaties(self) -> dict[str, date]:
        """The first day of each treaty that was made after the resolution, by its key."""
        adopted = self.documents[RESOLUTION].adopted_on
        return {
            key: treaty.since
            for key, treaty in self.treaties.items()
            if adopted and treaty.since > adopted
        }


def read_all_facts(data: Path, ontology: Path) -> AllFacts:
    """Return all facts in the folder `data`, with the vocabularies in the folder `ontology`.

    Raises DataError at the first fact that is malformed or refers to something unknown, and
    CsekgError where sources differ in a way that corrections.csv does not explain.
    """
    vocabularies = read_vocabularies(ontology)
    sources = read_sources(data)
    groups = read_groups(data)
    actors = read_actors(data, groups, sources)
    territories = read_territories(data, actors)
    treaties = read_treaties(data, sources, vocabularies)
    documents = read_documents(data, sources, treaties, actors)
    resolution = read_resolution(data, documents, treaties, sources, vocabularies)
    provisions = read_provisions(data, treaties, vocabularies)
    check_references(data, treaties, documents, provisions)
    readings = read_readings(data, resolution.paragraphs, provisions, treaties, vocabularies)
    correspondences = derive_correspondences(readings, resolution.paragraphs, provisions)
    statements: list[Statement] = []
    acts: list[Act] = []
    declarations: list[Declaration] = []
    events: list[Event] = []
    for key, treaty in treaties.items():
        stated = read_statements(data, key, actors, territories, sources, vocabularies)
        statements += stated
        acts += derive_acts(treaty, stated, sources)
        declarations += read_declarations(
            data, key, actors, provisions.get(key, {}), sources, vocabularies
        )
        events += read_events(data, key, actors, territories, sources)
    discrepancies = read_discrepancies(data, treaties, actors, sources, vocabularies)
    check_discrepancies(acts, discrepancies)
    return AllFacts(
        vocabularies,
        sources,
        groups,
        actors,
        territories,
        treaties,
        documents,
        resolution,
        provisions,
        readings,
        correspondences,
        tuple(statements),
        tuple(acts),
        tuple(declarations),
        tuple(events),
        discrepancies,
    )
