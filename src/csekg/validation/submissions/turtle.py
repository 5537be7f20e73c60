"""Reads a user's Turtle file of acts in the vocabulary of csekg."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.errors import CsekgError
from csekg.facts.tables import Row
from csekg.languages.messages import _, sentences
from csekg.languages.words import later
from csekg.namespaces import CSE, RDF, RDFS
from csekg.validation.findings import shortened
from csekg.validation.shapes import Term, local_name
from csekg.validation.submissions.submission import (
    DAY,
    STATE,
    SUBMISSION,
    TREATY,
    Submission,
    TooManyActsError,
    is_too_late,
    make_statement,
    plain,
    read_day,
    wrong_day,
)

if TYPE_CHECKING:
    # Reading it takes a tenth of a second, which whoever only looks at a file need not wait for.
    from csekg.derived.all_facts import AllFacts

#: The properties that csekg computes; their values in a file are ignored.
_COMPUTED = {
    CSE[name] for name in ("computedEntryIntoForce", "computedByRule", "arithmetic", "alternativeEntryIntoForce")
}
_MOST_MARKS = 1000
_Facts = Mapping[ox.NamedNode, list[Term]]


@cache
def superclasses(ontology: Path) -> dict[str, list[str]]:
    """Return the IRIs of the direct superclasses of every class of the ontology, by class IRI."""
    superclasses_of: dict[str, list[str]] = {}
    # The files of this folder have the classes; its subfolders have vocabularies and shapes.
    for file in sorted(ontology.glob("*.ttl")):
        for quad in ox.parse(path=file, format=ox.RdfFormat.TURTLE):
            if quad.predicate == RDFS.subClassOf:
                assert isinstance(quad.subject, ox.NamedNode)
                assert isinstance(quad.object, ox.NamedNode)
                superclasses_of.setdefault(quad.subject.value, []).append(quad.object.value)
    return superclasses_of


def count_acts(name: str, text: str, parents: Mapping[str, list[str]], most: int | None = None) -> None:
    """Raise what `read_turtle` raises for a text, without the facts that it needs."""
    acts = set()
    for quad in _quads(name, text):
        if quad.predicate == RDF.type and CSE.TreatyAction in _ancestors([quad.object], parents):
            acts.add(quad.subject)
            _check_number(len(acts), most)
    _check_some(name, len(acts))


def read_turtle(
    file: Path, text: str, all_facts: AllFacts, parents: Mapping[str, list[str]], most: int | None = None
) -> Submission:
    """Return the submission in a Turtle or N-Triples file.

    `parents` has the direct superclasses of each class, by IRI. Raises CsekgError for a file that
    is not Turtle or describes no act, and TooManyActsError for more than `most` acts.
    """
    submission = Submission(file)
    facts: defaultdict[ox.NamedNode, defaultdict[ox.NamedNode, list[Term]]]
    facts = defaultdict(lambda: defaultdict(list))
    blank: dict[str, str] = {}

    def named(term: object) -> Term:
        # A report refers to nodes by IRI, and a blank node has no name outside its file.
        if isinstance(term, ox.BlankNode):
            number = blank.setdefault(term.value, f"node-{len(blank) + 1}")
            return ox.NamedNode(f"{ns.thing(SUBMISSION).value}#{number}")
        assert isinstance(term, ox.NamedNode | ox.Literal)
        return term

    for quad in _quads(file.name, text):
        subject, value = named(quad.subject), named(quad.object)
        assert isinstance(subject, ox.NamedNode)
        if quad.predicate not in _COMPUTED:
            facts[subject][quad.predicate].append(value)
    for node, properties in facts.items():
        classes = _ancestors(properties[RDF.type], parents)
        if CSE.TreatyAction in classes:
            submission.acts.add(node)
            _check_number(len(submission.acts), most)
            submission.lines[node] = 0
            properties[RDF.type] = list(classes)
            _read_act(submission, node, properties, all_facts)
    _check_some(file.name, len(submission.acts))
    unreadable = {finding.focus for finding in submission.problems}
    name = ns.graph(SUBMISSION)
    submission.quads = [
        ox.Quad(node, predicate, value, name)
        for node, properties in facts.items()
        if node not in unreadable
        for predicate, values in properties.items()
        for value in values
    ]
    return submission


def _quads(name: str, text: str) -> Iterator[ox.Quad]:
    """Yield the statements of a text; raises CsekgError for no Turtle, and for triple terms."""
    no_triples = CsekgError(f"{name}: a triple stands where a node or a value is read: write no <<( )>>")
    # Oxigraph's parser calls itself for a triple within a triple, and a process whose stack is used
    # up ends without a word. So many may stand in texts.
    if text.count("<<") > _MOST_MARKS:
        raise no_triples
    try:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=ns.thing(SUBMISSION).value):
            if isinstance(quad.object, ox.Triple):
                raise no_triples
            yield quad
    except SyntaxError as error:
        raise CsekgError(f"{name}: no Turtle: {error}") from None


def _check_number(acts: int, most: int | None) -> None:
    if most is not None and acts > most:
        raise TooManyActsError(most)


def _check_some(name: str, acts: int) -> None:
    if not acts:
        raise CsekgError(
            f"{name} describes no treaty action: a node of a class such as cse:Accession, with "
            "cse:actor, cse:treaty and cse:date"
        )


def _ancestors(types: Iterable[object], parents: Mapping[str, list[str]]) -> dict[ox.NamedNode, None]:
    ancestors: dict[ox.NamedNode, None] = {}
    waiting = [iri for iri in types if isinstance(iri, ox.NamedNode)]
    while waiting:
        class_ = waiting.pop()
        if class_ not in ancestors:
            ancestors[class_] = None
            waiting += [ox.NamedNode(parent) for parent in parents.get(class_.value, ())]
    return ancestors


def _read_act(submission: Submission, node: ox.NamedNode, properties: _Facts, all_facts: AllFacts) -> None:
    actors = {ns.actor(key): key for key in all_facts.actors}
    treaties = {ns.instrument(key): key for key in all_facts.treaties}
    keys = []
    for predicate, by_iri, shape, unknown in (
        (CSE.actor, actors, STATE, later("unknown State {name}.")),
        (CSE.treaty, treaties, TREATY, later("unknown treaty {name}.")),
    ):
        value = next(iter(properties.get(predicate, ())), None)
        if isinstance(value, ox.NamedNode) and value in by_iri:
            keys.append(by_iri[value])
            continue
        name = shortened(value) if isinstance(value, ox.NamedNode) else str(value)
        hint = submission.hint(name, [shortened(iri) for iri in by_iri])
        submission.problem(node, 0, shape, value, sentences(_(unknown, name=name), hint))
    for predicate in (CSE.date, CSE.entersIntoForceOn):
        text = _text(properties, predicate)
        if is_too_late(text):
            submission.problem(node, 0, DAY, plain(text), wrong_day(shortened(predicate), text))
    classes = properties.get(RDF.type, ())
    if len(keys) < 2 or not {CSE.Signature, CSE.ConsentToBeBound} & set(classes):
        return
    actor_key, treaty = keys[0], keys[1]
    day, in_force = read_day(_text(properties, CSE.date)), _text(properties, CSE.entersIntoForceOn)
    signs = CSE.Signature in classes
    kind = "" if signs else _kind(properties, all_facts)
    row = Row(submission.file, 0, {"in_force_on": in_force})
    signed_on, consent_on = (day, None) if signs else (None, day)
    statement = make_statement(
        row=row,
        treaty=treaty,
        actor=actor_key,
        name="",
        kind=kind,
        signed=signs,
        signed_on=signed_on,
        consent_on=consent_on,
        in_force_on=read_day(in_force),
    )
    submission.statements.append((statement, node))


def _kind(properties: _Facts, all_facts: AllFacts) -> str:
    """Return the kind of a consent by its cse:consentKind, else by its class; empty for none."""
    named = [value for value in properties.get(CSE.consentKind, ()) if isinstance(value, ox.NamedNode)]
    classes = [value for value in properties.get(RDF.type, ()) if isinstance(value, ox.NamedNode)]
    by_class = [re.sub(r"(?<!^)(?=[A-Z])", "-", local_name(class_)).lower() for class_ in classes]
    candidates = [*map(local_name, named), *by_class]
    return next((kind for kind in candidates if kind in all_facts.vocabularies["consent-kind"]), "")


def _text(properties: _Facts, predicate: ox.NamedNode) -> str:
    value = next(iter(properties.get(predicate, ())), None)
    return value.value if isinstance(value, ox.Literal) else ""
