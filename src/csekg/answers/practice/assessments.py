"""Who assesses law and practice, what it asks, and what it states, value by value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Literal, get_args

from pydantic import Field

from csekg.answers.common.base import Answer, Code, Filter, Iri, Ref, Words, alphabetical, chosen, part_ref
from csekg.answers.common.references import SourceRef, actor_ref, actor_refs, concept_refs, some_sources, source_refs
from csekg.answers.common.remembering import remembered, remembered_in_order
from csekg.answers.common.rows import grouped, lists_of, properties, rows_as
from csekg.answers.common.translations import values
from csekg.errors import UnknownNameError
from csekg.sparql.store import QueryEngine
from csekg.wording.practice import say_one_voice

#: How closely an indicator and what is asked for agree, from the closest.
LinkStrength = Literal["direct", "partial", "context"]
#: The links to a provision by which a treaty binds a State to what an indicator asks about.
BINDING: tuple[LinkStrength, ...] = ("direct", "partial")


class IndicatorLink(Answer):
    """That an indicator bears on a paragraph, or on a provision that corresponds to it."""

    id: Iri
    type: Literal["IndicatorLink"] = "IndicatorLink"
    links_indicator: Iri = Field(description="IRI of the indicator as one assessor asks it")
    paragraph: Ref
    instrument: Ref | None = Field(description="the treaty of the provision")
    provision: Ref | None
    indicator_strength: LinkStrength
    rationale: Words


class AssessedIndicator(Answer):
    """How one assessor asks an indicator."""

    id: Iri
    type: Literal["AssessedIndicator"] = "AssessedIndicator"
    indicator: Ref
    scope: Ref = Field(description="the matter within which a value holds")
    states_conformity: bool = Field(description="whether the assessor says, with its answer, that law conforms")
    note: Words | None
    links: tuple[IndicatorLink, ...]

    @property
    def paragraphs(self) -> tuple[Ref, ...]:
        """The paragraphs on which it bears, each once."""
        return tuple(dict.fromkeys(link.paragraph for link in self.links))

    def treaties(self, paragraph: str) -> tuple[IndicatorLink, ...]:
        """Return the links to provisions that bind States to what it asks, by paragraph IRI."""
        return tuple(
            link
            for link in self.links
            if link.instrument and link.paragraph.id == paragraph and link.indicator_strength in BINDING
        )


class AssessorRef(Ref):
    """A reference to an assessor, which says whose reports it reads."""

    draws_on: tuple[Ref, ...] = Field(description="assessors whose reports it reads: no second voice beside them")

    @property
    def one_voice(self) -> str:
        """That it is no second voice beside those whose reports it reads; '' where it reads none."""
        return say_one_voice(self.name, [each.name for each in self.draws_on])


class Assessor(Answer):
    """A body that assesses what States do in law and practice."""

    id: Iri
    type: Literal["Assessor"] = "Assessor"
    key: str
    name: Words
    short_name: Words
    kind: Code = Field(description="`government`, `treaty-body`, `organization`; `made-up`: none")
    work: Words = Field(description="title of what it publishes")
    publisher: Words
    rights: Words = Field(description="under which terms its values may be used")
    location: str = Field(description="address of its work")
    draws_on: tuple[Ref, ...] = Field(description="assessors whose reports it reads: no second voice beside them")
    method: Words = Field(description="how it assesses, in our words")
    limits: tuple[Words, ...] = Field(description="known limits, in our words")
    left_out: tuple[Words, ...] = Field(description="what its source has and the data do not, and why")
    indicators: tuple[AssessedIndicator, ...]
    sources: tuple[SourceRef, ...]

    @property
    def ref(self) -> AssessorRef:
        """A reference; its name is the short one."""
        return AssessorRef(id=self.id, key=self.key, name=self.short_name, draws_on=self.draws_on)


_ASSESSORS = """
SELECT ?id ?key ?name ?short_name ?kind ?work ?publisher ?rights ?location ?method WHERE {
  ?id a cse:Assessor ; dcterms:identifier ?key ; rdfs:label ?name ; skos:altLabel ?short_name ;
      cse:assessorKind ?kind ; dcterms:title ?work ; dcterms:publisher ?publisher ;
      dcterms:rights ?rights ; rdfs:seeAlso ?location ; dcterms:description ?method .
  FILTER(LANG(?short_name) IN ("en", "") && LANG(?work) IN ("en", "") && LANG(?publisher) IN ("en", ""))
  FILTER(LANG(?rights) IN ("en", "") && LANG(?method) IN ("en", ""))
} ORDER BY ?key
"""
_NAMED = """
SELECT ?id ?key ?name WHERE {
  ?id a cse:Assessor ; dcterms:identifier ?key ; skos:altLabel ?name FILTER(LANG(?name) IN ("en", ""))
}
"""
_DRAWS_ON = """
SELECT ?assessor ?other ?key ?name WHERE {
  ?assessor cse:drawsOn ?other . ?other dcterms:identifier ?key ; skos:altLabel ?name
  FILTER(LANG(?name) IN ("en", ""))
}"""
_SOURCES = "SELECT ?assessor ?source WHERE { ?assessor a cse:Assessor ; dcterms:source ?source }"
_OWNERS = "SELECT ?id ?of WHERE { ?id a cse:AssessedIndicator ; cse:assessor ?of }"
_INDICATORS = """
SELECT ?id ?assessor ?indicator ?scope ?states_conformity ?note WHERE {
  ?id a cse:AssessedIndicator ; cse:assessor ?assessor ; cse:indicator ?indicator ;
      cse:scope ?scope ; cse:statesConformity ?states_conformity .
  OPTIONAL { ?id skos:note ?note FILTER(LANG(?note) IN ("en", "")) }
} ORDER BY DESC(?states_conformity) ?id
"""
_LINKS = """
SELECT ?id ?links_indicator ?paragraph ?paragraph_name ?instrument ?instrument_name ?provision
       ?provision_name ?indicator_strength ?rationale WHERE {
  ?id a cse:IndicatorLink ; cse:linksIndicator ?links_indicator ; cse:paragraph ?paragraph ;
      cse:indicatorStrength ?indicator_strength ; cse:rationale ?rationale .
  FILTER(LANG(?rationale) IN ("en", ""))
  ?paragraph rdfs:label ?paragraph_name ; cse:order ?order .
  OPTIONAL {
    ?id cse:provision ?provision . ?provision cse:provisionOf ?instrument ; cse:order ?place ;
        rdfs:label ?provision_name .
    ?instrument cse:shortTitle ?instrument_name FILTER(LANG(?instrument_name) IN ("en", ""))
  }
} ORDER BY ?order ?place
"""


@remembered
def _refs(store: QueryEngine) -> Mapping[str, AssessorRef]:
    """Return a reference to every assessor by its IRI."""
    drawn_on: dict[str, list[Ref]] = {}
    for assessor, other, key, name in values(store, _DRAWS_ON):
        drawn_on.setdefault(assessor, []).append(Ref(id=other, key=key, name=name))
    return {
        iri: AssessorRef(id=iri, key=key, name=name, draws_on=tuple(drawn_on.get(iri, ())))
        for iri, key, name in values(store, _NAMED)
    }


@remembered_in_order
def assessors(store: QueryEngine) -> tuple[Assessor, ...]:
    """Return every assessor, by key."""
    concepts, known = concept_refs(store), source_refs(store)
    stated = properties(store, "?thing a cse:Assessor .")
    sources = lists_of(store, _SOURCES)
    links: dict[str, list[IndicatorLink]] = {}
    for link in _links(store):
        links.setdefault(link.links_indicator, []).append(link)
    asked: dict[str, list[AssessedIndicator]] = {}

    def keep(row: Mapping[str, str]) -> tuple[IndicatorLink, ...]:
        return tuple(links.get(row["id"], ()))

    owners = {row[0]: row[1] for row in values(store, _OWNERS)}
    for asking in rows_as(
        store,
        _INDICATORS,
        AssessedIndicator,
        links=keep,
        indicator=lambda row: concepts[row["indicator"]],
        scope=lambda row: concepts[row["scope"]],
    ):
        asked.setdefault(owners[asking.id], []).append(asking)
    return tuple(
        rows_as(
            store,
            _ASSESSORS,
            Assessor,
            draws_on=lambda row: _refs(store)[row["id"]].draws_on,
            limits=lambda row: tuple(stated[row["id"]].texts("limitation")),
            left_out=lambda row: tuple(stated[row["id"]].texts("leftOut")),
            indicators=lambda row: tuple(asked.get(row["id"], ())),
            sources=lambda row: some_sources(known, sources[row["id"]]),
        )
    )


def _links(store: QueryEngine) -> list[IndicatorLink]:
    """Return the links by strength, paragraph and treaty."""
    found = rows_as(store, _LINKS, IndicatorLink)
    paragraphs = dict.fromkeys(link.paragraph.id for link in found)
    places = {iri: place for place, iri in enumerate(paragraphs)}
    return sorted(
        found,
        key=lambda link: (
            get_args(LinkStrength).index(link.indicator_strength),
            places[link.paragraph.id],
            alphabetical(link.instrument.name if link.instrument else ""),
        ),
    )


@remembered_in_order
def asked_about(store: QueryEngine) -> Mapping[str, tuple[tuple[Assessor, AssessedIndicator], ...]]:
    """Return who asks what that bears on a paragraph, by the IRI of the paragraph."""
    found: dict[str, list[tuple[Assessor, AssessedIndicator]]] = {}
    for assessor in assessors(store):
        for indicator in assessor.indicators:
            for paragraph in indicator.paragraphs:
                found.setdefault(paragraph.id, []).append((assessor, indicator))
    return {iri: tuple(asking) for iri, asking in found.items()}


#: What is assessed: a State or organization, a territory, or an area under its printed name.
PlaceKind = Literal["state", "territory", "area"]


class PracticeAssessment(Answer):
    """What an assessor states: the value of an indicator for a year, within a scope.

    It is the assessor's statement, never a finding of the editors.
    """

    id: Iri
    type: Literal["PracticeAssessment"] = "PracticeAssessment"
    assessor: AssessorRef = Field(description="who states it")
    assessed_place: Ref = Field(description="the State, territory or area that it is about")
    place_kind: PlaceKind = Field(
        description="`area`: a name of the assessor that is neither a State's nor a territory's"
    )
    indicator: Ref = Field(description="what was asked: `/vocabularies/indicator`")
    assessed_year: int = Field(description="the year that it is about")
    scope: Ref = Field(description="the matter within which it holds")
    printed_value: Words | None = Field(description="value as printed; null where none is printed")
    assessed_answer: Code = Field(
        description="what the value means: `yes`, `partly`, `no`, `number`, `grade` (a step of a scale); "
        "`unknown`, `not-applicable`, `not-mentioned` and `no-value` are four things and none of them is no"
    )
    assessed_number: int | None = Field(description="the number, where the value is one")
    conforms: bool | None = Field(
        description="whether the law conforms to the international standard, says the assessor; "
        "null where it does not say"
    )
    qualified: bool | None = Field(description="true where a note of the source qualifies the value")
    source: SourceRef

    def says_as(self, other: PracticeAssessment) -> bool:
        """Return whether another value, of another year, is the same."""

        def said(value: PracticeAssessment) -> tuple[object, ...]:
            return value.assessed_answer, value.printed_value, value.conforms, value.qualified

        return said(self) == said(other)

    @property
    def finding(self) -> bool | None:
        """Whether what was asked about was found, None where no finding says so or not.

        Where the assessor says whether law conforms, that counts, and not the bare answer.
        """
        if self.conforms is not None:
            return self.conforms
        return {"yes": True, "no": False}.get(self.assessed_answer)


_ASSESSMENTS = """
SELECT ?id ?assessor ?assessed_place ?indicator ?assessed_year ?scope ?printed_value
       ?assessed_answer ?assessed_number ?conforms ?qualified ?source WHERE {
  ?id a cse:PracticeAssessment ; cse:askedAs ?asked ; cse:assessedPlace ?assessed_place ;
      cse:assessedYear ?assessed_year ; cse:assessedAnswer ?assessed_answer ; dcterms:source ?source .
  ?asked cse:assessor ?assessor ; cse:indicator ?indicator ; cse:scope ?scope .
  OPTIONAL { ?id cse:printedValue ?printed_value }
  OPTIONAL { ?id cse:assessedNumber ?assessed_number }
  OPTIONAL { ?id cse:conforms ?conforms }
  OPTIONAL { ?id cse:qualified ?qualified }
}
"""
_OTHER_PLACES = """
SELECT ?class ?place ?name WHERE {
  VALUES ?class { cse:Territory cse:AssessedArea }
  ?place a ?class ; rdfs:label ?name
}
"""
_KINDS: Mapping[str, PlaceKind] = {"territory": "territory", "area": "area"}


@remembered
def other_places(store: QueryEngine) -> Mapping[str, Ref]:
    """Return a reference to every territory and other area by its IRI."""
    rows = values(store, _OTHER_PLACES)
    return {iri: part_ref(iri, name) for _, iri, name in rows}


@remembered
def assessed(store: QueryEngine) -> frozenset[str]:
    """Return the IRIs of the States, territories and areas that some assessor assessed."""
    return frozenset(iri for (iri,) in store.values("SELECT DISTINCT ?place WHERE { ?id cse:assessedPlace ?place }"))


def assessments(
    store: QueryEngine,
    *,
    state: Filter[str] = None,
    territory: Filter[str] = None,
    indicator: Filter[str] = None,
    assessor: Filter[str] = None,
    year: Iterable[int] | None = None,
    conforms: bool | None = None,
) -> list[PracticeAssessment]:
    """Return what assessors state, by assessor, year, place and indicator.

    The filters narrow it by keys; `territory` takes the keys of territories and of other areas.
    With States and territories given, both are returned. Raises UnknownNameError for an unknown
    State, territory, indicator or assessor, and for a year that nobody assessed.
    """
    by_key = {place.key: place for place in other_places(store).values()}
    places = [actor_ref(store, key).id for key in chosen(state)]
    places += [_known("territory", key, by_key).id for key in chosen(territory)]
    asked = {asking.indicator.key: asking.indicator for one in assessors(store) for asking in one.indicators}
    bodies = {ref.key: ref for ref in _refs(store).values()}
    indicators = {_known("indicator", key, asked).id for key in chosen(indicator)}
    by = {_known("assessor", key, bodies).id for key in chosen(assessor)}
    years = {int(number) for number in year or ()}
    every = _by_place(store)
    found = chain.from_iterable(every.get(place, ()) for place in dict.fromkeys(places) or every)
    return sorted(
        (
            one
            for one in found
            if (not indicators or one.indicator.id in indicators)
            and (not by or one.assessor.id in by)
            and (not years or one.assessed_year in years)
            and (conforms is None or one.conforms is conforms)
        ),
        key=lambda one: one.id,
    )


@remembered
def _by_place(store: QueryEngine) -> Mapping[str, tuple[PracticeAssessment, ...]]:
    """Return what assessors state, by the IRI of the State, territory or area."""
    actors, others = actor_refs(store), other_places(store)
    concepts, sources = concept_refs(store), source_refs(store)
    refs = _refs(store)

    # The class of a place shows in its IRI: states and organizations have none of these two.
    def kind(row: Mapping[str, str]) -> PlaceKind:
        return _KINDS.get(row["assessed_place"].rpartition("/")[0].rpartition("/")[2], "state")

    every = rows_as(
        store,
        _ASSESSMENTS,
        PracticeAssessment,
        assessor=lambda row: refs[row["assessor"]],
        assessed_place=lambda row: actors.get(row["assessed_place"]) or others[row["assessed_place"]],
        place_kind=kind,
        indicator=lambda row: concepts[row["indicator"]],
        scope=lambda row: concepts[row["scope"]],
        source=lambda row: sources[row["source"]],
    )
    return grouped(every, lambda one: one.assessed_place.id)


def _known(kind: str, key: str, known: Mapping[str, Ref]) -> Ref:
    found = known.get(key) or known.get(key.upper())
    if found is None:
        raise UnknownNameError(kind, key, known)
    return found
