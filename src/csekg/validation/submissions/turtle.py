"""Reads a user's Turtle file of acts in the vocabulary of csekg."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from math import prod
from pathlib import Path
from typing import TypeAlias

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.derived.all_facts import StatusFacts
from csekg.errors import CsekgError
from csekg.languages.words import later
from csekg.namespaces import CSE, PROV, RDF, RDFS
from csekg.validation.findings import shortened
from csekg.validation.shapes import Term, local_name
from csekg.validation.submissions.submission import (
    DAY,
    LAST_DAY,
    SIGNATURE,
    STATE,
    SUBMISSION,
    TREATY,
    Submission,
    plain_day,
    wrong_day,
)

#: The properties that csekg computes; their values in a file are ignored.
_COMPUTED = {
    CSE[name] for name in ("computedEntryIntoForce", "computedByRule", "arithmetic", "alternativeEntryIntoForce")
}
#: The properties of an act that shapes look at together.
_JOINED = (CSE.actor, CSE.treaty, CSE.consentKind, CSE.date, CSE.entersIntoForceOn)
_MOST_MARKS = 1000
_Facts: TypeAlias = Mapping[ox.NamedNode, list[Term]]
#: The keys of actors and treaties by their IRIs, for the property that names them.
_Known: TypeAlias = Mapping[ox.NamedNode, Mapping[ox.NamedNode, str]]


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


def read_turtle(submission: Submission, text: str, facts: StatusFacts, parents: Mapping[str, list[str]]) -> None:
    """Add the acts in a text to a submission, and all that it says.

    `parents` has the direct superclasses of each class, by IRI. Raises CsekgError for a text that
    is not Turtle, describes no act or too many of one State under one treaty, and TooManyActsError
    for too many acts.
    """
    stated: defaultdict[ox.NamedNode, defaultdict[ox.NamedNode, list[Term]]]
    stated = defaultdict(lambda: defaultdict(list))
    for subject, predicate, value in _triples(submission.file.name, text):
        if predicate not in _COMPUTED:
            stated[subject][predicate].append(value)
    known: _Known = {
        CSE.actor: {ns.actor(key): key for key in facts.actors},
        CSE.treaty: {ns.instrument(key): key for key in facts.treaties},
    }
    number = 0
    for node, properties in stated.items():
        classes = _ancestors(properties[RDF.type], parents)
        if CSE.TreatyAction in classes:
            submission.lines[node.value] = 0
            # An act with several values is as many acts: a shape sees each value beside each of the others.
            number += prod(max(1, len(properties.get(predicate, ()))) for predicate in _JOINED)
            submission.check_number(number)
            properties[RDF.type] = list(classes)
            _read_act(submission, node, properties, known, facts.vocabularies["consent-kind"])
    if not submission.lines:
        raise CsekgError(
            f"{submission.file.name} describes no treaty action: a node of a class such as cse:Accession, with "
            "cse:actor, cse:treaty and cse:date"
        )
    unreadable = {finding.focus for finding in submission.problems}
    submission.triples = [
        ox.Triple(node, predicate, value)
        for node, properties in stated.items()
        if node not in unreadable
        for predicate, values in properties.items()
        for value in values
    ]
    source = ns.source(SUBMISSION)
    submission.triples += (ox.Triple(ox.NamedNode(iri), PROV.hadPrimarySource, source) for iri in submission.lines)


def _triples(name: str, text: str) -> Iterator[tuple[ox.NamedNode, ox.NamedNode, Term]]:
    """Yield what a text says, with a name for each blank node: a report refers to nodes by IRI.

    Raises CsekgError for no Turtle, and for triple terms.
    """
    no_triples = CsekgError(f"{name}: a triple stands where a node or a value is read: write no <<( )>>")
    # Oxigraph's parser calls itself for a triple within a triple, and a process whose stack is used
    # up ends without a word. So many may stand in texts.
    if text.count("<<") > _MOST_MARKS:
        raise no_triples
    numbers: dict[str, int] = {}

    def named(term: object) -> object:
        if isinstance(term, ox.BlankNode):
            return ns.thing(f"{SUBMISSION}#node-{numbers.setdefault(term.value, len(numbers) + 1)}")
        return term

    try:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=ns.thing(SUBMISSION).value):
            subject, value = named(quad.subject), named(quad.object)
            if not isinstance(value, ox.NamedNode | ox.Literal):
                raise no_triples
            assert isinstance(subject, ox.NamedNode)
            yield subject, quad.predicate, value
    except SyntaxError as error:
        raise CsekgError(f"{name}: no Turtle: {error}") from None


def _ancestors(types: Iterable[object], parents: Mapping[str, list[str]]) -> dict[ox.NamedNode, None]:
    ancestors: dict[ox.NamedNode, None] = {}
    waiting = [iri for iri in types if isinstance(iri, ox.NamedNode)]
    while waiting:
        class_ = waiting.pop()
        if class_ not in ancestors:
            ancestors[class_] = None
            waiting += [ox.NamedNode(parent) for parent in parents.get(class_.value, ())]
    return ancestors


def _read_act(
    submission: Submission, node: ox.NamedNode, properties: _Facts, known: _Known, kinds: Collection[str]
) -> None:
    before, keys = len(submission.problems), []
    for predicate, shape, unknown in (
        (CSE.actor, STATE, later("unknown State {name}.")),
        (CSE.treaty, TREATY, later("unknown treaty {name}.")),
    ):
        value = next(iter(properties.get(predicate, ())), None)
        if isinstance(value, ox.NamedNode) and value in known[predicate]:
            keys.append(known[predicate][value])
            continue
        name = shortened(value) if isinstance(value, ox.NamedNode) else str(value)
        message = submission.unknown(unknown, name, list(map(shortened, known[predicate])))
        submission.problem(node, 0, shape, value, message)
    days = []
    for predicate in (CSE.date, CSE.entersIntoForceOn):
        value = next(iter(properties.get(predicate, ())), None)
        text = value.value if isinstance(value, ox.Literal) else ""
        days.append(plain_day(text))
        # Shapes judge what is no day.
        if days[-1] and days[-1] > LAST_DAY:
            submission.problem(node, 0, DAY, text, wrong_day(shortened(predicate), text))
    if len(submission.problems) > before:
        return
    actor, treaty = keys
    submission.check_alike(treaty, actor)
    classes = properties[RDF.type]
    if {CSE.Signature, CSE.ConsentToBeBound} & set(classes):
        on, in_force_on = days
        kind = SIGNATURE if CSE.Signature in classes else _kind(properties, kinds)
        submission.state(0, treaty=treaty, actor=actor, kind=kind, on=on, in_force_on=in_force_on, node=node)


def _kind(properties: _Facts, kinds: Collection[str]) -> str:
    """Return the kind of a consent by its cse:consentKind, else by its class; empty for none."""
    terms = (*properties.get(CSE.consentKind, ()), *properties[RDF.type])
    names = [local_name(term) for term in terms if isinstance(term, ox.NamedNode)]
    candidates = (re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower() for name in names)
    return next((kind for kind in candidates if kind in kinds), "")
