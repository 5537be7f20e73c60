"""Builds the dataset: reads every fact, writes every graph, describes the whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from csekg.dataset.quads import Sink
from csekg.dataset.writers.actions import write_actions, write_territorial
from csekg.dataset.writers.catalogue import write_catalogue
from csekg.dataset.writers.correspondences import write_correspondences
from csekg.dataset.writers.derived import (
    write_derived_actions,
    write_discrepancies,
    write_participations,
)
from csekg.dataset.writers.documents import write_documents
from csekg.dataset.writers.labels import Labels
from csekg.dataset.writers.provisions import write_provisions
from csekg.dataset.writers.quality import write_quality
from csekg.dataset.writers.reference import (
    write_actors,
    write_groups,
    write_sources,
    write_territories,
)
from csekg.dataset.writers.resolution import write_resolution
from csekg.dataset.writers.rules import write_joining, write_recomputed
from csekg.dataset.writers.statements import write_declarations, write_events
from csekg.dataset.writers.treaties import write_treaties
from csekg.derived.all_facts import read_world
from csekg.derived.participations import derive_participations
from csekg.errors import CsekgError
from csekg.namespaces import graph


def build(data: Path, ontology: Path, progress: Callable[[str], None]) -> bytes:
    """Return the dataset as sorted N-Quads; the same files always give the same bytes.

    `progress` is told each step. Raises DataError or CsekgError where a fact does not fit.
    """
    progress("reading the facts")
    world = read_world(data, ontology)
    labels = Labels({key: a.name for key, a in world.actors.items()}, world.short_titles)
    sink = Sink()
    progress("ontology and vocabularies")
    _write_ontology(sink, ontology)
    progress("sources, States and groups")
    write_sources(sink, world.sources.values())
    write_groups(sink, world.groups.values())
    write_actors(sink, world.actors)
    write_territories(sink, world.territories.values())
    progress("resolution, documents, articles and correspondences")
    write_documents(sink, world.documents)
    write_resolution(sink, world.resolution, world.documents, world.short_titles)
    write_provisions(sink, world.provisions, world.short_titles)
    write_correspondences(
        sink, world.correspondences, world.resolution.paragraphs, world.short_titles
    )
    progress("treaties and what States did")
    write_treaties(sink, world.treaties)
    write_joining(sink, world.treaties)
    write_actions(sink, world.treaties, world.actions, world.sources)
    write_territorial(sink, world.statements, labels)
    write_declarations(sink, world.declarations, labels)
    write_events(sink, world.events, labels)
    progress("status over time")
    participations = derive_participations(
        world.treaties, world.actors, world.actions, world.events
    )
    write_derived_actions(sink, world.actions, labels)
    write_recomputed(sink, world.treaties, world.actors, world.actions)
    write_participations(sink, participations)
    write_discrepancies(sink, world.corrections, world.actions)
    write_quality(sink, world.treaties.values(), world.actions, world.corrections)
    progress("description of the dataset")
    write_catalogue(sink, world.sources)
    progress("sorting")
    return sink.n_quads()


def _write_ontology(sink: Sink, ontology: Path) -> None:
    name = graph("ontology")
    for file in sorted(ontology.rglob("*.ttl")):
        if file.parent.name == "shapes":
            continue
        try:
            for quad in parse(path=file, format=RdfFormat.TURTLE):
                sink.quads.add(Quad(quad.subject, quad.predicate, quad.object, name))
        except SyntaxError as error:
            raise CsekgError(f"{file.name}: {error}") from None
