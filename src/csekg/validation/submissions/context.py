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
from csekg.dataset.quads import Quads
from csekg.dataset.writers.acts import write_acts
from csekg.dataset.writers.derived import write_derived_acts, write_participations
from csekg.dataset.writers.labels import Labels
from csekg.dataset.writers.reference import write_sources
from csekg.derived.acts import Act, derive_acts
from csekg.derived.all_facts import AllFacts
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


def submitted_acts(intake: Intake, all_facts: AllFacts) -> list[Act]:
    """Return the actions of a file, computed as the shipped ones are; notes where each stands.

    Rows that say the same are one action.
    """
    sources = {**all_facts.sources, SUBMISSION: _source(intake)}
    found: dict[str, Act] = {}
    for statement, node in intake.statements:
        for act in derive_acts(all_facts.treaties[statement.treaty], [statement], sources):
            named = replace(act, iri=node) if node else act
            known = found.get(named.iri.value)
            if known:
                named = replace(known, statements=(*known.statements, statement))
            found[named.iri.value] = named
            if node is None:
                intake.places.setdefault(named.iri, f"line {statement.row.line}")
    return list(found.values())


def in_context(dataset: bytes, all_facts: AllFacts, intake: Intake, acts: Collection[Act]) -> Store:
    """Return a store over the dataset with the actions of a file and all that follows from them.

    A shipped signature or consent gives way to one by the same actor about the same treaty, so
    that a file that repeats what is known does not find every State bound twice.
    """
    submitted = {(act.treaty, act.actor, act.is_consent) for act in acts}
    stay, leave = [], set()
    for act in all_facts.acts:
        if (act.treaty, act.actor, act.is_consent) in submitted:
            leave.add(str(act.iri).encode())
        else:
            stay.append(act)
    involved = {act.actor for act in acts}
    quads = Quads()
    write_sources(quads, [_source(intake)])
    quads.graph(SUBMISSION).add(ns.source(SUBMISSION), CSE.hasGraph, ns.graph(SUBMISSION))
    labels = Labels({key: a.name for key, a in all_facts.actors.items()}, all_facts.short_titles)
    sources = {**all_facts.sources, SUBMISSION: _source(intake)}
    write_acts(quads, all_facts.treaties, acts, sources)
    write_derived_acts(quads, acts, labels)
    for node in intake.acts:
        quads.graph("derived").add(node, PROV.hadPrimarySource, ns.source(SUBMISSION))
    write_participations(
        quads,
        derive_participations(
            all_facts.treaties,
            {key: all_facts.actors[key] for key in involved},
            [act for act in (*stay, *acts) if act.actor in involved],
            all_facts.events,
        ),
    )
    kept = _without(dataset, leave, {key.encode() for key in involved})
    return Store(b"".join(kept) + _n_quads([*quads, *intake.quads]))


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


def places_of(intake: Intake, acts: Iterable[Act]) -> Mapping[str, str]:
    """Return where in the file each submitted node stands, participations included."""
    places = {node.value: place for node, place in intake.places.items()}
    for act in acts:
        place = places[act.iri.value]
        places.setdefault(ns.participation(act.treaty, act.actor).value, place)
    return places
