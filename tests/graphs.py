"""Questions to the built dataset, graph by graph."""

from __future__ import annotations

import pyoxigraph as ox

from csekg import namespaces as ns
from csekg.dataset.quads import Quads


def stored(quads: Quads) -> ox.Store:
    """What was written, in a plain Oxigraph store."""
    graphs = ox.Store()
    graphs.bulk_load(b"".join(quads.n_quads()), ox.RdfFormat.N_QUADS)
    return graphs


def values(graphs: ox.Store, graph: str, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
    """The values of a property that one named graph gives."""
    quads = graphs.quads_for_pattern(subject, predicate, None, ns.graph(graph))
    return {getattr(quad.object, "value", "") for quad in quads}


def stating(
    graphs: ox.Store, subject: ox.NamedNode | None, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal | None
) -> set[str]:
    """The keys of the named graphs that hold a triple; None stands for any term."""
    quads = graphs.quads_for_pattern(subject, predicate, value, None)
    return {quad.graph_name.value.rpartition("/")[2] for quad in quads if isinstance(quad.graph_name, ox.NamedNode)}
