"""Writes our own translations of the editors' texts, each beside the English text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from csekg.dataset.quads import Quads, text
from csekg.dataset.texts import InLanguage
from csekg.dataset.writers.versions import write_versions
from csekg.namespaces import CSE, SKOS

#: The graph of what we translated; nobody else has approved these texts.
GRAPH = "translations"
#: The properties of which a thing may have several texts.
_SEVERAL = (CSE.leftOut, CSE.limitation, SKOS.note)


def write_translations(quads: Quads, languages: Iterable[InLanguage]) -> None:
    """Write the translation of every text that has one of the English of today.

    Conditions of a request are one text, which is written where all of them are translated.
    """
    graph = quads.graph(GRAPH)
    for language in languages:
        code = language.language
        # Chinese sentences follow one another without a space.
        space = "" if code == "zh" else " "
        for (thing, predicate), group in groupby(
            language.texts, lambda entry: (entry.text.thing, entry.text.property)
        ):
            entries = [*group]
            texts = [entry.translation for entry in entries if entry.is_current]
            if predicate == CSE.condition:
                texts = [space.join(texts)] if len(texts) == len(entries) else []
            graph.add(thing, predicate, *(text(words, code) for words in texts))
            if predicate in _SEVERAL:
                for entry in entries:
                    if entry.is_current:
                        write_versions(graph, entry.text.english, {code: entry.translation})
