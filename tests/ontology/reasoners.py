"""The reasoners and profile checkers, each behind one small function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import reasonable
from pyhermit import Reasoner
from pyhermit.profile import validate_owl2_dl_view
from pyowl2_profiles import detect_profiles
from pyowl_core import DocumentFormat, ImportPolicy, LoadOptions, load_snapshot, parse_document, render_document
from rdflib import OWL, RDF, RDFS, Graph
from rdflib.term import Node

from tests.ontology.facts import TYPE, Fact

Triple = tuple[Node, Node, Node]
Pair = tuple[str, str]


def n_triples(graph: Graph) -> bytes:
    text: str = graph.serialize(format="nt")
    return text.encode()


def axioms(graph: Graph) -> Graph:
    """What a reasoner reads: the annotations left out, so that many small runs stay fast."""
    keep = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range}
    keep |= {OWL.disjointWith, OWL.inverseOf}
    found = Graph()
    for s, p, o in graph:
        if p in keep:
            found.add((s, p, o))
    return found


def default_graph(graph: Graph) -> ox.Store:
    """The graph as the default graph of a store."""
    store = ox.Store()
    store.load(n_triples(graph), ox.RdfFormat.N_TRIPLES)
    return store


def profile_violations(store: ox.Store) -> list[str]:
    """What keeps the default graph out of OWL 2 RL or DL, according to pyowl2-profiles."""
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
        format=DocumentFormat.FUNCTIONAL, imports=ImportPolicy.RESOLVE_STRICT, collect_provenance=False
    )
    with Reasoner(load_snapshot(text.encode(), options=options)) as reasoner:
        return bool(reasoner.is_consistent())


def unsatisfiable_classes(graph: Graph) -> list[str]:
    options = LoadOptions(format=DocumentFormat.TURTLE, imports=ImportPolicy.RESOLVE_STRICT)
    with Reasoner(load_snapshot(n_triples(graph), options=options)) as reasoner:
        found = {entity.iri.value for entity in reasoner.unsatisfiable_classes()}
    return sorted(found - {str(OWL.Nothing)})


def assertions(facts: Iterable[Fact], schema: Graph) -> list[str]:
    """Facts about what things are and how they are linked, as assertions in functional syntax.

    Values are left out: that each has the datatype of its range is checked more simply elsewhere,
    and those of dates are outside the OWL 2 datatype map.
    """
    objects = {str(p) for p in schema.subjects(RDF.type, OWL.ObjectProperty)}
    lines = set()
    for subject, predicate, value in facts:
        if predicate == TYPE:
            lines.add(f"ClassAssertion({value} {subject})")
        elif predicate.value in objects:
            lines.add(f"ObjectPropertyAssertion({predicate} {subject} {value})")
    return sorted(lines)


def alike_as_one(facts: Iterable[Fact]) -> set[Fact]:
    """The links and types of things, where things of the same types and kinds of link are one.

    If these are consistent, so are the facts: in a model of these, let each thing stand for what
    the one thing stands for, and all facts hold. This needs that no fact says that two things
    differ, and none can: the ontology has no words for it. What is inconsistent here need not be
    so there; then the things that are one must be shown apart by more.
    """
    links = [(s, p, o) for s, p, o in facts if isinstance(o, ox.NamedNode)]
    known: defaultdict[ox.NamedNode, set[tuple[str, str]]] = defaultdict(set)
    for subject, predicate, value in links:
        if predicate == TYPE:
            known[subject].add(("is", value.value))
        else:
            known[subject].add(("from", predicate.value))
            known[value].add(("to", predicate.value))
    one: dict[frozenset[tuple[str, str]], ox.NamedNode] = {}
    standing = {thing: one.setdefault(frozenset(kinds), thing) for thing, kinds in known.items()}
    return {(standing[s], p, o if p == TYPE else standing[o]) for s, p, o in links}


def reasonable_closure(graph: Graph) -> set[Triple]:
    """All triples after the OWL 2 RL rules of reasonable."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph(graph)
    return set(reasoner.reason())


def inferred_types(axioms: Graph, facts: Iterable[Fact], folder: Path) -> set[Pair]:
    """The pairs (thing, class) that reasonable adds to facts about things."""
    links = {fact for fact in facts if isinstance(fact[2], ox.NamedNode)}
    file = folder / "facts.ttl"
    # N-Triples is Turtle; reasonable takes the format from the name.
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in links)
    file.write_bytes(n_triples(axioms) + lines.encode())
    reasoner = reasonable.PyReasoner()
    reasoner.load_file(str(file))
    given = {(s.value, o.value) for s, p, o in links if p == TYPE}
    things = {s.value for s, _, _ in links}
    found = {(str(s), str(o)) for s, p, o in reasoner.reason() if p == RDF.type}
    return {(s, o) for s, o in found - given if s in things and o != str(OWL.Thing)}
