"""Writes the articles of the treaties, the parts of them that are listed, and their nesting."""

from __future__ import annotations

from collections.abc import Mapping

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, integer, text
from csekg.facts.provisions import Provision, parent_of, printed_order
from csekg.namespaces import CSE, DCTERMS

# The source of each text that is not in the collection of treaty texts. Two texts were not read:
# of these, only the articles that a clause or a declaration names are known.
_TEXT_OF = {
    "cyber": "un-ga-xml", "opic": "editors", "ets189": "editors", "p029": "boe-a-2017-15189",
}  # fmt: skip
_TEXTS = "treaty-texts"


def text_of(provision: Provision) -> str:
    """Return the key of the source in which the text of a provision was read."""
    return _TEXT_OF.get(provision.treaty, _TEXTS)


def write_provisions(
    quads: Quads,
    provisions: Mapping[str, Mapping[str, Provision]],
    short_titles: Mapping[str, str],
) -> None:
    """Write the provisions of every treaty.

    Number and heading go into the graph of the source of the text, summary, kind, duty and topics
    into the editorial graph. A part between an article and a listed part (24(2) of 24(2)(f)) gets
    a node too, so that the nesting is complete.
    """
    editorial = quads.graph("editorial")
    for treaty, listed in provisions.items():
        graph = quads.graph(_TEXT_OF.get(treaty, _TEXTS))
        for order, printed in enumerate(_with_wholes(listed), 1):
            _write_place(graph, treaty, printed, order, short_titles[treaty])
        for provision in listed.values():
            node = ns.provision(treaty, provision.printed)
            graph.add(node, CSE.heading, text(provision.heading, "en"))
            _write_reading(editorial, provision)


def provision_label(short_title: str, printed: str) -> str:
    """Return the name of a provision: `CRC, article 24(2)(f)`, `OPSC, preamble`."""
    return f"{short_title}, {printed if printed == 'preamble' else f'article {printed}'}"


def _with_wholes(listed: Mapping[str, Provision]) -> list[str]:
    every = set(listed)
    for printed in listed:
        while printed := parent_of(printed):
            every.add(printed)
    return sorted(every, key=printed_order)


def _write_place(
    graph: GraphWriter, treaty: str, printed: str, order: int, short_title: str
) -> None:
    parent = parent_of(printed)
    whole = not parent and printed != "preamble"
    graph.node(
        ns.provision(treaty, printed),
        (CSE.Article if whole else CSE.TreatyProvision, CSE.Provision),
        provision_label(short_title, printed),
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
    editorial.add(node, CSE.topic, *(ns.concept("topic", topic) for topic in provision.topics))
