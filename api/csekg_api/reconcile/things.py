"""What can be reconciled: six types of things, their names, and the properties that extend a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from csekg import namespaces as ns
from csekg.answers.common.base import Answer, Ref
from csekg.answers.common.folding import folded_words
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import actor_refs, territory_refs, treaties
from csekg.answers.common.remembering import remembered_in_order
from csekg.answers.common.translations import said
from csekg.answers.entities.actors import actors
from csekg.answers.entities.vocabularies import topics
from csekg.answers.quality.dataset import sources
from csekg.answers.search.entries import Entry
from csekg.answers.search.indexes import Called, Names
from csekg.answers.status.intervals import status_intervals
from csekg.answers.texts.instruments import instruments
from csekg.answers.texts.resolution import paragraphs
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


_TOPIC = f"{ns.ID}vocab/topic/"
#: Of a State under each treaty: `status-opsc`, `since-opsc`.
_STATUS, _SINCE = "status-", "since-"


@dataclass(frozen=True, slots=True)
class Property:
    """A property of things of one type; `to` is the type of its values where they are things."""

    id: str
    name: str
    type: str
    to: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its text, the value itself, and the id of the thing that it is."""

    text: str
    raw: str | int | date
    id: str | None = None


def _of(type_: str, *named: tuple[str, str] | tuple[str, str, str]) -> list[Property]:
    return [Property(each[0], each[1], type_, *each[2:]) for each in named]


#: Properties that are a member of a typed answer, named as in REST, with the type of its values
#: where those are things.
_MEMBERS = [
    *_of(
        "State",
        ("key", "ISO 3166-1 alpha-3"),
        ("iso2", "ISO 3166-1 alpha-2"),
        ("isoNumeric", "ISO 3166-1 numeric"),
        ("m49", "UN M49"),
        ("formalName", "Formal name"),
        ("kind", "Kind of actor"),
        ("memberOf", "Groups and regions"),
        ("unAdmissionDate", "Admitted to the United Nations on"),
    ),
    *_of(
        "Treaty",
        ("key", "Key"),
        ("name", "Full title"),
        ("shortTitle", "Short title"),
        ("documentSymbol", "Document symbol"),
        ("adoptedOn", "Adopted on"),
        ("legalBasis", "Legal basis"),
        ("parties", "Parties"),
        ("signatories", "Signatories"),
        ("asOf", "Data as of"),
        ("officialText", "Official text"),
    ),
    *_of(
        "Paragraph",
        ("key", "Key"),
        ("number", "Number"),
        ("description", "What it says"),
        ("topic", "Topics", "Topic"),
        ("addressee", "Addressee"),
        ("openingVerb", "Opening verb"),
    ),
    *_of(
        "Topic",
        ("key", "Code"),
        ("definition", "Definition"),
        ("broader", "Broader", "Topic"),
        ("paragraphs", "Paragraphs about it"),
        ("provisions", "Provisions about it"),
    ),
    *_of(
        "Source",
        ("key", "Key"),
        ("publisher", "Publisher"),
        ("asOf", "Stands on"),
        ("landingPage", "Address"),
        ("rights", "Terms of use"),
        ("treaties", "Treaties", "Treaty"),
    ),
    *_of("Territory", ("key", "Key")),
]
_KNOWN = {(member.type, member.id): member for member in _MEMBERS}
#: The ids of all properties of the kind above.
PROPERTIES = frozenset(each.id for each in _MEMBERS)

_ANSWERS: dict[str, Callable[[QueryEngine], Iterable[Any]]] = {
    "State": actors,
    "Treaty": lambda store: instruments(store, "treaty"),
    "Paragraph": paragraphs,
    "Topic": topics,
    "Source": lambda store: sources(store, None),
    "Territory": lambda store: territory_refs(store).values(),
}


def properties(store: QueryEngine, type_: str = "") -> list[Property]:
    """Return the properties of a type, or of all types; of States their status, too."""
    statuses = [
        Property(f"{prefix}{info.key}", f"{said} {info.short_title}", "State")
        for info in treaties(store).values()
        for prefix, said in ((_STATUS, "Status under"), (_SINCE, "Since when under"))
    ]
    return [each for each in (*_MEMBERS, *statuses) if not type_ or each.type == type_]


def values_of(store: QueryEngine, thing: Thing, property_: str) -> list[Value]:
    """Return the values of a property of a thing; none where the thing has no such property."""
    if thing.type == "State" and property_.startswith((_STATUS, _SINCE)):
        return _status(store, thing, property_)
    known = _KNOWN.get((thing.type, property_))
    if known is None:
        return []
    answer = _answers(store, thing.type).get(ns.ID + thing.id)
    if answer is None:
        return []
    fields = {field.alias or name: name for name, field in type(answer).model_fields.items()}
    found = getattr(answer, fields[property_])
    every = found if isinstance(found, list | tuple) else [found]
    return [_value(store, each, known.to) for each in every if each is not None]


@remembered_in_order
def holders(store: QueryEngine, type_: str, property_: str) -> Mapping[str, frozenset[str]]:
    """Return the ids of the things that have a value, by its folded text, its id included.

    `property_` is one of `PROPERTIES`; a type without it gives nothing.
    """
    found: defaultdict[str, set[str]] = defaultdict(set)
    for iri in _answers(store, type_):
        id_ = iri.removeprefix(ns.ID)
        for value in values_of(store, Thing(id_, type_, "", ""), property_):
            for text in (value.text, value.id or ""):
                found[folded_words(str(text))].add(id_)
    return MappingProxyType({text: frozenset(ids) for text, ids in found.items()})


def _status(store: QueryEngine, thing: Thing, property_: str) -> list[Value]:
    prefix, _, treaty = property_.partition("-")
    info = treaties(store).get(treaty)
    actor = actor_refs(store).get(ns.ID + thing.id)
    if info is None or actor is None:
        return []
    spans = status_intervals(store, None, treaties=[info.id], actor=actor.id)
    if prefix == "since":
        return [Value(span.since.isoformat(), span.since) for span in spans]
    labels = status_labels(store)
    return [Value(labels[span.status], labels[span.status]) for span in spans]


def _value(store: QueryEngine, member: Any, to: str) -> Value:
    if isinstance(member, Ref):
        return Value(member.name, member.name, member.id.removeprefix(ns.ID) if to else None)
    if to == "Topic":
        # Of a topic, answers give the code.
        topic = f"{_TOPIC}{member}"
        label = getattr(_answers(store, to)[topic], "name", str(member))
        return Value(label, label, topic.removeprefix(ns.ID))
    return Value(str(member), member if isinstance(member, int | date) else str(member))


@remembered_in_order
def _answers(store: QueryEngine, type_: str) -> Mapping[str, Answer]:
    return MappingProxyType({each.id: each for each in _ANSWERS[type_](store)})
