"""Writes the articles of the treaties, the parts of them that are listed, and their nesting."""

from __future__ import annotations

from collections.abc import Mapping

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, integer, text
from csekg.facts.provisions import Provision, parent_of, printed_order
from csekg.namespaces import CSE, DCTERMS
from csekg.wording.labels import PartLabel
from csekg.wording.names import Names


def write_provisions(quads: Quads, provisions: Mapping[str, Mapping[str, Provision]], names: Names) -> None:
    """Write the provisions of every treaty.

    Number and heading go into the graph of the source in which the provision was read, summary,
    kind, duty, topics and how far it was verified into the editorial graph. A part between an
    article and a listed part (24(2) of 24(2)(f)) gets a node too, so that the nesting is complete;
    its source is that of the listed part.
    """
    editorial = quads.graph("editorial")
    for treaty, listed in provisions.items():
        for order, (printed, source) in enumerate(_with_wholes(listed), 1):
            _write_place(quads.graph(source), treaty, printed, order, names)
        for provision in listed.values():
            node = ns.provision(treaty, provision.printed)
            graph = quads.graph(provision.source)
            graph.add(node, CSE.heading, text(provision.heading, "en"))
            _write_reading(editorial, provision)


def provision_label(treaty: str, printed: str) -> PartLabel:
    """Return what the name of a provision is made of."""
    return PartLabel(treaty, "preamble" if printed == "preamble" else "article", printed)


def _with_wholes(listed: Mapping[str, Provision]) -> list[tuple[str, str]]:
    """Return each provision, and each whole that contains one, with its source, in text order."""
    sources = {printed: provision.source for printed, provision in listed.items()}
    for printed, provision in listed.items():
        whole = printed
        while whole := parent_of(whole):
            sources.setdefault(whole, provision.source)
    return sorted(sources.items(), key=lambda item: printed_order(item[0]))


def _write_place(graph: GraphWriter, treaty: str, printed: str, order: int, names: Names) -> None:
    parent = parent_of(printed)
    whole = not parent and printed != "preamble"
    graph.node(
        ns.provision(treaty, printed),
        (CSE.Article if whole else CSE.TreatyProvision, CSE.Provision),
        provision_label(treaty, printed).say(names),
        (
            (CSE.number, text(printed)),
            (CSE.order, integer(order)),
            (CSE.provisionOf, ns.instrument(treaty)),
            (DCTERMS.isPartOf, ns.provision(treaty, parent) if parent else ns.instrument(treaty)),
        ),
    )


def _write_reading(editorial: GraphWriter, provision: Provision) -> None:
    node = ns.provision(provision.treaty, provision.printed)
    editorial.add(node, DCTERMS.description, text(provision.summary, "en"))
    if provision.kind:
        editorial.add(node, CSE.provisionKind, ns.concept("provision-kind", provision.kind))
        editorial.add(node, CSE.dutyStrength, ns.concept("duty", provision.duty))
    verification = ns.concept("verification", provision.verification)
    editorial.add(node, CSE.verification, verification)
    editorial.add(node, CSE.topic, *(ns.concept("topic", topic) for topic in provision.topics))
