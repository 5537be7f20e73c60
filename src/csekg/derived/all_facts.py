"""All facts about who did what, loaded once and checked against one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from csekg.derived.actions import Action, read_actions
from csekg.derived.discrepancies import Correction, check_discrepancies, read_corrections
from csekg.facts.actors import (
    Actor,
    Group,
    Territory,
    read_actors,
    read_groups,
    read_territories,
)
from csekg.facts.correspondences import Correspondence, read_correspondences
from csekg.facts.declarations import Declaration, Event, read_declarations, read_events
from csekg.facts.documents import Document, read_documents
from csekg.facts.participation import Statement, read_participation
from csekg.facts.provisions import Provision, read_provisions
from csekg.facts.references import check_references
from csekg.facts.resolution import Resolution, read_resolution
from csekg.facts.sources import Source, read_sources
from csekg.facts.treaties import Treaty, read_treaties
from csekg.facts.vocabularies import Vocabularies, read_vocabularies


@dataclass(frozen=True, slots=True)
class World:
    """Every fact, and the vocabularies it is told in."""

    vocabularies: Vocabularies
    sources: Mapping[str, Source]
    groups: Mapping[str, Group]
    actors: Mapping[str, Actor]
    territories: Mapping[str, Territory]
    treaties: Mapping[str, Treaty]
    documents: Mapping[str, Document]
    resolution: Resolution
    provisions: Mapping[str, Mapping[str, Provision]]
    correspondences: tuple[Correspondence, ...]
    statements: tuple[Statement, ...]
    actions: tuple[Action, ...]
    declarations: tuple[Declaration, ...]
    events: tuple[Event, ...]
    corrections: tuple[Correction, ...]

    @property
    def short_titles(self) -> dict[str, str]:
        """The short title of each treaty by its key."""
        return {key: treaty.short_title for key, treaty in self.treaties.items()}


def read_world(data: Path, ontology: Path) -> World:
    """Return all facts; raises DataError at the first that does not fit.

    Raises CsekgError where sources differ in a way that corrections.csv does not explain.
    """
    vocabularies = read_vocabularies(ontology)
    sources = read_sources(data)
    groups = read_groups(data)
    actors = read_actors(data, groups, sources)
    territories = read_territories(data, actors)
    treaties = read_treaties(data, sources, vocabularies)
    documents = read_documents(data, sources, treaties)
    resolution = read_resolution(data, documents, treaties, vocabularies)
    provisions = read_provisions(data, treaties, vocabularies)
    check_references(data, treaties, documents, provisions)
    correspondences = read_correspondences(
        data, resolution.paragraphs, provisions, sources, vocabularies
    )
    statements: list[Statement] = []
    actions: list[Action] = []
    declarations: list[Declaration] = []
    events: list[Event] = []
    for key, treaty in treaties.items():
        stated = read_participation(data, key, actors, territories, sources, vocabularies)
        statements += stated
        actions += read_actions(treaty, stated, sources)
        declarations += read_declarations(
            data, key, actors, provisions.get(key, {}), sources, vocabularies
        )
        events += read_events(data, key, actors, territories, sources)
    corrections = read_corrections(data, treaties, actors, sources, vocabularies)
    check_discrepancies(actions, corrections)
    return World(
        vocabularies,
        sources,
        groups,
        actors,
        territories,
        treaties,
        documents,
        resolution,
        provisions,
        correspondences,
        tuple(statements),
        tuple(actions),
        tuple(declarations),
        tuple(events),
        corrections,
    )
