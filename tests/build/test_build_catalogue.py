from __future__ import annotations

from collections import Counter
from datetime import date

import pyoxigraph as ox

from csekg import __version__
from csekg import namespaces as ns
from csekg.build.catalogue import LICENCE
from csekg.namespaces import CSE, DCAT, DCTERMS, PROV, RDF, VOID
from csekg.store import Store
from tests.graphs import values
from tests.records import world

DATASET = ns.thing("dataset", "csekg")
OWN = {"ontology", "editorial", "derived", "catalogue"}


def graph_keys(graphs: ox.Store) -> set[str]:
    return {
        name.value.rpartition("/")[2] for name in graphs.named_graphs()
        if isinstance(name, ox.NamedNode)
    }  # fmt: skip


def test_every_graph_is_that_of_a_source_or_our_own(dataset_graphs: ox.Store) -> None:
    keys = graph_keys(dataset_graphs)
    assert keys > OWN
    assert keys - OWN <= set(world().sources)
    subsets = values(dataset_graphs, "catalogue", DATASET, VOID.subset)
    assert subsets == {ns.graph(key).value for key in keys}


def test_the_graph_of_a_source_tells_its_day_and_its_terms(dataset_graphs: ox.Store) -> None:
    for key in graph_keys(dataset_graphs) - OWN:
        source, node = world().sources[key], ns.graph(key)
        for predicate, expected in (
            (PROV.hadPrimarySource, ns.source(key).value), (CSE.statusAsOf, str(source.as_of)),
            (DCTERMS.rights, source.licence), (DCTERMS.title, source.title),
        ):  # fmt: skip
            assert values(dataset_graphs, "catalogue", node, predicate) == {expected}
        has = values(dataset_graphs, "catalogue", ns.source(key), CSE.hasGraph)
        assert has == {node.value}


def test_what_we_made_is_open_and_what_others_made_is_not_relicensed(
    dataset_graphs: ox.Store,
) -> None:
    for key in graph_keys(dataset_graphs):
        licence = values(dataset_graphs, "catalogue", ns.graph(key), DCTERMS.license)
        assert licence == ({LICENCE.value} if key in OWN else set())


def test_the_triples_of_each_graph_are_counted(dataset_graphs: ox.Store) -> None:
    for key in graph_keys(dataset_graphs) - {"catalogue"}:
        quads = dataset_graphs.quads_for_pattern(None, None, None, ns.graph(key))
        counted = values(dataset_graphs, "catalogue", ns.graph(key), VOID.triples)
        assert counted == {str(sum(1 for _ in quads))}


def test_the_dataset_tells_its_version_and_its_newest_day(dataset_graphs: ox.Store) -> None:
    newest = max(source.as_of for source in world().sources.values())
    assert newest >= date(2026, 9, 24)
    for predicate, expected in (
        (DCAT.version, __version__), (DCTERMS.modified, newest.isoformat()),
        (DCTERMS.license, LICENCE.value),
    ):  # fmt: skip
        assert values(dataset_graphs, "catalogue", DATASET, predicate) == {expected}


def test_partitions_are_counted_in_the_triples(dataset_graphs: ox.Store) -> None:
    triples = {
        quad.triple for quad in dataset_graphs if quad.graph_name != ns.graph("catalogue")
    }  # fmt: skip
    uses = Counter(triple.predicate for triple in triples)
    kinds = Counter(triple.object for triple in triples if triple.predicate == RDF.type)
    for term, count in (
        (CSE.computedEntryIntoForce, uses[CSE.computedEntryIntoForce]),
        (CSE.concernsProvision, uses[CSE.concernsProvision]),
    ):
        node = ns.thing("dataset", "csekg", "property", f"cse-{term.value.rpartition('#')[2]}")
        assert values(dataset_graphs, "catalogue", node, VOID.triples) == {str(count)}
    for name in ("Signature", "Participation", "Discrepancy"):
        node = ns.thing("dataset", "csekg", "class", f"cse-{name}")
        assert values(dataset_graphs, "catalogue", node, VOID.entities) == {str(kinds[CSE[name]])}


def test_every_partition_names_one_term(store: Store) -> None:
    for link, value in (("propertyPartition", "property"), ("classPartition", "class")):
        parts = store.values(f"""SELECT ?part ?term WHERE {{
            <{DATASET.value}> void:{link} ?part . ?part void:{value} ?term }}""")
        assert len({part for part, _ in parts}) == len({term for _, term in parts}) == len(parts)
        assert len(parts) > 50
