"""Writes which identifiers are replaced by others, so that published ones stay answerable."""

from __future__ import annotations

from collections.abc import Iterable, Set

from csekg import namespaces as ns
from csekg.dataset.quads import Quads, boolean
from csekg.facts.redirects import Replacement
from csekg.namespaces import DCTERMS, OWL


def write_replaced(quads: Quads, subjects: Set[bytes], replacements: Iterable[Replacement]) -> None:
    """Write the replacements into the catalogue.

    `subjects` are those of the dataset, as N-Triples writes them.

    Raises DataError for an identifier that the dataset still uses, and for one that is replaced by
    something of which the dataset states nothing.
    """
    graph = quads.graph("catalogue")
    for replacement in replacements:
        old, new = ns.thing(replacement.identifier), ns.thing(replacement.replaced_by)
        if str(old).encode() in subjects:
            raise replacement.row.fail(
                "a replaced identifier is in use again", replacement.identifier, "Remove the row."
            )
        if str(new).encode() not in subjects:
            raise replacement.row.fail(
                "an identifier is replaced by one that the dataset does not hold",
                replacement.replaced_by,
                "Name the identifier that took its place.",
            )
        graph.add(old, DCTERMS.isReplacedBy, new)
        graph.add(old, OWL.deprecated, boolean(True))
