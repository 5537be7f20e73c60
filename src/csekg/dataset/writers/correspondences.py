"""Writes the correspondences from paragraphs of the resolution to provisions of treaties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, text
from csekg.dataset.writers.paragraphs import paragraph_label
from csekg.dataset.writers.provisions import provision_label
from csekg.facts.correspondences import Correspondence
from csekg.facts.paragraphs import Paragraph
from csekg.namespaces import CSE, DCTERMS, SKOS

_CREATOR = "csekg editors"


def write_correspondences(
    quads: Quads,
    correspondences: Iterable[Correspondence],
    paragraphs: Mapping[str, Paragraph],
    short_titles: Mapping[str, str],
) -> None:
    """Write every correspondence and its shortcut property into the editorial graph."""
    editorial = quads.graph("editorial")
    for item in correspondences:
        paragraph = ns.paragraph(item.paragraph)
        provision = ns.provision(item.treaty, item.provision)
        target = provision_label(short_titles[item.treaty], item.provision)
        editorial.node(
            correspondence_iri(item),
            (CSE.Correspondence,),
            f"{paragraph_label(paragraphs[item.paragraph])}, and {target}",
            (
                (CSE.paragraph, paragraph),
                (CSE.provision, provision),
                (CSE.strength, ns.concept("strength", item.strength)),
                (CSE.rationale, text(item.rationale, "en")),
                (SKOS.note, text(item.note, "en")),
                (DCTERMS.creator, text(_CREATOR)),
                (DCTERMS.source, ns.source(item.text_source)),
            ),
        )
        editorial.add(paragraph, CSE.correspondsTo, provision)


def correspondence_iri(item: Correspondence) -> NamedNode:
    """Return the IRI of a correspondence: `id/correspondence/op-16/ets185/18-1-b`."""
    provision = ns.provision_path(item.provision).removeprefix("article/").replace("/", "-")
    return ns.thing("correspondence", item.paragraph.replace("/", "-"), item.treaty, provision)
