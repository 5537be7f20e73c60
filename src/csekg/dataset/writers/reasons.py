"""Writes why statuses hold: reasons as nodes, which statuses share, and the sentences they give."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Term, boolean, day, integer, text
from csekg.facts.treaties import Treaty
from csekg.law.conditions import Condition
from csekg.law.eligibility import Eligibility
from csekg.law.reasons import Reason, Reasons
from csekg.namespaces import CSE
from csekg.wording.labels import Names
from csekg.wording.reasons import say


class ReasonWriter:
    """Writes reasons into a graph, each once."""

    def __init__(self, graph: GraphWriter, names: Names) -> None:
        """Take the graph, and the names of actors and treaties."""
        self._graph, self._names = graph, names
        self._written: dict[tuple[Reason, str], NamedNode] = {}

    def properties(self, reasons: Reasons, treaty: Treaty) -> tuple[tuple[NamedNode, Term | None], ...]:
        """Return what a status under a treaty says of its reasons; write those that are new.

        Of one reason its own label is the sentence; of several, one text has their sentences in order.
        """
        nodes = ((CSE.statusReason, self._node(reason, treaty)) for reason in reasons)
        together = self._sentence(reasons) if len(reasons) > 1 else None
        return (CSE.eligibilityReason, together), *nodes

    def _sentence(self, reasons: Reasons) -> Literal | None:
        return text(say(reasons, self._names), "en")

    def _node(self, reason: Reason, treaty: Treaty) -> NamedNode:
        # Conditions are those of a treaty, which alone does not show in them.
        key = reason, treaty.key if reason.conditions else ""
        node = self._written.get(key)
        if node is None:
            node = self._written[key] = _iri(reason, key[1])
            self._graph.node(
                node,
                (CSE.StatusReason,),
                say((reason,), self._names),
                (CSE.reasonCode, ns.concept("status-reason", reason.code)),
                (CSE.reasonDay, day(reason.day)),
                (CSE.reasonSecondDay, day(reason.day2)),
                (CSE.reasonDayKnown, boolean(False) if reason.latest else None),
                (CSE.reasonSecondDayKnown, boolean(False) if reason.latest2 else None),
                (CSE.reasonWay, ns.concept("reason-way", reason.way) if reason.way else None),
                *((CSE.reasonAbout, about) for about in _about(reason, treaty)),
            )
        return node


def _iri(reason: Reason, treaty: str) -> NamedNode:
    parts = [
        reason.treaty or treaty,
        reason.actor,
        *(
            f"{on}-at-the-latest" if latest else str(on)
            for on, latest in ((reason.day, reason.latest), (reason.day2, reason.latest2))
            if on
        ),
        reason.way or "",
    ]
    return ns.thing("reason", reason.code, *filter(None, parts))


def _about(reason: Reason, treaty: Treaty) -> list[NamedNode]:
    if reason.treaty:
        return [ns.instrument(reason.treaty)]
    if reason.actor:
        return [ns.actor(reason.actor)]
    numbers = {condition: number for number, condition in _numbered(treaty.eligibility)}
    return [_condition(treaty.key, numbers[condition]) for condition in reason.conditions]


def write_admission(graph: GraphWriter, treaties: Mapping[str, Treaty]) -> None:
    """Write the conditions on which each treaty admits actors; one that is met suffices."""
    for key, treaty in treaties.items():
        rule = treaty.eligibility
        for number, condition in _numbered(rule):
            stated_in = rule.invitation_article if condition.kind == "invited-state" else rule.article
            graph.node(
                _condition(key, number),
                (CSE.AdmissionCondition,),
                f"{treaty.short_title}: condition of admission {number}",
                (CSE.admissionTo, ns.instrument(key)),
                (CSE.admissionKind, ns.concept("admission-kind", condition.kind)),
                (CSE.order, integer(number)),
                (CSE.admitsToSignature, boolean(condition in rule.sign)),
                (CSE.admitsToConsent, boolean(condition not in rule.sign or condition in rule.consent)),
                (CSE.statedIn, ns.provision(key, stated_in) if stated_in else None),
                *((CSE.admissionNames, _named(condition, value)) for value in condition.values),
            )


def _numbered(rule: Eligibility) -> list[tuple[int, Condition]]:
    return list(enumerate(rule.conditions, 1))


def _condition(treaty: str, number: int) -> NamedNode:
    return ns.thing("instrument", treaty, "admission", str(number))


def _named(condition: Condition, value: str) -> NamedNode:
    return ns.actor(value) if condition.kind == "named" else ns.instrument(value)
