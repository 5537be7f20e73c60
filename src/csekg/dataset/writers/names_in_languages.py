"""Writes the names of things in other languages, each with its status and its source."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, text
from csekg.derived.languages import EnglishNames
from csekg.facts.names_in_languages import NameInLanguage
from csekg.languages.forms import english_name
from csekg.namespaces import CSE, DCTERMS, SKOS, SKOSXL

#: The graph of these names, of whatever source: that is a statement about each of them.
GRAPH = "languages"
#: The properties of the full and of the short name, by what the path of a thing begins with.
_TITLES = (DCTERMS.title, CSE.shortTitle)
_PROPERTIES = {
    "instrument": _TITLES,
    **dict.fromkeys(("body", "event", "series"), (DCTERMS.title, SKOS.altLabel)),
}
_LABELS = (SKOS.prefLabel, SKOS.altLabel)


def write_names_in_languages(
    quads: Quads, names: Iterable[NameInLanguage], english: EnglishNames
) -> None:
    """Write every name twice: as a value beside the English one, and as a node with its status."""
    graph = quads.graph(GRAPH)
    for each in names:
        below = ns.BASE if each.thing.startswith("ontology#") else ns.ID
        thing = NamedNode(below + each.thing)
        full, short = _PROPERTIES.get(each.thing.split("/")[0], _LABELS)
        literal = text(each.text, each.language)
        graph.add(thing, short if each.is_short else full, literal)
        _write_node(graph, thing, each, english[each.thing, each.form])


def _write_node(graph: GraphWriter, thing: NamedNode, each: NameInLanguage, english: str) -> None:
    path = each.thing.replace("#", "/").split("/")
    node = ns.thing("name", *path, each.language, *(["short"] if each.is_short else []))
    graph.add(thing, SKOSXL.altLabel if each.is_short else SKOSXL.prefLabel, node)
    graph.node(
        node,
        (CSE.NameInLanguage,),
        f"{english}, in {english_name(each.language)}",
        (
            (SKOSXL.literalForm, text(each.text, each.language)),
            (CSE.nameStatus, ns.concept("name-status", each.status)),
            (CSE.verification, ns.concept("verification", each.verification)),
            (DCTERMS.source, ns.source(each.source)),
            (CSE.sourceNote, text(each.seen_in, "en")),
            (SKOS.note, text(each.note, "en")),
        ),
    )
