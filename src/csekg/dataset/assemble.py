"""Builds the dataset: reads every fact, writes every graph, describes the whole.

Things get the classes of other vocabularies that they have by the alignments of the ontology.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pyoxigraph as ox
from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.dataset.quads import Quads
from csekg.dataset.texts import in_languages
from csekg.dataset.writers.acts import write_acts, write_declarations, write_events, write_territorial
from csekg.dataset.writers.catalogue import count_terms, write_catalogue, write_quality, write_replaced
from csekg.dataset.writers.names import (
    english_names,
    write_names_in_languages,
    write_search_names,
    write_translations,
    write_words,
)
from csekg.dataset.writers.participations import write_derived_acts, write_discrepancies, write_participations
from csekg.dataset.writers.practice import write_practice
from csekg.dataset.writers.provisions import (
    write_agreement,
    write_correspondences,
    write_parallels,
    write_provisions,
    write_readings,
    write_reservation_clauses,
)
from csekg.dataset.writers.reference import (
    write_actors,
    write_areas,
    write_changes,
    write_existence,
    write_groups,
    write_performers,
    write_region_links,
    write_sources,
    write_territories,
)
from csekg.dataset.writers.resolution import write_documents, write_resolution
from csekg.dataset.writers.reviews import write_reviews
from csekg.dataset.writers.treaties import write_joining, write_recomputed, write_treaties
from csekg.derived.all_facts import AllFacts, read_all_facts
from csekg.derived.correspondences import measure_agreement
from csekg.derived.participations import derive_participations
from csekg.errors import CsekgError
from csekg.facts.names import FULL
from csekg.languages.current import ENGLISH, speaking
from csekg.namespaces import ONTOLOGY, PROV, RDF, RDFS, SKOSXL
from csekg.sparql.loader import Loaded, add_triples
from csekg.sparql.oxigraph_store import Store
from csekg.wording.labels import Names

#: Classes of other vocabularies that are not stated of each thing, since they tell nothing apart: nearly
#: everything is an entity, and each name in a language a label. They follow from `rdf:type/rdfs:subClassOf*`.
_IMPLIED = frozenset((PROV.Entity, SKOSXL.Label))


def write_alignments(quads: Quads, ontology: Path) -> None:
    """State of each thing the classes of other vocabularies that its classes are subclasses of.

    So a query for `eli:LegalResource` finds the instruments without a reasoner. The axioms are
    those of `csekg.ttl` and `alignments.ttl`; the statements go into the derived graph.
    """
    foreign = _foreign_superclasses(ontology.glob("*.ttl"))
    graph = quads.graph("derived")
    for subject, kind in quads.instances(foreign):
        graph.add(subject, RDF.type, *foreign[kind])


def _foreign_superclasses(files: Iterable[Path]) -> dict[NamedNode, set[NamedNode]]:
    parents: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for file in files:
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            if quad.predicate == RDFS.subClassOf and isinstance(quad.object, NamedNode):
                assert isinstance(quad.subject, NamedNode)  # no class of ours is anonymous
                parents[quad.subject].add(quad.object)
    foreign: dict[NamedNode, set[NamedNode]] = {}
    for kind in list(parents):
        waiting, above = list(parents[kind]), set[NamedNode]()
        while waiting:
            superclass = waiting.pop()
            if superclass not in above:
                above.add(superclass)
                waiting += parents.get(superclass, ())
        others = {one for one in above if not one.value.startswith(ONTOLOGY)} - _IMPLIED
        if others:
            foreign[kind] = others
    return foreign


Progress: TypeAlias = "Callable[[str], None]"


class Built(NamedTuple):
    """A dataset as sorted N-Quads, and a store over its default graph alone."""

    n_quads: bytes
    store: Store


def build(data: Path, ontology: Path, progress: Progress) -> bytes:
    """Return the dataset as sorted N-Quads; the same files always give the same bytes.

    `progress` is called with the name of each step. Raises DataError for a malformed fact, and
    CsekgError where facts contradict one another or a file of the ontology is not Turtle.
    """
    return _sorted(_all_quads(data, ontology, progress), progress)


def build_and_load(data: Path, ontology: Path, progress: Progress) -> Built:
    """Return what `build` does, and a store to validate and to count it."""
    quads = _all_quads(data, ontology, progress)
    store = ox.Store()
    add_triples(store, quads.merged())
    return Built(_sorted(quads, progress), Store(Loaded(store)))


def _all_quads(data: Path, ontology: Path, progress: Progress) -> Quads:
    """Return the quads of the dataset: what is stated, what follows, the description."""
    # The sentences of the dataset are English, whatever a command speaks.
    with speaking(ENGLISH):
        progress("reading the facts")
        all_facts = read_all_facts(data, ontology)
        names = english_names(all_facts, {**all_facts.treaties, **all_facts.documents})
        quads = _write_stated(all_facts, names, ontology, progress)
        progress("status over time")
        quads.update(_write_derived(all_facts, names, ontology))
        quads.update(_describe(quads, all_facts, progress))
        return quads


def _write_stated(all_facts: AllFacts, names: Names, ontology: Path, progress: Progress) -> Quads:
    """Return the quads of the ontology, of what sources and editors state, and of the acts."""
    quads = Quads()
    progress("ontology and vocabularies")
    _write_ontology(quads, ontology)
    progress("sources, States and groups")
    write_sources(quads, all_facts.sources.values())
    write_groups(quads, all_facts.groups.values())
    write_region_links(quads, all_facts.region_links)
    write_actors(quads, all_facts.actors)
    write_existence(quads, all_facts.existence, all_facts.actors)
    write_changes(quads, all_facts.changes, all_facts.actors)
    write_territories(quads, all_facts.territories.values())
    write_areas(quads, all_facts.areas.values())
    write_search_names(quads, all_facts.search_names)
    write_words(quads, all_facts.words.values())
    progress("resolution, documents, articles and correspondences")
    write_documents(quads, all_facts.documents)
    write_resolution(quads, all_facts.resolution, all_facts.documents, names)
    write_provisions(quads, all_facts.provisions, names)
    write_reservation_clauses(quads, all_facts.reservation_clauses)
    _write_correspondences(quads, all_facts, names)
    _write_practice(quads, all_facts, names)
    write_reviews(quads, all_facts.reviews, names)
    write_names_in_languages(quads, all_facts.names_in_languages)
    languages = in_languages(all_facts).values()
    write_translations(quads, languages)
    for warning in filter(None, (language.warning for language in languages)):
        progress(f"warning: {warning}")
    progress("treaties and what States did")
    write_treaties(quads, all_facts.treaties)
    write_joining(quads, all_facts.treaties)
    write_acts(quads, all_facts.treaties, all_facts.acts, all_facts.sources)
    write_territorial(quads, all_facts.statements, names, all_facts.identities)
    write_declarations(quads, all_facts.declaration_records, names)
    write_events(quads, all_facts.other_acts, names)
    write_derived_acts(quads, all_facts.treaties, all_facts.acts, names)
    write_recomputed(quads, all_facts.treaties, all_facts.actors, all_facts.acts)
    write_discrepancies(quads, all_facts.discrepancies, all_facts.acts, all_facts.identities)
    write_quality(quads, all_facts)
    write_alignments(quads, ontology)
    return quads


def _write_derived(all_facts: AllFacts, names: Names, ontology: Path) -> Quads:
    """Return the quads of the status of States over time, and of who did their acts."""
    quads = Quads()
    participations = derive_participations(
        treaties=all_facts.treaties,
        actors=all_facts.actors,
        acts=all_facts.acts,
        events=all_facts.events,
        identities=all_facts.identities,
        continuity=all_facts.continuity,
    )
    write_participations(quads, participations, names)
    write_performers(quads, all_facts.dated_acts(), all_facts.existence, all_facts.continuity)
    write_alignments(quads, ontology)
    return quads


def _describe(quads: Quads, all_facts: AllFacts, progress: Progress) -> Quads:
    """Return the quads that describe a dataset."""
    progress("description of the dataset")
    catalogue = Quads()
    counts = count_terms(quads.merged())
    write_catalogue(catalogue, counts, quads.sizes(), all_facts)
    write_replaced(catalogue, counts.subjects, all_facts.replaced)
    return catalogue


def _sorted(quads: Quads, progress: Progress) -> bytes:
    progress("sorting")
    # There is no blank node in the dataset, so sorted canonical N-Quads are its canonical form
    # (RDF Dataset Canonicalization, section 4.4: only blank nodes need new labels).
    return b"".join(quads.n_quads())


def _write_correspondences(quads: Quads, all_facts: AllFacts, names: Names) -> None:
    paragraphs = all_facts.resolution.paragraphs
    provisions = all_facts.provisions
    write_readings(quads, all_facts.readings, paragraphs, names)
    later = all_facts.later_treaties
    write_correspondences(quads, all_facts.correspondences, paragraphs, provisions, names, later)
    write_parallels(quads, all_facts.readings.parallels)
    write_agreement(quads, measure_agreement(all_facts.readings, provisions))


def _write_practice(quads: Quads, all_facts: AllFacts, names: Names) -> None:
    scheme = "vocab/indicator/"
    write_practice(
        quads=quads,
        practice=all_facts.practice,
        indicators={
            thing.removeprefix(scheme): label
            for (thing, form), label in all_facts.english_names.items()
            if thing.startswith(scheme) and form == FULL
        },
        paragraphs=all_facts.resolution.paragraphs,
        names=names,
    )


def _write_ontology(quads: Quads, ontology: Path) -> None:
    writer = quads.graph("ontology")
    for file in sorted(ontology.rglob("*.ttl")):
        if file.parent.name == "shapes":
            continue
        try:
            for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
                writer.add(quad.subject, quad.predicate, quad.object)
        except SyntaxError as error:
            raise CsekgError(f"{file.name}: {error}") from None
