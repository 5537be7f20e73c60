"""Describes the saved queries and the prefixes in SHACL's terms, where query editors look for them.

SHACL, section 5.2: `sh:declare` for prefixes, `sh:SPARQLExecutable` and its kinds for queries.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, text
from csekg.namespaces import DCTERMS, PREFIXES, RDFS, SH, XSD
from csekg.sparql.saved_queries import saved_queries


def write_queries(graph: GraphWriter) -> None:
    """Write every saved query with title, question and text, and the prefixes it may use."""
    prefixes = NamedNode(ns.ONTOLOGY.removesuffix("#"))
    for prefix, namespace in PREFIXES.items():
        node = ns.thing("prefix", prefix)
        graph.add(prefixes, SH.declare, node)
        graph.node(
            node,
            (SH.PrefixDeclaration,),
            f"The prefix {prefix}:",
            (
                (SH.prefix, text(prefix)),
                (SH.namespace, Literal(namespace, datatype=XSD.anyURI)),
            ),
        )
    for query in saved_queries().values():
        graph.node(
            ns.thing("query", query.name),
            # Editors ask for the general class, and do not infer it.
            (SH.SPARQLExecutable, SH.SPARQLSelectExecutable),
            query.title,
            (
                (DCTERMS.identifier, text(query.name)),
                (RDFS.comment, text(query.question, "en")),
                (SH.prefixes, prefixes),
                (SH.select, text(query.text)),
            ),
        )
