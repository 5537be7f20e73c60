from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import pyoxigraph as ox
import pytest

from csekg import namespaces as ns
from csekg.dataset.writers.catalogue import LICENCE
from csekg.dataset.writers.practice import graph_key
from csekg.dataset.writers.reviews import GRAPH as REVIEWS
from csekg.dataset.writers.reviews import TITLE as REVIEWS_TITLE
from csekg.namespaces import CSE, DCAT, DCTERMS, ELI, OWL, PROV, RDF, SKOS, VOID, VOID_EXT
from csekg.sparql.oxigraph_store import Store
from tests.graphs import values
from tests.records import all_facts

DATASET = ns.thing("dataset", "csekg")
OWN = {"ontology", "editorial", "derived", "catalogue", "languages", "translations"}


def graph_keys(graphs: ox.Store) -> set[str]:
    return {
        name.value.removeprefix(ns.graph("").value) for name in graphs.named_graphs() if isinstance(name, ox.NamedNode)
    }


def source_keys() -> dict[str, str]:
    """The key of the source of each graph that has one, by the key of the graph."""
    of_values = {
        graph_key(key, each.year): each.source
        for key, found in all_facts().practice.assessors.items()
        for each in found.assessor.editions
    }
    of_reviews = {REVIEWS: "upr-info-2014-11-07"}
    return {key: key for key in all_facts().sources} | of_values | of_reviews


def test_every_graph_is_that_of_a_source_or_our_own(dataset_graphs: ox.Store) -> None:
    keys = graph_keys(dataset_graphs)
    assert keys > OWN
    assert keys - OWN <= source_keys().keys()
    subsets = values(dataset_graphs, "catalogue", DATASET, VOID.subset)
    assert subsets == {ns.graph(key).value for key in keys}


def test_the_graph_of_a_source_tells_its_day_and_its_terms(dataset_graphs: ox.Store) -> None:
    for key in graph_keys(dataset_graphs) - OWN:
        source, node = all_facts().sources[source_keys()[key]], ns.graph(key)
        title = source.title
        if key.startswith("assessments/"):
            assessor = all_facts().practice.assessors[key.split("/")[1]].assessor
            title = f"{assessor.short_name}: assessments of {key[-4:]}"
        title = REVIEWS_TITLE if key == REVIEWS else title
        for predicate, expected in (
            (PROV.hadPrimarySource, ns.source(source.key).value),
            (CSE.statusAsOf, str(source.as_of)),
            (DCTERMS.rights, source.licence),
            (DCTERMS.title, title),
        ):
            assert values(dataset_graphs, "catalogue", node, predicate) == {expected}
        has = values(dataset_graphs, "catalogue", ns.source(source.key), CSE.hasGraph)
        # A source of several years has a graph for each.
        of_source = {
            ns.graph(other).value for other in graph_keys(dataset_graphs) - OWN if source_keys()[other] == source.key
        }
        assert has == of_source
        assert node.value in of_source


def test_what_we_made_is_open_and_what_others_made_is_not_relicensed(dataset_graphs: ox.Store) -> None:
    for key in graph_keys(dataset_graphs):
        licence = values(dataset_graphs, "catalogue", ns.graph(key), DCTERMS.license)
        assert licence == ({LICENCE.value} if key in OWN else set())


def test_the_triples_of_each_graph_are_counted(dataset_graphs: ox.Store) -> None:
    for key in graph_keys(dataset_graphs) - {"catalogue"}:
        quads = dataset_graphs.quads_for_pattern(None, None, None, ns.graph(key))
        counted = values(dataset_graphs, "catalogue", ns.graph(key), VOID.triples)
        assert counted == {str(sum(1 for _ in quads))}


def test_the_dataset_tells_its_version_and_its_newest_day(dataset_graphs: ox.Store) -> None:
    newest = max(source.as_of for source in all_facts().sources.values())
    assert newest >= date(2026, 9, 24)
    for predicate, expected in (
        (DCAT.version, all_facts().release.version),
        (OWL.versionIRI, ns.release(all_facts().release.version).value),
        (DCTERMS.issued, all_facts().release.released_on.isoformat()),
        (DCTERMS.modified, newest.isoformat()),
        (DCTERMS.license, LICENCE.value),
    ):
        assert values(dataset_graphs, "catalogue", DATASET, predicate) == {expected}


def recount(graphs: ox.Store) -> tuple[Counter[object], Counter[object], Counter[object]]:
    """Entities by class, uses by property, and the counts within each class, term by term."""
    # What the catalogue says about the sources is counted, what it says about the dataset is not.
    triples = {
        quad.triple
        for quad in graphs
        if quad.graph_name != ns.graph("catalogue")
        or (str(quad.subject).startswith(str(ns.source(""))[:-1]) and quad.predicate != CSE.hasGraph)
        # The edition that a source is, as the publisher identifies it.
        or (quad.predicate, quad.object) == (RDF.type, ELI.LegalExpression)
    }
    classes = defaultdict(set)
    for triple in triples:
        if triple.predicate == RDF.type:
            classes[triple.subject].add(triple.object)
    within: Counter[object] = Counter()
    for triple in triples:
        for kind in classes[triple.subject]:
            within[kind, triple.predicate] += 1
            if isinstance(triple.object, ox.Literal):
                within[kind, triple.predicate, triple.object.datatype] += 1
                continue
            for other in classes.get(triple.object, ()):
                within[kind, triple.predicate, other] += 1
    return (
        Counter(kind for kinds in classes.values() for kind in kinds),
        Counter(triple.predicate for triple in triples),
        within,
    )


def figures(store: Store, pattern: str) -> Counter[object]:
    rows = store.select(f"SELECT * WHERE {{ <{DATASET.value}> {pattern} }}")
    found: Counter[object] = Counter()
    for row in rows:
        terms = tuple(row[name] for name in ("a", "b", "c") if row.get(name))
        number = row["n"]
        assert number
        found[terms if len(terms) > 1 else terms[0]] += int(number.value)
    return found


@pytest.mark.long
def test_partitions_agree_with_a_recount(store: Store, dataset_graphs: ox.Store) -> None:
    entities, uses, within = recount(dataset_graphs)
    assert figures(store, "void:classPartition [ void:class ?a ; void:entities ?n ]") == entities
    assert figures(store, "void:propertyPartition [ void:property ?a ; void:triples ?n ]") == uses
    inner = "void:classPartition [ void:class ?a ; void:propertyPartition ?p ] . "
    pairs = figures(store, f"{inner} ?p void:property ?b ; void:triples ?n")
    kinds = figures(
        store,
        f"""{inner} ?p void:property ?b .
        {{ ?p void:classPartition [ void:class ?c ; void:triples ?n ] }} UNION
        {{ ?p <{VOID_EXT.datatypePartition.value}> [
            <{VOID_EXT.datatype.value}> ?c ; void:triples ?n ] }}""",
    )
    assert pairs + kinds == within
    assert len(pairs) > 500
    assert len(kinds) > 500
    assert kinds[CSE.Participation, CSE.status, SKOS.Concept] == entities[CSE.Participation]


def test_every_partition_names_one_term(store: Store) -> None:
    for link, value in (("propertyPartition", "property"), ("classPartition", "class")):
        parts = store.values(f"""SELECT ?part ?term WHERE {{
            <{DATASET.value}> void:{link} ?part . ?part void:{value} ?term }}""")
        assert len({part for part, _ in parts}) == len({term for _, term in parts}) == len(parts)
        assert len(parts) > 50
