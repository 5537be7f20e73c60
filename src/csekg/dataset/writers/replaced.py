"""Writes which identifiers are replaced by others, so that published ones stay answerable."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, boolean
from csekg.facts.replaced import Replacement
from csekg.namespaces import DCTERMS, OWL


def write_replaced(
    quads: Quads, described: Sequence[bytes], replacements: Iterable[Replacement]
) -> None:
    """Write the replacements into the catalogue.

    `described` are the sorted lines of the dataset in N-Quads.

    Raises DataError for an identifier that the dataset still uses, and for one that is replaced by
    something of which the dataset states nothing.
    """
    graph = quads.graph("catalogue")
    for each in replacements:
        old, new = ns.thing(each.identifier), ns.thing(each.replaced_by)
        if _is_subject(old, described):
            raise each.row.fail(
                "a replaced identifier is in use again", each.identifier, "Remove the row."
            )
        if not _is_subject(new, described):
            raise each.row.fail(
                "an identifier is replaced by one that the dataset does not hold",
                each.replaced_by,
                "Name the identifier that took its place.",
            )
        graph.add(old, DCTERMS.isReplacedBy, new)
        graph.add(old, OWL.deprecated, boolean(True))


def _is_subject(node: NamedNode, lines: Sequence[bytes]) -> bool:
    start = f"{node} ".encode()
    place = bisect(lines, start)
    return place < len(lines) and lines[place].startswith(start)
