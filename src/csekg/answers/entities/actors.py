"""States and organizations: the list, all that is known of one, when States exist."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from pydantic import Field

from csekg.answers.common.base import (
    Answer,
    Filter,
    Iri,
    Ref,
    Words,
    alphabetical,
    chosen,
    code,
    day,
    look_up,
    part_key,
)
from csekg.answers.common.folding import folded
from csekg.answers.common.groups import GroupRef, members, memberships
from csekg.answers.common.names import status_labels
from csekg.answers.common.references import ABSENT, ORDER, actor_ref, actor_refs, scope_notes
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import Properties, properties, properties_as, rows_as
from csekg.answers.common.translations import values
from csekg.languages.messages import pgettext
from csekg.namespaces import ONTOLOGY, RDF, SKOS
from csekg.sparql.store import QueryEngine

_EXISTENCES = """
SELECT ?id ?actor ?since ?until WHERE {
  ?id cse:existenceOf ?actor
  OPTIONAL { ?id cse:existsFrom ?since }
  OPTIONAL { ?id cse:existsUntil ?until }
} ORDER BY ?actor ?since
"""
_CONTINUED = "SELECT ?actor ?former WHERE { ?actor cse:continues ?former }"


class ExistenceSpan(Answer):
    """A span of time during which a State exists as one person in law."""

    id: Iri
    exists_from: date | None = Field(description="first day; null where no source read gives it")
    exists_until: date | None = Field(description="first day on which it no longer exists")

    def holds(self, on: date) -> bool:
        """Return whether the State existed on a day."""
        return (self.exists_from or date.min) <= on and (self.exists_until is None or on < self.exists_until)


@remembered
def existences(store: QueryEngine) -> Mapping[str, tuple[ExistenceSpan, ...]]:
    """Return the spans of existence of each actor that has any recorded, by its IRI."""
    found: dict[str, list[ExistenceSpan]] = defaultdict(list)
    for iri, actor, since, until in store.values(_EXISTENCES):
        found[actor].append(ExistenceSpan(id=iri, exists_from=day(since), exists_until=day(until)))
    return {actor: tuple(spans) for actor, spans in found.items()}


@remembered
def continued_by(store: QueryEngine) -> Mapping[str, Ref]:
    """Return the State that continues each former State, by the IRI of the former one."""
    known = actor_refs(store)
    return {former: known[actor] for actor, former in store.values(_CONTINUED)}


Kind = Literal["state", "organization", "former", "other"]
_CLASSES = {"State": "state", "RegionalOrganization": "organization", "FormerState": "former"}


class Actor(Answer):
    """A State or organization that acts under treaties."""

    id: Iri
    key: str = Field(description="ISO 3166-1 alpha-3 code, or `EUE`")
    name: Words = Field(description="name in English")
    kind: Kind = Field(
        description="state, organization, former (a State that has ceased to exist), or other: an "
        "actor of which the data do not say that it is a State"
    )
    formal_name: Words | None
    iso2: str | None = Field(description="ISO 3166-1 alpha-2 code")
    iso_numeric: str | None = Field(description="ISO 3166-1 numeric code, three digits")
    m49: str | None = Field(description="code in the M49 standard of the United Nations")
    un_admission_date: date | None
    member_of: tuple[GroupRef, ...] = Field(
        description="groups, each with the wider one; the list `/groups` has their kinds"
    )


class StatusCount(Answer):
    """How many treaties an actor has a status under."""

    code: str
    status_label: Words
    treaties: tuple[str, ...] = Field(description="keys of the treaties")
    count: int


class ActorDetail(Actor):
    """All that is known of a State or organization."""

    pref_label: dict[str, str] = Field(description="name in each language")
    alt_label: dict[str, list[str]] = Field(description="other names in each language")
    exact_match: tuple[str, ...] = Field(description="the same in Wikidata and EU authority tables")
    un_admission_year: int | None
    withdrawn_from_iso: date | None = Field(
        serialization_alias="withdrawnFromISO", description="day on which the code was withdrawn from ISO 3166-1"
    )
    notes: tuple[Words, ...]
    scope_note: Words | None = Field(description="how references to it are to be understood")
    existence: tuple[ExistenceSpan, ...] = Field(
        description="when it exists as one person in law; empty where it existed throughout"
    )
    predecessors: tuple[Ref, ...] = Field(description="States that it replaced or continues")
    successors: tuple[Ref, ...] = Field(description="States that replaced or continue it")
    continues: Ref | None = Field(description="the predecessor with which it is the same person in law: its acts go on")
    continued_by: Ref | None = Field(description="the State that continues it in the same way")
    statuses: tuple[StatusCount, ...] = Field(
        description="treaties by status, each on its own as-of date: a State is a contracting "
        "State from its consent, and a party once it is bound"
    )

    @property
    def within_text(self) -> str:
        """The name as it stands within a sentence: English gives some an article, as the Holy See."""
        if self.kind == "organization" or f"the {self.pref_label.get('en')}" in self.alt_label.get("en", ()):
            return pgettext("within a sentence", "the {state}", state=self.name)
        return self.name


_ACTORS = """
SELECT ?id ?class ?key ?name ?formal_name ?iso2 ?iso_numeric ?m49 ?un_admission_date WHERE {
  ?id a cse:TreatyActor ; dcterms:identifier ?key ; rdfs:label ?name .
  OPTIONAL { VALUES ?class { cse:State cse:RegionalOrganization cse:FormerState } ?id a ?class }
  OPTIONAL { ?id cse:formalName ?formal_name }
  OPTIONAL { ?id cse:iso2 ?iso2 }
  OPTIONAL { ?id cse:isoNumeric ?iso_numeric }
  OPTIONAL { ?id cse:m49 ?m49 }
  OPTIONAL { ?id cse:unAdmissionDate ?un_admission_date }
} ORDER BY ?name
"""
# Names as they are written, not in the current language.
_NAMES = """
SELECT ?actor (STR(?named) AS ?name) WHERE {
  ?actor a cse:TreatyActor ;
         dcterms:identifier|cse:iso2|rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel
         |cse:formalName ?named
}
"""


def actors(
    store: QueryEngine, *, group: Filter[str] = None, kind: Filter[Kind] = None, q: str | None = None
) -> list[Actor]:
    """Return the actors, sorted by name.

    The filters narrow them to members of groups with these keys, to kinds, and to actors of which a
    name in any language or a code contains the words of `q`, whatever the case and accents. Raises
    UnknownNameError for an unknown group.
    """
    chosen_members, kinds = members(store, group) if group else None, chosen(kind)
    named = _named(store, q) if q else None
    return [
        actor
        for actor in _sorted(store)
        if (chosen_members is None or actor.id in chosen_members)
        and (named is None or actor.id in named)
        and (not kinds or actor.kind in kinds)
    ]


@remembered_in_order
def _sorted(store: QueryEngine) -> tuple[Actor, ...]:
    return tuple(sorted(_all(store), key=lambda actor: alphabetical(actor.name)))


@remembered
def _all(store: QueryEngine) -> tuple[Actor, ...]:
    groups = memberships(store)
    found = rows_as(
        store, _ACTORS, Actor, kind=lambda row: _kind(row["class"]), member_of=lambda row: groups.get(row["id"], ())
    )
    return tuple(found)


def _kind(class_: str) -> Kind:
    kind = _CLASSES.get(class_.removeprefix(ONTOLOGY), "other")
    return next(known for known in get_args(Kind) if known == kind)


def _named(store: QueryEngine, q: str) -> set[str]:
    words = folded(q).split()
    # A query of blanks has no words, and every name contains all of them.
    return {actor for actor, name in _folded_names(store) if words and all(word in name for word in words)}


@remembered
def _folded_names(store: QueryEngine) -> tuple[tuple[str, str], ...]:
    return tuple((actor, folded(name)) for actor, name in store.values(_NAMES))


def actor(store: QueryEngine, key: str) -> ActorDetail:
    """Return all that is known of the actor with this key; raises UnknownNameError."""
    found = details(store)[actor_ref(store, key).id]
    return found.model_copy(
        update={
            name: tuple(sorted(getattr(found, name), key=lambda ref: alphabetical(ref.name)))
            for name in ("predecessors", "successors")
        }
    )


@remembered
def details(store: QueryEngine) -> Mapping[str, ActorDetail]:
    """Return all that is known of every actor, by its IRI; predecessors and successors in no order."""
    actors, everything = actor_refs(store), properties(store, "?thing a cse:TreatyActor .")
    names, statuses = _names_by_language(store), _statuses(store)

    def refs(iris: Iterable[str]) -> tuple[Ref, ...]:
        return tuple(actors[iri] for iri in iris if iri in actors)

    def detail(reference: Ref, about: Properties) -> ActorDetail:
        classes = [value for value in about.texts(RDF.type) if value.removeprefix(ONTOLOGY) in _CLASSES]
        return properties_as(
            ActorDetail,
            about,
            id=reference.id,
            key=reference.key,
            name=reference.name,
            kind=_kind(classes[0] if classes else ""),
            member_of=memberships(store).get(reference.id, ()),
            scope_note=scope_notes(store).get(reference.key),
            pref_label={tag: its[0] for tag, its in names[reference.id, SKOS.prefLabel.value].items()},
            alt_label=names[reference.id, SKOS.altLabel.value],
            exact_match=tuple(about.texts(SKOS.exactMatch)),
            existence=existences(store).get(reference.id, ()),
            predecessors=refs(about.texts("predecessor")),
            successors=refs(about.texts("successor")),
            continues=next(iter(refs(about.texts("continues"))), None),
            continued_by=continued_by(store).get(reference.id),
            statuses=statuses.get(reference.id, ()),
        )

    return {iri: detail(reference, everything[iri]) for iri, reference in actors.items()}


# As text: what is in English comes in English, whatever the current language.
_IN_LANGUAGES = """
SELECT ?actor ?property (LANG(?named) AS ?language) (STR(?named) AS ?name) WHERE {
  VALUES ?property { skos:prefLabel skos:altLabel } ?actor a cse:TreatyActor ; ?property ?named
} ORDER BY ?language ?name
"""


def _names_by_language(store: QueryEngine) -> Mapping[tuple[str, str], dict[str, list[str]]]:
    """Return names by actor and property, and within them by language, under `@none` those without one."""
    found: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
    for iri, property_, language, name in store.values(_IN_LANGUAGES):
        found[iri, property_].setdefault(language or "@none", []).append(name)
    return found


_STATUSES = """
SELECT ?actor ?treaty ?status WHERE {
  ?participation a cse:Participation ; cse:actor ?actor ; cse:treaty ?treaty ; cse:status ?status
} ORDER BY ?treaty
"""


def _statuses(store: QueryEngine) -> Mapping[str, tuple[StatusCount, ...]]:
    labels = status_labels(store)
    treaties: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for iri, treaty, status in store.values(_STATUSES):
        treaties[iri][code(status)].append(code(treaty))
    return {
        iri: tuple(
            StatusCount(code=status, status_label=labels[status], treaties=tuple(its[status]), count=len(its[status]))
            for status in (*ORDER, ABSENT)
            if status in its
        )
        for iri, its in treaties.items()
    }


_PLACES = """
SELECT ?place ?name ?of ?note WHERE {
  VALUES ?class { cse:Territory cse:AssessedArea }
  ?place a ?class ; rdfs:label ?name
  OPTIONAL { ?place cse:territoryOf|rdfs:seeAlso ?of }
  OPTIONAL { ?place skos:note ?note FILTER(LANG(?note) = "en") }
} ORDER BY ?place ?of
"""


@dataclass(frozen=True, slots=True)
class Place:
    """A territory with the State responsible for it, or an area; `of` is a State to look at, or None.

    The name is that by which depositaries, or an assessor, print it, and says nothing about its status.
    """

    ref: Ref
    is_territory: bool
    of: Ref | None
    note: str


@remembered
def places(store: QueryEngine) -> Mapping[str, Place]:
    """Return all territories and areas by key: `HKG`, `western-sahara`."""
    actors = actor_refs(store)
    return {
        part_key(iri): Place(Ref(id=iri, key=part_key(iri), name=name), "/territory/" in iri, actors.get(of), note)
        for iri, name, of, note in values(store, _PLACES)
    }


def place(store: QueryEngine, key: str) -> Place:
    """Return a territory or area by its key, in whatever case; raises UnknownNameError."""
    known = places(store)
    return look_up("territory", known, next((own for own in known if own.lower() == key.lower()), key))
