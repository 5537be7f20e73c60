"""Writes names in other languages and for the search, and translations of the editors' texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

from pyoxigraph import NamedNode

from csekg import namespaces as ns
from csekg.dataset.quads import GraphWriter, Quads, text
from csekg.dataset.texts import InLanguage
from csekg.derived.all_facts import StatusFacts
from csekg.facts.documents import Document
from csekg.facts.names import NameInLanguage, SearchName, Word
from csekg.facts.translations import hash_of
from csekg.facts.treaties import Treaty
from csekg.namespaces import CSE, DCTERMS, RDF, RDFS, SKOS, SKOSXL
from csekg.wording.labels import Names


def english_names(facts: StatusFacts, instruments: Mapping[str, Treaty | Document]) -> Names:
    """Return the names of actors and territories, and the short titles of instruments."""
    actors = {key: actor.name for key, actor in facts.actors.items()}
    titles = {key: instrument.short_title for key, instrument in instruments.items()}
    territories = {key: territory.name for key, territory in facts.territories.items()}
    return Names(actors.__getitem__, titles.__getitem__, territory=territories.__getitem__)


#: The graph of these names, of whatever source: that is a statement about each of them.
_NAMES_GRAPH = "languages"
#: The properties of the full and of the short name, by what the path of a thing begins with.
_TITLES = (DCTERMS.title, CSE.shortTitle)
_PROPERTIES = {"instrument": _TITLES, **dict.fromkeys(("body", "event", "series"), (DCTERMS.title, SKOS.altLabel))}
_LABELS = (SKOS.prefLabel, SKOS.altLabel)


def write_names_in_languages(quads: Quads, names: Iterable[NameInLanguage]) -> None:
    """Write every name twice: as a value beside the English one, and as a node with its status."""
    graph = quads.graph(_NAMES_GRAPH)
    for name in names:
        below = ns.BASE if name.thing.startswith("ontology#") else ns.ID
        thing = NamedNode(below + name.thing)
        full, short = _PROPERTIES.get(name.thing.split("/")[0], _LABELS)
        literal = text(name.text, name.language)
        graph.add(thing, short if name.is_short else full, literal)
        _write_node(graph, thing, name)


def _write_node(graph: GraphWriter, thing: NamedNode, name: NameInLanguage) -> None:
    path = name.thing.replace("#", "/").split("/")
    node = ns.thing("name", *path, name.language, *(["short"] if name.is_short else []))
    graph.add(thing, SKOSXL.altLabel if name.is_short else SKOSXL.prefLabel, node)
    graph.unnamed(
        node,
        (CSE.NameInLanguage,),
        (SKOSXL.literalForm, text(name.text, name.language)),
        (CSE.nameStatus, ns.concept("name-status", name.status)),
        (CSE.verification, ns.concept("verification", name.verification)),
        (DCTERMS.source, ns.source(name.source)),
        (CSE.sourceNote, text(name.seen_in, "en")),
        (SKOS.note, text(name.note, "en")),
    )


def write_search_names(quads: Quads, names: Iterable[SearchName]) -> None:
    """Write every name as skos:hiddenLabel, into the graph of the source that uses it."""
    for name in names:
        graph = quads.graph(name.source)
        graph.add(ns.thing(name.thing), SKOS.hiddenLabel, text(name.name, name.language))


def write_words(quads: Quads, words: Iterable[Word]) -> None:
    """Write every word of practitioners with its topics and provisions, into the graph of its source."""
    for word in words:
        graph, node = quads.graph(word.source), ns.word(word.key)
        graph.node(
            node,
            (CSE.PractitionerWord,),
            word.name,
            (DCTERMS.identifier, text(word.key)),
            (SKOS.note, text(word.note, "en")),
            (DCTERMS.source, ns.source(word.source)),
        )
        graph.add(node, RDFS.seeAlso, *(ns.concept("topic", topic) for topic in word.topics))
        graph.add(node, CSE.treatedBy, *(ns.provision(*place) for place in word.treated_by))
        graph.add(node, CSE.nearestProvision, *(ns.provision(*place) for place in word.nearest))


#: The graph of what we translated; nobody else has approved these texts.
_TRANSLATIONS_GRAPH = "translations"
#: The properties of which a thing may have several texts.
_SEVERAL = (CSE.leftOut, CSE.limitation, SKOS.note)


def write_translations(quads: Quads, languages: Iterable[InLanguage]) -> None:
    """Write the translation of every text that has one of the English of today.

    Conditions of a request are one text, which is written where all of them are translated.
    """
    graph = quads.graph(_TRANSLATIONS_GRAPH)
    for language in languages:
        code = language.language
        # Chinese sentences follow one another without a space.
        space = "" if code == "zh" else " "
        for (thing, predicate), group in groupby(language.texts, lambda entry: (entry.text.thing, entry.text.property)):
            entries = [*group]
            texts = [entry.translation for entry in entries if entry.is_current]
            if predicate == CSE.condition:
                texts = [space.join(texts)] if len(texts) == len(entries) else []
            graph.add(thing, predicate, *(text(words, code) for words in texts))
            if predicate in _SEVERAL:
                for entry in entries:
                    if entry.is_current:
                        write_versions(graph, entry.text.english, {code: entry.translation})


def write_versions(graph: GraphWriter, english: str, others: Mapping[str, str]) -> None:
    """Write an English text with its versions by language, as a node of its own.

    A property may have several texts in each language: which of them translates which, the values
    of the property do not tell.
    """
    node = ns.thing("text", hash_of(english))
    values = [(RDF.value, text(words, code)) for code, words in {"en": english, **others}.items()]
    graph.unnamed(node, (CSE.TextInLanguages,), *values)
