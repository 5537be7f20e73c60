"""Writes when States exist, how they changed, and which former State did an act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, day, text
from csekg.days import spelled
from csekg.facts.actors import Actor
from csekg.facts.existence import ExistenceSpan, StateChange
from csekg.law.continuity import Continuity
from csekg.namespaces import CSE, SKOS


def write_existence(
    quads: Quads, spans: Iterable[ExistenceSpan], actors: Mapping[str, Actor]
) -> None:
    """Write every span of existence, each day into the graph of the source that gives it."""
    for span in spans:
        node, actor = ns.existence(span.actor, span.since), ns.actor(span.actor)
        graph = quads.graph(span.source)
        graph.add(actor, CSE.existence, node)
        graph.node(
            node,
            (CSE.Existence,),
            f"{actors[span.actor].name}, existence"
            + (f" from {spelled(span.since)}" if span.since else ""),
            (
                (CSE.existenceOf, actor),
                (CSE.existsFrom, day(span.since)),
                (SKOS.note, text(span.note, "en")),
            ),
        )
        if span.until:
            quads.graph(span.until_source).add(node, CSE.existsUntil, day(span.until))


def write_changes(
    quads: Quads, changes: Iterable[StateChange], actors: Mapping[str, Actor]
) -> None:
    """Write every change of a State, with its predecessors, into the graph of its source."""
    for change in changes:
        graph, actor = quads.graph(change.source), ns.actor(change.actor)
        segments = [change.actor, change.on.isoformat(), change.nature, *change.predecessors]
        predecessors = [ns.actor(key) for key in change.predecessors if key != change.actor]
        node = ns.thing("state-change", *segments)
        graph.node(
            node,
            (CSE.StateChange,),
            f"{actors[change.actor].name}: {change.nature}, {spelled(change.on)}",
            (
                (CSE.changeOf, actor),
                (CSE.changedOn, day(change.on)),
                (CSE.nature, ns.concept("state-change", change.nature)),
                (SKOS.note, text(change.note, "en")),
            ),
        )
        graph.add(node, CSE.changeFrom, *(ns.actor(key) for key in change.predecessors))
        graph.add(actor, CSE.predecessor, *predecessors)
        for predecessor in predecessors:
            graph.add(predecessor, CSE.successor, actor)
            if change.continues:
                graph.add(actor, CSE.continues, predecessor)


def write_performers(
    quads: Quads,
    acts: Iterable[tuple[NamedNode, str, date]],
    spans: Iterable[ExistenceSpan],
    continuity: Continuity,
) -> None:
    """Write since when each State can act, and which former State did an act printed under another.

    `acts` are acts of every kind, each with the actor under which it is printed and the day by
    which it was done. An act is printed under a State that did not exist yet where that State
    continues or succeeds the one that did it.
    """
    graph = quads.graph("derived")
    for span in spans:
        its = (each for each in continuity.of(span.actor) if each.until == span.until)
        for existence in its:
            graph.add(ns.existence(span.actor, span.since), CSE.actsFrom, day(existence.since))
    for node, actor, on in acts:
        former = continuity.predecessor_on(actor, on)
        graph.add(node, CSE.performedBy, ns.actor(former) if former else None)
