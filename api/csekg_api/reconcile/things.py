"""What can be reconciled: six types of things, their identifiers, names and descriptions."""

from __future__ import annotations

from dataclasses import dataclass

from csekg import namespaces as ns
from csekg.answers.common.translations import said
from csekg.answers.search.entries import Entry
from csekg.answers.search.indexes import Called, Names
from csekg.sparql.store import QueryEngine
from csekg_api.indexes import search_index

#: The types by their ids; the spelled ones are classes of the ontology, as far as it has them.
TYPES: dict[str, Called] = {
    "State": "state",
    "Treaty": "treaty",
    "Paragraph": "paragraph",
    "Topic": "topic",
    "Source": "source",
    "Territory": "territory",
}
_TYPE_OF = {kind: type_ for type_, kind in TYPES.items()}


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that a name is matched with; `id` is its IRI without the part all share."""

    id: str
    type: str
    name: str
    description: str


class Things:
    """The things of a store."""

    def __init__(self, store: QueryEngine) -> None:
        """Take the store; the first use takes a second or two."""
        self.store = store

    @property
    def names(self) -> Names:
        """The names of the things, kept with the index of the search."""
        return search_index(self.store).names

    def find(self, id_: str) -> Thing | None:
        """Return the thing with an id, or with an IRI; None for any other text."""
        found = self.names.thing(id_ if id_.startswith(ns.ID) else ns.ID + id_)
        return self.of(found[1], _TYPE_OF[found[0]]) if found else None

    def of(self, entry: Entry, type_: str) -> Thing:
        """Return the thing of an entry, named in the language of the request."""
        english = next((text for language, text in entry.texts if language == "en"), "")
        return Thing(
            entry.iri.removeprefix(ns.ID),
            type_,
            said(self.store, entry.short_name),
            english or (said(self.store, entry.label) if entry.label != entry.short_name else ""),
        )
