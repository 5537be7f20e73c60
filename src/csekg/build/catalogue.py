"""Describes the dataset itself: DCAT for people who look for data, VoID with counted figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Triple

from csekg import __version__
from csekg import namespaces as ns
from csekg.build.sink import GraphWriter, Sink, day, integer, text
from csekg.facts.sources import Source
from csekg.namespaces import CSE, DCAT, DCTERMS, PROV, RDF, SD, VOID

LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
_OWN = {
    "ontology": "The ontology, its vocabularies and its links to other vocabularies",
    "editorial": "Readings by the editors: summaries, topics, correspondences, legal bases",
    "derived": "What follows from the facts: participation over time, computed dates, short cuts",
    "catalogue": "The description of the dataset, of its graphs and of the sources",
}


def write_catalogue(sink: Sink, sources: Mapping[str, Source]) -> None:
    """Describe the dataset, every named graph and the partitions by class and property.

    All figures are counted in the quads collected so far, so this runs last: what it writes itself
    is not counted, the descriptions of the sources are.
    """
    graphs = Counter(quad.graph_name.value for quad in sink.quads)  # type: ignore[union-attr]
    # A triple that several graphs hold is one triple of the dataset.
    triples = {quad.triple for quad in sink.quads}
    graph = sink.graph("catalogue")
    dataset = ns.thing("dataset", "csekg")
    newest = max(source.as_of for source in sources.values())
    graph.node(
        dataset,
        (VOID.Dataset, DCAT.Dataset, SD.Dataset),
        "csekg: the international law against the sexual exploitation of children",
        (
            (DCTERMS.title, text("csekg knowledge graph", "en")),
            (DCTERMS.description, text(
                "Commission on Crime Prevention and Criminal Justice resolution 16/2, the "
                "instruments it cites, their articles, and what States have done about them. "
                "The depositary's record is authoritative; this is not it.", "en")),
            (DCTERMS.license, LICENCE),
            (DCTERMS.modified, day(newest)),
            (DCAT.version, text(__version__)),
            (VOID.triples, integer(len(triples))),
            (VOID.entities, integer(len({triple.subject for triple in triples}))),
            (VOID.uriSpace, text(ns.ID)),
            (VOID.vocabulary, NamedNode(ns.ONTOLOGY.removesuffix("#"))),
        ),
    )  # fmt: skip
    _write_partitions(graph, dataset, triples)
    _write_graphs(graph, dataset, graphs, sources)


def _write_graphs(
    graph: GraphWriter,
    dataset: NamedNode,
    counts: Mapping[str, int],
    sources: Mapping[str, Source],
) -> None:
    for name, count in counts.items():
        key = name.rpartition("/")[2]
        node = NamedNode(name)
        graph.add(dataset, VOID.subset, node)
        source = sources.get(key)
        label = source.title if source else _OWN[key]
        graph.node(
            node, (VOID.Dataset, SD.NamedGraph), label, ((DCTERMS.title, text(label, "en")),)
        )
        if key != "catalogue":
            graph.add(node, VOID.triples, integer(count))
        if source:
            graph.add(node, PROV.hadPrimarySource, ns.source(key))
            graph.add(node, CSE.statusAsOf, day(source.as_of))
            graph.add(node, DCTERMS.rights, text(source.licence, "en"))
            graph.add(ns.source(key), CSE.hasGraph, node)
        else:
            graph.add(node, DCTERMS.license, LICENCE)


def _write_partitions(graph: GraphWriter, dataset: NamedNode, triples: Iterable[Triple]) -> None:
    properties = Counter(triple.predicate for triple in triples)
    classes = Counter(
        triple.object
        for triple in triples
        if triple.predicate == RDF.type and isinstance(triple.object, NamedNode)
    )
    for kind, counts, link, value, measure in (
        ("property", properties, VOID.propertyPartition, VOID.property, VOID.triples),
        ("class", classes, VOID.classPartition, VOID["class"], VOID.entities),
    ):
        for term, count in counts.items():
            node = ns.thing("dataset", "csekg", kind, _slug(term))
            graph.add(dataset, link, node)
            graph.node(node, (VOID.Dataset,), f"The {kind} {_slug(term)}", ((value, term),))
            graph.add(node, measure, Literal(count))


def _slug(term: NamedNode) -> str:
    for prefix, namespace in ns.PREFIXES.items():
        local = term.value.removeprefix(namespace)
        if local != term.value and "/" not in local:
            return f"{prefix}-{local}"
    return "-".join(part for part in term.value.split("//", 1)[1].replace("#", "/").split("/"))
