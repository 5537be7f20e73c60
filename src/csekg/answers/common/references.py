"""References that many answers need: States, treaties, sources, concepts, parts of texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field

from csekg import namespaces as ns
from csekg.answers.common.actor_names import keys_near, keys_of_name, no_actor
from csekg.answers.common.base import Code, Ref, SortKey, alphabetical, code, look_up, part_key, part_ref
from csekg.answers.common.remembering import remembered
from csekg.answers.common.rows import lists_of, rows_as
from csekg.answers.common.translations import values
from csekg.errors import AmbiguousNameError, UnknownNameError
from csekg.languages.messages import _
from csekg.sparql.store import QueryEngine

#: The codes of the statuses.
Status = Literal[
    "party",
    "contracting-state",
    "signatory",
    "no-action",
    "no-act-read",
    "needs-invitation",
    "must-join-first",
    "former-party",
    "unknown",
    "not-eligible",
    "did-not-exist",
]
#: The status of a State on a day on which it did not exist: lists and counts leave it out.
ABSENT: Status = "did-not-exist"
#: The order in which lists show the others: from bound to not eligible.
ORDER: tuple[Status, ...] = tuple(each for each in get_args(Status) if each != ABSENT)
#: The legal bases from the strongest to the weakest: how resolution 16/2 refers to a treaty.
LEGAL_BASES = ("urged", "recalled", "noted", "related")


@dataclass(frozen=True)
class TreatyInfo:
    """A treaty with what every answer about its statuses must carry.

    `as_of` is the day to which the list of parties is complete, without one the day of its sources;
    `read_until` the later day until which sources were read that need not print all acts, and
    `signatures_as_of` the day to which the list of signatures is complete. `status_on` is the day
    on which statuses are told where none is asked for: an act that is known of after `as_of` is not
    left out. `in_force_on` is None for a treaty that is not in force yet. `legal_basis` is the code
    of a concept, `note` says how far the data reach, '' without a note.
    """

    key: str
    title: str
    short_title: str
    as_of: date
    status_on: date
    read_until: date | None
    signatures_as_of: date | None
    signature_closes_on: date | None
    in_force_on: date | None
    complete: bool
    legal_basis: Code
    legal_basis_label: str
    note: str

    @cached_property
    def id(self) -> str:
        """The IRI of the treaty."""
        return ns.instrument(self.key).value

    @cached_property
    def ref(self) -> Ref:
        """A reference to the treaty; its name is the short title. Thousands of answers share it."""
        return Ref(id=self.id, key=self.key, name=self.short_title)

    def day(self, on: date | None) -> date:
        """Return the day that is spoken of: that asked for, or that on which statuses are told."""
        return on or self.status_on

    def is_before(self, on: date | None) -> bool:
        """Return whether the day that is spoken of is after the as-of date of the treaty."""
        return self.day(on) > self.as_of

    def is_complete(self, on: date | None) -> bool:
        """Return whether a list of parties was read that is complete to the day that is spoken of."""
        return self.complete and not self.is_before(on)

    def is_in_force(self, on: date | None) -> bool:
        """Return whether the treaty is in force on the day that is spoken of."""
        return self.in_force_on is not None and self.in_force_on <= self.day(on)

    def knows_all_bound(self, on: date | None) -> bool:
        """Return whether nobody is bound beside those that were read: by a complete list, or by no treaty in force."""
        return self.is_complete(on) or not self.is_in_force(on)

    def has_all_signatures(self, on: date | None) -> bool:
        """Return whether the list of signatures is complete to a day, or nobody can sign after it."""
        listed, closed = self.signatures_as_of, self.signature_closes_on
        return listed is not None and (self.day(on) <= listed or (closed is not None and closed <= listed))


class SourceRef(Ref):
    """A source that states something, and the day on which it stands."""

    as_of: date | None = Field(description="day on which the source stands")


_TREATIES = """
SELECT ?treaty ?title ?short_title ?as_of ?status_on ?read_until ?signatures_as_of
       ?signature_closes_on ?in_force_on ?complete
       ?legal_basis ?legal_basis_label ?note WHERE {
  ?treaty a cse:Treaty ; rdfs:label ?title ; cse:shortTitle ?short_title ;
          cse:statusAsOf ?as_of ; cse:statusOn ?status_on ; cse:completeList ?complete ;
          cse:legalBasis ?legal_basis .
  FILTER(LANG(?short_title) IN ("en", ""))
  ?legal_basis rdfs:label ?legal_basis_label .
  OPTIONAL { GRAPH <https://w3id.org/csekg/id/graph/editorial> { ?treaty skos:note ?note } }
  OPTIONAL { ?treaty cse:signatureClosesOn ?signature_closes_on }
  OPTIONAL { ?treaty eli:first_date_entry_in_force ?in_force_on }
  OPTIONAL {
    ?parties cse:coverageOf ?treaty ; cse:checkedUntil ?read_until ;
             cse:listOf <https://w3id.org/csekg/id/vocab/list/parties> .
  }
  OPTIONAL {
    ?signatures cse:coverageOf ?treaty ; cse:completeOn ?signatures_as_of ;
                cse:listOf <https://w3id.org/csekg/id/vocab/list/signatures> .
  }
} ORDER BY ?treaty
"""
_ACTORS = """
SELECT ?id ?key ?name WHERE {
  ?id a cse:TreatyActor ; dcterms:identifier ?key ; rdfs:label ?name
} ORDER BY ?id
"""
_SOURCES = """
SELECT ?id ?key ?name ?as_of WHERE {
  ?id a cse:Source ; dcterms:identifier ?key ; rdfs:label ?name .
  OPTIONAL { ?id cse:statusAsOf ?as_of }
}
"""
_LISTS = "SELECT ?treaty ?source WHERE { ?treaty a cse:Treaty ; cse:statusSource ?source }"
_TERRITORIES = """
SELECT ?id ?key ?name WHERE {
  ?id a cse:Territory ; dcterms:identifier ?key ; rdfs:label ?name
}
"""
_CONCEPTS = "SELECT ?concept ?label WHERE { ?concept a skos:Concept ; rdfs:label ?label }"


@remembered
def treaties(store: QueryEngine) -> Mapping[str, TreatyInfo]:
    """Return every treaty of the dataset by its key, in the order of the IRIs."""
    found = rows_as(store, _TREATIES, TreatyInfo, key=lambda row: code(row["treaty"]), note=lambda row: row["note"])
    return {info.key: info for info in found}


@remembered
def treaty_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every treaty by its IRI; its name is the short title."""
    return {info.id: info.ref for info in treaties(store).values()}


def find_treaty(store: QueryEngine, key: str) -> TreatyInfo:
    """Return a treaty by its key, in upper or lower case.

    Raises UnknownNameError with the closest keys.
    """
    return look_up("treaty", treaties(store), key, str.lower)


def by_legal_basis(info: TreatyInfo) -> tuple[int, SortKey]:
    """Return a sort key: treaties that the resolution urges States to join first, then by title."""
    return LEGAL_BASES.index(info.legal_basis), alphabetical(info.short_title)


@remembered
def actor_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every State and organization by its IRI."""
    return {actor.id: actor for actor in rows_as(store, _ACTORS, Ref)}


_SCOPE_NOTES = """
SELECT ?key ?note WHERE {
  ?actor a cse:TreatyActor ; dcterms:identifier ?key ; skos:scopeNote ?note FILTER(LANG(?note) IN ("en", ""))
}
"""


@remembered
def scope_notes(store: QueryEngine) -> Mapping[str, str]:
    """Return how references to an actor are to be understood, by its key, of those that have such a note."""
    return {row[0]: row[1] for row in values(store, _SCOPE_NOTES)}


@remembered
def _actors_by_key(store: QueryEngine) -> Mapping[str, Ref]:
    return {actor.key: actor for actor in actor_refs(store).values()}


def actor_ref(store: QueryEngine, text: str) -> Ref:
    """Return a reference to the State or organization with this key, or a name in any language.

    Case, accents and spaces do not matter; nothing is guessed. Raises UnknownNameError with the
    nearest names, NoActorError for a territory or area, and AmbiguousNameError for a name that
    several have.
    """
    known = _actors_by_key(store)
    if found := known.get(text.upper()):
        return found
    keys = keys_of_name(store, text)
    if len(keys) == 1:
        return known[keys[0]]
    if keys:
        raise AmbiguousNameError("State", text, [(key, str(known[key].name)) for key in keys])
    if answer := no_actor(store, text):
        raise answer
    near = [(key, str(known[key].name)) for key in keys_near(store, text)]
    raise UnknownNameError("State", text, (), nearest=near)


def only(name: str, iris: Iterable[str]) -> str:
    """Return a VALUES block that narrows a variable to some IRIs, '' where there are none."""
    listed = " ".join(f"<{iri}>" for iri in iris)
    return f"VALUES ?{name} {{ {listed} }} " if listed else ""


@remembered
def source_refs(store: QueryEngine) -> Mapping[str, SourceRef]:
    """Return a reference to every source by its IRI."""
    return {source.id: source for source in rows_as(store, _SOURCES, SourceRef)}


def some_sources(known: Mapping[str, SourceRef], iris: Iterable[str]) -> tuple[SourceRef, ...]:
    """Return references to the sources with these IRIs, each once, sorted by key."""
    return tuple(sorted((known[iri] for iri in {*iris}), key=lambda source: source.key))


def by_name(ref: Ref) -> tuple[SortKey, str]:
    """Return a sort key: the name, in the current language; several sources have the same one."""
    return alphabetical(ref.name), ref.key


@remembered
def list_sources(store: QueryEngine) -> Mapping[str, tuple[SourceRef, ...]]:
    """Return the sources of each treaty's list of signatures and parties, by the treaty's IRI."""
    known, listed = source_refs(store), lists_of(store, _LISTS)
    return {info.id: some_sources(known, listed[info.id]) for info in treaties(store).values()}


@remembered
def territory_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every territory by its IRI."""
    return {ref.id: ref for ref in rows_as(store, _TERRITORIES, Ref)}


@remembered
def concept_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every concept by its IRI; the key is the code of the concept."""
    return {iri: part_ref(iri, label) for iri, label in values(store, _CONCEPTS)}


_PARAGRAPHS = """
SELECT ?paragraph ?label WHERE {
  VALUES ?class { cse:PreambularParagraph cse:OperativeParagraph cse:SubParagraph }
  ?paragraph a ?class ; rdfs:label ?label ; cse:order ?order
} ORDER BY ?order
"""
_INSTRUMENTS = """
SELECT DISTINCT ?instrument ?key ?label WHERE {
  { ?instrument a cse:Instrument } UNION { ?citation cse:citedInstrument ?instrument }
  ?instrument dcterms:identifier ?key ; rdfs:label ?label
}
"""
_PROVISIONS = """
SELECT ?provision ?label WHERE {
  ?provision cse:provisionOf %s ; rdfs:label ?label ; cse:order ?order
} ORDER BY ?order
"""


def part_number(key: str) -> str:
    """Return the number of a part of a text as printed, by its key: `4(d)` for `op/4/d`."""
    first, *rest = key.split("/")[1:]
    return first + "".join(f"({step})" for step in rest)


def article(number: str) -> str:
    """Return the name of an article of a treaty, as `article 13(2)`."""
    return _("article {number}", number=number)


def own_name(ref: Ref) -> str:
    """Return what a provision is called within its treaty: `article 3`."""
    return article(part_number(ref.key)) if "/" in ref.key else _("preamble")


@remembered
def paragraph_refs(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every paragraph of the resolution by its key, in their order."""
    return _parts_by_key(values(store, _PARAGRAPHS))


def find_paragraph(store: QueryEngine, key: str) -> Ref:
    """Return a reference to a paragraph; raises UnknownNameError with the closest keys."""
    return look_up("paragraph", paragraph_refs(store), key)


def find_instrument(store: QueryEngine, key: str) -> Ref:
    """Return a reference to a treaty, resolution, report or other cited document, by its key.

    Its name is the title. Upper and lower case do not matter. Raises UnknownNameError with the
    closest keys.
    """
    return look_up("instrument", _instruments(store), key, str.lower)


@remembered
def _instruments(store: QueryEngine) -> Mapping[str, Ref]:
    rows = values(store, _INSTRUMENTS)
    return {key: Ref(id=iri, key=key, name=label) for iri, key, label in rows}


def provision_refs(store: QueryEngine, instrument: str) -> dict[str, Ref]:
    """Return a reference to every provision of an instrument by its key, in their order."""
    return _parts_by_key(values(store, _PROVISIONS % ns.instrument(instrument)))


def find_provision(store: QueryEngine, instrument: str, key: str) -> Ref:
    """Return a reference to a provision of an instrument, given by both keys.

    Raises UnknownNameError with the closest keys.
    """
    return look_up("provision", provision_refs(store, instrument), key, of=instrument)


def _parts_by_key(rows: list[tuple[str, ...]]) -> dict[str, Ref]:
    return {part_key(iri): part_ref(iri, label) for iri, label in rows}
