"""Writes the classes of other vocabularies that things have by the alignments of the ontology."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from csekg.dataset.quads import Quads
from csekg.namespaces import ONTOLOGY, RDF, RDFS


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
        others = {one for one in above if not one.value.startswith(ONTOLOGY)}
        if others:
            foreign[kind] = others
    return foreign
