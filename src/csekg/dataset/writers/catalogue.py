"""Describes the dataset itself: with DCAT for data catalogues, with VoID for its counts.

It is counted by class and property (VoID guide, section 4.5); within a class its properties are
counted too, and within those the classes and the datatypes of the values, so that a query editor can
propose what may follow. The saved queries and the prefixes are written in the form in which query
editors read them (SHACL, section 5.2: `sh:declare` for prefixes, `sh:SPARQLExecutable` for queries),
quality measurements in the Data Quality Vocabulary (DQV). Replaced identifiers stay answerable.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, boolean, day, integer, text
from csekg.dataset.writers.practice import graph_key
from csekg.dataset.writers.reviews import GRAPH as REVIEWS
from csekg.dataset.writers.reviews import TITLE as REVIEWS_TITLE
from csekg.derived.acts import Act
from csekg.derived.all_facts import AllFacts
from csekg.derived.correspondences import proposals
from csekg.facts.redirects import Replacement
from csekg.facts.sources import Source
from csekg.namespaces import CSE, DCAT, DCTERMS, DQV, OWL, PREFIXES, PROV, RDF, RDFS, SD, SH, SKOS, VOID, VOID_EXT, XSD
from csekg.sparql.saved_queries import saved_queries

LICENCE = NamedNode("https://creativecommons.org/licenses/by/4.0/")
#: The resolver of DOIs, with which a DOI is an IRI (DOI Handbook, section 3.8).
DOI = "https://doi.org/"
#: The titles of the named graphs that belong to no source.
_OWN = {
    "ontology": "The ontology, its vocabularies and its links to other vocabularies",
    "editorial": "Readings by the editors: summaries, topics, correspondences, legal bases",
    "derived": "What follows from the facts: participation over time, computed dates, short cuts",
    "languages": "Names in other languages, with status, source and verification of each",
    "translations": "Our own translations of the editors' texts, approved by nobody else",
    "catalogue": "The description of the dataset, of its graphs and of the sources",
}


def write_catalogue(quads: Quads, counts: Counts, graphs: Mapping[NamedNode, int], all_facts: AllFacts) -> None:
    """Write the dataset's description, its named graphs, partitions and saved queries.

    `counts` are those of the dataset, `graphs` how many quads each of its graphs has. What is
    written here is not counted, but the descriptions of the sources are.
    """
    graph, release, sources = quads.graph("catalogue"), all_facts.release, all_facts.sources
    dataset = ns.thing("dataset", "csekg")
    newest = max(source.as_of for source in sources.values())
    graph.node(
        dataset,
        (VOID.Dataset, DCAT.Dataset, SD.Dataset),
        "csekg: the international law against the sexual exploitation of children",
        (DCTERMS.title, text("The 16/2 Register", "en")),
        (
            DCTERMS.description,
            text(
                "Commission on Crime Prevention and Criminal Justice resolution 16/2, the "
                "instruments it cites, their articles, and what States have done about them. "
                "The depositary's record is authoritative; this is not it.",
                "en",
            ),
        ),
        (DCTERMS.license, LICENCE),
        (DCTERMS.modified, day(newest)),
        (DCAT.version, text(release.version)),
        (OWL.versionIRI, ns.release(release.version) if release.version else None),
        (DCTERMS.issued, day(release.released_on)),
        (DCTERMS.identifier, text(DOI + release.doi if release.doi else "")),
        (VOID.triples, integer(counts.uses.total())),
        (SKOS.note, text("void:triples leaves out the graph of the catalogue, in which this stands.", "en")),
        (VOID.entities, integer(len(counts.subjects))),
        (VOID.uriSpace, text(ns.ID)),
        (VOID.vocabulary, NamedNode(ns.ONTOLOGY.removesuffix("#"))),
    )
    write_partitions(graph, dataset, counts)
    of_source = {key: (source.title, source) for key, source in sources.items()}
    for assessor, facts in all_facts.practice.assessors.items():
        for edition in facts.assessor.editions:
            title = f"{facts.assessor.short_name}: assessments of {edition.year}"
            key = graph_key(assessor, edition.year)
            of_source[key] = (title, sources[edition.source])
    for session in all_facts.reviews.sessions:
        of_source[REVIEWS] = (REVIEWS_TITLE, sources[session.recommendations_source])
    _write_graphs(graph, dataset, graphs, of_source)
    write_queries(graph)


def _write_graphs(
    graph: GraphWriter, dataset: NamedNode, graphs: Mapping[NamedNode, int], of_source: Mapping[str, tuple[str, Source]]
) -> None:
    for node, count in graphs.items():
        key = node.value.removeprefix(ns.graph("").value)
        graph.add(dataset, VOID.subset, node)
        label, source = of_source.get(key) or (_OWN[key], None)
        graph.node(node, (VOID.Dataset, SD.NamedGraph), label, (DCTERMS.title, text(label, "en")))
        if key != "catalogue":
            graph.add(node, VOID.triples, integer(count))
        if source:
            graph.add(node, PROV.hadPrimarySource, ns.source(source.key))
            graph.add(node, CSE.statusAsOf, day(source.as_of))
            graph.add(node, DCTERMS.rights, text(source.licence, "en"))
            graph.add(ns.source(source.key), CSE.hasGraph, node)
        else:
            graph.add(node, DCTERMS.license, LICENCE)
        if key == "translations":
            graph.add(node, DCTERMS.creator, text("csekg editors"))


def write_queries(graph: GraphWriter) -> None:
    """Write the prefixes, and every saved query with its title, question and text."""
    prefixes = NamedNode(ns.ONTOLOGY.removesuffix("#"))
    for prefix, namespace in PREFIXES.items():
        node = ns.thing("prefix", prefix)
        graph.add(prefixes, SH.declare, node)
        graph.node(
            node,
            (SH.PrefixDeclaration,),
            f"The prefix {prefix}:",
            (SH.prefix, text(prefix)),
            (SH.namespace, Literal(namespace, datatype=XSD.anyURI)),
        )
    for query in saved_queries().values():
        graph.node(
            ns.thing("query", query.name),
            # Query editors ask for the general class and do not infer it.
            (SH.SPARQLExecutable, SH.SPARQLSelectExecutable),
            query.title,
            (DCTERMS.identifier, text(query.name)),
            (RDFS.comment, text(query.question, "en")),
            (SH.prefixes, prefixes),
            (SH.select, text(query.text)),
        )


def write_quality(quads: Quads, all_facts: AllFacts) -> None:
    """Write one measurement for each concept of the vocabulary `quality-metric`."""
    consents = [act for act in all_facts.acts if act.is_consent and not act.dismissed]
    stated = [(c.in_force_on, c.computed.on) for c in consents if c.in_force_on and c.computed]
    agreeing = sum(one == other for one, other in stated)
    status = Counter(discrepancy.status for discrepancy in all_facts.discrepancies)
    clauses = [clause for treaty in all_facts.treaties.values() for clause in treaty.clauses]
    links = all_facts.correspondences
    graph = quads.graph("derived")
    for metric, value in {
        "consents": len(consents),
        "consents-confirmed": sum(_confirmed(consent) for consent in consents),
        "consents-without-a-day": sum(consent.on is None for consent in consents),
        "entry-into-force-as-computed": agreeing,
        "entry-into-force-other": len(stated) - agreeing,
        "differences-open": status["open"],
        "differences-settled": status["settled"],
        "clauses-unverified": sum(clause.verification == "unverified" for clause in clauses),
        "correspondences": len(links),
        "correspondences-decided": sum(bool(link.decided) for link in links),
        "correspondences-proposed": proposals(all_facts.readings, (link.ends for link in links)),
    }.items():
        graph.node(
            ns.thing("dataset", "csekg", "quality", metric),
            (DQV.QualityMeasurement,),
            metric.replace("-", " "),
            (DQV.isMeasurementOf, ns.concept("quality-metric", metric)),
            (DQV.computedOn, ns.thing("dataset", "csekg")),
            (DQV.value, integer(value)),
        )


def _confirmed(consent: Act) -> bool:
    sources = {s.source for s in consent.statements if s.consent_on == consent.on}
    return consent.on is not None and len(sources) > 1


#: Three terms as N-Triples writes them: comparing bytes is several times as fast as terms.
Terms: TypeAlias = tuple[bytes, bytes, bytes]
_TYPE = str(RDF.type).encode()


@dataclass(slots=True)
class Counts:
    """How often each class and property is used; terms are written as in N-Triples.

    `entities` counts the instances of each class, `uses` the triples of each property.
    """

    subjects: Set[bytes]
    entities: Counter[bytes] = field(default_factory=Counter)
    uses: Counter[bytes] = field(default_factory=Counter)
    #: By class of the subject and property.
    within: Counter[tuple[bytes, bytes]] = field(default_factory=Counter)
    #: By class of the subject, property, and class or datatype of the object.
    values: Counter[Terms] = field(default_factory=Counter)
    datatypes: set[bytes] = field(default_factory=set)


def count_terms(triples: Iterable[bytes]) -> Counts:
    """Return the counts of distinct triples, each given as N-Triples writes it, without the dot."""
    split = [triple.split(b" ", 2) for triple in triples]
    stated = defaultdict(list)
    for subject, predicate, item in split:
        if predicate == _TYPE:
            stated[subject].append(item)
    # There are few combinations of types. Counting by the whole combination, and dividing that
    # among its types afterwards, is faster than a count for each type of each triple.
    types = {subject: tuple(sorted(classes)) for subject, classes in stated.items()}
    grouped = Counter((types.get(s, ()), p, types.get(o, ()) if o[:1] == b"<" else _datatype(o)) for s, p, o in split)
    counts = Counts({subject for subject, _, _ in split})
    for classes in types.values():
        counts.entities.update(classes)
    for (classes, predicate, kinds), number in grouped.items():
        counts.uses[predicate] += number
        if isinstance(kinds, bytes):
            counts.datatypes.add(kinds)
            kinds = (kinds,)
        for class_ in classes:
            counts.within[class_, predicate] += number
            for kind in kinds:
                counts.values[class_, predicate, kind] += number
    return counts


def _datatype(literal: bytes) -> bytes:
    if literal.endswith(b">"):
        return literal[literal.rindex(b"^^<") + 2 :]
    return str(XSD.string if literal.endswith(b'"') else RDF.langString).encode()


def write_partitions(graph: GraphWriter, dataset: NamedNode, counts: Counts) -> None:
    """Write a partition for each class, each property, and each property within each class."""
    for term, number in counts.uses.items():
        part = _part(dataset, "property", term)
        graph.add(dataset, VOID.propertyPartition, part)
        graph.node(part, (VOID.Dataset,), f"The property {_slug(term)}")
        _describe(graph=graph, part=part, by=VOID.property, term=term, measure=VOID.triples, number=number)
    for term, number in counts.entities.items():
        part = _part(dataset, "class", term)
        graph.add(dataset, VOID.classPartition, part)
        graph.node(part, (VOID.Dataset,), f"The class {_slug(term)}")
        _describe(graph=graph, part=part, by=VOID["class"], term=term, measure=VOID.entities, number=number)
    for (class_, term), number in counts.within.items():
        within = _part(dataset, "class", class_)
        part = _part(within, "property", term)
        graph.add(within, VOID.propertyPartition, part)
        _describe(graph=graph, part=part, by=VOID.property, term=term, measure=VOID.triples, number=number)
    for (class_, term, kind), number in counts.values.items():
        within = _part(_part(dataset, "class", class_), "property", term)
        if kind in counts.datatypes:
            # VoID has no partition by datatype; this is the extension that query editors read.
            name, link, value = "datatype", VOID_EXT.datatypePartition, VOID_EXT.datatype
        else:
            name, link, value = "class", VOID.classPartition, VOID["class"]
        part = _part(within, name, kind)
        graph.add(within, link, part)
        _describe(graph=graph, part=part, by=value, term=kind, measure=VOID.triples, number=number)


def _describe(graph: GraphWriter, part: NamedNode, by: NamedNode, term: bytes, measure: NamedNode, number: int) -> None:
    graph.add(part, by, _node(term))
    graph.add(part, measure, Literal(number))


def _part(whole: NamedNode, kind: str, term: bytes) -> NamedNode:
    return NamedNode(f"{whole.value}/{kind}/{_slug(term)}")


@cache
def _node(term: bytes) -> NamedNode:
    return NamedNode(term[1:-1].decode())


@cache
def _slug(term: bytes) -> str:
    iri = _node(term).value
    for prefix, namespace in ns.PREFIXES.items():
        local = iri.removeprefix(namespace)
        if local != iri and "/" not in local:
            return f"{prefix}-{local}"
    return "-".join(part for part in iri.split("//", 1)[1].replace("#", "/").split("/"))


def write_replaced(quads: Quads, subjects: Set[bytes], replacements: Iterable[Replacement]) -> None:
    """Write the replacements into the catalogue.

    `subjects` are those of the dataset, as N-Triples writes them.

    Raises DataError for an identifier that the dataset still uses, and for one that is replaced by
    something of which the dataset states nothing.
    """
    graph = quads.graph("catalogue")
    for replacement in replacements:
        old, new = ns.thing(replacement.identifier), ns.thing(replacement.replaced_by)
        if str(old).encode() in subjects:
            raise replacement.row.fail(
                "a replaced identifier is in use again", replacement.identifier, "Remove the row."
            )
        if str(new).encode() not in subjects:
            raise replacement.row.fail(
                "an identifier is replaced by one that the dataset does not hold",
                replacement.replaced_by,
                "Name the identifier that took its place.",
            )
        graph.add(old, DCTERMS.isReplacedBy, new)
        graph.add(old, OWL.deprecated, boolean(True))
