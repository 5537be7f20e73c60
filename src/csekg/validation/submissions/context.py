"""The shipped dataset with a user's actions in the place of the shipped ones about the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from csekg import namespaces as ns
from csekg.dataset.quads import Sink
from csekg.dataset.writers.actions import write_actions
from csekg.dataset.writers.derived import write_derived_actions, write_participations
from csekg.dataset.writers.labels import Labels
from csekg.dataset.writers.reference import write_sources
from csekg.derived.actions import Action, read_actions
from csekg.derived.all_facts import World
from csekg.derived.participations import derive_participations
from csekg.facts.sources import Source
from csekg.namespaces import CSE, PROV, RDFS
from csekg.sparql.embedded import Store
from csekg.validation.submissions.intake import SUBMISSION, Intake

_SHORT_CUTS = tuple(str(p).encode() for p in (CSE.partyTo, CSE.signatoryTo, CSE.notPartyTo))
_PARTICIPATION = re.compile(rb"<%sparticipation/[^/]+/([^/>]+)[/>]" % re.escape(ns.ID.encode()))


@cache
def superclasses(ontology: Path) -> dict[str, list[str]]:
    """Return the direct superclasses of every class that the files of the ontology define."""
    found: dict[str, list[str]] = {}
    # The classes stand beside the folders of the vocabularies and the shapes.
    for file in sorted(ontology.glob("*.ttl")):
        for quad in parse(path=file, format=RdfFormat.TURTLE):
            if quad.predicate == RDFS.subClassOf:
                assert isinstance(quad.subject, NamedNode)
                assert isinstance(quad.object, NamedNode)
                found.setdefault(quad.subject.value, []).append(quad.object.value)
    return found


def submitted_actions(intake: Intake, world: World) -> list[Action]:
    """Return the actions of a file, computed as the shipped ones are; notes where each stands.

    Rows that say the same are one action.
    """
    sources = {**world.sources, SUBMISSION: _source(intake)}
    found: dict[str, Action] = {}
    for statement, node in intake.statements:
        for action in read_actions(world.treaties[statement.treaty], [statement], sources):
            named = replace(action, iri=node) if node else action
            known = found.get(named.iri.value)
            if known:
                named = replace(known, statements=(*known.statements, statement))
            found[named.iri.value] = named
            if node is None:
                intake.places.setdefault(named.iri, f"line {statement.row.line}")
    return list(found.values())


def in_context(dataset: bytes, world: World, intake: Intake, actions: Collection[Action]) -> Store:
    """Return a store over the dataset with the actions of a file and all that follows from them.

    A shipped signature or consent gives way to one by the same actor about the same treaty, so
    that a file that repeats what is known does not find every State bound twice.
    """
    submitted = {(action.treaty, action.actor, action.is_consent) for action in actions}
    stay, leave = [], set()
    for action in world.actions:
        if (action.treaty, action.actor, action.is_consent) in submitted:
            leave.add(str(action.iri).encode())
        else:
            stay.append(action)
    involved = {action.actor for action in actions}
    sink = Sink()
    write_sources(sink, [_source(intake)])
    sink.graph(SUBMISSION).add(ns.source(SUBMISSION), CSE.hasGraph, ns.graph(SUBMISSION))
    labels = Labels({key: a.name for key, a in world.actors.items()}, world.short_titles)
    sources = {**world.sources, SUBMISSION: _source(intake)}
    write_actions(sink, world.treaties, actions, sources)
    write_derived_actions(sink, actions, labels)
    for node in intake.actions:
        sink.graph("derived").add(node, PROV.hadPrimarySource, ns.source(SUBMISSION))
    write_participations(
        sink,
        derive_participations(
            world.treaties,
            {key: world.actors[key] for key in involved},
            [action for action in (*stay, *actions) if action.actor in involved],
            world.events,
        ),
    )
    kept = _without(dataset, leave, {key.encode() for key in involved})
    return Store(b"".join(kept) + _n_quads([*sink.quads, *intake.quads]))


def _without(dataset: bytes, leave: set[bytes], involved: set[bytes]) -> Iterable[bytes]:
    acting = {str(ns.actor(key.decode())).encode() for key in involved}
    for line in dataset.splitlines(keepends=True):
        subject, predicate, _ = line.split(b" ", 2)
        if subject in leave or (predicate in _SHORT_CUTS and subject in acting):
            continue
        match = _PARTICIPATION.match(subject)
        if not (match and match[1] in involved):
            yield line


def _n_quads(quads: Iterable[Quad]) -> bytes:
    return serialize(quads, format=RdfFormat.N_QUADS) or b""


def _source(intake: Intake) -> Source:
    """Return the file as a source that stands as of today, when it was handed in."""
    name = intake.file.name
    return Source(
        SUBMISSION, name, "the person who validates it", date.today(), "the day of the validation",
        name, "not published", "as submitted", "validation",
    )  # fmt: skip


def places_of(intake: Intake, actions: Iterable[Action]) -> Mapping[str, str]:
    """Return where in the file each submitted node stands, participations included."""
    places = {node.value: place for node, place in intake.places.items()}
    for action in actions:
        place = places[action.iri.value]
        places.setdefault(ns.participation(action.treaty, action.actor).value, place)
    return places
