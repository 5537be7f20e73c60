"""Writes the saved queries and the prefixes in the form in which query editors read them.

That is SHACL, section 5.2: `sh:declare` for prefixes, `sh:SPARQLExecutable` for queries.
"""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, text
from csekg.namespaces import DCTERMS, PREFIXES, RDFS, SH, XSD
from csekg.sparql.saved_queries import saved_queries


def write_queries(graph: GraphWriter) -> None:
    """Write the prefixes, and every saved query with its title, question and text."""
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
            # Query editors ask for the general class and do not infer it.
            (SH.SPARQLExecutable, SH.SPARQLSelectExecutable),
            query.title,
            (
                (DCTERMS.identifier, text(query.name)),
                (RDFS.comment, text(query.question, "en")),
                (SH.prefixes, prefixes),
                (SH.select, text(query.text)),
            ),
        )
