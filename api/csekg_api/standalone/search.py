"""What the search of the folder looks through: titles of pages, and the names of what they are about."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from csekg import namespaces as ns
from csekg.answers.pages.links import Links
from csekg.answers.search.entries import Entry, read_entries
from csekg.answers.search.practitioner_words import PractitionerWords
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import pages_by_language
from csekg_api.standalone.scope import Address

#: Kinds of things that have a page of their own, or a part of one, and that people call by name.
_NAMED = frozenset({"state", "treaty", "instrument", "paragraph", "group", "page", "territory", "area"})
_TOPIC = f"{ns.ID}vocab/topic/"


def paths_by_name(store: QueryEngine) -> Mapping[str, Sequence[str]]:
    """Return the paths of the pages that a name leads to, by the folded name, in the order of the service.

    A word of practitioners leads to the provisions that treat it, to those that come near, and to its topics.
    """
    entries, links = read_entries(store, pages_by_language()), Links(store)

    def path(entry: Entry) -> str:
        return links.of_found(entry.kind, entry.key, entry.iri)

    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, word in PractitionerWords(store, entries).by_name():
        for number in (*word.treated_by, *word.nearest, *word.topics):
            found[name][path(entries[number])] = None
    for entry in sorted(entries, key=lambda entry: entry.order):
        if entry.kind in _NAMED or entry.iri.startswith(_TOPIC):
            for own in entry.names:
                found[own.words][path(entry)] = None
    return {name: tuple(paths) for name, paths in found.items() if name}


def search_script(titles: Mapping[Address, Mapping[str, tuple[str, str]]], names: Mapping[str, Sequence[str]]) -> str:
    """Return the script of what is searched.

    `titles` are title and file by language, by the address of a page without its language; `names`
    the paths of pages by folded name.
    """
    places = {str(address): place for place, address in enumerate(titles)}
    numbers = {name: [places[path] for path in paths if path in places] for name, paths in sorted(names.items())}

    def line(name: str, value: object) -> str:
        return f"window.{name} = {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n"

    return line("csekgPages", list(titles.values())) + line("csekgNames", {k: v for k, v in numbers.items() if v})
