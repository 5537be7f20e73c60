"""The reasoners and profile checkers, each behind one small function."""

from __future__ import annotations

from collections.abc import Iterable

import owlrl
import pyoxigraph as ox
import reasonable
from pyhermit import Reasoner
from pyhermit.profile import validate_owl2_dl_view
from pyowl2_profiles import detect_profiles
from pyowl_core import (
    DocumentFormat,
    ImportPolicy,
    LoadOptions,
    load_snapshot,
    parse_document,
    render_document,
)
from rdflib import OWL, RDF, Graph, Literal
from rdflib.term import Node

from csekg.paths import ontology_dir

Triple = tuple[Node, Node, Node]
TERMS = ("csekg.ttl", "alignments.ttl")
VOCABULARIES = "vocabularies/*.ttl"
# Outside the OWL 2 datatype map. Their values stand in ranges of rdfs:Literal only, so that reading
# them as strings changes no inference.
_FOREIGN = {"date", "gYear", "dayTimeDuration", "yearMonthDuration"}
_XSD = "http://www.w3.org/2001/XMLSchema#"


def load(*patterns: str) -> Graph:
    """The files of the ontology folder that match the patterns, in one graph."""
    graph = Graph()
    for pattern in patterns:
        for file in sorted(ontology_dir().glob(pattern)):
            graph.parse(file)
    return graph


def n_triples(graph: Graph) -> bytes:
    text: str = graph.serialize(format="nt")
    return text.encode()


def profile_violations(graph: Graph) -> list[str]:
    """What keeps the graph out of OWL 2 RL or OWL 2 DL, according to pyowl2-profiles."""
    store = ox.Store()
    store.load(n_triples(graph), ox.RdfFormat.N_TRIPLES)
    report = detect_profiles(store)
    return [
        f"OWL 2 {profile.upper()}: {sample['axiom_type']} {sample['subject_iri']}"
        for profile in ("rl", "dl")
        for sample in report[profile]["sample_violations"]
    ]


def strict_dl_issues(graph: Graph) -> list[str]:
    """What keeps the graph out of OWL 2 DL by the letter, datatype map included (pyHermiT)."""
    options = LoadOptions(format=DocumentFormat.TURTLE, imports=ImportPolicy.RESOLVE_STRICT)
    view = load_snapshot(n_triples(graph), options=options)
    return [f"{i.rule_id}: {i.message}" for i in validate_owl2_dl_view(view).issues]


def functional(graph: Graph) -> str:
    """The graph in functional syntax, its last bracket left off so that assertions can follow."""
    document = parse_document(n_triples(graph), format=DocumentFormat.TURTLE)
    text = render_document(document, format=DocumentFormat.FUNCTIONAL).decode().rstrip()
    return text.removesuffix(")")


def hermit_accepts(axioms: str, assertions: Iterable[str] = ()) -> bool:
    """Whether HermiT finds axioms (see `functional`) and assertions consistent together.

    Mapping 100,000 triples from RDF takes minutes, reading them as assertions takes seconds.
    """
    text = axioms + "\n".join(assertions) + "\n)"
    options = LoadOptions(
        format=DocumentFormat.FUNCTIONAL,
        imports=ImportPolicy.RESOLVE_STRICT,
        collect_provenance=False,
    )
    with Reasoner(load_snapshot(text.encode(), options=options)) as reasoner:
        return bool(reasoner.is_consistent())


def unsatisfiable_classes(graph: Graph) -> list[str]:
    options = LoadOptions(format=DocumentFormat.TURTLE, imports=ImportPolicy.RESOLVE_STRICT)
    with Reasoner(load_snapshot(n_triples(graph), options=options)) as reasoner:
        found = {entity.iri.value for entity in reasoner.unsatisfiable_classes()}
    return sorted(found - {str(OWL.Nothing)})


def assertions(triples: Iterable[ox.Triple], schema: Graph) -> list[str]:
    """Facts as assertions in functional syntax, without annotations: reasoners ignore them."""
    objects = {str(p) for p in schema.subjects(RDF.type, OWL.ObjectProperty)}
    data = {str(p) for p in schema.subjects(RDF.type, OWL.DatatypeProperty)}
    lines = set()
    for triple in triples:
        subject, predicate, value = triple.subject, triple.predicate.value, triple.object
        if predicate == str(RDF.type):
            lines.add(f"ClassAssertion({value} {subject})")
        elif predicate in objects:
            lines.add(f"ObjectPropertyAssertion(<{predicate}> {subject} {value})")
        elif predicate in data and isinstance(value, ox.Literal):
            if value.datatype.value.removeprefix(_XSD) in _FOREIGN:
                value = ox.Literal(value.value)
            lines.add(f"DataPropertyAssertion(<{predicate}> {subject} {value})")
    return sorted(lines)


def owlrl_closure(graph: Graph) -> set[Triple]:
    """All triples after the OWL 2 RL rules of owlrl."""
    copy = Graph() + graph
    owlrl.DeductiveClosure(
        owlrl.OWLRL_Semantics, axiomatic_triples=False, datatype_axioms=False
    ).expand(copy)
    return set(copy)


def reasonable_closure(graph: Graph) -> set[Triple]:
    """All triples after the OWL 2 RL rules of reasonable."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    return set(reasoner.reason())


def telling(triples: Iterable[Triple]) -> set[Triple]:
    """The triples about our terms and things that say something, without literals.

    Left out is what is true of anything: that it is a thing, and like itself.
    """
    return {
        (s, p, o)
        for s, p, o in triples
        if s != o and OWL.Thing not in (s, o) and OWL.Nothing not in (s, o)
        if str(s).startswith("https://w3id.org/csekg/") and not isinstance(o, Literal)
    }
