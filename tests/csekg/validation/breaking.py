"""Makes the broken examples from the sound records: `python -m tests.csekg.validation.breaking`.

Each file says in its first lines what a SHACL validator must find in it, and nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from rdflib import RDF, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from csekg.validation import shapes_dir
from csekg.validation.with_pyshacl import shapes_for_pyshacl
from tests.csekg.validation.faults import Fault, faults
from tests.csekg.validation.rule_examples import EXAMPLES, Example

FOLDER = Path(__file__).parent
BROKEN = FOLDER / "broken"
CSH = Namespace("https://w3id.org/csekg/shapes#")
ID = "https://w3id.org/csekg/id/"
_HEAD = (FOLDER / "sound.ttl").read_text("utf-8")
PREFIXES = "".join(line + "\n" for line in _HEAD.splitlines() if line.startswith(("@prefix", "@base")))


def sound_graph() -> Graph:
    """The sound records, and the concepts that they use."""
    graph = Graph().parse(data=_HEAD, format="turtle")
    add_concepts(graph)
    return graph


def add_concepts(graph: Graph) -> None:
    """Add a sound record for every concept that a graph uses."""
    for iri in {o for o in graph.objects() if str(o).startswith(f"{ID}vocab/")}:
        scheme, _, key = str(iri).removeprefix(f"{ID}vocab/").partition("/")
        if key in ("", "missing") or (iri, RDF.type, SKOS.Concept) in graph:
            continue
        graph.add((iri, RDF.type, SKOS.Concept))
        graph.add((iri, SKOS.prefLabel, Literal(key, lang="en")))
        graph.add((iri, SKOS.definition, Literal(f"What {key} means.", lang="en")))
        graph.add((iri, SKOS.notation, Literal(key)))
        graph.add((iri, SKOS.inScheme, URIRef(f"{ID}vocab/{scheme}")))


def examples() -> Iterator[tuple[str, str]]:
    """Every broken example: the name of its file and its text."""
    shapes, sound = shapes_for_pyshacl(shapes_dir()), sound_graph()
    for example in EXAMPLES:
        yield example.shape, _rule_file(example, shapes, sound)
    grouped: dict[str, list[Fault]] = {}
    for fault in faults(shapes, sound):
        grouped.setdefault(fault.file, []).append(fault)
    for name, group in grouped.items():
        yield name, _fault_file(group, shapes, sound)


def _expect(focus: str, shape: str, shapes: Graph) -> str:
    severity = str(shapes.value(CSH[shape], SH.severity)).rpartition("#")[2]
    return f"# expect: <{focus}> {severity} csh:{shape}\n"


def _rule_file(example: Example, shapes: Graph, sound: Graph) -> str:
    first = example.bad.partition(">")[0].removeprefix("<")
    expected = "".join(_expect(ID + each, example.shape, shapes) for each in example.focus or (first,))
    graph = Graph().parse(data=PREFIXES + example.bad + example.good + example.rule, format="turtle")
    parts = [expected, "\n", PREFIXES, "\n# bad\n", example.bad, "\n# good neighbour\n", example.good]
    if example.rule:
        parts += ["\n# the rule\n", example.rule]
    return "".join(parts) + _context(graph, sound, set(graph.subjects()) - set(sound.subjects()))


def _fault_file(group: list[Fault], shapes: Graph, sound: Graph) -> str:
    expected = "".join(_expect(str(fault.focus), fault.shape, shapes) for fault in group)
    parts = [expected, "\n", PREFIXES]
    graph, written = Graph(), set()
    for fault in group:
        parts += [f"\n# bad: {fault.shape}, sh:{fault.parameter}\n", records(fault.record)]
        graph += fault.record
        written |= set(fault.record.subjects())
    good = group[0].neighbour
    parts += ["\n# good neighbour\n", records(_about(sound, good))]
    graph += _about(sound, good)
    return "".join(parts) + _context(graph, sound, {*written, good})


def _context(graph: Graph, sound: Graph, written: set[Node]) -> str:
    """The records of the sound graph that the given ones refer to, directly or not."""
    around, found, todo = Graph() + sound, set(), set(graph.objects()) | set(graph.subjects())
    around += graph
    add_concepts(around)
    while todo:
        node = todo.pop()
        if node in found or not isinstance(node, URIRef) or (node, RDF.type, None) not in around:
            continue
        found.add(node)
        todo |= set(around.objects(node))
    extra = Graph()
    for node in found - written:
        extra += _about(around, node)
    # What the example itself says about a sound record is above already.
    return "\n# context\n" + records(extra - graph)


def _about(graph: Graph, node: Node) -> Graph:
    found = Graph()
    found += graph.triples((node, None, None))
    return found


def records(graph: Graph) -> str:
    """The records of a graph, one after the other, as short Turtle in a fixed order."""
    graph.parse(data=PREFIXES, format="turtle")
    manager = graph.namespace_manager
    lines = []
    for subject in sorted(set(graph.subjects()), key=str):
        said = sorted(
            ("a" if p == RDF.type else p.n3(manager), _short(o.n3(manager)))
            for p, o in graph.predicate_objects(subject)
        )
        body = " ;\n    ".join(f"{p} {o}" for p, o in said)
        lines.append(f"{_short(subject.n3())} {body} .\n")
    return "".join(lines)


def _short(term: str) -> str:
    return term.replace(f"<{ID}", "<", 1) if term.startswith(f"<{ID}") else term


def main() -> None:
    """Write the files, and delete those that no example makes any more."""
    BROKEN.mkdir(exist_ok=True)
    made = dict(examples())
    for file in BROKEN.glob("*.ttl"):
        if file.stem not in made:
            file.unlink()
    for name, text in made.items():
        (BROKEN / f"{name}.ttl").write_text(text, "utf-8")
    sys.stdout.write(f"{len(made)} files\n")


if __name__ == "__main__":
    main()
