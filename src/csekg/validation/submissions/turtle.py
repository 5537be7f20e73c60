"""Reads a user's Turtle of treaty actions, told in the csekg vocabulary."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.derived.all_facts import AllFacts
from csekg.errors import CsekgError
from csekg.facts.tables import Row
from csekg.namespaces import CSE, RDF
from csekg.validation.messages import shortened
from csekg.validation.shapes import Term, local_name
from csekg.validation.submissions.intake import (
    DAY,
    STATE,
    SUBMISSION,
    TREATY,
    Intake,
    TooManyActsError,
    is_too_late,
    make_statement,
    plain,
    read_day,
    wrong_day,
)

#: What csekg computes itself, whatever a file says.
_COMPUTED = {
    CSE[name]
    for name in (
        "computedEntryIntoForce",
        "computedByRule",
        "arithmetic",
        "alternativeEntryIntoForce",
    )
}
_Facts = Mapping[ox.NamedNode, list[Term]]


def read_turtle(
    file: Path,
    text: str,
    all_facts: AllFacts,
    parents: Mapping[str, list[str]],
    most: int | None = None,
) -> Intake:
    """Return what Turtle or N-Triples say; `parents` gives the superclasses of each class.

    Raises CsekgError if the file is no Turtle or describes no treaty action, and
    TooManyActsError if it describes more than `most`.
    """
    intake = Intake(file)
    facts: defaultdict[ox.NamedNode, defaultdict[ox.NamedNode, list[Term]]]
    facts = defaultdict(lambda: defaultdict(list))
    blank: dict[str, str] = {}

    def named(term: object) -> Term:
        # A report needs a name for every node, and a blank node has none outside its file.
        if isinstance(term, ox.BlankNode):
            number = blank.setdefault(term.value, f"node-{len(blank) + 1}")
            return ox.NamedNode(f"{ns.thing(SUBMISSION).value}#{number}")
        assert isinstance(term, ox.NamedNode | ox.Literal)
        return term

    try:
        for quad in ox.parse(text, ox.RdfFormat.TURTLE, base_iri=ns.thing(SUBMISSION).value):
            subject, value = named(quad.subject), named(quad.object)
            assert isinstance(subject, ox.NamedNode)
            if quad.predicate not in _COMPUTED:
                facts[subject][quad.predicate].append(value)
    except SyntaxError as error:
        raise CsekgError(f"{file.name}: no Turtle: {error}") from None
    for node, about in facts.items():
        classes = _ancestors(about[RDF.type], parents)
        if CSE.TreatyAction in classes:
            intake.acts.add(node)
            if most is not None and len(intake.acts) > most:
                raise TooManyActsError(most)
            intake.places[node] = ""
            about[RDF.type] = list(classes)
            _read_act(intake, node, about, all_facts)
    if not intake.acts:
        raise CsekgError(
            f"{file.name} describes no treaty action: a node of a class such as cse:Accession, "
            "with cse:actor, cse:treaty and cse:date"
        )
    unreadable = {finding.focus for finding in intake.problems}
    name = ns.graph(SUBMISSION)
    intake.quads = [
        ox.Quad(node, predicate, value, name)
        for node, about in facts.items()
        if node not in unreadable
        for predicate, values in about.items()
        for value in values
    ]
    return intake


def _ancestors(types: list[Term], parents: Mapping[str, list[str]]) -> dict[ox.NamedNode, None]:
    found: dict[ox.NamedNode, None] = {}
    waiting = [each for each in types if isinstance(each, ox.NamedNode)]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += [ox.NamedNode(parent) for parent in parents.get(each.value, ())]
    return found


def _read_act(intake: Intake, node: ox.NamedNode, about: _Facts, all_facts: AllFacts) -> None:
    actors = {ns.actor(key): key for key in all_facts.actors}
    treaties = {ns.instrument(key): key for key in all_facts.treaties}
    keys = []
    for predicate, known, shape, kind in (
        (CSE.actor, actors, STATE, "State"),
        (CSE.treaty, treaties, TREATY, "treaty"),
    ):
        value = next(iter(about.get(predicate, ())), None)
        if isinstance(value, ox.NamedNode) and value in known:
            keys.append(known[value])
            continue
        told = shortened(value) if isinstance(value, ox.NamedNode) else str(value)
        hint = intake.hint(told, [shortened(iri) for iri in known])
        intake.problem(node, "", shape, value, f"unknown {kind} {told}.{hint}")
    for predicate in (CSE.date, CSE.entersIntoForceOn):
        told = _text(about, predicate)
        if is_too_late(told):
            intake.problem(node, "", DAY, plain(told), wrong_day(shortened(predicate), told))
    classes = about.get(RDF.type, ())
    if len(keys) < 2 or not {CSE.Signature, CSE.ConsentToBeBound} & set(classes):
        return
    actor_key, treaty = keys[0], keys[1]
    day, in_force = read_day(_text(about, CSE.date)), _text(about, CSE.entersIntoForceOn)
    signs = CSE.Signature in classes
    kind = "" if signs else _kind(about, all_facts)
    row = Row(intake.file, 0, {"in_force_on": in_force})
    signed_on, consent_on = (day, None) if signs else (None, day)
    statement = make_statement(
        row, treaty, actor_key, "", kind, signs, signed_on, consent_on, read_day(in_force)
    )
    intake.statements.append((statement, node))


def _kind(about: _Facts, all_facts: AllFacts) -> str:
    """Return the kind of a consent, by its cse:consentKind or else its class."""
    named = [each for each in about.get(CSE.consentKind, ()) if isinstance(each, ox.NamedNode)]
    classes = [each for each in about.get(RDF.type, ()) if isinstance(each, ox.NamedNode)]
    by_class = [re.sub(r"(?<!^)(?=[A-Z])", "-", local_name(each)).lower() for each in classes]
    candidates = [*map(local_name, named), *by_class]
    return next((each for each in candidates if each in all_facts.vocabularies["consent-kind"]), "")


def _text(about: _Facts, predicate: ox.NamedNode) -> str:
    value = next(iter(about.get(predicate, ())), None)
    return value.value if isinstance(value, ox.Literal) else ""
