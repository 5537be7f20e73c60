"""Writes how far the readings of the correspondences agree."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, integer
from csekg.dataset.writers.correspondences import reading_iri
from csekg.derived.agreement import Agreement
from csekg.namespaces import CSE, XSD


def write_agreement(quads: Quads, agreements: Iterable[Agreement]) -> None:
    """Write the agreement of each two readings; kappa is rounded to four places."""
    graph = quads.graph("derived")
    for each in agreements:
        node = ns.thing("agreement", each.one, each.other)
        graph.node(
            node,
            (CSE.ReadingAgreement,),
            f"agreement of the readings {each.one} and {each.other}",
            (
                (CSE.pairCount, integer(each.pairs)),
                (CSE.linkedByOne, integer(each.linked_by_one)),
                (CSE.linkedByBoth, integer(each.linked_by_both)),
                (CSE.kappa, _decimal(each.kappa)),
                (CSE.articleKappa, _decimal(each.article_kappa)),
                (CSE.sameStrengthCount, integer(each.same_strength)),
                (CSE.strengthKappa, _decimal(each.strength_kappa)),
            ),
        )
        graph.add(node, CSE.reading, reading_iri(each.one), reading_iri(each.other))


def _decimal(value: float) -> Literal:
    return Literal(f"{value:.4f}", datatype=XSD.decimal)
